"""How far a feed was read, and what of it still waits for its text: the cursor of an AP source."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from broadsheet.contracts.fetching import FetchOrder


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """An item that is not delivered yet. `not_before` (seconds since 1970) is when it is worth another try."""

    document: Mapping[str, Any] = field(repr=False)
    tries: int = 0
    not_before: float = 0.0

    @property
    def item(self) -> Mapping[str, Any]:
        item = self.document.get("item")
        return item if isinstance(item, dict) else {}

    @property
    def name(self) -> str:
        """What identifies this version of the item to an editor and to the log."""
        altids = self.item.get("altids")
        itemid = altids.get("itemid") if isinstance(altids, dict) else None
        return f"{itemid or 'item'}.{self.item.get('version', 0)}.json"[:200]

    @property
    def headline(self) -> str:
        text = self.item.get("headline") or self.item.get("title")
        return " ".join(text.split())[:120] if isinstance(text, str) and text.strip() else self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """
    Where a look goes on: every item of the pages before `next_page` was delivered or is in `held`.

    `next_page` "" is the feed's own address.
    """

    feed: str
    next_page: str = ""
    held: tuple[Held, ...] = ()

    @classmethod
    def read(cls, order: FetchOrder) -> "Place":
        """
        Read an order's cursor; one of another making is the beginning.

        So is one of another address, but what waits is still to be delivered.
        """
        try:
            stored = json.loads(order.cursor)
            is_same = stored["feed"] == order.address
            held = tuple(
                Held(document=dict(document), tries=int(tries), not_before=float(not_before))
                for document, tries, not_before in stored["held"]
            )
            return cls(feed=order.address, next_page=str(stored["next_page"]) if is_same else "", held=held)
        except (ValueError, TypeError, KeyError):
            return cls(feed=order.address)

    def written(self) -> str:
        stored = {
            "feed": self.feed,
            "next_page": self.next_page,
            "held": [(held.document, held.tries, held.not_before) for held in self.held],
        }
        return json.dumps(stored, ensure_ascii=False, separators=(",", ":"))

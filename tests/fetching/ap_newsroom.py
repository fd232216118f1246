"""A conversation with AP's Media API, scripted: pages, texts and errors as its documentation describes them."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from broadsheet.contracts.fetching import Fetched, FetchOrder
from broadsheet.fetching.ap import ApFetcher
from broadsheet.fetching.web import Limits, Web
from fetching import plain_joinery
from fetching.agency_server import AgencyServer, Asked, Line

FEED = "/media/v/content/feed"
KEY = "northmark-key"


@dataclass(kw_only=True)
class Wire:
    """AP's server, the fetcher that asks it, and the cursor that the newsroom would have kept."""

    server: AgencyServer
    web: Web
    now: float = 1_772_625_600.0
    cursor: str = ""
    joinery: Any = plain_joinery
    poll: Limits = field(default_factory=lambda: Limits(seconds=20))
    parts: Limits = field(default_factory=lambda: Limits(seconds=20))

    @property
    def order(self) -> FetchOrder:
        return FetchOrder(address=self.server.url + FEED + "?q=productid:1", secret=KEY, cursor=self.cursor)

    def look(self, *, is_committed: bool = True, stop: Callable[[], bool] = lambda: False) -> Fetched:
        fetcher = ApFetcher(self.joinery, web=self.web, poll=self.poll, parts=self.parts, clock=lambda: self.now)
        fetched = fetcher.fetch(self.order, stop=stop)
        self.cursor = fetched.cursor if is_committed else self.cursor
        return fetched

    def item(self, itemid: str, **fields: object) -> dict[str, Any]:
        return {
            "altids": {"itemid": itemid},
            "version": 1,
            "type": "text",
            "headline": f"Harbour of {itemid} opens",
            "pubstatus": "usable",
            "renditions": {"nitf": {"href": self.text_address(itemid)}},
            **fields,
        }

    def text_address(self, itemid: str) -> str:
        return f"{self.server.url}/text/{itemid}"

    def gives_text(self, itemid: str) -> None:
        self.server.serves(f"/text/{itemid}", f"<nitf>{itemid}</nitf>".encode())

    def pages(self, *pages: Sequence[dict[str, Any]], **headers: str) -> None:
        """Script the pages of the feed, each naming the next; the last is empty and names itself."""

        def act(seq: int, items: Sequence[dict[str, Any]]) -> Callable[[Line, Asked], Any]:
            following = self.page_address(min(seq + 1, len(pages)))
            data = {"items": [{"item": item} for item in items], "next_page": following}
            return self.says(200, {"api_version": "v", "data": data}, **headers)

        acts = [act(seq, items) for seq, items in enumerate([*pages, ()])]
        for seq, answer in enumerate(acts):
            self.server.on(f"{FEED}/{seq}" if seq else FEED, answer)

    def page_address(self, seq: int) -> str:
        return f"{self.server.url}{FEED}/{seq}?qt=token&seq={seq}"

    @staticmethod
    def says(status: int, answer: object, **headers: str) -> Callable[[Line, Asked], Any]:
        async def act(line: Line, _: Asked) -> None:
            await line.answer(status, json.dumps(answer).encode(), **headers)

        return act

    @staticmethod
    def fails(code: int, message: str = "Query token has expired.") -> dict[str, Any]:
        return {"api_version": "v", "error": {"status": 400, "code": code, "message": message}}


def bodies(fetched: Fetched) -> dict[str, str | None]:
    """The text of each delivered item, by its id, in the order of delivery."""
    items = [json.loads(document.data)["item"] for document in fetched.documents]
    return {item["altids"]["itemid"]: item.get("broadsheet_nitf") for item in items}

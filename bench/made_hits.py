"""
Hits as a paper's readers send them, made by code.

Stories by Zipf; a reader is an address of his own and a browser as many have or few; of ten hits two come by Popular.
"""

import random
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import accumulate

from broadsheet.contracts.audience import Hit
from broadsheet.joining.tokens import make_token

ORIGIN = "https://paper.example"
CAME_FROM = ("", "", "", "", "front", "latest", "related", "search", "popular", "popular")
_SYSTEMS = (
    "Windows NT 10.0; Win64; x64",
    "Macintosh; Intel Mac OS X 10_15_7",
    "X11; Linux x86_64",
    "Linux; Android 10; K",
    "Linux; Android 15; SM-S921B",
    "Linux; Android 14; Pixel 8",
)
_CHROME = "Mozilla/5.0 ({}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{}.0.0.0 {}Safari/537.36{}"
_FIREFOX = "Mozilla/5.0 ({0}; rv:{1}.0) Gecko/20100101 Firefox/{1}.0"
_SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS {0}_{1} like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/{0}.{1} Mobile/15E148 Safari/604.1"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Readership:
    """Who reads what: so many stories by Zipf, so many readers."""

    stories: int
    readers: int
    token_key: bytes

    def hits(self, count: int, *, begins_at: float, ends_at: float, seed: int = 7) -> Iterator[Hit]:
        """So many hits, evenly from then to then; the same for the same seed. A token is of its hit's own day."""
        chance = random.Random(seed)  # noqa: S311  the same hits in every run
        agents, weights = browsers(), list(accumulate(1 / rank for rank in range(1, self.stories + 1)))
        made: dict[tuple[int, int], str] = {}
        for number in range(count):
            now = begins_at + number * (ends_at - begins_at) / count
            story_id = 1 + bisect(weights, chance.random() * weights[-1])
            # Each reader reads once before one is drawn again, so that there are as many as were asked for.
            reader = number if number < self.readers else chance.randrange(self.readers)
            place = story_id, int(now // 86_400)
            token = made.get(place)
            if token is None:
                day = datetime.fromtimestamp(now, tz=UTC).date()
                token = made[place] = make_token(story_id, day=day, key=self.token_key)
            yield Hit(
                token=token,
                came_from=CAME_FROM[int(chance.random() * len(CAME_FROM))],
                address=address_of(reader),
                user_agent=agents[reader % len(agents)],
                origin=ORIGIN,
                do_not_count=False,
                now=now,
            )


def address_of(reader: int) -> str:
    """An address of the reader's own; of four readers one has IPv6, and 100 of the others share a network."""
    if reader % 4 == 0:
        return f"2001:db8:{reader // 4 >> 16:x}:{reader // 4 & 0xFFFF:x}::{reader % 7 + 1:x}"
    network, host = divmod(reader, 100)
    return f"{11 + (network >> 16)}.{network >> 8 & 0xFF}.{network & 0xFF}.{host + 1}"


def browsers() -> Sequence[str]:
    """Some 1,300 user agents, mixed."""
    chrome = [
        _CHROME.format(system, version, "Mobile " if "Android" in system else "", brand)
        for system in _SYSTEMS
        for version in range(90, 146)
        for brand in ("", f" Edg/{version}.0.0.0", f" OPR/{version - 16}.0.0.0")
    ]
    firefox = [_FIREFOX.format(system, version) for system in _SYSTEMS[:3] for version in range(78, 146)]
    safari = [_SAFARI.format(major, minor) for major in range(12, 27) for minor in range(8)]
    agents = chrome + firefox + safari
    random.Random(3).shuffle(agents)  # noqa: S311
    return agents

"""A whole paper asked page by page, as a crawler would: its sitemaps, and its archives down to the oldest story."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import httpx
from figures import Figure
from lxml import etree, html

_SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
_LONGEST_ARCHIVE = 20_000  # pages; one that leads in a circle ends too


@dataclass(slots=True)
class Walk:
    """What was asked, and what was found where; `told` counts how often each story is named."""

    readers: httpx.Client
    answered: int = 0
    refused: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(
        default_factory=list
    )  # pages whose canonical address is not the one they were asked by
    told: dict[str, Counter[str]] = field(default_factory=dict)

    def figures(self, *, stories: int, topics_a_story: Collection[int]) -> list[Figure]:
        """Each archive names each story once; topics do it once for each of the story's own."""
        wanted = {**dict.fromkeys(("sitemaps", "sections", "days", "authors"), (1,)), "topics": topics_a_story}
        return [
            Figure(
                what="pages asked by sitemap and archive; refused; under another address",
                measured=f"{self.answered:,}; {len(self.refused)}; {len(self.elsewhere)}",
                wanted="0; 0",
                reached=not self.refused and not self.elsewhere,
            ),
            *(self._whole(where, stories=stories, times=times) for where, times in wanted.items()),
        ]

    def ask(self, path: str) -> bytes:
        """What the edge answers; nothing where it refuses."""
        answer = self.readers.get(path)
        if answer.status_code != 200:
            self.refused.append(f"{path} {answer.status_code}")
            return b""
        self.answered += 1
        return answer.content

    def tell(self, where: str, paths: Iterable[str]) -> None:
        self.told.setdefault(where, Counter()).update(paths)

    def _whole(self, where: str, *, stories: int, times: Collection[int]) -> Figure:
        found = self.told.get(where, Counter())
        right = sum(count in times for count in found.values())
        return Figure(
            what=f"stories named by {where}, as often as they should be",
            measured=f"{right:,} of {len(found):,}",
            wanted=f"{stories:,}",
            reached=right == len(found) == stories,
        )


def walk(base: str) -> Walk:
    """Every sitemap, every page that one names, every page of every archive, one after the other."""
    with httpx.Client(base_url=base, timeout=30.0) as readers:
        found = Walk(readers)
        named = {path: list(_locations(found, path)) for path in _locations(found, "/sitemap.xml")}
        stories = [page for path, pages in named.items() if path.startswith("/sitemap-stories-") for page in pages]
        found.tell("sitemaps", stories)
        authors = {author for path in stories for author in _authors(found, path)}
        topics = [page for path, pages in named.items() if path.startswith("/sitemap-topics-") for page in pages]
        sections = [path for path in named["/sitemap-sections.xml"] if path != "/"]
        for where, fronts in (("topics", topics), ("authors", sorted(authors)), ("sections", sections)):
            for front in fronts:
                _down(found, where, front)
        for day in _days(found):
            _down(found, "days", day)
    return found


def _locations(found: Walk, path: str) -> Iterator[str]:
    data = found.ask(path)
    if data:
        for location in etree.fromstring(data).iterfind(".//s:loc", _SITEMAP):
            yield urlsplit(location.text or "").path


def _authors(found: Walk, path: str) -> list[str]:
    """Asks for a story's page, which says where it stands and who wrote it."""
    data = found.ask(path)
    if not data:
        return []
    page = html.fromstring(data)
    if [urlsplit(str(link)).path for link in page.xpath("//link[@rel='canonical']/@href")] != [path]:
        found.elsewhere.append(path)
    return [str(link) for link in page.xpath("//main//*[contains(@class, 'byline')]//a/@href")]


def _down(found: Walk, where: str, path: str) -> None:
    """From the newest page to the oldest; a section's front is arranged by editors and no page of its archive."""
    for _ in range(_LONGEST_ARCHIVE):
        data = found.ask(path)
        if not data:
            return
        page = html.fromstring(data)
        if where != "sections" or "/older/" in path:
            found.tell(where, map(str, page.xpath("//main//a[@class='headline']/@href")))
        older = page.xpath("//nav[@class='pager']/a[@rel='next']/@href")
        if not older:
            return
        path = str(older[0])
    raise RuntimeError(f"the archive of {where} has no end at {path}")


def _days(found: Walk) -> Iterator[str]:
    """By the pages of the months, each of which leads to the others of its year and to the other years."""
    page = html.fromstring(found.ask("/latest/"))
    waiting, seen = [str(link) for link in page.xpath("//nav[@class='beside']//a/@href")][-1:], set[str]()
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        month = html.fromstring(found.ask(path))
        waiting += map(str, month.xpath("//nav[@class='spans' or @class='years']//a/@href"))
        yield from map(str, month.xpath("//ol[@class='days']//a/@href"))

"""NewsML-G2 documents: a single item, or a newsMessage with several."""

from dataclasses import replace

from lxml import etree

from broadsheet.contracts.news import Kind, NewsItem, WireFormatError
from broadsheet.formats.messages import with_message_pictures
from broadsheet.formats.newsml_g2.elements import code_of
from broadsheet.formats.newsml_g2.items import read_item
from broadsheet.formats.xml import child, children, local

ROOTS = frozenset(("newsMessage", "newsItem", "packageItem"))
# Items that carry no news: what is refused says so by name.
FOREIGN_ROOTS = {
    "conceptItem": "a concept",
    "knowledgeItem": "a vocabulary (knowledge item)",
    "planningItem": "planned coverage",
    "catalogItem": "a catalog of vocabularies",
    "catalog": "a catalog of vocabularies",
}
_PICTURES = frozenset((Kind.PICTURE, Kind.GRAPHIC))
_NEWS = frozenset(("newsItem", "packageItem"))
_MOST_ITEMS = 1_000


def read_newsml_g2(root: etree._Element) -> list[NewsItem]:
    """
    Every news and package item of a document; in a message, pictures also stand with the story they belong to.

    :raises WireFormatError: if the document holds none, or none that can be read
    """
    if local(root) in _NEWS:
        return [read_item(root)]
    if local(root) in FOREIGN_ROOTS:
        raise WireFormatError(f"A NewsML-G2 {local(root)} is {FOREIGN_ROOTS[local(root)]}, not news: nothing to read")
    parts = [part for item_set in children(root, "itemSet") for part in item_set]
    news = [part for part in parts if local(part) in _NEWS]
    if len(news) > _MOST_ITEMS:
        raise WireFormatError(f"The NewsML-G2 message holds {len(news)} items; {_MOST_ITEMS} is the most that is read")
    if not news:
        raise WireFormatError(_why_empty(parts))
    return _read_message(
        news, signals=_signals(root), foreign=[local(part) for part in parts if local(part) not in _NEWS]
    )


def _why_empty(parts: list[etree._Element]) -> str:
    names = ", ".join(sorted({local(part) for part in parts if local(part)}))
    if not names:
        return "The NewsML-G2 message is empty: it holds no item"
    return f"The NewsML-G2 message holds no news, only {names}"


def _signals(root: etree._Element) -> list[str]:
    header = child(root, "header")
    return [code_of(part) for part in children(header, "signal")]


def _read_message(news: list[etree._Element], *, signals: list[str], foreign: list[str]) -> list[NewsItem]:
    items: list[NewsItem] = []
    skipped = [f"The message also holds a {name}, which carries no news" for name in foreign if name]
    for element in news:
        try:
            items.append(read_item(element, signals=signals))
        except WireFormatError as error:
            if len(news) == 1:
                raise
            skipped.append(f"Another item of the same message could not be read: {error}")
    if not items:
        raise WireFormatError(skipped[-1])
    items[0] = replace(items[0], warnings=(*items[0].warnings, *skipped))
    return with_message_pictures(_with_named_members(items))


def _with_named_members(items: list[NewsItem]) -> list[NewsItem]:
    """The packages with the headlines of members that stand beside them, where the package itself names none."""
    headlines = {item.guid: item.headline for item in items}
    return [_named(item, headlines=headlines) if item.kind is Kind.PACKAGE else item for item in items]


def _named(package: NewsItem, *, headlines: dict[str, str]) -> NewsItem:
    links = (replace(link, headline=link.headline or headlines.get(link.guid, "")) for link in package.links)
    return replace(package, links=tuple(links))

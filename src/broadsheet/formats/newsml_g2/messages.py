"""NewsML-G2 documents: a single item, or a newsMessage with several."""

from dataclasses import replace

from lxml import etree

from broadsheet.contracts.news import Kind, NewsItem, WireFormatError
from broadsheet.formats.figures import joined_pictures
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
    return _with_message_pictures(_with_named_members(items))


def _with_named_members(items: list[NewsItem]) -> list[NewsItem]:
    """The packages with the headlines of members that stand beside them, where the package itself names none."""
    headlines = {item.guid: item.headline for item in items}
    return [_named(item, headlines=headlines) if item.kind is Kind.PACKAGE else item for item in items]


def _named(package: NewsItem, *, headlines: dict[str, str]) -> NewsItem:
    links = (replace(link, headline=link.headline or headlines.get(link.guid, "")) for link in package.links)
    return replace(package, links=tuple(links))


def _with_message_pictures(items: list[NewsItem]) -> list[NewsItem]:
    """
    The stories with the pictures that their links name, or the package that they lead.

    A lone story without a package takes them all.
    """
    pictures = {item.guid: item.pictures for item in items if item.kind in _PICTURES}
    texts = [item.guid for item in items if item.kind is Kind.TEXT]
    if not pictures or not texts:
        return items
    packages = [item for item in items if item.kind is Kind.PACKAGE]
    companions = _companions(packages, texts=frozenset(texts))
    takes_all = not packages and len(texts) == 1
    found = []
    for item in items:
        named = [*(link.guid for link in item.links), *companions.get(item.guid, ())]
        wanted = [pictures[guid] for guid in (pictures if takes_all else dict.fromkeys(named)) if guid in pictures]
        is_illustrated = item.kind is Kind.TEXT and bool(wanted)
        found.append(replace(item, pictures=joined_pictures(*wanted, item.pictures)) if is_illustrated else item)
    return found


def _companions(packages: list[NewsItem], *, texts: frozenset[str]) -> dict[str, list[str]]:
    """The members of each package, by the first story in it: a package's pictures belong to the story that leads."""
    companions: dict[str, list[str]] = {}
    for package in packages:
        members = [link.guid for link in package.links]
        lead = next((guid for guid in members if guid in texts), "")
        companions.setdefault(lead, []).extend(members)
    return companions

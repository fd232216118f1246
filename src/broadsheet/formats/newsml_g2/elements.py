"""NewsML-G2's habits: children by name, qcodes and addresses, one of several languages and roles."""

from collections.abc import Mapping, Sequence

from lxml import etree

from broadsheet.formats.signals import code_tail
from broadsheet.formats.wording import one_line
from broadsheet.formats.xml import child, local, text_of

Family = Mapping[str, Sequence[etree._Element]]  # noqa: SLF001  lxml has no public name for the type

_LANGUAGE_ATTRIBUTE = "{http://www.w3.org/XML/1998/namespace}lang"


def family(*elements: etree._Element | None) -> dict[str, list[etree._Element]]:
    """The children of these elements by name: one pass instead of a search for each property."""
    members: dict[str, list[etree._Element]] = {}
    for element in elements:
        for part in element if element is not None else ():
            members.setdefault(local(part), []).append(part)
    return members


def first(members: Family, name: str) -> etree._Element | None:
    return next(iter(members.get(name, ())), None)


def first_text(members: Family, name: str) -> str:
    """The words of the first such property that has any."""
    return next((words for part in members.get(name, ()) if (words := text_of(part))), "")


def language_of(element: etree._Element) -> str:
    return element.get(_LANGUAGE_ATTRIBUTE) or ""


def code_of(element: etree._Element | None) -> str:
    """What a property names: its qcode ("medtop:20000065"), else address, else literal."""
    if element is None:
        return ""
    return one_line(element.get("qcode") or element.get("uri") or element.get("literal"))


def role_of(element: etree._Element) -> str:
    """The last part of a role, in small letters: "caption" of "drol:caption"."""
    return code_tail(element.get("role") or element.get("roleuri") or "")


def name_of(element: etree._Element | None, *, language: str = "") -> str:
    """A concept's name, in the item's language if there are several."""
    if element is None:
        return ""
    names = [part for part in element if local(part) == "name"]
    return text_of(best_language(names, language=language)) if names else ""


def best_language(elements: Sequence[etree._Element], *, language: str) -> etree._Element | None:
    """The first element in the language, else the first without one, else the first."""
    if len(elements) <= 1:
        return next(iter(elements), None)
    wanted = language.casefold().partition("-")[0]

    def distance(element: etree._Element) -> int:
        tag = language_of(element).casefold().partition("-")[0]
        return 0 if tag == wanted else 1 if not tag else 2

    return min((element for element in elements), key=distance)


def best_text(elements: Sequence[etree._Element], *, language: str) -> str:
    """The words of the best element that has any."""
    if len(elements) <= 1:
        return text_of(elements[0]) if elements else ""
    spoken = {element: words for element in elements if (words := text_of(element))}
    best = best_language(list(spoken), language=language)
    return "" if best is None else spoken[best]


def rank_of(element: etree._Element) -> int:
    rank = element.get("rank") or ""
    return int(rank) if rank.isascii() and rank.isdigit() and len(rank) < len("10000") else 0


__all__ = [
    "Family",
    "best_language",
    "best_text",
    "child",
    "code_of",
    "family",
    "first",
    "first_text",
    "language_of",
    "name_of",
    "rank_of",
    "role_of",
]

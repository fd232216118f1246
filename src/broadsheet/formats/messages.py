"""What the items of one message have to do with each other, whatever its format."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeVar

from broadsheet.contracts.news import Kind, NewsItem, Status, WireFormatError
from broadsheet.formats.figures import joined_pictures

_Message = TypeVar("_Message")


def with_message_pictures(items: list[NewsItem]) -> list[NewsItem]:
    """
    The stories with the pictures that their links name, or the package that they lead.

    A lone story without a package takes them all.
    """
    shown = (item for item in items if item.kind in {Kind.PICTURE, Kind.GRAPHIC} and not item.refused_uses)
    pictures = {item.guid: item.pictures for item in shown}
    stories = [item.guid for item in items if _is_story(item)]
    if not pictures or not stories:
        return items
    packages = [item for item in items if item.kind is Kind.PACKAGE]
    companions = _companions(packages, stories=frozenset(stories))
    takes_all = not packages and len(stories) == 1
    found = []
    for item in items:
        named = [*(link.guid for link in item.links), *companions.get(item.guid, ())]
        wanted = [pictures[guid] for guid in (pictures if takes_all else dict.fromkeys(named)) if guid in pictures]
        is_illustrated = _is_story(item) and bool(wanted)
        found.append(replace(item, pictures=joined_pictures(*wanted, item.pictures)) if is_illustrated else item)
    return found


def _is_story(item: NewsItem) -> bool:
    return item.kind is Kind.TEXT and item.status is not Status.CANCELED


def _companions(packages: list[NewsItem], *, stories: frozenset[str]) -> dict[str, list[str]]:
    """The members of each package, by the first story in it: a package's pictures belong to the story that leads."""
    companions: dict[str, list[str]] = {}
    for package in packages:
        members = [link.guid for link in package.links]
        lead = next((guid for guid in members if guid in stories), "")
        companions.setdefault(lead, []).extend(members)
    return companions


def without_failures(
    messages: Iterable[_Message], *, read: Callable[[_Message], NewsItem], warning: str = ""
) -> list[NewsItem]:
    """
    The items that can be read of a file's messages; what could not be read is said in the warnings of the first.

    `warning` goes to all of them.

    :raises WireFormatError: if none can be read
    """
    items: list[NewsItem] = []
    failures: list[WireFormatError] = []
    for message in messages:
        try:
            items.append(read(message))
        except WireFormatError as error:
            failures.append(error)
    if not items:
        raise failures[0] if failures else WireFormatError("The file holds no message")
    said = tuple(f"Another item of the same file could not be read: {error}" for error in failures)
    items[0] = replace(items[0], warnings=(*items[0].warnings, *said))
    return [replace(item, warnings=(*item.warnings, warning)) for item in items] if warning else items

"""What the items of one message have to do with each other, whatever its format."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeVar

from broadsheet.contracts.news import ItemPicture, Kind, NewsItem, Status, WireFormatError
from broadsheet.formats.figures import joined_pictures

_Message = TypeVar("_Message")


def with_message_pictures(items: list[NewsItem]) -> list[NewsItem]:
    """The items of one message, its pictures also with the stories that they belong to."""
    shown = (item for item in items if item.kind in {Kind.PICTURE, Kind.GRAPHIC} and not item.refused_uses)
    pictures = {item.guid: item.pictures for item in shown}
    if not pictures:
        return items
    return [_illustrated(item, items=items, pictures=pictures) if _is_story(item) else item for item in items]


def _illustrated(item: NewsItem, *, items: list[NewsItem], pictures: dict[str, tuple[ItemPicture, ...]]) -> NewsItem:
    """The story with the pictures that its links or its package name; without either, a lone story takes them all."""
    named = {link.guid for link in item.links}
    packages = [other for other in items if other.kind is Kind.PACKAGE]
    for package in packages:
        members = [link.guid for link in package.links]
        if _lead_of(members, items=items) == item.guid:
            named.update(members)
    is_lone = not packages and sum(_is_story(other) for other in items) == 1
    wanted = [found for guid, found in pictures.items() if is_lone or guid in named]
    return replace(item, pictures=joined_pictures(*wanted, item.pictures)) if wanted else item


def _is_story(item: NewsItem) -> bool:
    return item.kind is Kind.TEXT and item.status is not Status.CANCELED


def _lead_of(members: list[str], *, items: list[NewsItem]) -> str:
    texts = {item.guid for item in items if item.kind is Kind.TEXT}
    return next((guid for guid in members if guid in texts), "")


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

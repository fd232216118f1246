"""Authors and topics by the names that an archive calls them, made where the newsroom does not know them yet."""

import re
from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.db import transaction

from broadsheet.contracts.archives import ArchivedAuthor
from broadsheet.contracts.news import ItemPicture
from broadsheet.importing.pictures import PictureDesk
from broadsheet.stories.actions import know_topic
from broadsheet.stories.authors import free_slug, know_author
from broadsheet.stories.models import Author, Topic
from broadsheet.stories.words import LONGEST_BYLINE, one_line

_LONGEST_TOPIC = 120
_CODE = re.compile(r"[0-9]{8}")  # of an IPTC Media Topic


def introduce(authors: Iterable[ArchivedAuthor], *, pictures: PictureDesk | None = None) -> None:
    """
    Give a page to authors of whom an archive tells more than a name; who has one here already keeps it as it is.

    `pictures` brings portraits; one that cannot be had is left out, and its author comes without.
    """
    known = {name.casefold() for name in Author.objects.values_list("name", flat=True)}
    new: dict[str, tuple[str, ArchivedAuthor]] = {}
    for author in authors:
        name = one_line(author.name, longest=LONGEST_BYLINE)
        if name and name.casefold() not in known:
            new.setdefault(name.casefold(), (name, author))
    portraits = _brought((author.portrait for _, author in new.values()), pictures=pictures)
    with transaction.atomic():
        for name, author in new.values():
            own = Author(name=name, slug=free_slug(author.slug or name), description=author.description)
            own.role, own.email, own.links = author.role, author.email, author.links
            own.portrait_id = portraits.get(author.portrait) if author.portrait else None
            _without_what_is_refused(own).save()


def _brought(portraits: Iterable[ItemPicture | None], *, pictures: PictureDesk | None) -> Mapping[ItemPicture, int]:
    """The library's ids of those that could be had."""
    wanted = [portrait for portrait in portraits if portrait is not None]
    if pictures is None or not wanted:
        return {}
    pictures.bring(wanted)
    found = {portrait: pictures.picture_id(portrait) for portrait in wanted}
    return {portrait: number for portrait, number in found.items() if isinstance(number, int)}


def _without_what_is_refused(author: Author) -> Author:
    """An archive may hold what no editor could have saved, such as a link that is none."""
    try:
        author.clean_fields(exclude=["name", "slug", "description", "user", "portrait"])
    except ValidationError as error:
        for field in error.error_dict:
            setattr(author, field, "")
    return author


class Names:
    """Remembers who and what was asked for, since a hundred thousand stories name the same few."""

    def __init__(self) -> None:
        self._authors: dict[str, Author] = {}
        self._topics: dict[str, Topic] = {}

    def authors(self, names: Iterable[str]) -> Mapping[str, Author]:
        """The author of each name, by the name as it was given; who is new gets a page of their own."""
        wanted = {name: one_line(name, longest=LONGEST_BYLINE) for name in names}
        return {name: self._author(words) for name, words in wanted.items() if words}

    def topics(self, names: Iterable[str], *, codes: Mapping[str, str]) -> Mapping[str, Topic]:
        """The topic of each name, by the name as it was given; `codes` are IPTC's of those that have one."""
        wanted = {name: one_line(name, longest=_LONGEST_TOPIC) for name in names}
        return {name: self._topic(words, code=codes.get(name, "")) for name, words in wanted.items() if words}

    def forget(self) -> None:
        """After a transaction that was taken back: what it made is not there."""
        self._authors.clear()
        self._topics.clear()

    def _author(self, name: str) -> Author:
        known = self._authors.get(name.casefold())
        if known is None:
            known = self._authors[name.casefold()] = know_author(name)
        return known

    def _topic(self, name: str, *, code: str) -> Topic:
        known = self._topics.get(name.casefold())
        if known is None:
            is_code = _CODE.fullmatch(code) is not None
            known = self._topics[name.casefold()] = know_topic(name, mediatopic=code if is_code else "")
        return known

"""Authors and topics by the names that an archive calls them, made where the newsroom does not know them yet."""

from collections.abc import Iterable, Mapping

from django.utils.text import slugify

from broadsheet.stories.actions import know_topic
from broadsheet.stories.models import Author, Topic
from broadsheet.stories.words import LONGEST_BYLINE, one_line

_LONGEST_TOPIC = 120


class Names:
    """Remembers who and what was asked for, since a hundred thousand stories name the same few."""

    def __init__(self) -> None:
        self._authors: dict[str, Author] = {}
        self._topics: dict[str, Topic] = {}

    def authors(self, names: Iterable[str]) -> Mapping[str, Author]:
        """The author of each name, by the name as it was given; who is new gets a page of their own."""
        wanted = {name: one_line(name, longest=LONGEST_BYLINE) for name in names}
        return {name: self._author(words) for name, words in wanted.items() if words}

    def topics(self, names: Iterable[str]) -> Mapping[str, Topic]:
        """The topic of each name, by the name as it was given."""
        wanted = {name: one_line(name, longest=_LONGEST_TOPIC) for name in names}
        return {name: self._topic(words) for name, words in wanted.items() if words}

    def forget(self) -> None:
        """After a transaction that was taken back: what it made is not there."""
        self._authors.clear()
        self._topics.clear()

    def _author(self, name: str) -> Author:
        known = self._authors.get(name.casefold())
        if known is None:
            known = Author.objects.filter(name__iexact=name).order_by("pk").first() or _new_author(name)
            self._authors[name.casefold()] = known
        return known

    def _topic(self, name: str) -> Topic:
        known = self._topics.get(name.casefold())
        if known is None:
            known = self._topics[name.casefold()] = know_topic(name)
        return known


def _new_author(name: str) -> Author:
    base = slugify(name)[:110] or "author"
    taken = set(Author.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return Author.objects.create(name=name, slug=slug)

"""
A folder of ninjs documents, each a story of its own, with their pictures beside them.

What a Broadsheet exported comes back with all that the export tells; any other document as far as ninjs goes.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress

from broadsheet.contracts.archives import (
    ArchivedAuthor,
    ArchivedStory,
    ArchiveError,
    Category,
    Part,
    Remark,
    Standing,
    Survey,
    Told,
)
from broadsheet.contracts.news import Kind, NewsItem, Status, Subject, WireFormatError
from broadsheet.formats.archives.keys import short_key
from broadsheet.formats.archives.old_addresses import distinct_paths, old_path
from broadsheet.formats.archives.returning import author_of, story_of
from broadsheet.formats.portable import ABOUT, NotPortableError, read_authors, read_story
from broadsheet.formats.reading import read_items

ENDINGS = (".json", ".ninjs")
_SECTION_SCHEMES = frozenset({"section", "category", "broadsheet:section"})


class NinjsArchive:
    """
    Keeps the `Archive` Protocol over files given by name; `read` gives a file's bytes, or raises OSError.

    `size` counts files.

    `identity` names the archive for good, such as the address of the site that it came from.
    """

    def __init__(self, names: Sequence[str], *, read: Callable[[str], bytes], identity: str) -> None:
        self.size = len(names)
        self._names = names
        self._read = read
        self._identity = identity
        self._unread: list[str] = []

    def survey(self, *, told: Told) -> Survey:
        """
        Count. Files that cannot be read are counted as left out, and stop no other.

        :raises ArchiveError: if not one of the files holds a story
        """
        stories, unread, others = 0, 0, 0
        categories: Counter[str] = Counter()
        for found in self._files(told=told):
            unread += found is None
            for story in found or ():
                if story is None:
                    others += 1
                    continue
                stories += 1
                categories.update(category.name for category in story.categories)
        if not stories:
            raise ArchiveError(
                "Not one file in this folder is a ninjs story. Give the folder that holds the .json files themselves"
            )
        left_out = {"files that cannot be read": unread, "items that are no story": others}
        return Survey(
            identity=self._identity,
            title="",
            stories=stories,
            categories=categories,
            authors=self._authors(),
            left_out={what: count for what, count in left_out.items() if count},
        )

    def stories(self, *, told: Told) -> Iterator[ArchivedStory]:
        """Every story, by the order of the files' names."""
        for found in self._files(told=told):
            yield from (story for story in found or () if story is not None)

    def _files(self, *, told: Told) -> Iterator[Sequence[ArchivedStory | None] | None]:
        for count, name in enumerate(self._names, start=1):
            try:
                yield _stories(self._read(name), name=name)
            except (WireFormatError, OSError):
                yield None
            told(count)

    def _authors(self) -> tuple[ArchivedAuthor, ...]:
        try:
            authors = read_authors(self._read(ABOUT))
        except (NotPortableError, OSError):
            return ()
        return tuple(map(author_of, authors))


def _stories(data: bytes, *, name: str) -> Sequence[ArchivedStory | None]:
    """
    The stories of a file, None for an item that is no story.

    :raises WireFormatError: if it cannot be read
    """
    with suppress(NotPortableError):
        return [story_of(read_story(data))]
    return [_story(item) if _is_story(item) else None for item in read_items(data, name=name)]


def _is_story(item: NewsItem) -> bool:
    return item.kind is Kind.TEXT and item.status is not Status.CANCELED


def _story(item: NewsItem) -> ArchivedStory:
    lead, *others = item.pictures or (None,)
    parts: list[Part] = [item.body_html] if item.body_html else []
    parts.extend(picture for picture in others if picture is not None)
    return ArchivedStory(
        key=short_key(item.guid),
        standing=Standing.DRAFT if item.status is Status.WITHHELD or item.editors_note else Standing.PUBLISHED,
        headline=item.headline or item.slug,
        standfirst=item.standfirst,
        parts=tuple(parts),
        lead_picture=lead,
        bylines=item.bylines,
        dateline=item.dateline,
        source_credit=item.credit,
        categories=_categories(item),
        topics=tuple(
            dict.fromkeys(subject.name for subject in item.subjects if subject.name and not _is_section(subject))
        ),
        urgency=item.urgency,
        published_at=item.first_created_at or item.version_created_at,
        updated_at=item.version_created_at,
        embargoed_until=item.embargoed_until,
        addresses=distinct_paths([old_path(item.canonical_url)]),
        remarks=tuple(Remark(what="read leniently", detail=warning) for warning in item.warnings),
    )


def _categories(item: NewsItem) -> tuple[Category, ...]:
    return tuple(Category(name=subject.name, slug=subject.code) for subject in item.subjects if _is_section(subject))


def _is_section(subject: Subject) -> bool:
    return bool(subject.name) and subject.scheme.casefold() in _SECTION_SCHEMES

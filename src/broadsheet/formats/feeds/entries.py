"""An entry of any feed, in what all feeds have in common, and the NewsItem that it is."""

import hashlib
import html
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from broadsheet.contracts.news import EmptyFeedError, ItemPicture, Kind, Link, NewsItem, Subject, WireFormatError
from broadsheet.formats.crediting import credit_line
from broadsheet.formats.feeds.wording import byline_of, plain_line, without_boilerplate
from broadsheet.formats.figures import joined_pictures
from broadsheet.formats.html_copy import html_copy
from broadsheet.formats.identities import identity
from broadsheet.formats.judging import judged
from broadsheet.formats.markup import text_body
from broadsheet.formats.vocabularies import distinct_subjects
from broadsheet.formats.wording import distinct, language_tag, same_words

_Raw = TypeVar("_Raw")

_MOST_ENTRIES = 1_000
_TAG = re.compile(r"<[a-zA-Z/!]")
_LONGEST_TEASER = 600  # characters; a longer description is the story itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What a feed says of all its entries."""

    format: str
    title: str = ""
    language: str = ""
    credit: str = ""
    authors: tuple[str, ...] = ()
    copyright_notice: str = ""
    usage_terms: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """
    One entry as its feed words it.

    `content` and `summary` are HTML or plain text, `base` is what their relative addresses start at.

    `sound` is AUDIO or VIDEO where the entry brings a recording; a podcast's episode (`is_episode`) is that recording,
    an article with one is still an article.
    """

    guid: str
    link: str = ""
    title: str = ""
    published_at: datetime | None = None
    updated_at: datetime | None = None
    expires_at: datetime | None = None
    embargo: str | None = None
    content: str = ""
    summary: str = ""
    base: str = ""
    language: str = ""
    authors: tuple[str, ...] = ()
    credit: str = ""
    copyright_notice: str = ""
    usage_terms: str = ""
    subjects: tuple[Subject | None, ...] = ()
    places: tuple[str, ...] = ()
    pictures: tuple[ItemPicture, ...] = ()
    links: tuple[Link, ...] = ()
    status_word: str = ""
    editors_note: str = ""
    sound: Kind | None = None
    is_episode: bool = False


def read_entries(raw: Iterable[_Raw], *, name: str, read: Callable[[_Raw], NewsItem]) -> list[NewsItem]:
    """
    The items of a feed, oldest first as feeds list them: newest on top. What was left out is a warning on the first.

    :raises EmptyFeedError: if there are no entries
    :raises WireFormatError: if none can be read
    """
    listed = list(raw)
    if not listed:
        raise EmptyFeedError(f"The {name} is in order and holds no entry")
    items: list[NewsItem] = []
    warnings = []
    if len(listed) > _MOST_ENTRIES:
        warnings.append(f"The feed holds {len(listed):,} entries, of which the first {_MOST_ENTRIES:,} are read")
    failures = []
    for entry in listed[:_MOST_ENTRIES]:
        try:
            items.append(read(entry))
        except WireFormatError as error:
            failures.append(error)
    if not items:
        raise WireFormatError(f"None of the feed's {len(listed):,} entries can be read: {failures[0]}") from failures[0]
    if failures:
        how_many = "One entry" if len(failures) == 1 else f"{len(failures)} entries"
        warnings.append(f"{how_many} of the same feed could not be read: {failures[0]}")
    items = list(dict.fromkeys(reversed(items)))
    return [replace(items[0], warnings=(*items[0].warnings, *warnings)), *items[1:]]


def item_of(entry: Entry, *, feed: Feed) -> NewsItem:
    """
    The item that an entry is. The same entry gives the same item, whenever and whereafter it is read.

    :raises WireFormatError: if nothing identifies it, or its body is out of proportion
    """
    headline = plain_line(entry.title)
    credit = credit_line(entry.credit or feed.credit)
    named = map(byline_of, entry.authors or feed.authors)
    bylines = tuple(name for name in named if not any(same_words(name, house) for house in (credit, feed.title)))
    body, standfirst, in_copy = _copy(entry, repeats=(headline, *bylines))
    read = NewsItem(
        guid=_guid_of(entry, headline=headline),
        format=feed.format,
        kind=_kind(entry, has_body=bool(body)),
        version_created_at=entry.updated_at or entry.published_at,
        first_created_at=entry.published_at,
        expires_at=entry.expires_at,
        language=language_tag(entry.language or feed.language),
        headline=headline,
        standfirst="" if same_words(standfirst, headline) else standfirst,
        bylines=distinct(list(bylines)),
        credit=credit,
        copyright_notice=plain_line(entry.copyright_notice or feed.copyright_notice),
        usage_terms=entry.usage_terms or feed.usage_terms,
        editors_note=entry.editors_note,
        body_html=body,
        pictures=joined_pictures(entry.pictures, in_copy),
        subjects=distinct_subjects(list(entry.subjects)),
        places=distinct(list(entry.places)),
        links=entry.links,
        canonical_url=entry.link if entry.link.startswith(("http://", "https://")) else "",
    )
    return judged(read, status_word=entry.status_word, codes=(), embargo_field=entry.embargo)


def _guid_of(entry: Entry, *, headline: str) -> str:
    """The guid or id, else the link (DESIGN section 3, the identity table), else day and words."""
    stated = entry.guid or entry.link
    if stated:
        return identity(stated)
    said = headline or plain_line(entry.summary or entry.content)[:200]
    if not said:
        raise WireFormatError("An entry of the feed has neither id, link, title nor words: nothing identifies it")
    day = f"{entry.published_at:%Y-%m-%d}" if entry.published_at else ""
    return f"feed:{day}:{hashlib.sha256(said.encode()).hexdigest()[:32]}"


def _kind(entry: Entry, *, has_body: bool) -> Kind:
    if entry.sound is not None and (entry.is_episode or not has_body):
        return entry.sound
    return Kind.TEXT


def _copy(entry: Entry, *, repeats: tuple[str, ...]) -> tuple[str, str, list[ItemPicture]]:
    """Body, standfirst and the pictures in both; a description that is the story itself is its body."""
    content, pictures = _blocks(entry.content, base=entry.base, repeats=repeats)
    summary, in_summary = _blocks(entry.summary, base=entry.base, repeats=repeats)
    if content:
        teaser = plain_line(summary)
        return content, "" if _opens_with(content, teaser) else teaser, [*pictures, *in_summary]
    is_teaser = "\n" not in summary and summary.startswith("<p>") and len(summary) <= _LONGEST_TEASER
    return ("", plain_line(summary), in_summary) if is_teaser else (summary, "", [*pictures, *in_summary])


def _opens_with(content: str, teaser: str) -> bool:
    """Whether a teaser is the opening of the copy, cut off by a machine."""
    opening = teaser.removesuffix("[…]").removesuffix("[...]").rstrip(" .…")
    return bool(opening) and plain_line(content[: 4 * len(opening) + 400]).startswith(opening)


def _blocks(source: str, *, base: str, repeats: tuple[str, ...]) -> tuple[str, list[ItemPicture]]:
    if not source.strip():
        return "", []
    if _TAG.search(source) is None:
        return text_body(html.unescape(source), repeats=repeats), []
    body, pictures = html_copy(source, repeats=repeats, base=base)
    return without_boilerplate(body), pictures

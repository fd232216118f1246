"""
Ghost's JSON export (versions 1 to 6), as Settings > Import/Export writes it.

`{"db": [{"meta": {…}, "data": {"posts": […], "tags": […], "users": […], "posts_tags": […], …}}]}`; older ones leave out
`db`. Read as a stream, since a site of twenty years is gigabytes.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, BinaryIO

import ijson

from broadsheet.contracts.archives import (
    ArchivedStory,
    ArchiveError,
    Category,
    Part,
    Remark,
    Standing,
    Survey,
    Told,
)
from broadsheet.contracts.news import ItemPicture, Rendition
from broadsheet.formats.archives.old_addresses import distinct_paths, old_path
from broadsheet.formats.archives.passages import parts_of
from broadsheet.formats.figures import picture
from broadsheet.formats.html_copy import joined_address
from broadsheet.formats.markup import parse_html, text_body
from broadsheet.formats.times import read_time
from broadsheet.formats.wording import one_line, printable
from broadsheet.formats.xml import text_of

_PLACEHOLDER = "__GHOST_URL__"
_EXPORT_AGAIN = "In Ghost open Settings > Import/Export > Export > Content, and give the JSON file that it downloads"
_STANDINGS = {"published": Standing.PUBLISHED, "sent": Standing.PRIVATE, "scheduled": Standing.SCHEDULED}
_TABLES = frozenset({"users", "tags", "posts_tags", "posts_authors", "posts_meta", "settings"})
_MILLISECONDS = range(11, 15)  # digits: 1973 to the year 5138
_LARGEST_ROW = 8_000_000  # characters of one text in it


@dataclass(slots=True)
class _Tables:
    """What the first look keeps: names, and which post has which."""

    users: dict[str, str] = field(default_factory=dict)
    tags: dict[str, tuple[str, str, bool]] = field(default_factory=dict)  # name, slug, is it for readers
    tags_of: defaultdict[str, list[tuple[int, str]]] = field(default_factory=lambda: defaultdict(list))
    authors_of: defaultdict[str, list[tuple[int, str]]] = field(default_factory=lambda: defaultdict(list))
    leads: dict[str, tuple[str, str]] = field(default_factory=dict)  # alt text and caption of the feature image
    settings: dict[str, str] = field(default_factory=dict)


class GhostArchive:
    """
    Keeps the `Archive` Protocol. `open_file` opens the export anew each time, `size` is its bytes.

    `site` is the old site's address: Ghost leaves it out of its export, and pictures can only be fetched with it.
    """

    def __init__(self, open_file: Callable[[], BinaryIO], *, size: int, site: str = "") -> None:
        self.size = size
        self._open = open_file
        self._site = site.rstrip("/")
        self._tables = _Tables()

    def survey(self, *, told: Told) -> Survey:
        """
        Learn tags, people and who has which, and count.

        :raises ArchiveError: if it is no Ghost export, or damaged
        """
        left_out: Counter[str] = Counter()
        known: set[str] = set()
        for table, row in self._rows(told=told):
            if table == "posts":
                known.add(_text(row, "id"))
            elif table in _TABLES:
                self._learn(table, row)
            elif table in {"members", "comments", "newsletters", "snippets"}:
                left_out[table] += 1
        if not known:
            raise ArchiveError(f"This is no Ghost export, or one without a single post. {_EXPORT_AGAIN}")
        categories = Counter(
            category.name for post in known for category in [self._primary_tag(post)] if category is not None
        )
        return Survey(
            identity="ghost",  # posts have keys that no two sites share
            title=self._tables.settings.get("title", ""),
            stories=len(known),
            categories=categories,
            left_out=left_out,
        )

    def stories(self, *, told: Told) -> Iterator[ArchivedStory]:
        """
        Every post and page, in the export's order.

        :raises ArchiveError: where it is damaged
        """
        for table, row in self._rows(told=told):
            if table == "posts":
                yield self._story(row)

    def _rows(self, *, told: Told) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Each row of each table, whole."""
        with self._open() as stream:
            counted = _Counted(stream, told=told)
            try:
                yield from _rows_in(counted)
            except (ijson.JSONError, UnicodeDecodeError) as error:
                beginning = (
                    "This is no Ghost export" if counted.done < _Counted.FIRST else "The file is cut off or damaged"
                )
                raise ArchiveError(
                    f"{beginning} ({one_line(str(error))[:200]}). {_EXPORT_AGAIN}; nothing that was imported already "
                    "comes a second time"
                ) from error

    def _learn(self, table: str, row: Mapping[str, Any]) -> None:
        tables, number = self._tables, _text(row, "id")
        if table == "users":
            tables.users[number] = one_line(_text(row, "name"))
        elif table == "tags":
            is_public = _text(row, "visibility") != "internal" and not _text(row, "name").startswith("#")
            tables.tags[number] = (one_line(_text(row, "name")), _text(row, "slug"), is_public)
        elif table == "settings":
            if _text(row, "key") == "title":
                tables.settings["title"] = one_line(_text(row, "value"))
        elif table == "posts_meta":
            words = (one_line(_text(row, "feature_image_alt")), _plain(_text(row, "feature_image_caption")))
            if any(words):
                tables.leads[_text(row, "post_id")] = words
        else:
            place = row.get("sort_order")
            name, of = ("tag_id", tables.tags_of) if table == "posts_tags" else ("author_id", tables.authors_of)
            of[_text(row, "post_id")].append((place if isinstance(place, int) else 0, _text(row, name)))

    def _story(self, row: Mapping[str, Any]) -> ArchivedStory:
        number = _text(row, "id")
        parts, remarks = self._parts(row)
        standing = _standing(row)
        tags = self._public_tags(number)
        alt_text, caption = self._tables.leads.get(number, ("", ""))
        slug = _text(row, "slug")
        return ArchivedStory(
            key=_text(row, "uuid") or number,
            standing=standing,
            is_page=_text(row, "type") == "page" or row.get("page") in (1, "1"),
            headline=one_line(_text(row, "title")),
            slug=slug,
            standfirst=one_line(_text(row, "custom_excerpt")),
            parts=parts,
            lead_picture=self._lead(_text(row, "feature_image"), alt_text=alt_text, caption=caption),
            lead_caption=caption,
            bylines=self._bylines(row, number),
            categories=tags[:1],
            topics=tuple(tag.name for tag in tags[1:]),
            published_at=_time(row, "published_at"),
            updated_at=_time(row, "updated_at"),
            addresses=distinct_paths([old_path(f"/{slug}/")]) if slug and standing is not Standing.DRAFT else (),
            remarks=remarks,
        )

    def _parts(self, row: Mapping[str, Any]) -> tuple[tuple[Part, ...], tuple[Remark, ...]]:
        source = _text(row, "html").replace(_PLACEHOLDER, self._site)
        if source.strip():
            return parts_of(source)
        words = _text(row, "plaintext")
        if not words.strip():
            return (), ()
        return (text_body(words),), (Remark(what="no HTML in the export, only words"),)

    def _lead(self, address: str, *, alt_text: str, caption: str) -> ItemPicture | None:
        if not address:
            return None
        whole = joined_address(f"{self._site}/" if self._site else "", address.replace(_PLACEHOLDER, self._site))
        return picture(caption=caption, alt_text=alt_text, renditions=[Rendition(href=whole)])

    def _bylines(self, row: Mapping[str, Any], number: str) -> tuple[str, ...]:
        people = [person for _, person in sorted(self._tables.authors_of.get(number, []))]
        people = people or [_text(row, "author_id")]
        names = (self._tables.users.get(person, "") for person in people)
        return tuple(dict.fromkeys(filter(None, names)))

    def _public_tags(self, number: str) -> tuple[Category, ...]:
        tags = (self._tables.tags.get(tag) for _, tag in sorted(self._tables.tags_of.get(number, [])))
        return tuple(Category(name=tag[0], slug=tag[1]) for tag in tags if tag is not None and tag[2])

    def _primary_tag(self, number: str) -> Category | None:
        return next(iter(self._public_tags(number)), None)


class _Counted:
    """A stream that tells how much was read of it."""

    FIRST = 2_000_000

    def __init__(self, stream: BinaryIO, *, told: Told) -> None:
        self._stream = stream
        self._told = told
        self.done = 0

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self.done += len(data)
        self._told(self.done)
        return data


def _rows_in(stream: _Counted) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The rows of every table; ijson gives events, and a row is built from those inside it."""
    row: dict[str, Any] | None = None
    table = key = ""
    inside = 0
    for prefix, event, value in ijson.parse(stream, use_float=True, buf_size=256 * 1024):
        if row is None:
            if event == "start_map" and (table := _table_at(prefix)):
                row, inside = {}, 0
        elif event == "end_map" and inside == 0:
            yield table, row
            row = None
        elif event in {"start_map", "start_array"}:
            inside += 1
        elif event in {"end_map", "end_array"}:
            inside -= 1
        elif inside == 0 and event == "map_key":
            key = value
        elif inside == 0:
            row[key] = value[:_LARGEST_ROW] if isinstance(value, str) else value


def _table_at(prefix: str) -> str:
    """The table's name for "db.item.data.posts.item" or "data.posts.item", "" for any other place."""
    parts = prefix.removeprefix("db.item.").split(".")
    return parts[1] if len(parts) == 3 and parts[0] == "data" and parts[2] == "item" else ""  # noqa: PLR2004


def _standing(row: Mapping[str, Any]) -> Standing:
    standing = _STANDINGS.get(_text(row, "status"), Standing.DRAFT)
    is_for_some = _text(row, "visibility") not in {"", "public"}
    return Standing.PRIVATE if is_for_some and standing is Standing.PUBLISHED else standing


def _plain(markup: str) -> str:
    return text_of(parse_html(markup)) if markup.strip() else ""


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    if isinstance(value, str):
        return printable(value)
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""  # ids of the oldest exports


def _time(row: Mapping[str, Any], name: str) -> datetime | None:
    """ISO 8601, or the milliseconds since 1970 of exports before version 1."""
    words = _text(row, name)
    if words.isdecimal() and len(words) in _MILLISECONDS:
        return datetime.fromtimestamp(int(words) / 1000, UTC)
    return read_time(words)

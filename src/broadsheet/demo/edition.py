"""
Reads the demo edition: one Markdown file a story under `edition/`, the folder being its section.

A file opens with a TOML header between two lines of `+++`. Ages are minutes before now, so that the paper is always
of today; `{day -6h}` and `{date +9h}` in any text become the weekday or the date of now plus so many hours. The body
knows paragraphs, `## ` headings, `- ` lists, `| a | b |` tables, `> words | speaker` pull quotes and `!2` for the
second picture; inside a line only `*emphasis*` and `**strong**`. A correction in the header names the words that it
found (`was`) and those that it left (`became`), which the body has.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from broadsheet.demo.newspaper import ZONE, Agency, Reporter, Topic, agency_named, reporter_named, topic_named

FOLDER = Path(__file__).parent / "edition"

_MOMENT = re.compile(r"\{(day|date) ([+-]\d+)h\}")
_OPENING_QUOTE = re.compile(r"(^|[\s(\[—*])([\"'])")


class EditionError(ValueError):
    """A story file that cannot be read; the text names the file and what is wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryPicture:
    """A picture to be drawn: `motif` and `seed` say what (see `pictures`), `name` is its file name."""

    name: str
    motif: str
    seed: int
    mirrored: bool
    caption: str
    credit: str
    alt_text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bullets:
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of equal length; the first is the header."""

    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PullQuote:
    text: str
    speaker: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Illustration:
    """The place of a further picture in the body: an index into the story's pictures."""

    picture: int


Block = Paragraph | Heading | Bullets | Table | PullQuote | Illustration


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicCorrection:
    """A note, and the text as it stood from then on."""

    note: str
    made_at: datetime
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionStory:
    """
    One story of the demo. Either `authors` (own copy) or `agency` is given; the first picture leads.

    `blocks` are the text as it stands, `first_blocks` as it was published; corrections come in their order.
    """

    slug: str
    section: str
    headline: str
    kicker: str
    standfirst: str
    authors: tuple[Reporter, ...]
    agency: Agency | None
    bylines: tuple[str, ...]
    dateline: str
    published_at: datetime
    updated_at: datetime
    urgency: int
    topics: tuple[Topic, ...]
    pictures: tuple[StoryPicture, ...]
    corrections: tuple[PublicCorrection, ...]
    blocks: tuple[Block, ...]
    first_blocks: tuple[Block, ...]


def read_edition(*, now: datetime, folder: Path = FOLDER) -> tuple[EditionStory, ...]:
    """
    All stories, oldest first.

    :raises EditionError: if one of the files cannot be read
    """
    stories = (
        read_story(
            path.read_text(encoding="utf-8"),
            slug=path.stem,
            section=path.parent.relative_to(folder).as_posix(),
            now=now,
        )
        for path in sorted(folder.rglob("*.md"))
    )
    return tuple(sorted(stories, key=lambda story: (story.published_at, story.slug)))


def read_story(source: str, *, slug: str, section: str, now: datetime) -> EditionStory:
    """
    The story of one file.

    :raises EditionError: if its header is no TOML, lacks a part or names an unknown author, agency or topic
    """
    try:
        _, header, body = source.split("+++\n", 2)
        fields = tomllib.loads(typeset(header, now=now, quotes=False))
        return _story(fields, body=body, slug=slug, section=section, now=now)
    except (ValueError, KeyError, TypeError) as error:
        raise EditionError(f"{section}/{slug}.md: {error!r}") from error


def typeset(text: str, *, now: datetime, quotes: bool = True) -> str:
    """Text with its moments written out, and straight quotation marks curled where `quotes` says so."""
    text = _MOMENT.sub(lambda match: _moment(match[1], int(match[2]), now=now), text)
    if not quotes:
        return text
    text = _OPENING_QUOTE.sub(lambda match: match[1] + ("“" if match[2] == '"' else "‘"), text)  # noqa: RUF001  meant
    return text.replace('"', "”").replace("'", "’")  # noqa: RUF001  meant


def _moment(kind: str, hours: int, *, now: datetime) -> str:
    moment = (now + timedelta(hours=hours)).astimezone(ZoneInfo(ZONE))
    return f"{moment:%A}" if kind == "day" else f"{moment.day} {moment:%B}"


def _story(fields: Mapping[str, Any], *, body: str, slug: str, section: str, now: datetime) -> EditionStory:
    published_at = now - timedelta(minutes=fields["age"])

    words = typeset(body, now=now)
    first_words, corrections = _uncorrected(words, fields.get("corrections", ()), now=now)

    def text(name: str) -> str:
        return typeset(fields.get(name, ""), now=now)

    return EditionStory(
        slug=slug,
        section=section,
        headline=typeset(fields["headline"], now=now),
        kicker=text("kicker"),
        standfirst=text("standfirst"),
        authors=tuple(reporter_named(author) for author in fields.get("authors", ())),
        agency=agency_named(fields["agency"]) if "agency" in fields else None,
        bylines=tuple(fields.get("bylines", ())),
        dateline=text("dateline"),
        published_at=published_at,
        updated_at=now - timedelta(minutes=fields.get("updated", fields["age"])),
        urgency=fields["urgency"],
        topics=tuple(topic_named(topic) for topic in fields["topics"]),
        pictures=tuple(
            _picture(picture, number, slug=slug, now=now)
            for number, picture in enumerate(fields.get("pictures", ()), 1)
        ),
        corrections=corrections,
        blocks=tuple(_blocks(words)),
        first_blocks=tuple(_blocks(first_words)),
    )


def _uncorrected(
    words: str, corrections: Sequence[Mapping[str, Any]], *, now: datetime
) -> tuple[str, tuple[PublicCorrection, ...]]:
    """
    The text as it was before any correction, and the corrections.

    :raises ValueError: if a text does not say exactly once what a correction left
    """
    made: list[PublicCorrection] = []
    for fields in sorted(corrections, key=lambda one: one["age"]):  # from the newest back
        note, was, became = (typeset(fields[name], now=now) for name in ("note", "was", "became"))
        if words.count(became) != 1:
            raise ValueError(f"“{became}” does not stand once in the text")
        made_at = now - timedelta(minutes=fields["age"])
        made.append(PublicCorrection(note=note, made_at=made_at, blocks=tuple(_blocks(words))))
        words = words.replace(became, was)
    return words, tuple(reversed(made))


def _picture(fields: Mapping[str, Any], number: int, *, slug: str, now: datetime) -> StoryPicture:
    return StoryPicture(
        name=f"{slug}-{number}.jpg",
        motif=fields["motif"],
        seed=fields["seed"],
        mirrored=fields.get("mirrored", False),
        caption=typeset(fields["caption"], now=now),
        credit=fields["credit"],
        alt_text=typeset(fields["alt"], now=now),
    )


def _blocks(body: str) -> Iterator[Block]:
    for chunk in filter(None, re.split(r"\n\s*\n", body.strip())):
        lines = chunk.splitlines()
        if chunk.startswith("## "):
            yield Heading(text=chunk[3:])
        elif chunk.startswith("- "):
            yield Bullets(items=tuple(line.removeprefix("- ") for line in lines))
        elif chunk.startswith("|"):
            yield Table(rows=tuple(tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines))
        elif chunk.startswith("> "):
            words, _, speaker = chunk[2:].partition(" | ")
            yield PullQuote(text=words, speaker=speaker)
        elif chunk.startswith("!"):
            yield Illustration(picture=int(chunk[1:]) - 1)
        else:
            yield Paragraph(text=" ".join(lines))

"""What the demo's agencies send, before it is put into a wire format."""

from dataclasses import dataclass
from datetime import datetime
from html import escape
from re import sub

from broadsheet.demo.edition import (
    Block,
    Bullets,
    EditionStory,
    Heading,
    Illustration,
    Paragraph,
    PullQuote,
    StoryPicture,
    Table,
)
from broadsheet.demo.newspaper import Agency, Topic, WireFormat, wire_format


@dataclass(frozen=True, slots=True, kw_only=True)
class WireCopy:
    """One revision of an agency's item. A canceled one has neither body nor pictures."""

    guid: str
    version: int
    format: WireFormat
    agency: Agency
    section: str
    first_sent_at: datetime
    sent_at: datetime
    urgency: int
    slugline: str
    headline: str
    standfirst: str = ""
    bylines: tuple[str, ...] = ()
    dateline: str = ""
    topics: tuple[Topic, ...] = ()
    blocks: tuple[Block, ...] = ()
    pictures: tuple[StoryPicture, ...] = ()
    embargoed_until: datetime | None = None
    is_canceled: bool = False
    editors_note: str = ""


def copy_of(story: EditionStory) -> WireCopy:
    """
    The agency's item behind a story of the edition.

    :raises ValueError: if the story is the paper's own
    """
    if story.agency is None:
        raise ValueError(f"{story.slug} is the paper's own story: no agency sent it")
    return WireCopy(
        guid=guid_of(story.agency, story.slug),
        version=1 if story.updated_at == story.published_at else 2,
        format=wire_format(story.agency, story.section),
        agency=story.agency,
        section=story.section,
        first_sent_at=story.published_at,
        sent_at=story.updated_at,
        urgency=story.urgency,
        slugline=slugline_of(story.slug),
        headline=story.headline,
        standfirst=story.standfirst,
        bylines=story.bylines,
        dateline=story.dateline,
        topics=story.topics,
        blocks=story.blocks,
        pictures=story.pictures,
    )


def guid_of(agency: Agency, slug: str) -> str:
    """A tag URI (RFC 4151): the agency's own, and the same for every revision."""
    return f"tag:{agency.domain},2026:{slug}"


def slugline_of(slug: str) -> str:
    """The keyword line that agencies count by: the first words, in capitals."""
    return "-".join(slug.split("-")[:3]).upper()


def as_html(blocks: tuple[Block, ...]) -> str:
    """The body as plain XHTML blocks; the places of pictures are left to the paper."""
    return "\n".join(filter(None, (_html(block) for block in blocks)))


def _html(block: Block) -> str:
    match block:
        case Paragraph(text=text):
            return f"<p>{_inline(text)}</p>"
        case Heading(text=text):
            return f"<h2>{_inline(text)}</h2>"
        case Bullets(items=items):
            return f"<ul>{''.join(f'<li>{_inline(item)}</li>' for item in items)}</ul>"
        case PullQuote(text=text, speaker=speaker):
            return f"<blockquote><p>{_inline(text)}</p><cite>{_inline(speaker)}</cite></blockquote>"
        case Table(rows=rows):
            return _table(rows)
        case Illustration():
            return ""


def _table(rows: tuple[tuple[str, ...], ...]) -> str:
    lines = [
        f"<tr>{''.join(f'<{cell}>{_inline(text)}</{cell}>' for text in row)}</tr>"
        for row, cell in zip(rows, ("th", *("td" for _ in rows[1:])), strict=True)
    ]
    return f"<table>{''.join(lines)}</table>"


def _inline(text: str) -> str:
    strong = sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", escape(text, quote=False))
    return sub(r"\*(.+?)\*", r"<em>\1</em>", strong)

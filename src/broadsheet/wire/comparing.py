"""What an editor reads of an item, part by part, and what two of its revisions say differently."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from broadsheet.contracts.news import ItemPicture, NewsItem
from broadsheet.environment.site import zone
from broadsheet.stories.differing import Paragraph, Row, differences
from broadsheet.stories.wording import plain_text
from broadsheet.wire.wording import markup_paragraphs

PARTS: Mapping[str, str] = {
    "status": "Status",
    "embargo": "Embargo",
    "expiry": "Expires",
    "note": "Editor's note",
    "terms": "Usage terms",
    "refused": "Uses that its terms refuse",
    "headline": "Headline",
    "standfirst": "Standfirst",
    "bylines": "Byline",
    "dateline": "Dateline",
    "body": "Text",
    "pictures": "Pictures",
    "credit": "Credit",
    "copyright": "Copyright",
    "urgency": "Urgency",
    "signals": "Signals",
    "topics": "Topics",
    "places": "Places",
    "links": "Links to other items",
    "slug": "Slug",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PartDifference:
    """One part of two revisions, side by side."""

    name: str
    label: str
    rows: tuple[Row, ...]

    @property
    def is_changed(self) -> bool:
        return any(row.is_changed for row in self.rows)


def compare_revisions(before: NewsItem, now: NewsItem) -> tuple[PartDifference, ...]:
    """Every part that either revision has, in the order in which a desk reads."""
    old, new = sheet_of(before), sheet_of(now)
    return tuple(
        PartDifference(name=name, label=label, rows=differences(old[name], new[name]))
        for name, label in PARTS.items()
        if old[name] or new[name]
    )


def sheet_of(item: NewsItem) -> dict[str, list[Paragraph]]:
    """An item's parts as paragraphs of plain words; parts that it does not have are empty."""
    return {
        "status": _lines([item.status.value]),
        "embargo": _lines([_moment(item.embargoed_until), item.unreadable_embargo]),
        "expiry": _lines([_moment(item.expires_at)]),
        "note": _lines(item.editors_note.splitlines()),
        "terms": _lines(item.usage_terms.splitlines()),
        "refused": _lines(item.refused_uses),
        "headline": _lines([item.headline]),
        "standfirst": _lines([plain_text(item.standfirst)]),
        "bylines": _lines([", ".join(item.bylines)]),
        "dateline": _lines([item.dateline]),
        "body": markup_paragraphs(item.body_html),
        "pictures": [line for picture in item.pictures for line in _picture_lines(picture)],
        "credit": _lines([item.credit]),
        "copyright": _lines([item.copyright_notice]),
        "urgency": _lines([str(item.urgency or "")]),
        "signals": _lines([", ".join(sorted(item.signals))]),
        "topics": _lines([", ".join(subject.name or subject.code for subject in item.subjects)]),
        "places": _lines([", ".join(item.places)]),
        "links": _lines(f"{link.rel} {link.headline or link.guid}" for link in item.links),
        "slug": _lines([item.slug]),
    }


def _picture_lines(picture: ItemPicture) -> list[Paragraph]:
    parts = (
        ("Picture", picture.headline or picture.guid),
        ("Caption", picture.caption),
        ("Credit", picture.credit),
        ("Alt text", picture.alt_text),
        ("Terms", picture.usage_terms),
    )
    return [Paragraph(text=f"{name}: {plain_text(words)}", kind="picture") for name, words in parts if words.strip()]


def _lines(texts: Iterable[str]) -> list[Paragraph]:
    return [Paragraph(text=" ".join(text.split())) for text in texts if text.strip()]


def _moment(moment: datetime | None) -> str:
    return f"{moment.astimezone(zone()):%d %B %Y, %H:%M:%S %Z}" if moment else ""

"""What an editor reads of an item, part by part, and what two of its revisions say differently."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from broadsheet.contracts.news import ItemPicture, NewsItem
from broadsheet.environment.site import zone
from broadsheet.stories.differing import Paragraph, Row, differences
from broadsheet.stories.wording import plain_text
from broadsheet.wire.wording import markup_paragraphs

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

PARTS: Mapping[str, "StrOrPromise"] = {
    "status": gettext_lazy("Status"),
    "embargo": gettext_lazy("Embargo"),
    "expiry": gettext_lazy("Expires"),
    "note": gettext_lazy("Editor's note"),
    "terms": gettext_lazy("Usage terms"),
    "refused": gettext_lazy("Uses that its terms refuse"),
    "headline": gettext_lazy("Headline"),
    "standfirst": gettext_lazy("Standfirst"),
    "bylines": gettext_lazy("Byline"),
    "dateline": gettext_lazy("Dateline"),
    "body": gettext_lazy("Text"),
    "pictures": gettext_lazy("Pictures"),
    "credit": pgettext_lazy("wire item", "Credit"),
    "copyright": gettext_lazy("Copyright"),
    "urgency": gettext_lazy("Urgency"),
    "signals": gettext_lazy("Signals"),
    "topics": gettext_lazy("Topics"),
    "places": gettext_lazy("Places"),
    "links": gettext_lazy("Links to other items"),
    "slug": gettext_lazy("Slug"),
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
        PartDifference(name=name, label=str(label), rows=differences(old[name], new[name]))
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
        (_("Picture"), picture.headline or picture.guid),
        (_("Caption"), picture.caption),
        (_("Credit"), picture.credit),
        (_("Alt text"), picture.alt_text),
        (_("Terms"), picture.usage_terms),
    )
    return [Paragraph(text=f"{name}: {plain_text(words)}", kind="picture") for name, words in parts if words.strip()]


def _lines(texts: Iterable[str]) -> list[Paragraph]:
    return [Paragraph(text=" ".join(text.split())) for text in texts if text.strip()]


def _moment(moment: datetime | None) -> str:
    if moment is None:
        return ""
    local = moment.astimezone(zone())
    said = date_format(local, pgettext("date", "d F Y, H:i:s"))
    return f"{said} {local:%Z}"

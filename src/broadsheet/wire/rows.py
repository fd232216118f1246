"""One item as a line of the list, all of it finished words: pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext, pgettext

from broadsheet.wire.colours import colour_of
from broadsheet.wire.models import Listed, Use, WireItem
from broadsheet.wire.verdict import VerdictKind
from broadsheet.wire.wording import as_sentences, told

_ALERT_NAMES = {
    Listed.Alert.FLASH: gettext_noop("Flash"),
    Listed.Alert.BULLETIN: gettext_noop("Bulletin"),
    Listed.Alert.URGENT: gettext_noop("Urgent"),
}
_SHORT_VERDICTS = {
    VerdictKind.KILLED: gettext_noop("Killed"),
    VerdictKind.WITHHELD: gettext_noop("On hold"),
    VerdictKind.EMBARGO_UNREADABLE: gettext_noop("Embargo, no end told"),
    VerdictKind.EMBARGOED: gettext_noop("Embargo"),
    VerdictKind.DESK_ONLY: gettext_noop("Desk only"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A word beside a headline; `kind` is its look, `more` what it says when asked."""

    text: str
    kind: str = "quiet"
    more: str = ""
    until: str = ""  # an ISO time that is counted down to


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    key: int
    place: str  # as text: a browser's numbers end at 2**53
    changed: str
    headline: str
    slug: str
    language: str
    source: str
    colour: str
    time: str
    moment: str
    alert: str  # in English, as its look is named by it
    alert_label: str
    urgency: int | None
    marks: tuple[Mark, ...]
    versions: int
    has_pictures: bool
    has_restrictions: bool
    is_off: bool
    story: int | None
    may_be_made: bool


def row_of(item: WireItem, *, uses: Iterable[Use], now: datetime, local_now: datetime) -> Row:
    """The line of an item with its uses; `local_now` is the same moment in the paper's zone."""
    held = [use for use in uses if use.story is not None]
    listed = item.listed
    alert = _ALERT_NAMES.get(Listed.Alert(listed.alert), "")
    local = item.moved_at.astimezone(local_now.tzinfo)
    return Row(
        key=item.pk,
        place=str(listed.place),
        changed=str(listed.changed),
        headline=item.headline or item.slug or item.guid,
        slug=item.slug if item.headline else "",
        language=item.language,
        source=item.source.name,
        colour=colour_of(item.source.slug, chosen=getattr(item.source, "colour", "")),
        time=short_time(local, now=local_now),
        moment=item.moved_at.isoformat(),
        alert=alert,
        alert_label=_(alert) if alert else "",
        urgency=item.urgency,
        marks=(*_verdict_marks(item, local_now=local_now), *_use_marks(item, held), *_expiry_marks(item, now=now)),
        versions=item.revision_count,
        has_pictures=item.has_pictures,
        has_restrictions=item.has_restrictions,
        is_off=item.verdict == VerdictKind.KILLED,
        story=held[0].story_id if held else None,
        may_be_made=not held and not item.is_unusable,
    )


def short_time(local: datetime, *, now: datetime) -> str:
    """Today's by the clock, others with their day; both in the paper's zone."""
    if local.date() == now.date():
        return f"{local:%H:%M:%S}"
    form = pgettext("date", "j M, H:i") if local.year == now.year else pgettext("date", "j M Y")
    return date_format(local, form)


def _verdict_marks(item: WireItem, *, local_now: datetime) -> tuple[Mark, ...]:
    kind, reasons = VerdictKind(item.verdict), as_sentences(map(told, item.verdict_reasons))
    if kind is VerdictKind.PUBLISHABLE:
        return ()
    if kind is VerdictKind.EMBARGOED and item.embargoed_until is not None:
        local = item.embargoed_until.astimezone(local_now.tzinfo)
        until = _("Embargo until %(moment)s") % {"moment": short_time(local, now=local_now)}
        return (Mark(text=until, kind="embargo", more=reasons, until=item.embargoed_until.isoformat()),)
    return (Mark(text=_(_SHORT_VERDICTS[kind]), kind=kind.value, more=reasons),)


def _use_marks(item: WireItem, uses: list[Use]) -> list[Mark]:
    marks = []
    for use in uses[:_MOST_USES]:
        if use.story is None:
            continue
        what, kind = _standing_of(use)
        who = use.made_by.display_name if use.made_by else _("a route")
        marks.append(Mark(text=f"{what} · {who}", kind=kind, more=f"“{use.story.get_admin_display_title()}”"))
        if use.taken_id != item.current_id and use.story.withdrawn_at is None:
            more = _("The story holds an older version of it")
            marks.append(Mark(text=_("Newer version"), kind="newer", more=more))
    if len(uses) > _MOST_USES:
        left = len(uses) - _MOST_USES
        marks.append(Mark(text=ngettext("%(count)d more stories", "%(count)d more stories", left) % {"count": left}))
    return marks


_MOST_USES = 3


def _standing_of(use: Use) -> tuple[str, str]:
    story = use.story
    if story is None or story.live:
        return pgettext("wire item", "Published"), "published"
    if story.withdrawn_at is not None:
        return pgettext("wire item", "Withdrawn"), "killed"
    return pgettext("wire item", "Taken"), "taken"


def _expiry_marks(item: WireItem, *, now: datetime) -> tuple[Mark, ...]:
    return (Mark(text=_("Expired")),) if item.expires_at is not None and item.expires_at <= now else ()

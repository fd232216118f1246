"""What may be done with a wire item: one pure answer that screens, routes and the publish path all ask for."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

from broadsheet.contracts.news import Kind, Link, NewsItem, Signal, Status
from broadsheet.wire import sentences
from broadsheet.wire.sentences import gettext_noop


class VerdictKind(StrEnum):
    """From the strongest to the weakest; the strongest that applies wins."""

    KILLED = "killed"
    WITHHELD = "withheld"
    EMBARGO_UNREADABLE = "embargo-unreadable"
    EMBARGOED = "embargoed"
    DESK_ONLY = "desk-only"
    PUBLISHABLE = "publishable"

    @property
    def label(self) -> str:
        """What the desk calls it, in English (see `wording.told`)."""
        return _LABELS[self]

    @property
    def is_unusable(self) -> bool:
        """Whether no story may be made of such an item, not even a draft."""
        return self in {VerdictKind.KILLED, VerdictKind.WITHHELD, VerdictKind.DESK_ONLY}


_LABELS = {
    VerdictKind.KILLED: gettext_noop("Killed"),
    VerdictKind.WITHHELD: gettext_noop("On hold"),
    VerdictKind.EMBARGO_UNREADABLE: gettext_noop("Embargo without a readable end"),
    VerdictKind.EMBARGOED: gettext_noop("Under embargo"),
    VerdictKind.DESK_ONLY: gettext_noop("For the desk only"),
    VerdictKind.PUBLISHABLE: gettext_noop("Free to publish"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """`reasons` are English sentences (see `wording.told`); `until` is the second at which an embargo ends."""

    kind: VerdictKind
    reasons: tuple[str, ...] = ()
    until: datetime | None = None

    @property
    def is_publishable(self) -> bool:
        return self.kind is VerdictKind.PUBLISHABLE


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbargoRuling:
    """
    An editor's decision on an embargo, in force while the wire says the same (`on`, see `embargo_words`).

    `until` is the second that the editor read into it; None lifts it.
    """

    on: str
    until: datetime | None = None


# A note that opens so kills the item it stands on. A kill spoken of further inside a note ("Kill 3rd graf", "please
# kill BC-Oil, moved at 1200") may mean another text: that goes to an editor and never out by itself.
_KILL_NOTE = re.compile(
    r"^\W*(?:(?:attention\W+)?(?:editors?|eds)\b\W*)?(?:dpa\W+)?"
    r"(?:(?:bulletin|mandatory|story|urgent|advisory)\W+)*kill(?:ed)?\b(?!\s+(?:the\s+)?(?:\d|last|first|graf|par))",
    re.IGNORECASE,
)
_WITHDRAWN = re.compile(r"\bstory\s+(?:is\s+|has\s+been\s+)?(?:withdrawn|killed)\b", re.IGNORECASE)
# Case decides: "Kill Bill returns to cinemas" is news.
_KILL_HEADLINE = re.compile(
    r"^\W*(?:(?:dpa|MANDATORY|STORY|BULLETIN)[ -]+)*KILL(?:ED)?\s*(?:[:\u2013\u2014-]|$)|^\W*STORY WITHDRAWN\b"
)
_SPEAKS_OF_KILL = re.compile(r"\bkill\b", re.IGNORECASE)
_HOLD_NOTE = re.compile(
    r"^\W*(?:(?:editors?|eds)\b\W*)?(?:dpa\W+)?(?:hold|withhold)\b(?!\W+for\W+release)"
    r"|\b(?:do\s+not\s+(?:publish|use)|not\s+for\s+publication)\s*(?:[.!]|until\s+further\s+notice|$)",
    re.IGNORECASE,
)
_HOLD_FOR_RELEASE = re.compile(r"\bhold[\W_]*for[\W_]*release\b", re.IGNORECASE)
_EMBARGO_NOTE = re.compile(
    r"^\W*embargo\b|\bembargoed\b|\bembargo\s*(?::|until|till|time|ends|expires)|\bsperrfrist\b|\bsous\s+embargo\b"
    r"|\bembargad[oa]\b|\bunder\s+embargo\b",
    re.IGNORECASE,
)
_EMBARGO_OVER = re.compile(
    r"\b(?:no\s+longer|not|never)\s+(?:under\s+)?embargo|\bembargo\w*\s+(?:is\s+|has\s+been\s+)?(?:lifted|over|ended)"
    r"|\b(?:lifts|removes|without|no)\s+(?:the\s+)?embargo|\bsperrfrist\s+aufgehoben",
    re.IGNORECASE,
)

_DESK_ONLY_SIGNALS = {
    Signal.ADVISORY: gettext_noop("The wire sent this as an advisory for editors"),
    Signal.TEST: gettext_noop("The wire sent this as a test"),
    Signal.ADD: gettext_noop("This is a part of another item and is never published alone"),
}


def verdict_of(
    item: NewsItem, *, now: datetime, ruling: EmbargoRuling | None = None, is_within: bool = False
) -> Verdict:
    """
    Say what may be done with an item at `now`: the strongest of all that its status, signals, notes and kind say.

    A ruling counts only against the embargo that it was made on. `is_within` asks of an item as a part of a story, as
    which a take or an add may be published.
    """
    if is_within:
        item = replace(item, signals=item.signals - {Signal.ADD})
    for kind, reasons in (
        (VerdictKind.KILLED, _kill_reasons(item)),
        (VerdictKind.WITHHELD, _hold_reasons(item)),
    ):
        if reasons:
            return Verdict(kind=kind, reasons=reasons)
    return _embargo_verdict(item, now=now, ruling=ruling) or _use_verdict(item)


def embargo_words(item: NewsItem) -> str:
    """What the wire says of an embargo, as one comparable text; empty where it says nothing."""
    if item.embargoed_until is not None:
        return f"until {item.embargoed_until.astimezone(UTC).isoformat()}"
    if item.unreadable_embargo:
        return f"unreadable: {item.unreadable_embargo}"
    note = item.editors_note
    if _HOLD_FOR_RELEASE.search(note) or (_EMBARGO_NOTE.search(note) and not _EMBARGO_OVER.search(note)):
        return f"note: {note}"
    return ""


def cancels_another(link: Link) -> bool:
    """Whether a document says by this link that another one is killed (NITF `management-idref-status`)."""
    return link.rel.startswith("idref:") and link.rel.removeprefix("idref:") in {"canceled", "cancelled", "killed"}


def replaces_another(link: Link) -> bool:
    """Whether a document says by this link that it stands in for another one (NITF `management-idref-status`)."""
    return link.rel == "idref:replaced"


def has_expired(item: NewsItem, *, now: datetime) -> bool:
    """Whether the wire no longer offers an item; a story made of it before stays."""
    return item.expires_at is not None and item.expires_at <= now


def speaks_of_a_kill(item: NewsItem) -> bool:
    """Whether the note mentions a kill without being one: it may mean another item."""
    return not _kill_reasons(item) and bool(_SPEAKS_OF_KILL.search(item.editors_note))


def _kill_reasons(item: NewsItem) -> tuple[str, ...]:
    """What its fields say and what its words say, each once: agencies write a kill in several places."""
    fields: tuple[str, ...] = ()
    if item.status is Status.CANCELED:
        fields = (gettext_noop("The wire canceled this item"),)
    elif Signal.KILL in item.signals:
        fields = (gettext_noop("The wire sent a kill"),)
    if _KILL_NOTE.search(item.editors_note) or _WITHDRAWN.search(item.editors_note):
        return (*fields, sentences.NOTE_KILLS % {"said": _short(item.editors_note)})
    if _KILL_HEADLINE.search(item.headline):
        return (*fields, sentences.HEADLINE_KILLS % {"said": _short(item.headline)})
    return fields


def _hold_reasons(item: NewsItem) -> tuple[str, ...]:
    fields: tuple[str, ...] = ()
    if item.status is Status.WITHHELD:
        fields = (gettext_noop("The wire withholds this item"),)
    elif Signal.WITHHOLD in item.signals:
        fields = (gettext_noop("The wire asks to hold this item"),)
    if _HOLD_NOTE.search(item.editors_note):
        return (*fields, sentences.NOTE_HOLDS % {"said": _short(item.editors_note)})
    return fields


def _embargo_verdict(item: NewsItem, *, now: datetime, ruling: EmbargoRuling | None) -> Verdict | None:
    words = embargo_words(item)
    if not words:
        return None
    ruled = ruling is not None and ruling.on == words
    until = ruling.until if ruling is not None and ruled else item.embargoed_until
    if until is None:
        return None if ruled else _unreadable(item)
    if until <= now:
        return None
    reason = sentences.EMBARGOED_UNTIL % {"moment": f"{until:{sentences.MOMENT_FORM} %Z}"}
    return Verdict(kind=VerdictKind.EMBARGOED, reasons=(reason,), until=until)


def _unreadable(item: NewsItem) -> Verdict:
    reason = sentences.EMBARGO_WITHOUT_END % {"said": _short(item.unreadable_embargo or item.editors_note)}
    return Verdict(kind=VerdictKind.EMBARGO_UNREADABLE, reasons=(reason,))


def _use_verdict(item: NewsItem) -> Verdict:
    reasons = [text for signal, text in _DESK_ONLY_SIGNALS.items() if signal in item.signals]
    reasons.extend(sentences.USE_REFUSED % {"use": use} for use in item.refused_uses)
    if item.kind is not Kind.TEXT:
        said = sentences.NO_TEXT_AN if item.kind.value.startswith(tuple("aeiou")) else sentences.NO_TEXT
        reasons.append(said % {"kind": item.kind.value})
    if any(cancels_another(link) for link in item.links):
        reasons.append(gettext_noop("This is a notice that cancels another item"))
    if not item.headline.strip() and not item.body_html.strip():
        reasons.append(gettext_noop("It has neither a headline nor a body"))
    if speaks_of_a_kill(item):
        reasons.append(sentences.NOTE_SPEAKS_OF_A_KILL % {"said": _short(item.editors_note)})
    kind = VerdictKind.DESK_ONLY if reasons else VerdictKind.PUBLISHABLE
    return Verdict(kind=kind, reasons=tuple(reasons))


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 160 else words[:159] + "…"  # noqa: PLR2004  a line and a half on the desk

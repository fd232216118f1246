"""A newer revision meets a story, three ways: what the wire said when the story took it, says now, and what we say."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from broadsheet.contracts.news import NewsItem, Signal
from broadsheet.media.models import Picture
from broadsheet.stories.differing import Paragraph, Row, differences
from broadsheet.stories.models import StoryPage, Topic
from broadsheet.stories.prose import block_paragraphs
from broadsheet.wire.comparing import PartDifference, compare_revisions
from broadsheet.wire.facts import item_from
from broadsheet.wire.following import reason_to_wait
from broadsheet.wire.merging import FIELD_NAMES, FIELDS, merge
from broadsheet.wire.models import Use
from broadsheet.wire.parts import whole_news
from broadsheet.wire.queries import news_of
from broadsheet.wire.uses import comparable, kept_words, lead_picture_of, wire_words
from broadsheet.wire.wording import markup_paragraphs, told

# What can be written in one field of a form; the others are edited in the story's own.
WRITTEN_HERE = frozenset({"headline", "standfirst", "bylines", "dateline", "source_credit", "lead_caption", "urgency"})
_SHOWN_BESIDE = frozenset({"status", "embargo", "expiry", "note", "terms", "refused", "signals"})


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingField:
    """One field three ways; `theirs` and `ours` tell the difference from `was`."""

    name: str
    was: tuple[Paragraph, ...]
    theirs: tuple[Row, ...]
    ours: tuple[Row, ...]
    is_conflict: bool
    value: str

    @property
    def label(self) -> str:
        return _(FIELD_NAMES[self.name]).capitalize()

    @property
    def is_written_here(self) -> bool:
        return self.name in WRITTEN_HERE

    @property
    def is_long(self) -> bool:
        return self.name in {"standfirst", "lead_caption"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """
    What waits for an editor between an item and one story; `token` changes whenever one of the two moves.

    `reason` says why the wire did not settle it alone, `beside` what else the wire changed (terms, notes, embargo).
    """

    news: NewsItem
    words: dict[str, Any]
    fields: tuple[MeetingField, ...]
    beside: tuple[PartDifference, ...]
    reason: str
    is_waiting: bool
    token: str

    @property
    def is_correction(self) -> bool:
        return Signal.CORRECTION in self.news.signals


def meeting_of(use: Use, *, story: StoryPage, now: datetime) -> Meeting:
    """What a use's item and its story have to settle now; asks the database, changes nothing."""
    item = use.item
    news = news_of(item)
    picture = lead_picture_of(item.current) if item.current else None
    words = wire_words(whole_news(item, now=now), source=item.source, lead_picture=picture)
    kept = kept_words(story)
    was = use.taken_words.get("wire", {})
    plan = merge(
        wire_before=was,
        wire_now=words,
        story_before=use.taken_words.get("story", {}),
        story_now=comparable(kept),
        own=use.own_fields,
    )
    open_fields = [name for name in FIELDS if name in plan.take or name in plan.conflicts]
    before = item_from(use.taken.facts) if use.taken else None
    parts = compare_revisions(before, news) if before else ()
    moved = item.current_id != use.taken_id
    return Meeting(
        news=news,
        words=words,
        fields=tuple(
            _field(name, was=was, words=words, kept=kept, is_conflict=name in plan.conflicts) for name in open_fields
        ),
        beside=tuple(part for part in parts if part.name in _SHOWN_BESIDE and part.is_changed),
        reason=told(reason_to_wait(use, news=news)) if moved else "",
        is_waiting=bool(open_fields) or moved,
        token=_token(use, story=story),
    )


def _field(
    name: str, *, was: Mapping[str, Any], words: Mapping[str, Any], kept: Mapping[str, Any], is_conflict: bool
) -> MeetingField:
    old = wire_paragraphs(name, was.get(name))
    ours = story_paragraphs(name, kept[name])
    return MeetingField(
        name=name,
        was=tuple(old),
        theirs=differences(old, wire_paragraphs(name, words[name])),
        ours=differences(old, ours),
        is_conflict=is_conflict,
        value=kept[name] if isinstance(kept[name], str) else "\n".join(part.text for part in ours),
    )


def wire_paragraphs(name: str, value: Any) -> list[Paragraph]:
    """A field of `wire_words` as paragraphs to read."""
    if name == "body":
        return markup_paragraphs(value or "")
    if name == "topics":
        return _line(", ".join(sorted(topic for topic, _code in value or ())))
    return _plain_paragraphs(name, value)


def story_paragraphs(name: str, value: Any) -> list[Paragraph]:
    """A field of `kept_words` as paragraphs to read."""
    if name == "body":
        return block_paragraphs(value or ())
    if name == "topics":
        return _line(", ".join(sorted(Topic.objects.filter(pk__in=value or ()).values_list("name", flat=True))))
    return _plain_paragraphs(name, value)


def kept_differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[tuple[str, tuple[Row, ...]], ...]:
    """What two states of kept words say differently, each with its field's label."""
    return tuple(
        (_(FIELD_NAMES[name]).capitalize(), differences(story_paragraphs(name, before[name]), paragraphs))
        for name, paragraphs in ((name, story_paragraphs(name, after[name])) for name in FIELDS if name in after)
    )


def _plain_paragraphs(name: str, value: Any) -> list[Paragraph]:
    show: Callable[[Any], Iterable[str]] = _SHOWN.get(name, lambda words: str(words or "").splitlines())
    return [paragraph for text in show(value) for paragraph in _line(text)]


def _picture_lines(pk: int | None) -> Iterable[str]:
    picture = Picture.objects.filter(pk=pk).first() if pk else None
    return [picture.title, picture.caption, picture.credit] if picture else [_("No picture")]


_SHOWN: Mapping[str, Callable[[Any], Iterable[str]]] = {
    "bylines": lambda names: [", ".join(names or ())],
    "lead_picture": _picture_lines,
}


def _line(text: str) -> list[Paragraph]:
    words = " ".join(text.split())
    return [Paragraph(text=words)] if words else []


def _token(use: Use, *, story: StoryPage) -> str:
    state = [use.item.current_id, story.latest_revision_id, use.taken_id, use.taken_words, use.own_fields]
    return hashlib.sha256(json.dumps(state, sort_keys=True).encode()).hexdigest()[:32]

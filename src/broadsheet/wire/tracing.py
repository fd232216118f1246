"""Reads of where a story's words came from (`provenance`), for its editor."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from broadsheet.stories.differing import Row, differences
from broadsheet.stories.models import StoryPage
from broadsheet.wire.meeting import story_paragraphs, wire_paragraphs
from broadsheet.wire.models import Revision, Use, WireChange
from broadsheet.wire.provenance import FieldTrace, Hand, Origin, Words, trace_fields
from broadsheet.wire.queries import revisions_of
from broadsheet.wire.uses import comparable, kept_words


@dataclass(frozen=True, slots=True, kw_only=True)
class TracedField:
    """A field's trace; `rows` tell ours from the agency's words where the newsroom changed them."""

    trace: FieldTrace
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where a story comes from; without `fields` it is the newsroom's own. `parts` hold more of other items."""

    fields: tuple[TracedField, ...] = ()
    parts: tuple[Origin, ...] = ()
    last: Origin | None = None


def provenance_of(story: StoryPage) -> Provenance:
    """Where the newest draft of a story comes from, field by field; bounded, whatever the wire sent."""
    uses = _uses_of(story)
    made = _made(uses)
    parts = tuple(_origin(use, use.taken) for use in uses if use.kind == Use.Kind.PART and use.taken)
    if made is None or made.taken is None:
        return Provenance(parts=parts)
    kept = kept_words(story)
    wire = made.taken_words.get("wire", {})
    traces = _traces(made, kept=kept)
    return Provenance(
        fields=tuple(TracedField(trace=trace, rows=_rows(trace, wire=wire, kept=kept)) for trace in traces),
        parts=parts,
        last=_origin(made, made.taken),
    )


def _uses_of(story: StoryPage) -> list[Use]:
    uses = Use.objects.filter(story=story, freed_at__isnull=True).select_related("item__source", "taken")
    return list(uses.defer("taken__facts").order_by("pk")[:50])


def _made(uses: list[Use]) -> Use | None:
    return next((use for use in uses if use.kind in Use.WHOLE and use.taken_words), None)


def _traces(use: Use, *, kept: dict[str, Any]) -> tuple[FieldTrace, ...]:
    if use.taken is None:
        return ()
    last = _origin(use, use.taken)
    return trace_fields(
        Words(
            wire=use.taken_words.get("wire", {}),
            story_then=use.taken_words.get("story", {}),
            story_now=comparable(kept),
        ),
        first=_first(use) or last,
        last=last,
        taken=_taken_since(use),
        own=use.own_fields,
        conflicts=use.conflicts,
    )


def _first(use: Use) -> Origin | None:
    """The version that ruled when the story was made."""
    known = [revision for revision in revisions_of(use.item) if revision.received_at <= use.made_at]
    return _origin(use, known[0]) if known else None


def _taken_since(use: Use) -> dict[str, Origin]:
    """What brought which field up to a newer version; of a change that was undone nothing is held."""
    changes = WireChange.objects.filter(use=use, undoes__isnull=True, undone_by__isnull=True)
    changes = changes.select_related("to_revision").defer("before", "to_revision__facts").order_by("made_at", "pk")
    return {
        name: _origin(use, change.to_revision)
        for change in changes[:200]
        if change.to_revision is not None
        for name in change.fields
    }


def _origin(use: Use, revision: Revision) -> Origin:
    agency = use.item.source.name
    return Origin(agency=agency, item=use.item_id, version=revision.version, received_at=revision.received_at)


def _rows(trace: FieldTrace, *, wire: Mapping[str, Any], kept: Mapping[str, Any]) -> tuple[Row, ...]:
    if trace.hand is not Hand.EDITED:
        return ()
    return differences(
        wire_paragraphs(trace.name, wire.get(trace.name)), story_paragraphs(trace.name, kept[trace.name])
    )

"""The script as the newsroom shows it: what was sent, what comes next, what waits. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from broadsheet.demo.agency import Performance, tick
from broadsheet.demo.newspaper import agency_named
from broadsheet.demo.script import ScriptStep, StepKind


class State(StrEnum):
    SENT = "sent"
    NEXT = "next"
    WAITING = "waiting"
    DROPPED = "dropped"  # its item was killed by hand before


_KINDS = {
    StepKind.URGENT: pgettext_lazy("agency", "urgent"),
    StepKind.UPDATE: _("update"),
    StepKind.CORRECTION: _("correction"),
    StepKind.EMBARGO: _("embargo"),
    StepKind.KILL: _("kill"),
    StepKind.STORY: _("story"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """An item as the newsroom has it: its embargo, and the story that was made of it, if one was."""

    guid: str
    headline: str
    is_killed: bool
    embargoed_until: datetime | None
    story_id: int | None = None
    address: str = ""
    is_live: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One step. Times that count down are moments; `embargo_until` is there while the embargo holds."""

    at: str
    kind: str
    headline: str
    agency: str
    state: State
    sent_at: datetime | None
    due_at: datetime | None
    due_in: str
    embargo_until: datetime | None
    embargo_in: str
    sighting: Sighting | None
    is_killable: bool

    @property
    def kind_in_words(self) -> str:
        return str(_KINDS[StepKind(self.kind)])


def timetable(
    script: Sequence[ScriptStep], performance: Performance, sighted: Mapping[str, Sighting], *, now: datetime
) -> tuple[Line, ...]:
    """A line for each step, in the order of the script."""
    played = tick(performance, now=now).played
    waiting = [step for step in script if step.name not in performance.sent and step.guid not in performance.killed]
    newest = {step.guid: step.name for step in script if step.name in performance.sent}

    def state_of(step: ScriptStep) -> State:
        if step.name in performance.sent:
            return State.SENT
        if step.guid in performance.killed:
            return State.DROPPED
        return State.NEXT if step is waiting[0] else State.WAITING

    def line_of(step: ScriptStep) -> Line:
        state = state_of(step)
        sighting = sighted.get(step.guid) if state is State.SENT else None
        until = sighting.embargoed_until if sighting else None
        embargo_left = (until - now).total_seconds() if until else 0
        due_in = max(step.at - played, 0)
        return Line(
            at=minutes(step.at),
            kind=step.kind.value,
            headline=step.headline,
            agency=agency_named(step.agency).name,
            state=state,
            sent_at=performance.sent.get(step.name),
            due_at=now + timedelta(seconds=due_in) if state is State.NEXT else None,
            due_in=minutes(due_in),
            embargo_until=until if embargo_left > 0 else None,
            embargo_in=minutes(max(embargo_left, 0)),
            sighting=sighting,
            is_killable=bool(sighting and sighting.is_live and newest.get(step.guid) == step.name),
        )

    return tuple(line_of(step) for step in script)


def minutes(seconds: float) -> str:
    """Give "1:40" for 100 seconds."""
    whole = int(seconds)
    return f"{whole // 60}:{whole % 60:02d}"

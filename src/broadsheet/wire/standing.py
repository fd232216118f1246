"""How a source stands, in one word and one sentence: pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from broadsheet.contracts.fetching import SourceKind
from broadsheet.wire.wording import told

_FAILURES_TO_TELL = 2  # one failed look is weather
_LATE_LOOK = timedelta(minutes=10)


class Health(StrEnum):
    """How a source stands, the worst first; the label never stands for its colour alone."""

    FAILING = "failing"
    QUIET = "quiet"
    STALLED = "stalled"
    WAITING = "waiting"
    WELL = "well"
    OFF = "off"
    ARCHIVED = "archived"

    @property
    def label(self) -> str:
        return _(_LABELS[self])

    @property
    def is_trouble(self) -> bool:
        return self in {Health.FAILING, Health.QUIET, Health.STALLED}


_LABELS = {
    Health.FAILING: gettext_noop("Failing"),
    Health.QUIET: gettext_noop("Gone quiet"),
    Health.STALLED: gettext_noop("Not looked at"),
    Health.WAITING: gettext_noop("Nothing yet"),
    Health.WELL: gettext_noop("Well"),
    Health.OFF: gettext_noop("Switched off"),
    Health.ARCHIVED: gettext_noop("Archived"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """What a source's row says of it."""

    kind: SourceKind
    enabled: bool
    is_archived: bool
    failures: int
    last_error: str
    last_error_at: datetime | None
    last_item_at: datetime | None
    last_look_at: datetime | None
    next_look_at: datetime | None
    quiet_since: datetime | None
    has_token: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    health: Health
    words: str


def standing_of(state: SourceState, *, now: datetime) -> Standing:
    """How a source stands at `now`, and what to make of it."""
    if state.is_archived:
        return Standing(health=Health.ARCHIVED, words=_("Its items stay; nothing new is taken."))
    if not state.enabled:
        return Standing(health=Health.OFF, words=_("Nothing is taken until somebody switches it on."))
    return _trouble_of(state, now=now) or _calm_of(state)


def _trouble_of(state: SourceState, *, now: datetime) -> Standing | None:
    if state.failures >= _FAILURES_TO_TELL:
        said = {"count": state.failures, "error": told(state.last_error)}
        return Standing(health=Health.FAILING, words=_("%(count)d looks in a row failed: %(error)s") % said)
    if state.kind is SourceKind.FOLDER and _is_folder_error(state):
        return Standing(health=Health.FAILING, words=told(state.last_error))
    if state.quiet_since is not None:
        return Standing(health=Health.QUIET, words=_("Nothing comes, though at this hour something usually does."))
    if state.next_look_at is not None and now - state.next_look_at > _LATE_LOOK:
        return Standing(health=Health.STALLED, words=_("Its look is overdue. Does the clerk run?"))
    return None


def _calm_of(state: SourceState) -> Standing:
    if state.last_item_at is None:
        return Standing(health=Health.WAITING, words=_waiting_for(state))
    return Standing(health=Health.WELL, words="")


def _is_folder_error(state: SourceState) -> bool:
    """A folder that cannot be read (`sentences.FOLDER_UNREADABLE`), not a file in it; over once something came."""
    at = state.last_error_at
    is_newest = at is not None and (state.last_item_at is None or at > state.last_item_at)
    return is_newest and state.last_error.startswith("The folder ")


def _waiting_for(state: SourceState) -> str:
    if state.kind is SourceKind.PUSH and not state.has_token:
        return _("It has no token yet: make one and give it to the agency.")
    if state.last_look_at is not None:
        return _("It answers; nothing has come yet.")
    return _("Nothing has come yet.")

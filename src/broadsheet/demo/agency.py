"""
Plays the script: decides which steps are due, sends them as wire files and remembers in a state file what it did.

The clock counts playing time only: a demo that was stopped for a night goes on where it stopped. A step is noted with
its time before its file is written and again after: dying in between, the next run writes the same bytes under the
same name, so that nothing is sent twice and nothing is lost.
"""

import json
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _

from broadsheet.demo.edition import read_edition
from broadsheet.demo.newspaper import Agency
from broadsheet.demo.script import ScriptStep, copy_for, read_script
from broadsheet.demo.wirecopy import WireCopy, copy_of
from broadsheet.demo.wirefiles import write_wire_file
from broadsheet.environment.files import write_whole

LONGEST_TICK = 5.0  # seconds; a longer silence was a stop, not playing


class AgencyError(Exception):
    """The scripted agency cannot do this."""


class UnknownItemError(AgencyError):
    """No agency of the demo ever sent an item of this guid."""


class DamagedStateError(AgencyError):
    """The state file is no state file; the text says which and the way out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Performance:
    """
    How far the script has come.

    `sending` and `sent` map step names to their times; `killed` maps guids to the times of kills sent by hand.
    """

    played: float = 0.0  # seconds
    ticked_at: datetime | None = None
    sending: Mapping[str, datetime] = field(default_factory=dict)
    sent: Mapping[str, datetime] = field(default_factory=dict)
    killed: Mapping[str, datetime] = field(default_factory=dict)


def tick(performance: Performance, *, now: datetime) -> Performance:
    """The performance a moment later."""
    if performance.ticked_at is None:
        return replace(performance, ticked_at=now)
    passed = (now - performance.ticked_at).total_seconds()
    return replace(performance, played=performance.played + min(max(passed, 0.0), LONGEST_TICK), ticked_at=now)


def due_steps(script: Sequence[ScriptStep], performance: Performance) -> tuple[ScriptStep, ...]:
    """The steps whose time has come and that were not sent; none of an item that was killed by hand."""
    return tuple(
        step
        for step in script
        if step.at <= performance.played and step.name not in performance.sent and step.guid not in performance.killed
    )


def source_slug(agency: Agency, section: str) -> str:
    """The source, and the folder under the agencies' one, that an agency's copy for a section comes through."""
    return f"{agency.slug}-{section.replace('/', '-')}"


def send(copy: WireCopy, folder: Path) -> Path:
    """Write the copy's wire file into the folder of its source."""
    return write_wire_file(copy, folder / source_slug(copy.agency, copy.section))


def play(folder: Path, state: Path, *, now: datetime) -> tuple[ScriptStep, ...]:
    """
    Let the clock run to `now`, send what is due and give it.

    :raises DamagedStateError: if the state file cannot be read
    """
    performance = tick(read_state(state), now=now)
    steps = due_steps(read_script(), performance)
    if steps:
        moments = {step.name: performance.sending.get(step.name, now) for step in steps}
        write_state(replace(performance, sending=moments), state)
        for step in steps:
            send(copy_for(step, sent_at=moments[step.name]), folder)
        performance = replace(performance, sending={}, sent={**performance.sent, **moments})
    write_state(performance, state)
    return steps


def run_agency(folder: Path, state: Path, *, opening: Path) -> None:
    """Wait until the file `opening` is there, then play once a second until the process is stopped."""
    with suppress(KeyboardInterrupt):
        while not opening.exists():
            time.sleep(0.2)
        while True:
            play(folder, state, now=datetime.now(UTC))
            time.sleep(1)


def send_kill(story_guid: str, folder: Path, state: Path, *, now: datetime) -> Path:
    """
    Send the kill of an item, final whatever the script still had in store for it, and give its wire file.

    Killing the same item again sends the same file: its version counts on from the last one that the agencies know.

    :raises UnknownItemError: if no agency of the demo has an item of that guid
    :raises DamagedStateError: if the state file cannot be read
    """
    path = state.with_name("kills.json")
    killed_at = _read_times(path).get(story_guid, now)
    last = _last_copy(story_guid, now=killed_at)
    _write_json({**_texts(_read_times(path)), story_guid: killed_at.isoformat()}, path)
    kill = replace(
        last,
        version=last.version + 1,
        sent_at=killed_at,
        urgency=2,
        headline=f"KILL: {last.headline}",
        standfirst="",
        bylines=(),
        blocks=(),
        pictures=(),
        embargoed_until=None,
        is_canceled=True,
        editors_note="MANDATORY KILL: The item is withdrawn by the agency. Make certain that it is not used.",
    )
    return send(kill, folder)


@cache
def known_guids() -> frozenset[str]:
    """Every item that an agency of the demo has sent or will send."""
    stories = read_edition(now=datetime.now(UTC))
    edition = {copy_of(story).guid for story in stories if story.agency}
    return frozenset(edition | {step.guid for step in read_script()})


def read_state(path: Path) -> Performance:
    """
    The performance kept in a state file, a fresh one where there is none.

    :raises DamagedStateError: if it is damaged
    """
    if not path.exists():
        return Performance(killed=_read_times(path.with_name("kills.json")))
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return Performance(
            played=float(kept["played"]),
            ticked_at=datetime.fromisoformat(kept["ticked_at"]) if kept["ticked_at"] else None,
            sending=_times(kept["sending"]),
            sent=_times(kept["sent"]),
            killed=_read_times(path.with_name("kills.json")),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedStateError(
            _("%(file)s is damaged (%(error)r); delete it to play the script anew") % {"file": path, "error": error}
        ) from error


def write_state(performance: Performance, path: Path) -> None:
    """Keep a performance; whole, or not at all. Kills by hand have a file of their own: two processes write."""
    _write_json(
        {
            "played": round(performance.played, 3),
            "ticked_at": performance.ticked_at.isoformat() if performance.ticked_at else None,
            "sending": _texts(performance.sending),
            "sent": _texts(performance.sent),
        },
        path,
    )


def _last_copy(guid: str, *, now: datetime) -> WireCopy:
    """The newest revision of an item that the agencies have in store, whether sent or not."""
    copies = [copy_of(story) for story in read_edition(now=now) if story.agency]
    copies += [copy_for(step, sent_at=now) for step in read_script()]
    of_item = [copy for copy in copies if copy.guid == guid]
    if not of_item:
        raise UnknownItemError(_("No agency of the demo sent an item %(guid)r") % {"guid": guid})
    return max(of_item, key=lambda copy: copy.version)


def _read_times(path: Path) -> Mapping[str, datetime]:
    if not path.exists():
        return {}
    try:
        return _times(json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, TypeError, AttributeError) as error:
        raise DamagedStateError(
            _("%(file)s is damaged (%(error)r); delete it: kills that were sent stay sent")
            % {"file": path, "error": error}
        ) from error


def _times(texts: Mapping[str, str]) -> Mapping[str, datetime]:
    return {name: datetime.fromisoformat(text) for name, text in texts.items()}


def _texts(times: Mapping[str, datetime]) -> Mapping[str, str]:
    return {name: moment.isoformat() for name, moment in times.items()}


def _write_json(value: object, path: Path) -> None:
    write_whole(path, json.dumps(value, indent=1).encode())

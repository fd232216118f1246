"""
Looking at a site from the ground up: each layer is looked at only where the one below it holds.

Needs no Django until a home with a site was found: loading it would make files in the home.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from broadsheet.environment.site import site_file
from broadsheet.keeping import KeepingError
from broadsheet.keeping.checking import clocks, processes, settings, storage
from broadsheet.keeping.checking.findings import Check, Finding, Ground, Needs, Severity, broken

GROUND_CHECKS = (
    Check(name="settings: readable", needs=Needs.NOTHING, look=settings.unusable_settings),
    Check(name="settings: addresses", needs=Needs.NOTHING, look=settings.public_addresses),
    Check(name="clocks: machine", needs=Needs.NOTHING, look=clocks.system_clock),
    Check(name="storage: room", needs=Needs.HOME, look=storage.free_space),
    Check(name="storage: owners", needs=Needs.HOME, look=storage.owners),
    Check(name="storage: folders", needs=Needs.HOME, look=storage.writable),
    Check(name="storage: secret", needs=Needs.HOME, look=storage.secret_is_secret),
    Check(name="storage: half-written", needs=Needs.HOME, look=storage.half_written),
    Check(name="processes: answering", needs=Needs.HOME, look=processes.answering),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """What was found, under the name of the check that found it; `skipped` names what could not be looked at."""

    looked_at: tuple[str, ...]
    found: tuple[tuple[str, Finding], ...]
    skipped: tuple[str, ...] = ()

    @property
    def worst(self) -> Severity:
        return max((finding.severity for _, finding in self.found), default=Severity.WELL)


def examine(ground: Ground, *, start_django: Callable[[], None]) -> Examination:
    """
    Look at everything that can be looked at. Whatever is broken, this returns.

    `start_django` raises KeepingError where the settings do not let Django start.
    """
    done = run(GROUND_CHECKS, ground, needs=Needs.NOTHING)
    if not site_file().exists():
        return _joined(done, _only("the home", _no_site(ground)), skipped="everything in the home")
    done = _joined(done, run(GROUND_CHECKS, ground, needs=Needs.HOME))
    try:
        start_django()
    except KeepingError as error:
        return _joined(done, _only("the settings", _no_start(error)), skipped="everything in the database")
    return _joined(done, _examine_site(ground))


def run(checks: Iterable[Check], ground: Ground, *, needs: Needs) -> Examination:
    """Run those checks that need just that. One that fails itself is a finding."""
    chosen = [check for check in checks if check.needs == needs]
    found = [(check.name, finding) for check in chosen for finding in _look(check, ground)]
    return Examination(looked_at=tuple(check.name for check in chosen), found=tuple(found))


def _examine_site(ground: Ground) -> Examination:
    from broadsheet.keeping.checking import databases
    from broadsheet.keeping.checking.register import CHECKS

    done = run(CHECKS, ground, needs=Needs.HOME)
    for name, look, needs in (
        ("database: answers", databases.answers, Needs.DATABASE),
        ("database: migrations", databases.migrations, Needs.TABLES),
    ):
        gate = run([Check(name=name, needs=needs, look=look)], ground, needs=needs)
        done = _joined(done, gate)
        if gate.found:
            return _joined(done, skipped=", ".join(check.name for check in CHECKS if check.needs >= needs))
        done = _joined(done, run(CHECKS, ground, needs=needs))
    return done


def _look(check: Check, ground: Ground) -> Sequence[Finding]:
    try:
        return list(check.look(ground))
    except Exception as error:  # noqa: BLE001  a site in any state is to be examined to the end
        return [
            broken(
                f"Looking at {check.name} failed: {type(error).__name__}: {error}",
                why="What it looks at is not known to be well.",
                remedy="If nothing else that is found here explains it, tell us.",
            )
        ]


def _only(name: str, finding: Finding) -> Examination:
    return Examination(looked_at=(name,), found=((name, finding),))


def _joined(*parts: Examination, skipped: str = "") -> Examination:
    return Examination(
        looked_at=tuple(name for part in parts for name in part.looked_at),
        found=tuple(found for part in parts for found in part.found),
        skipped=(*(name for part in parts for name in part.skipped), *([skipped] if skipped else [])),
    )


def _no_site(ground: Ground) -> Finding:
    return broken(
        f"There is no site in {ground.home}.",
        why="Newsroom, clerk and edge find nothing to work with.",
        remedy="Name the folder that holds it in BROADSHEET_HOME; make one with `broadsheet init`, or "
        "`broadsheet restore FILE`.",
    )


def _no_start(error: KeepingError) -> Finding:
    return broken(
        f"Newsroom and clerk cannot start: {error}",
        why="Editors cannot work and nothing new reaches readers.",
        remedy="Correct what it names; what else may be wrong was not looked at.",
    )

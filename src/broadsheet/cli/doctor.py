"""`broadsheet doctor`: what is wrong with a site, why it matters, and what to do."""

import json
import sys
from datetime import UTC, datetime
from textwrap import fill

import click

from broadsheet.environment import places
from broadsheet.keeping import KeepingError
from broadsheet.keeping.checking.findings import Finding, Ground, Severity
from broadsheet.keeping.examining import Examination, examine

WIDTH = 100
SIGNS = {Severity.WARNING: ("warning", "yellow"), Severity.BROKEN: ("broken", "red")}


class StartError(KeepingError):
    """Django cannot be loaded."""


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of words.")
@click.option("--all", "looks_at_all", is_flag=True, help="Look at every page and file, not at the newest alone.")
@click.option("--send-test-mail", "address", metavar="ADDRESS", help="Send a message there and say what came of it.")
def doctor(as_json: bool, looks_at_all: bool, address: str | None) -> None:
    """
    Look at settings, storage, clocks, people, queues, processes, database and pages.

    Ends with 0 where all is well, 1 where there are warnings, 2 where something is broken. It changes nothing.
    """
    ground = Ground(home=places.home(), now=datetime.now(UTC), looks_at_all=looks_at_all)
    examination = examine(ground, start_django=_start)
    mailed, said = _send(address, now=ground.now) if address else (True, "")
    click.echo(_as_json(examination, said=said) if as_json else _as_words(examination, said=said))
    sys.exit(max(examination.worst, Severity.WELL if mailed else Severity.BROKEN))


def _start() -> None:
    from broadsheet.cli.founding import start_django

    try:
        start_django()
    except click.ClickException as error:
        raise StartError(error.message) from error


def _send(address: str, *, now: datetime) -> tuple[bool, str]:
    try:
        _start()
        from broadsheet.keeping.mailing import send_test_mail

        return True, f"{send_test_mail(address, now=now)} took a message to {address}; see that it arrives."
    except KeepingError as error:
        return False, f"No message went to {address}: {error}"


def _as_words(examination: Examination, *, said: str) -> str:
    parts = [_told(finding) for _, finding in sorted(examination.found, key=lambda found: -found[1].severity)]
    if said:
        parts.append(said)
    if examination.skipped:
        parts.append(fill(f"Not looked at: {', '.join(examination.skipped)}.", WIDTH))
    counts = [sum(finding.severity is one for _, finding in examination.found) for one in SIGNS]
    looked = len(examination.looked_at)
    if not any(counts):
        parts.append(f"Looked at {looked} things, and all is well.")
    else:
        parts.append(f"Looked at {looked} things: {counts[1]} broken, {counts[0]} to be warned of.")
    return "\n\n".join(parts)


def _told(finding: Finding) -> str:
    word, colour = SIGNS[finding.severity]
    lines = [
        click.style(word, fg=colour, bold=True) + f"  {finding.what}",
        fill(finding.why, WIDTH, initial_indent="  why   ", subsequent_indent="        "),
        fill(finding.remedy, WIDTH, initial_indent="  do    ", subsequent_indent="        "),
    ]
    return "\n".join(lines)


def _as_json(examination: Examination, *, said: str) -> str:
    return json.dumps(
        {
            "worst": examination.worst.name.lower(),
            "looked_at": examination.looked_at,
            "skipped": examination.skipped,
            "found": [
                {
                    "check": name,
                    "severity": finding.severity.name.lower(),
                    "what": finding.what,
                    "why": finding.why,
                    "do": finding.remedy,
                }
                for name, finding in examination.found
            ],
            "mail": said,
        },
        indent=1,
    )

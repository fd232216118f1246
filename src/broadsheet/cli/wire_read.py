"""`broadsheet wire_read FILE…`: what each wire file says, and what the desk would do with it."""

import json
import os
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import click

from broadsheet.contracts.news import LARGEST_FILE, NewsItem, WireFormatError
from broadsheet.formats.jsonline import as_json
from broadsheet.formats.reading import read_items
from broadsheet.formats.times import read_exact_time
from broadsheet.formats.wording import printable
from broadsheet.wire.explaining import what_the_desk_does
from broadsheet.wire.verdict import verdict_of

_STANDARD_INPUT = "-"


class Moment(click.ParamType[datetime]):
    """A time with its zone, as ISO 8601 writes it."""

    name = "time"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        moment = value if isinstance(value, datetime) else read_exact_time(str(value))
        if moment is None:
            self.fail(f"{value!r} is no time with a zone, such as 2026-11-26T09:00+01:00.", param, ctx)
        return moment


@click.command("wire_read")
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option("--explain", is_flag=True, help="Add the verdict, its reasons, and what the desk would do.")
@click.option(
    "--json/--text",
    "wants_json",
    default=None,
    help="With --explain: JSON lines, or sentences to read. On a terminal sentences are the default, else JSON lines.",
)
@click.option("--at", type=Moment(), help="With --explain: judge as of this time, not of now.  [2026-11-26T09:00Z]")
def wire_read(files: tuple[str, ...], *, explain: bool, wants_json: bool | None, at: datetime | None) -> None:
    r"""
    Print each item in the wire files as one JSON line.

    Reads every format that sources may send, recognised from the bytes; needs no database. The line names the file,
    then the item's fields; where a file cannot be read, the file and the error. One bad file never stops the others.
    "-" reads standard input. Exits 1 if any file failed.

    \b
    broadsheet wire_read copy/*.xml | jq .headline
    broadsheet wire_read --explain --text kill.xml
    broadsheet wire_read --explain --at 2026-11-26T09:00Z release.eml
    """
    now = (at or datetime.now(UTC)) if explain else None
    as_text = explain and not (wants_json if wants_json is not None else not sys.stdout.isatty())
    has_failed = False
    for name in files:
        shown = os.fsencode(name).decode(errors="replace")
        for read in _read(name, shown=shown):
            has_failed = has_failed or isinstance(read, str)
            click.echo(_told(read, file=shown, now=now) if as_text and now else _line(read, file=shown, now=now))
    if has_failed:
        sys.exit(1)


def _read(name: str, *, shown: str) -> Iterable[NewsItem | str]:
    """The file's items, or the one error that keeps them from being read."""
    try:
        return read_items(_bytes_of(name), name="" if name == _STANDARD_INPUT else Path(shown).name)
    except WireFormatError as error:
        return [str(error)]
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        return [f"The file cannot be opened: {getattr(error, 'strerror', None) or error}"]


def _line(read: NewsItem | str, *, file: str, now: datetime | None) -> str:
    """One JSON line; with what the desk would do at `now`, without that if None."""
    if isinstance(read, str):
        return json.dumps({"file": file, "error": read}, ensure_ascii=False)
    line = {"file": file, **as_json(read)}
    if now is not None:
        verdict = verdict_of(read, now=now)
        line |= {
            "verdict": verdict.kind.value,
            "verdict_label": verdict.kind.label,
            "verdict_reasons": list(verdict.reasons),
            "desk": list(what_the_desk_does(read, verdict=verdict, now=now)),
        }
    return json.dumps(line, ensure_ascii=False)


def _told(read: NewsItem | str, *, file: str, now: datetime) -> str:
    """The same for people, with an empty line after it."""
    if isinstance(read, str):
        return f"{printable(file)}\n  cannot be read: {read}\n"
    verdict = verdict_of(read, now=now)
    told = [
        printable(file),
        f"  {read.headline or read.slug or '(no headline)'}",
        f"  {read.guid}, version {read.version}, {read.format}, {read.kind}",
        f"  {verdict.kind.label}",
        *(f"    because: {reason}" for reason in verdict.reasons),
        *(f"  - {sentence}" for sentence in what_the_desk_does(read, verdict=verdict, now=now)),
    ]
    return "\n".join(told) + "\n"


def _bytes_of(name: str) -> bytes:
    """At most one byte more than is read: enough to say that it is too large."""
    if name == _STANDARD_INPUT:
        return sys.stdin.buffer.read(LARGEST_FILE + 1)
    with Path(name).open("rb") as file:
        return file.read(LARGEST_FILE + 1)

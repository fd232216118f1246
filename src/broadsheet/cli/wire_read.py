"""`broadsheet wire_read FILE…`: what each wire file says, one JSON line an item."""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from broadsheet.contracts.news import WireFormatError
from broadsheet.formats.jsonline import as_json
from broadsheet.formats.reading import LARGEST_FILE, read_items

_STANDARD_INPUT = "-"


@click.command("wire_read")
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
def wire_read(files: tuple[str, ...]) -> None:
    """
    Print each item in the wire files as one JSON line.

    The line names the file, then the item's fields; where a file cannot be read, the file and the error. One bad
    file never stops the others. "-" reads standard input. Exits 1 if any file failed.
    """
    has_failed = False
    for name in files:
        for line in _lines(name):
            has_failed = has_failed or "error" in line
            click.echo(json.dumps(line, ensure_ascii=False))
    if has_failed:
        sys.exit(1)


def _lines(name: str) -> Iterator[dict[str, object]]:
    shown = os.fsencode(name).decode(errors="replace")
    try:
        items = read_items(_bytes_of(name), name="" if name == _STANDARD_INPUT else Path(shown).name)
    except WireFormatError as error:
        yield {"file": shown, "error": str(error)}
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        yield {"file": shown, "error": f"The file cannot be opened: {getattr(error, 'strerror', None) or error}"}
    else:
        for item in items:
            yield {"file": shown, **as_json(item)}


def _bytes_of(name: str) -> bytes:
    """At most one byte more than is read: enough to say that it is too large."""
    if name == _STANDARD_INPUT:
        return sys.stdin.buffer.read(LARGEST_FILE + 1)
    with Path(name).open("rb") as file:
        return file.read(LARGEST_FILE + 1)

"""`broadsheet picture_files`: what the clerk starts when pictures wait for their AVIF and WebP files."""

import os
import threading
from contextlib import suppress

import click

from broadsheet.environment.logs import start_logging

_STDIN = 0


@click.command("picture_files", hidden=True)
def picture_files() -> None:
    """Make the smaller files of every picture that waits, then end; also when standard input ends."""
    threading.Thread(target=_end_with_input, name="end-with-input", daemon=True).start()
    from broadsheet.cli.founding import require_site, start_django

    parent = os.getppid()
    require_site()
    start_logging("pictures")
    start_django()
    from django.utils import timezone

    from broadsheet.media.encoding import make_waiting_files, stand_back

    stand_back()
    make_waiting_files(now=timezone.now, parent=parent)


def _end_with_input() -> None:
    """
    End at once: a clerk that was killed while this process still loaded is not its parent any more to be missed.

    By the descriptor: a thread that waits in `sys.stdin` holds its lock, and Python dies of that at its end.
    """
    with suppress(OSError):
        while os.read(_STDIN, 4096):
            pass
    os._exit(0)

"""`broadsheet picture_files`: what the clerk starts when pictures wait for their AVIF and WebP files."""

import os
import sys
import threading

import click

from broadsheet.environment.logs import start_logging


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
    """End at once: a clerk that was killed while this process still loaded is not its parent any more to be missed."""
    sys.stdin.buffer.read()
    os._exit(0)

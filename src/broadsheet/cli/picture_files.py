"""`broadsheet picture_files`: what the clerk starts when pictures wait for their AVIF and WebP files."""

import os

import click

from broadsheet.environment.logs import start_logging


@click.command("picture_files", hidden=True)
def picture_files() -> None:
    """Make the smaller files of every picture that waits, then end."""
    from broadsheet.cli.founding import require_site, start_django

    parent = os.getppid()
    require_site()
    start_logging("pictures")
    start_django()
    from django.utils import timezone

    from broadsheet.media.encoding import make_waiting_files, stand_back

    stand_back()
    make_waiting_files(now=timezone.now, parent=parent)

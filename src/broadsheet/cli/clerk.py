"""`broadsheet clerk`: everything that happens by itself."""

import click

from broadsheet.environment.logs import start_logging
from broadsheet.environment.memory import freeze_heap, share_arenas


@click.command()
def clerk() -> None:
    """Read the wire, publish what is due, press pages; runs until it is told to stop."""
    from broadsheet.cli.founding import start_django

    share_arenas()
    start_logging("clerk")
    start_django()
    from broadsheet.clerk.service import serve
    from broadsheet.environment.places import EnvironmentError  # noqa: A004

    freeze_heap()
    try:
        serve()
    except EnvironmentError as error:
        raise click.ClickException(str(error)) from error

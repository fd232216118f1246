"""`broadsheet restore`: a site from a backup."""

import os
from pathlib import Path

import click

from broadsheet import __version__
from broadsheet.cli.bars import bars
from broadsheet.environment import places
from broadsheet.environment.database import database_url, use_newest_sqlite


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--home", type=click.Path(path_type=Path), help="The folder to make; BROADSHEET_HOME by default.")
def restore(file: Path, home: Path | None) -> None:
    """
    Make the site that FILE holds, in an empty home.

    The backup of a site on SQLite becomes one on SQLite, that of one on PostgreSQL needs an empty PostgreSQL database
    in DATABASE_URL. Restore only what you made yourself: a backup is trusted like the program.
    """
    if home is not None:
        os.environ["BROADSHEET_HOME"] = str(home)
    use_newest_sqlite()
    from broadsheet.keeping import KeepingError
    from broadsheet.keeping.restoring import restore as restore_site

    try:
        with bars() as progress:
            made = restore_site(file, home=places.home(), database_url=database_url(), progress=progress)
    except KeepingError as error:
        raise click.ClickException(f"{file} was not restored: {error}.") from error
    # An older release's tables are not these; its site is upgraded first. Without its secret Django does not start.
    if made.broadsheet == __version__ and made.holds_secret:
        _tell_journal(file)
    click.echo(f"{places.home()} is the site as it was at {made.taken_at:%d %B %Y, %H:%M:%S} UTC.")
    click.echo("What came later is not in it, kills too: look through your agencies' since then before readers do.")
    if not made.holds_secret:
        click.echo("Its secret was in BROADSHEET_SECRET: set it as it was before you start the site.")
    if not made.holds_pieces:
        click.echo("It holds no pages; the clerk presses them, the newest first.")
    if made.broadsheet != __version__:
        click.echo(f"It was made by Broadsheet {made.broadsheet}: run `broadsheet upgrade` first.")
    click.echo("Start it with `broadsheet run`.")


def _tell_journal(file: Path) -> None:
    """Whoever reads the journal later should know that what came between is not in it."""
    from broadsheet.cli.founding import start_django

    start_django()
    from broadsheet.accounts.journal import tell_of_command

    tell_of_command(did=f"The site was restored from {file}")

"""`broadsheet move_to_postgres`: from the embedded database to a server."""

import os
import subprocess
import sys

import click

from broadsheet.cli.alone import alone
from broadsheet.cli.bars import bars
from broadsheet.cli.founding import require_site, start_django
from broadsheet.environment.database import database_url


@click.command("move_to_postgres")
@click.argument("address")
def move_to_postgres(address: str) -> None:
    """
    Copy the whole database into the empty PostgreSQL database at ADDRESS (postgresql://user@host/name).

    Newsroom and clerk must not run. Nothing changes for the site until DATABASE_URL names the new database. Leave the
    password out of ADDRESS: it is asked for in PGPASSWORD, or in ~/.pgpass.
    """
    require_site()
    if database_url():
        raise click.ClickException("DATABASE_URL names a database already: this site is not on SQLite.")
    start_django()
    from broadsheet.keeping import KeepingError
    from broadsheet.keeping.databases.postgres import require_empty
    from broadsheet.keeping.moving import move_rows

    try:
        with alone():
            require_empty(address)
            _run(address, "migrate", "--no-input", "-v", "0")
            with bars() as progress:
                moved = move_rows(address, progress=progress)
            _run(address, "shell", "-v", "0", "-c", INDEX)
            _run(address, "update_index", "-v", "0")
    except KeepingError as error:
        raise click.ClickException(f"Nothing was moved: {error}.") from error
    click.echo(f"{moved.rows:,} rows of {moved.tables} tables are in the new database.")
    click.echo(
        "Set DATABASE_URL to it, start the processes, and run `broadsheet doctor`; keep the old file until then."
    )


INDEX = "from broadsheet.wire.listed import index_everything; index_everything()"


def _run(address: str, *words: str) -> None:
    """A command of Django's on the new database, which this process cannot speak to beside the old one."""
    done = subprocess.run(
        [sys.executable, "-m", "broadsheet", "manage", *words],
        env={**os.environ, "DATABASE_URL": address},
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise click.ClickException(f"The new database could not be made ready: {done.stderr[-2000:].strip()}")

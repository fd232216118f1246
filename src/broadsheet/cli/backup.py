"""`broadsheet backup`: the whole site in one file."""

from datetime import UTC, datetime
from pathlib import Path

import click

from broadsheet.cli.bars import bars

MOMENT = "%d %B %Y, %H:%M:%S"


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Read FILE whole and say whether it can be restored; nothing is written.")
def backup(file: Path | None, check: bool) -> None:
    """
    Write the whole site into FILE, while newsroom, clerk and edge go on.

    FILE may be a folder, which gets a file named by the moment; so does the current folder without FILE. It holds the
    site's secret, so it is made readable to its owner alone: keep it so.
    """
    if check:
        _check(file)
        return
    from broadsheet.cli.founding import require_site, start_django

    require_site()
    start_django()
    from broadsheet.accounts.journal import tell_of_command
    from broadsheet.keeping import KeepingError
    from broadsheet.keeping.backing_up import back_up

    target = _target(file, now=datetime.now(UTC))
    try:
        with bars() as progress:
            made = back_up(target, progress=progress, now=lambda: datetime.now(UTC))
    except KeepingError as error:
        raise click.ClickException(str(error)) from error
    tell_of_command(did=f"The site was backed up to {made.path}")
    click.echo(
        f"{made.path} holds the site as it was at {made.taken_at:%d %B %Y, %H:%M:%S} UTC ({made.bytes:,} bytes)."
    )
    if made.holds_secret:
        click.echo("It holds the site's secret too: keep it where nobody else can read it.")
    else:
        click.echo("BROADSHEET_SECRET is not in it: keep that elsewhere, a restored site needs it.")
    if not made.holds_pieces:
        click.echo("All pages were being pressed anew just now, so they are not in it: after a restore the clerk does.")
    if not made.holds_index:
        click.echo("The search index is not in it: after a restore the clerk makes it anew.")
    if made.missing:
        click.echo(f"{made.missing} files that the database names were not there; `broadsheet doctor` says which.")


def _target(file: Path | None, *, now: datetime) -> Path:
    place = file or Path()
    return place / f"broadsheet-{now:%Y%m%d-%H%M%S}.tar.zst" if place.is_dir() else place


def _check(file: Path | None) -> None:
    from broadsheet.keeping.archive.contents import ENGINES, BackupError
    from broadsheet.keeping.archive.reading import check

    if file is None:
        raise click.UsageError("--check wants the file to look through")
    try:
        with bars() as progress:
            progress.begin("looking through it", total=file.stat().st_size if file.is_file() else 0)
            contents = check(file, advance=progress.reach)
    except BackupError as error:
        raise click.ClickException(f"{file} cannot be restored: {error}") from error
    taken_at = datetime.fromisoformat(contents.closing.taken_at)
    click.echo(
        f"{file} is sound: {contents.files:,} files, {contents.bytes:,} bytes, made by Broadsheet "
        f"{contents.head.broadsheet} on {ENGINES[contents.head.engine]}. It holds the site as it was at "
        f"{taken_at:{MOMENT}} UTC."
    )

"""`broadsheet upgrade`: what is to be run after a new release was installed."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from broadsheet import __version__
from broadsheet.cli.alone import alone
from broadsheet.cli.bars import bars
from broadsheet.cli.founding import collect_static, is_static_collected, require_site, start_django
from broadsheet.environment import places

if TYPE_CHECKING:
    from broadsheet.keeping.upgrading import Upgrade

BACKUPS = "backups"  # in the home, where no other place is named


@click.command()
@click.option("--no-backup", is_flag=True, help="Do not back up first.")
@click.option("--backup-to", type=click.Path(path_type=Path), help="Folder for the backup; HOME/backups by default.")
def upgrade(no_backup: bool, backup_to: Path | None) -> None:
    """
    Back up, then bring tables, rights, static files and pages to this release.

    Run twice, it changes nothing the second time. It refuses while newsroom or clerk run.
    """
    require_site()
    start_django()
    from broadsheet.accounts.journal import tell_of_command
    from broadsheet.keeping import KeepingError
    from broadsheet.keeping.owners import require_own
    from broadsheet.keeping.upgrading import upgrade_site, waiting_migrations

    try:
        require_own(places.home())
        with alone():
            waiting_migrations()
            backup = None if no_backup else _back_up(backup_to)
            had_static = is_static_collected()
            done = upgrade_site(now=datetime.now(UTC))
            collect_static()
            tell_of_command(did=f"The site was upgraded to Broadsheet {__version__}")
    except KeepingError as error:
        raise click.ClickException(f"The site was not upgraded: {error}.") from error
    _tell(done, backup=backup, has_new_static=not had_static)


def _back_up(folder: Path | None) -> Path:
    from broadsheet.keeping.backing_up import back_up

    place = folder or places.home() / BACKUPS
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    now = datetime.now(UTC)
    with bars() as progress:
        target = place / f"before-{__version__}-{now:%Y%m%d-%H%M%S}.tar.zst"
        return back_up(target, progress=progress, now=lambda: datetime.now(UTC)).path


def _tell(done: "Upgrade", *, backup: Path | None, has_new_static: bool) -> None:
    if backup:
        click.echo(f"Backed up to {backup}.")
    if done.migrations:
        click.echo(f"{len(done.migrations)} migrations applied, the last {done.migrations[-1]}.")
    for role, names in done.given.items():
        click.echo(f"{role.value} may now also: {', '.join(names)}.")
    for role, names in done.taken.items():
        click.echo(
            f"{role.value} may no longer: {', '.join(names)}. Rights beyond a role's belong to a group of your own."
        )
    if has_new_static:
        click.echo("The newsroom's static files are those of this release.")
    if done.ordered:
        click.echo(f"Pages are to be pressed anew: {done.ordered} orders are given, and the clerk works them off.")
    if not done.has_index:
        click.echo(
            "The search index is made anew by the clerk; until it is full, search says that it is being prepared."
        )
    _tell_of_addresses(done)
    if done.is_nothing and not has_new_static:
        click.echo("Everything was as this release wants it.")
    click.echo("Start newsroom and clerk, and start the edge again if it ran.")


def _tell_of_addresses(done: "Upgrade") -> None:
    for path in done.pages:
        click.echo(f"The paper has a page at {path} now: read it, and make it yours (Settings, The paper's pages).")
    for path in done.misplaced:
        click.echo(f"A section stands at {path}, where the site itself answers: give it another slug in the newsroom.")

"""`broadsheet export`: every story in a form that other systems read."""

from pathlib import Path

import click

from broadsheet.cli.bars import bars


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def export(folder: Path) -> None:
    """
    Write every story into FOLDER as IPTC ninjs 3, with its pictures.

    Again into the same folder, it writes what changed, and takes away what is no more. Stories that were withdrawn are
    there by address and notice, without their words.
    """
    from broadsheet.cli.founding import require_site, start_django

    require_site()
    start_django()
    from broadsheet.keeping import KeepingError
    from broadsheet.keeping.exporting import export_paper

    try:
        with bars() as progress:
            done = export_paper(folder, progress=progress)
    except KeepingError as error:
        raise click.ClickException(f"The paper was not exported: {error}.") from error
    click.echo(f"{folder} holds {done.stories:,} stories, and the notices of {done.withdrawn:,} that were withdrawn.")
    click.echo(
        f"{done.written:,} documents and {done.pictures:,} pictures and other files were written, "
        f"{done.removed:,} files removed."
    )
    if done.missing:
        click.echo(
            f"{done.missing:,} files of pictures and the like were not there; `broadsheet doctor --all` names them."
        )

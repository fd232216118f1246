"""`broadsheet wire_add_source`: tells Broadsheet of a folder that an agency drops its files in."""

from pathlib import Path

import click

from broadsheet.cli.founding import require_site, start_django


@click.command("wire_add_source")
@click.argument("slug")
@click.option(
    "--folder", required=True, type=click.Path(path_type=Path), help="Where its files arrive; made if missing."
)
@click.option("--credit", required=True, help='Whom pages name where an item names nobody: "Associated Press".')
@click.option("--name", default="", help="What the desk calls it; the credit if left out.")
@click.option("--publish-to", "section", default="", help="Publish by itself in this section: /world/uk-and-europe/")
@click.option("--hourly-cap", default=30, show_default=True, type=click.IntRange(0), help="Most stories an hour.")
@click.option("--replace", is_flag=True, help="Change the source of that name if there is one.")
def wire_add_source(
    *, slug: str, folder: Path, credit: str, name: str, section: str, hourly_cap: int, replace: bool
) -> None:
    """Add a wire source named SLUG that is read from a folder."""
    require_site()
    start_django()
    from broadsheet.wire.sources import SourceError, SourceFacts, add_source

    facts = SourceFacts(
        slug=slug, folder=folder, credit=credit, name=name or credit, publish_to=section, hourly_cap=hourly_cap
    )
    try:
        source = add_source(facts, replace=replace)
    except SourceError as error:
        raise click.ClickException(str(error)) from error
    routed = f" and published in {section}" if section else ""
    click.echo(f"{source.name}: files dropped in {source.folder} are read{routed}.")

"""`broadsheet demo_agency`: the agencies of the demo, as a process of their own."""

import click

from broadsheet.environment.logs import start_logging


@click.command("demo_agency", hidden=True)
def demo_agency() -> None:
    """Play the script once readers have the whole edition; `broadsheet demo` starts this."""
    from broadsheet.demo import places
    from broadsheet.demo.agency import AgencyError, run_agency

    start_logging("agency")
    try:
        run_agency(places.wire_folder(), places.state_path(), opening=places.printed_path())
    except AgencyError as error:
        raise click.ClickException(str(error)) from error

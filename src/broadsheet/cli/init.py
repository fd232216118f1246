"""`broadsheet init`: makes a real site."""

import click

from broadsheet.cli.founding import Charter, collect_static, found, is_founded, start_django
from broadsheet.environment import places, site
from broadsheet.environment.places import EnvironmentError  # noqa: A004

SHORTEST_PASSWORD = 10
SECTIONS = "World, Politics, Business, Sport, Culture"


@click.command()
@click.option("--name", prompt="What is the paper called", help="The paper's name, as on its masthead.")
@click.option("--zone", prompt="In which time zone does it appear", default="Europe/London", help="IANA time zone.")
@click.option("--language", prompt="In which language", default="en-gb", help="BCP 47, such as en-gb.")
@click.option("--sections", prompt="Its sections, by comma", default=SECTIONS, help="By comma, in menu order.")
@click.option("--admin", prompt="The first administrator's user name", default="admin", help="User name.")
@click.option("--email", prompt="Their e-mail address", help="Where notices go.")
@click.password_option(help="The administrator's password, ten characters at least.")
def init(*, name: str, zone: str, language: str, sections: str, admin: str, email: str, password: str) -> None:
    """Make a new site in BROADSHEET_HOME (default: the folder `var`)."""
    if is_founded():
        raise click.ClickException(f"There is a site in {places.home()} already. Start it with `broadsheet run`.")
    charter = Charter(
        name=_named(name),
        zone=_zone(zone),
        language=_language(language),
        sections=_sections(sections),
        admin=admin,
        email=email,
        password=_password(password),
    )
    make_site(charter)
    click.echo(f"{charter.name} is founded in {places.home()}. Start it with `broadsheet run`.")


def make_site(charter: Charter) -> None:
    """
    Make the whole site or nothing that counts: the file that says "founded" is written last.

    :raises click.ClickException: if the administrator cannot be made as asked; then nothing was made but tables
    """
    # Django reads language and zone when it starts, before the file is there.
    import os

    os.environ["BROADSHEET_LANGUAGE"], os.environ["BROADSHEET_ZONE"] = charter.language, charter.zone
    start_django()
    from broadsheet.accounts.actions import AccountsError
    from broadsheet.stories.founding import PaperExistsError

    click.echo("Making the tables, roles and sections …")
    try:
        found(charter)
    except PaperExistsError:
        click.echo("An earlier start of this was stopped half-way, with its paper made already; going on with that.")
    except AccountsError as error:
        raise click.ClickException(f"The administrator {charter.admin!r} cannot be made: {error}") from error
    collect_static()
    site.found_site(language=charter.language, zone=charter.zone)


def _named(text: str) -> str:
    if not text.strip():
        raise click.BadParameter("a paper needs a name", param_hint="--name")
    return text.strip()


def _zone(text: str) -> str:
    try:
        return site.checked_zone(text.strip())
    except EnvironmentError as error:
        raise click.BadParameter(str(error), param_hint="--zone") from error


def _language(text: str) -> str:
    try:
        return site.checked_language(text.strip())
    except EnvironmentError as error:
        raise click.BadParameter(str(error), param_hint="--language") from error


def _sections(text: str) -> tuple[str, ...]:
    titles = tuple(dict.fromkeys(title.strip() for title in text.split(",") if title.strip()))
    if not titles:
        raise click.BadParameter("a paper needs one section at least", param_hint="--sections")
    return titles


def _password(text: str) -> str:
    if len(text) < SHORTEST_PASSWORD:
        raise click.BadParameter(f"{SHORTEST_PASSWORD} characters at least", param_hint="--password")
    return text

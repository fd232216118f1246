"""`broadsheet wire_source …`: the sources, as on screen."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from broadsheet.cli.founding import SiteGroup
from broadsheet.contracts.fetching import SourceKind

if TYPE_CHECKING:
    from django.forms import BaseForm

    from broadsheet.wire.models import Source
    from broadsheet.wire.source_forms import SourceForm


@click.group("wire_source", cls=SiteGroup)
def wire_source() -> None:
    """List, add, change and try wire sources."""


_ANSWERS = (
    click.option("--name", help="What the desk calls it."),
    click.option("--folder", help="For a folder: its absolute path."),
    click.option("--address", help="For the others: https://…, sftp://…, imaps://… (never with a password in it)."),
    click.option("--user", help="Who we are there."),
    click.option(
        "--secret", envvar="BROADSHEET_SOURCE_SECRET", help="Password, key or token; better by the environment."
    ),
    click.option("--interval", type=int, help="Seconds between two looks."),
    click.option("--option", "options", multiple=True, metavar="NAME=VALUE", help="A setting of the kind."),
    click.option("--credit", help="Whom pages name where an item names nobody."),
    click.option("--colour", help="How its items are marked in the list."),
    click.option("--order-by", type=click.Choice(["version", "time"]), help="What makes a revision the newer one."),
    click.option("--quiet-after", type=int, help="Hours without an item until an alarm."),
    click.option("--hourly-cap", type=int, help="Most stories an hour that its routes may publish."),
    click.option("--allowed-terms", help="Terms and notes that may publish by themselves, one a line."),
)


def _asks(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(_ANSWERS):
        command = option(command)
    return command


@wire_source.command("list")
def list_sources() -> None:
    """Print each source with how it stands."""
    from django.utils import timezone

    from broadsheet.wire.health import health_of_all

    for health in health_of_all(now=timezone.now()):
        standing, source = health.standing, health.source
        last = f"{timezone.localtime(source.last_item_at):%Y-%m-%d %H:%M}" if source.last_item_at else "no item yet"
        words = f": {standing.words}" if standing.words else ""
        click.echo(f"{source.slug}\t{source.kind}\t{last}\t{health.quarantined} unread\t{standing.health.label}{words}")


@wire_source.command("add")
@click.argument("slug")
@click.option("--kind", required=True, type=click.Choice([kind.value for kind in SourceKind]))
@_asks
def add(*, slug: str, kind: str, options: tuple[str, ...], **answers: Any) -> None:
    """Add a source named SLUG."""
    from broadsheet.wire.source_forms import SourceForm

    form = SourceForm(kind=SourceKind(kind))
    given = {**_initial(form), "slug": slug, "name": slug, **_given(answers, options)}
    _save(SourceForm(given, kind=SourceKind(kind)))


@wire_source.command("edit")
@click.argument("slug")
@_asks
def edit(*, slug: str, options: tuple[str, ...], **answers: Any) -> None:
    """Change a source; what is not given stays."""
    from broadsheet.wire.source_forms import SourceForm

    source = _source(slug)
    kind = SourceKind(source.kind)
    given = {**_initial(SourceForm(kind=kind, instance=source)), **_given(answers, options)}
    _save(SourceForm(given, kind=kind, instance=source))


@wire_source.command("try")
@click.argument("slug")
def try_source(slug: str) -> None:
    """Look once and print what would come in; nothing is kept."""
    from broadsheet.wire.locking import LockedError
    from broadsheet.wire.models.sources import FETCHED_KINDS
    from broadsheet.wire.sources import order_for
    from broadsheet.wire.trying import try_out

    source = _source(slug)
    if source.kind not in FETCHED_KINDS:
        raise click.ClickException(f"{slug} is not fetched: its copy is brought here.")
    with _plain_errors(LockedError):
        trial = try_out(SourceKind(source.kind), order_for(source))
    if trial.error:
        raise click.ClickException(trial.error)
    for trouble in trial.troubles:
        click.echo(trouble, err=True)
    click.echo(f"{trial.count} document(s)")
    for document in trial.documents:
        click.echo(f"{document.name}\t{document.size} bytes\t{document.error or f'{document.items} item(s)'}")
        for headline in document.headlines:
            click.echo(f"\t{headline}")


@wire_source.command("on")
@click.argument("slug")
def on(slug: str) -> None:
    """Switch a source on."""
    from django.utils import timezone

    from broadsheet.wire.sources import SourceError
    from broadsheet.wire.switching import switch_on

    with _plain_errors(SourceError):
        switch_on(_source(slug), now=timezone.now())


@wire_source.command("off")
@click.argument("slug")
def off(slug: str) -> None:
    """Switch a source off."""
    from broadsheet.wire.switching import switch_off

    switch_off(_source(slug))


@wire_source.command("archive")
@click.argument("slug")
@click.option("--back", is_flag=True, help="Take it back instead.")
def archive(*, slug: str, back: bool) -> None:
    """Put a source away; its items stay."""
    from django.utils import timezone

    from broadsheet.wire import switching

    source = _source(slug)
    if back:
        switching.take_back(source)
    else:
        switching.archive(source, now=timezone.now())


@wire_source.command("token")
@click.argument("slug")
def token(slug: str) -> None:
    """Make a push source's token and print it, this once; an earlier one is void."""
    from django.utils import timezone

    from broadsheet.wire.sources import SourceError
    from broadsheet.wire.tokens import renew_token

    with _plain_errors(SourceError):
        click.echo(renew_token(_source(slug), now=timezone.now()))


@wire_source.command("read_again")
@click.argument("slug")
def read_again(slug: str) -> None:
    """Read all of a source's quarantine again, after a fix."""
    from django.utils import timezone

    from broadsheet.wire.actions import WireError
    from broadsheet.wire.rereading import READ_A_STEP, begin_rereading, reread

    with _plain_errors(WireError):
        reading = begin_rereading(_source(slug), by=None, now=timezone.now())
    while reading.finished_at is None:
        reading = reread(reading, most=READ_A_STEP, now=timezone.now())
        click.echo(f"{reading.read} of {reading.total} read, {reading.unread} still unreadable")


def _source(slug: str) -> "Source":
    from broadsheet.wire.models import Source

    source = Source.objects.filter(slug=slug).first()
    if source is None:
        known = ", ".join(Source.objects.order_by("slug").values_list("slug", flat=True)) or "none yet"
        raise click.ClickException(f"There is no source {slug!r}. Sources: {known}.")
    return source


def _given(answers: dict[str, Any], options: tuple[str, ...]) -> dict[str, Any]:
    pairs = [option.partition("=") for option in options]
    given = {name: value for name, value in answers.items() if value is not None}
    return {**given, **{f"option_{name}": value for name, _, value in pairs}}


def _initial(form: "SourceForm") -> dict[str, Any]:
    """What the form shows before anybody types."""
    values = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    return {name: value for name, value in values.items() if value is not None}


def _save(form: "SourceForm") -> None:
    from django.utils import timezone

    unknown = set(form.data) - set(form.fields)
    if unknown:
        raise click.ClickException(f"A source of this kind has no {', '.join(map(_as_option, sorted(unknown)))}.")
    require_valid(form)
    source = form.save_source(now=timezone.now())
    click.echo(f"{source.slug} is saved.")


def require_valid(form: "BaseForm") -> None:
    """:raises click.ClickException: naming each option that cannot be"""
    if not form.is_valid():
        lines = [f"{_as_option(name)}: {error}" for name, errors in form.errors.items() for error in errors]
        raise click.ClickException("\n".join(lines))


def _as_option(name: str) -> str:
    if name == "__all__":
        return "together"
    return f"--option {name.removeprefix('option_')}=" if name.startswith("option_") else f"--{name.replace('_', '-')}"


@contextmanager
def _plain_errors(*kinds: type[Exception]) -> Iterator[None]:
    try:
        yield
    except kinds as error:
        raise click.ClickException(str(error)) from error

"""`broadsheet wire_route …`: what happens to items by itself, as on screen."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from broadsheet.cli.founding import SiteGroup
from broadsheet.cli.wire_source import require_valid

if TYPE_CHECKING:
    from broadsheet.wire.models import Route
    from broadsheet.wire.route_forms import RouteForm


@click.group("wire_route", cls=SiteGroup)
def wire_route() -> None:
    """List, add and switch routes."""


@wire_route.command("list")
def list_routes() -> None:
    """Print each route by its number."""
    from broadsheet.stories.queries import address_of
    from broadsheet.wire.routes import all_routes, describe_filter, standing_stop

    stop = standing_stop()
    if stop is not None:
        click.echo(
            f"All routes are stopped, since {stop.stopped_at:%Y-%m-%d %H:%M} UTC, by {stop.stopped_by or 'a command'}."
        )
    for route in all_routes():
        state = route.get_mode_display() if route.enabled else "off"
        place = address_of(route.section)
        made = f"{route.made} stories"  # type: ignore[attr-defined]  # counted by the query
        click.echo(f"{route.pk}\t{route.source.slug}\t{describe_filter(route)}\t{place}\t{state}\t{made}")


@wire_route.command("add")
@click.argument("source")
@click.argument("section")
@click.option("--mode", type=click.Choice(["desk", "draft", "publish"]), default="draft", show_default=True)
@click.option("--topics", default="", help="Media Topics codes or names, by comma.")
@click.option("--kinds", default="", help="Such as text, by comma.")
@click.option("--languages", default="", help="Such as en, de, by comma.")
@click.option("--least-urgency", default=9, show_default=True, help="Takes items from urgency 1 down to this one.")
@click.option("--from", "hours_from", help="Such as 22:00, by the paper's clock.")
@click.option("--until", "hours_to", help="Such as 06:00.")
@click.option("--not-in-latest", is_flag=True, help="Its stories stay out of Latest Stories and the fronts.")
@click.option("--try", "is_trial", is_flag=True, help="Only tell what it would have done with the last 50 items.")
def add(*, source: str, section: str, kinds: str, not_in_latest: bool, is_trial: bool, **answers: Any) -> None:
    """Let items of SOURCE go to SECTION, an address such as /world/uk-and-europe/."""
    from broadsheet.stories.queries import section_by_address
    from broadsheet.wire.models import Source
    from broadsheet.wire.route_forms import RouteForm

    known, place = Source.objects.filter(slug=source).first(), section_by_address(section)
    if known is None:
        raise click.ClickException(f"There is no source {source!r}; `broadsheet wire_source list` names them.")
    if place is None:
        raise click.ClickException(f"There is no section at {section}.")
    chosen = [kind.strip() for kind in kinds.split(",") if kind.strip()]
    form = RouteForm(
        {**answers, "source": known.pk, "section": place.pk, "kinds": chosen, "in_latest": not not_in_latest}
    )
    require_valid(form)
    if is_trial:
        _tell_rehearsal(form)
    else:
        click.echo(f"Route {form.save().pk} is saved.")


@wire_route.command("on")
@click.argument("number", type=int)
def on(number: int) -> None:
    """Switch a route on."""
    _switch(number, on=True)


@wire_route.command("off")
@click.argument("number", type=int)
def off(number: int) -> None:
    """Switch a route off."""
    _switch(number, on=False)


@wire_route.command("delete")
@click.argument("number", type=int)
def delete(number: int) -> None:
    """Delete a route that made no story."""
    from broadsheet.wire.routes import RouteError, delete_route

    try:
        delete_route(_route(number))
    except RouteError as error:
        raise click.ClickException(str(error)) from error


@wire_route.command("stop_all")
def stop_all() -> None:
    """Stop all routes at once: nothing is made or published by itself."""
    from broadsheet.wire.actions import stop_routes

    _pull(stop_routes)


@wire_route.command("resume_all")
def resume_all() -> None:
    """Let routes run again; what came meanwhile stays on the desk."""
    from broadsheet.wire.actions import resume_routes

    _pull(resume_routes)


def _pull(act: Callable[..., None]) -> None:
    from django.utils import timezone

    from broadsheet.wire.actions import WireError

    try:
        act(by=None, now=timezone.now())
    except WireError as error:
        raise click.ClickException(str(error)) from error


def _switch(number: int, *, on: bool) -> None:
    from broadsheet.wire.routes import switch_route

    switch_route(_route(number), on=on)


def _route(number: int) -> "Route":
    from broadsheet.wire.models import Route

    route = Route.objects.select_related("source", "section").filter(pk=number).first()
    if route is None:
        raise click.ClickException(f"There is no route {number}; `broadsheet wire_route list` numbers them.")
    return route


def _tell_rehearsal(form: "RouteForm") -> None:
    from django.utils import timezone

    from broadsheet.wire.rehearsing import rehearse

    for played in rehearse(form.instance, now=timezone.now()):
        click.echo(f"{played.deed}\t{played.item}\t{played.why}")

"""Reads and writes of routes beside the form."""

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from broadsheet.wire.models import Route, RoutesStop


class RouteError(Exception):
    """Something that cannot be done with a route; the text says why and the way out."""


def all_routes() -> QuerySet[Route]:
    """Every route by its source, with how many stories it made."""
    routes = Route.objects.select_related("source", "section").annotate(made=Count("uses"))
    return routes.order_by("source__name", "section__path", "pk")


def delete_route(route: Route) -> None:
    """
    Delete a route that made nothing.

    :raises RouteError: if stories came of it: they would count as made by hand, and items could be taken twice
    """
    if route.uses.exists():
        raise RouteError(_("Stories were made by %(route)s; switch it off instead.") % {"route": route.title})
    route.delete()


def switch_route(route: Route, *, on: bool) -> None:
    """Let a route take items, or not; what came meanwhile stays on the desk."""
    route.enabled = on
    route.save(update_fields=["enabled"])


def standing_stop() -> RoutesStop | None:
    """The stop that holds all routes now, with who pulled it and when."""
    return RoutesStop.objects.filter(resumed_at__isnull=True).select_related("stopped_by").order_by("pk").first()


def describe_filter(route: Route) -> str:
    """What a route takes, in words."""
    parts = [route.topics, route.kinds, route.languages]
    if route.least_urgency < 9:  # noqa: PLR2004  the lowest that IPTC counts
        parts.append(_("urgency 1 to %(least)d") % {"least": route.least_urgency})
    if route.hours_from and route.hours_to:
        hours = {"start": f"{route.hours_from:%H:%M}", "end": f"{route.hours_to:%H:%M}"}
        parts.append(_("%(start)s to %(end)s") % hours)
    return " · ".join(filter(None, parts)) or _("everything")

"""Routes: what happens to items by itself, what would have happened, and the one switch for all."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin.widgets.button import HeaderButton

from broadsheet.wire.actions import WireError, resume_routes
from broadsheet.wire.actions import stop_routes as stop_all_routes
from broadsheet.wire.models import Route
from broadsheet.wire.queries import are_routes_stopped
from broadsheet.wire.rehearsing import Rehearsed, rehearse
from broadsheet.wire.route_forms import RouteForm
from broadsheet.wire.routes import RouteError, all_routes, delete_route, describe_filter, standing_stop, switch_route
from broadsheet.wire.views.framing import ManagedView

_may_change = permission_required("broadsheet_wire.change_route", raise_exception=True)


class RoutesView(ManagedView):
    """Every route by its source, and the switch that stops all."""

    template_name = "broadsheet_wire/routes.html"
    page_title = gettext_lazy("Routes")
    header_icon = "redirect"
    permission_required = "broadsheet_wire.view_route"

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        if not self.request.user.has_perm("broadsheet_wire.add_route"):
            return []
        return [HeaderButton(_("Add a route"), reverse("broadsheet_wire:add_route"), icon_name="plus")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {
            "lines": [{"route": route, "takes": describe_filter(route)} for route in all_routes()],
            "stop": standing_stop(),
            "may_stop_routes": self.request.user.has_perm("broadsheet_wire.change_route"),
        }
        return super().get_context_data(**{**kwargs, **context})


class RouteFormView(ManagedView):
    """Adding a route; `try` tells what it would have done with the last items, `save` keeps it."""

    template_name = "broadsheet_wire/route_form.html"
    page_title = gettext_lazy("Add a route")
    header_icon = "redirect"
    permission_required = "broadsheet_wire.add_route"
    trail = (("broadsheet_wire:sources", gettext_lazy("Sources")), ("broadsheet_wire:routes", gettext_lazy("Routes")))

    @cached_property
    def route(self) -> Route | None:
        return None

    def form(self, data: Any = None) -> RouteForm:
        chosen = {} if self.route else {"source": self.request.GET.get("source")}
        return RouteForm(data, instance=self.route, initial=chosen)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {"form": kwargs.get("form") or self.form(), "route": self.route}
        return super().get_context_data(**{**kwargs, **context})

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        if "try" in request.POST:
            played = rehearse(form.instance, now=timezone.now())
            return self.render_to_response(
                self.get_context_data(form=form, rehearsed=played, tally=_tally(played), is_rehearsed=True)
            )
        route = form.save()
        messages.success(request, _("The route %(route)s is saved.") % {"route": route.title})
        return redirect("broadsheet_wire:routes")


class EditRouteView(RouteFormView):
    permission_required = "broadsheet_wire.change_route"

    @cached_property
    def route(self) -> Route:
        return get_object_or_404(Route.objects.select_related("source", "section"), pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        return _("Change %(name)s") % {"name": self.route.title}


class DeleteRouteView(EditRouteView):
    """Asks, then deletes."""

    template_name = "broadsheet_wire/delete_route.html"
    permission_required = "broadsheet_wire.delete_route"

    def get_page_title(self) -> str:
        return _("Delete %(name)s") % {"name": self.route.title}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, is_deletable=not self.route.uses.exists())

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        try:
            delete_route(self.route)
        except RouteError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The route is deleted."))
        return redirect("broadsheet_wire:routes")


@_may_change
@require_POST
def switch_one_route(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a route take items, or not."""
    route = get_object_or_404(Route, pk=pk)
    switch_route(route, on=not route.enabled)
    said = _("The route %(route)s is switched on.") if route.enabled else _("The route %(route)s is switched off.")
    messages.success(request, said % {"route": route.title})
    return redirect("broadsheet_wire:routes")


@_may_change
@require_POST
def switch_routes(request: HttpRequest) -> HttpResponse:
    """
    Stop all routes, or let them run again; then back to where the switch was pulled.

    The button says which: two who pull the brake at once have both stopped the routes, and neither starts them again.
    """
    act = {"stop": stop_all_routes, "resume": resume_routes}.get(request.POST.get("do", ""))
    if act is None:
        return HttpResponseBadRequest("do is neither stop nor resume")
    try:
        if are_routes_stopped() != (act is stop_all_routes):
            act(by=request.user, now=timezone.now())  # type: ignore[arg-type]
    except WireError as error:
        messages.error(request, str(error))
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return redirect(back if is_ours else "broadsheet_wire:list")


def _tally(played: list[Rehearsed]) -> list[tuple[str, int]]:
    """How many items met with what, in words."""
    return [(_(deed.value), number) for deed, number in Counter(item.deed for item in played).most_common()]

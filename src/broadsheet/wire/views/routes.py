"""The one switch for all routes."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from broadsheet.wire.actions import WireError, resume_routes
from broadsheet.wire.actions import stop_routes as stop_all_routes
from broadsheet.wire.queries import are_routes_stopped


@require_POST
def switch_routes(request: HttpRequest) -> HttpResponse:
    """Stop all routes, or let them run again."""
    if not request.user.has_perm("broadsheet_wire.change_route"):
        raise PermissionDenied
    act = resume_routes if are_routes_stopped() else stop_all_routes
    try:
        act(by=request.user, now=timezone.now())  # type: ignore[arg-type]
    except WireError as error:
        messages.error(request, str(error))
    return redirect("broadsheet_wire:list")

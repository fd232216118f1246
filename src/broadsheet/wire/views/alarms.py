"""What wants somebody's eyes."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from broadsheet.wire.alarms import AlreadyAcknowledgedError, acknowledge
from broadsheet.wire.models import Alarm
from broadsheet.wire.queries import open_alarms
from broadsheet.wire.views.framing import FramedView


class AlarmsView(FramedView):
    template_name = "broadsheet_wire/alarms.html"
    page_title = "Alarms"
    header_icon = "warning"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, alarms=open_alarms()[:200])


@require_POST
def acknowledge_alarm(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        acknowledge(get_object_or_404(Alarm, pk=pk), by=request.user, now=timezone.now())  # type: ignore[arg-type]
    except AlreadyAcknowledgedError as error:
        messages.warning(request, str(error))
    return redirect("broadsheet_wire:alarms")

"""Files that could not be read."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from broadsheet.wire.actions import WireError, read_again
from broadsheet.wire.models import Delivery
from broadsheet.wire.pictures import pictures_of
from broadsheet.wire.queries import quarantine
from broadsheet.wire.receiving import Received
from broadsheet.wire.views.framing import TabledView
from broadsheet.wire.wording import told


class QuarantineView(TabledView):
    template_name = "broadsheet_wire/quarantine.html"
    page_title = gettext_lazy("Quarantine")
    header_icon = "warning"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, deliveries=quarantine()[:200])


@require_POST
def read_quarantined(request: HttpRequest, pk: int) -> HttpResponse:
    delivery = get_object_or_404(Delivery.objects.select_related("source"), pk=pk)
    try:
        received = read_again(delivery, now=timezone.now(), find_picture=pictures_of(delivery.source))
    except WireError as error:
        messages.error(request, str(error))
    else:
        _tell(request, name=delivery.name, received=received)
    return redirect("broadsheet_wire:quarantine")


def _tell(request: HttpRequest, *, name: str, received: Received) -> None:
    if received.error:
        said = _("%(name)s cannot be read yet: %(error)s")
        messages.error(request, said % {"name": name, "error": told(received.error)})
    else:
        said = ngettext("%(name)s was read: %(count)d item.", "%(name)s was read: %(count)d items.", received.items)
        messages.success(request, said % {"name": name, "count": received.items})

"""What kills took down, for the agency."""

from datetime import timedelta
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from broadsheet.environment.places import site_url
from broadsheet.stories.addresses import address_in
from broadsheet.wire.dossiers import killed_uses
from broadsheet.wire.models import KilledUse, KillReceipt
from broadsheet.wire.views.framing import FramedView, TabledView

PAGE = 50


class ReceiptsView(TabledView):
    template_name = "broadsheet_wire/receipts.html"
    page_title = gettext_lazy("Kill receipts")
    header_icon = "doc-full"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        receipts = KillReceipt.objects.select_related("item__source").annotate(use_count=Count("uses"))
        page = Paginator(receipts.order_by("-received_at", "-pk"), PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(**kwargs, page=page)


class ReceiptView(FramedView):
    """One receipt, made to be printed."""

    template_name = "broadsheet_wire/receipt.html"
    header_icon = "doc-full"

    def get_page_title(self) -> str:
        return _("Kill receipt %(number)s") % {"number": self.kwargs["pk"]}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        *trail, here = super().get_breadcrumbs_items()
        return [*trail, {"url": reverse("broadsheet_wire:receipts"), "label": _("Kill receipts")}, here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        receipt = get_object_or_404(KillReceipt.objects.select_related("item__source"), pk=self.kwargs["pk"])
        uses = [_line(use, receipt=receipt) for use in killed_uses(receipt, person=self.request.user)]
        revisions = receipt.item.revisions.defer("facts").order_by("received_at", "pk")
        return super().get_context_data(
            **kwargs, receipt=receipt, item=receipt.item, uses=uses, revisions=revisions, printed_at=timezone.now()
        )


def _line(use: KilledUse, *, receipt: KillReceipt) -> dict[str, Any]:
    """A use as the receipt shows it, with how long each step took from the kill's arrival."""
    return {
        "use": use,
        "address": f"{site_url()}{address_in(use.url_path)}" if use.url_path else "",
        "withdrawn_after": _seconds(use.withdrawn_at - receipt.received_at),
        "clean_after": _seconds(use.clean_at - receipt.received_at) if use.clean_at else "",
    }


def _seconds(span: timedelta) -> str:
    return _("%(count)s s") % {"count": number_format(round(max(span.total_seconds(), 0), 1), 1)}

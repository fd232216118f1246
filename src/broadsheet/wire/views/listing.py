"""The list of all wires."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.forms import Media
from django.forms.widgets import Script
from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.widgets.button import HeaderButton

from broadsheet.wire.forms import WireFilters
from broadsheet.wire.models import WireItem
from broadsheet.wire.queries import are_routes_stopped, newest_items, newest_moment, open_alarms, quarantine
from broadsheet.wire.search import matching_items


class MarksColumn(Column):
    cell_template_name = "broadsheet_wire/marks_cell.html"


class MakeColumn(Column):
    cell_template_name = "broadsheet_wire/make_cell.html"

    def get_cell_context_data(self, instance: WireItem, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        context["form_token"] = get_token(parent_context["request"])
        return context


class WireListView(IndexView):
    """All items, newest first; updates by itself (wire.js)."""

    model = WireItem
    page_title = "Wire"
    header_icon = "wire"
    index_url_name = "broadsheet_wire:list"
    index_results_url_name = "broadsheet_wire:list_results"
    template_name = "broadsheet_wire/list.html"
    filterset_class = WireFilters
    paginate_by = 50
    is_searchable = True
    default_ordering = None
    permission_policy = None
    no_results_message = "Nothing has come in yet. Items stand here as soon as a source delivers them."
    columns = [
        TitleColumn(
            "headline",
            label="Headline",
            accessor=str,
            get_url=lambda item: reverse("broadsheet_wire:item", args=[item.pk]),
        ),
        MarksColumn("marks", label="Marks"),
        Column("source", label="Source", accessor="source.name"),
        Column("revision_count", label="Versions"),
        Column("moved_at", label="Time", accessor=lambda item: short_time(item.moved_at, now=timezone.now())),
        MakeColumn("make", label="Story"),
    ]

    def get_base_queryset(self) -> QuerySet[WireItem]:
        return newest_items()

    def order_queryset(self, queryset: QuerySet[WireItem]) -> QuerySet[WireItem]:
        return queryset.order_by("-moved_at", "-pk")

    def search_queryset(self, queryset: QuerySet[WireItem]) -> QuerySet[WireItem]:
        return queryset.filter(pk__in=matching_items(self.search_query)) if self.search_query else queryset

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": "Wire"}]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        return [
            HeaderButton(
                f"Alarms ({open_alarms().count()})",
                reverse("broadsheet_wire:alarms"),
                icon_name="warning",
                attrs={"data-count": "alarms"},
            ),
            HeaderButton(
                f"Quarantine ({quarantine().count()})",
                reverse("broadsheet_wire:quarantine"),
                icon_name="bin",
                attrs={"data-count": "quarantine"},
            ),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        # Deferred, since Wagtail's pages load their scripts before the list itself.
        media = Media(js=[Script(versioned_static("broadsheet_wire/wire.js"), defer=True)])  # type: ignore[list-item]  # Django 5.2 takes objects
        context["media"] = context["media"] + media if "media" in context else media
        context["newest"] = newest_moment()
        context["routes_stopped"] = are_routes_stopped()
        context["may_stop_routes"] = self.request.user.has_perm("broadsheet_wire.change_route")
        return context


def news(request: HttpRequest) -> JsonResponse:  # noqa: ARG001  a view's signature
    """What the list asks every few seconds: one indexed row."""
    return JsonResponse({"newest": newest_moment()})


def short_time(moment: datetime, *, now: datetime) -> str:
    """Today's by the clock, older ones with their day, in the paper's zone."""
    local = timezone.localtime(moment)
    is_today = local.date() == timezone.localtime(now).date()
    return f"{local:%H:%M:%S}" if is_today else f"{local.day} {local:%b, %H:%M}"

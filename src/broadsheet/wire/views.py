"""The wire in the newsroom: list, item, quarantine, alarms."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import Media
from django.forms.widgets import Script
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton

from broadsheet.stories.models import SectionPage
from broadsheet.stories.wording import paragraphs
from broadsheet.wire.actions import StoryTakenError, WireError, make_story, read_again, resume_routes, rule_on_embargo
from broadsheet.wire.actions import stop_routes as stop_all_routes
from broadsheet.wire.alarms import AlreadyAcknowledgedError, acknowledge
from broadsheet.wire.embargoes import UnreadableMomentError, moment_from
from broadsheet.wire.forms import MakeForm, RuleForm, WireFilters
from broadsheet.wire.models import Alarm, Delivery, WireItem
from broadsheet.wire.pictures import FolderPictures
from broadsheet.wire.queries import (
    are_routes_stopped,
    likely_section,
    newest_items,
    newest_moment,
    news_of,
    open_alarms,
    quarantine,
    sections_open_to,
    standing_verdict,
)
from broadsheet.wire.search import matching_items
from broadsheet.wire.verdict import embargo_words


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


class FramedView(WagtailAdminTemplateMixin, TemplateView):
    """A page of the wire in the newsroom's own furniture."""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("broadsheet_wire:list"), "label": "Wire"},
            {"url": "", "label": self.get_page_title()},
        ]


class ItemView(FramedView):
    """One item as it would read, with everything that an editor has to know before using it."""

    template_name = "broadsheet_wire/item.html"
    header_icon = "wire"

    @cached_property
    def item(self) -> WireItem:
        return get_object_or_404(WireItem.objects.select_related("source", "current"), pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        return str(self.item)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        news, now = news_of(self.item), timezone.now()
        verdict = standing_verdict(self.item, now=now)
        sections = sections_open_to(self.request.user)
        context = {
            "item": self.item,
            "news": news,
            "paragraphs": paragraphs(news.body_html),
            "verdict": verdict,
            "is_usable": not verdict.kind.is_unusable and bool(sections),
            "has_embargo": bool(embargo_words(news)),
            "may_rule": self.request.user.has_perm("broadsheet_wire.change_wireitem"),
            "make_form": MakeForm(sections=sections, chosen=likely_section(self.item, sections=sections)),
            "rule_form": RuleForm(),
            "uses": self.item.uses.filter(story__isnull=False).select_related("story", "made_by").order_by("pk"),
            "revisions": self.item.revisions.select_related("delivery").defer("delivery__packed", "facts")[:100],
        }
        return super().get_context_data(**{**kwargs, **context})


class QuarantineView(FramedView):
    template_name = "broadsheet_wire/quarantine.html"
    page_title = "Quarantine"
    header_icon = "warning"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, deliveries=quarantine()[:200])


class AlarmsView(FramedView):
    template_name = "broadsheet_wire/alarms.html"
    page_title = "Alarms"
    header_icon = "warning"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, alarms=open_alarms()[:200])


def news(request: HttpRequest) -> JsonResponse:  # noqa: ARG001  a view's signature
    """What the list asks every few seconds: one indexed row."""
    return JsonResponse({"newest": newest_moment()})


@require_POST
def make(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a story and open the editor; where somebody has it already, say who and open theirs."""
    item = get_object_or_404(WireItem.objects.select_related("source"), pk=pk)
    sections = sections_open_to(request.user)
    chosen = request.POST.get("section", "")
    section: SectionPage | None = likely_section(item, sections=sections)
    if chosen:
        section = next((place for place in sections if str(place.pk) == chosen), None)
    if section is None:
        raise PermissionDenied
    try:
        story = make_story(item, section=section, by=request.user, now=timezone.now())  # type: ignore[arg-type]
    except StoryTakenError as taken:
        messages.warning(request, str(taken))
        story = taken.story
    except WireError as error:
        messages.error(request, str(error))
        return redirect("broadsheet_wire:item", pk)
    return redirect("wagtailadmin_pages:edit", story.pk)


@require_POST
def read_quarantined(request: HttpRequest, pk: int) -> HttpResponse:
    delivery = get_object_or_404(Delivery.objects.select_related("source"), pk=pk)
    try:
        received = read_again(delivery, now=timezone.now(), find_picture=FolderPictures(delivery.source.folder))
    except WireError as error:
        messages.error(request, str(error))
    else:
        _tell(request, error=received.error, success=f"{delivery.name} was read: {received.items} item(s).")
    return redirect("broadsheet_wire:quarantine")


@require_POST
def acknowledge_alarm(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        acknowledge(get_object_or_404(Alarm, pk=pk), by=request.user, now=timezone.now())  # type: ignore[arg-type]
    except AlreadyAcknowledgedError as error:
        messages.warning(request, str(error))
    return redirect("broadsheet_wire:alarms")


@require_POST
def rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Set or lift an embargo: a chief's right, with a reason."""
    if not request.user.has_perm("broadsheet_wire.change_wireitem"):
        raise PermissionDenied
    item = get_object_or_404(WireItem, pk=pk)
    reason = request.POST.get("reason", "").strip()
    try:
        until: datetime | None = moment_from(request.POST.get("until", ""))
        if not reason:
            raise UnreadableMomentError("Say why.")  # noqa: TRY301  one place tells the editor
        rule_on_embargo(item, until=until, reason=reason, by=request.user, now=timezone.now())  # type: ignore[arg-type]
    except (WireError, UnreadableMomentError) as error:
        messages.error(request, str(error))
    return redirect("broadsheet_wire:item", pk)


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


def short_time(moment: datetime, *, now: datetime) -> str:
    """Today's by the clock, older ones with their day, in the paper's zone."""
    local = timezone.localtime(moment)
    is_today = local.date() == timezone.localtime(now).date()
    return f"{local:%H:%M:%S}" if is_today else f"{local.day} {local:%b, %H:%M}"


def _tell(request: HttpRequest, *, error: str, success: str) -> None:
    if error:
        messages.error(request, error)
    else:
        messages.success(request, success)

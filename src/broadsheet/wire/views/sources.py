"""Where copy comes from: how each source does, adding, changing and trying one."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets.button import HeaderButton

from broadsheet.contracts.fetching import SourceKind
from broadsheet.environment.places import newsroom_url
from broadsheet.wire.health import health_of, health_of_all, lag_of
from broadsheet.wire.kinds import KIND_FACTS, KindFacts
from broadsheet.wire.locking import LockedError
from broadsheet.wire.models import Rereading, Source
from broadsheet.wire.models.sources import FETCHED_KINDS
from broadsheet.wire.routes import standing_stop
from broadsheet.wire.source_forms import SourceForm
from broadsheet.wire.switching import has_brought
from broadsheet.wire.trying import Trial, try_out
from broadsheet.wire.views.framing import ManagedView
from broadsheet.wire.views.source_lines import line_of, span_in_words


class SourcesView(ManagedView):
    """Every source with its health, those in trouble first."""

    template_name = "broadsheet_wire/sources.html"
    page_title = gettext_lazy("Sources")
    permission_required = "broadsheet_wire.view_source"
    trail = ()

    @cached_property
    def is_archive(self) -> bool:
        return "archived" in self.request.GET

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        buttons = [HeaderButton(_("Routes"), reverse("broadsheet_wire:routes"), icon_name="redirect")]
        if self.request.user.has_perm("broadsheet_wire.add_source"):
            add = HeaderButton(_("Add a source"), reverse("broadsheet_wire:add_source"), icon_name="plus")
            buttons.insert(0, add)
        return buttons

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        context = {
            "lines": [line_of(health) for health in health_of_all(now=now, archived=self.is_archive)],
            "is_archive": self.is_archive,
            "archived": Source.objects.filter(archived_at__isnull=False).count(),
            "may_add": self.request.user.has_perm("broadsheet_wire.add_source"),
            "stop": standing_stop(),
            "may_stop_routes": self.request.user.has_perm("broadsheet_wire.change_route"),
        }
        return super().get_context_data(**{**kwargs, **context})


class SourceView(ManagedView):
    """One source: its health in full, and what can be done with it."""

    template_name = "broadsheet_wire/source.html"
    permission_required = "broadsheet_wire.view_source"

    @cached_property
    def source(self) -> Source:
        return get_object_or_404(Source, pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        return self.source.name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        lag = lag_of(self.source)
        may_change = self.request.user.has_perm("broadsheet_wire.change_source")
        context = {
            "line": line_of(health_of(self.source, now=now)),
            "source": self.source,
            "lag": "" if lag is None else span_in_words(lag),
            "may_change": may_change,
            "is_deletable": may_change and not has_brought(self.source),
            "push_address": push_address(self.source),
            "routes": self.source.routes.select_related("section").order_by("pk"),
            "rereading": Rereading.objects.filter(source=self.source).order_by("-asked_at", "-pk").first(),
            "unread": self.source.deliveries.exclude(error="").defer("packed").order_by("-received_at", "-pk")[:10],
        }
        return super().get_context_data(**{**kwargs, **context})


class ChooseKindView(ManagedView):
    """The first question of adding a source: how its copy arrives."""

    template_name = "broadsheet_wire/choose_kind.html"
    page_title = gettext_lazy("Add a source")
    permission_required = "broadsheet_wire.add_source"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kinds = [{"kind": kind.value, "facts": facts} for kind, facts in KIND_FACTS.items()]
        return super().get_context_data(**kwargs, kinds=kinds)


class SourceFormView(ManagedView):
    """Adding a source of a kind; `try` looks once and keeps nothing, `save` keeps it."""

    template_name = "broadsheet_wire/source_form.html"
    permission_required = "broadsheet_wire.add_source"

    @cached_property
    def source(self) -> Source | None:
        return None

    @cached_property
    def kind(self) -> SourceKind:
        try:
            return SourceKind(self.kwargs["kind"])
        except ValueError as error:
            raise Http404 from error

    @property
    def facts(self) -> KindFacts:
        return KIND_FACTS[self.kind]

    def get_page_title(self) -> str:
        return _("Add a source: %(kind)s") % {"kind": self.facts.label}

    def form(self, data: Any = None) -> SourceForm:
        return SourceForm(data, kind=self.kind, instance=self.source)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {
            "form": kwargs.get("form") or self.form(),
            "facts": self.facts,
            "is_fetched": self.kind in FETCHED_KINDS,
            "source": self.source,
        }
        return super().get_context_data(**{**kwargs, **context})

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        if "try" in request.POST and self.kind in FETCHED_KINDS:
            return self.render_to_response(self.get_context_data(form=form, trial=self.trial(form)))
        source = form.save_source(now=timezone.now())
        messages.success(request, _("%(source)s is saved.") % {"source": source})
        return redirect("broadsheet_wire:source", source.pk)

    def trial(self, form: SourceForm) -> Trial:
        try:
            return try_out(self.kind, form.order())
        except LockedError as error:
            return Trial(error=str(error))


class EditSourceView(SourceFormView):
    """Changing a source; its kind stays."""

    permission_required = "broadsheet_wire.change_source"

    @cached_property
    def source(self) -> Source:
        return get_object_or_404(Source, pk=self.kwargs["pk"])

    @cached_property
    def kind(self) -> SourceKind:
        return SourceKind(self.source.kind)

    def get_page_title(self) -> str:
        return _("Change %(name)s") % {"name": self.source.name}


def push_address(source: Source) -> str:
    """Where the agency posts to, "" where it does not."""
    return newsroom_url() + reverse("wire_push", args=[source.slug]) if source.kind == SourceKind.PUSH else ""

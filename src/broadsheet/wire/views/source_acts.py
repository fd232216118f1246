"""What is done to a source by one click, each asked or undone by another."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from broadsheet.wire.actions import WireError
from broadsheet.wire.models import Source
from broadsheet.wire.rereading import begin_rereading
from broadsheet.wire.sources import SourceError
from broadsheet.wire.switching import archive, delete_source, has_brought, switch_off, switch_on, take_back
from broadsheet.wire.tokens import renew_token
from broadsheet.wire.views.framing import ManagedView
from broadsheet.wire.views.sources import push_address

_may_change = permission_required("broadsheet_wire.change_source", raise_exception=True)


@_may_change
@require_POST
def switch_source(request: HttpRequest, pk: int) -> HttpResponse:
    """Switch a source on, or off."""
    source = get_object_or_404(Source, pk=pk)
    try:
        if source.enabled:
            switch_off(source)
        else:
            switch_on(source, now=timezone.now())
    except SourceError as error:
        messages.error(request, str(error))
    else:
        said = _("%(source)s is switched on.") if source.enabled else _("%(source)s is switched off.")
        messages.success(request, said % {"source": source})
    return redirect("broadsheet_wire:source", pk)


@_may_change
@require_POST
def take_source_back(request: HttpRequest, pk: int) -> HttpResponse:
    source = get_object_or_404(Source, pk=pk)
    take_back(source)
    messages.success(request, _("%(source)s is back, still switched off.") % {"source": source})
    return redirect("broadsheet_wire:source", pk)


@_may_change
@require_POST
def reread_source(request: HttpRequest, pk: int) -> HttpResponse:
    """Have all of its quarantine read again by the clerk; the source's page shows how far that is."""
    source = get_object_or_404(Source, pk=pk)
    try:
        reading = begin_rereading(source, by=request.user, now=timezone.now())  # type: ignore[arg-type]
    except WireError as error:
        messages.warning(request, str(error))
    else:
        said = ngettext(
            "The clerk reads %(count)d file(s) again.", "The clerk reads %(count)d file(s) again.", reading.total
        )
        messages.success(request, said % {"count": reading.total})
    return redirect("broadsheet_wire:source", pk)


class _AskedView(ManagedView):
    """A page that asks before it is done."""

    permission_required = "broadsheet_wire.change_source"

    @cached_property
    def source(self) -> Source:
        return get_object_or_404(Source, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {"source": self.source, "has_brought": has_brought(self.source)}
        return super().get_context_data(**{**kwargs, **context})


class ArchiveView(_AskedView):
    """Putting a source away, or deleting one that never brought anything."""

    template_name = "broadsheet_wire/archive.html"

    def get_page_title(self) -> str:
        return _("Archive %(source)s") % {"source": self.source.name}

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        if "delete" in request.POST:
            return self._delete(request)
        archive(self.source, now=timezone.now())
        messages.success(request, _("%(source)s is archived. Its items stay.") % {"source": self.source})
        return redirect("broadsheet_wire:sources")

    def _delete(self, request: HttpRequest) -> HttpResponse:
        if not request.user.has_perm("broadsheet_wire.delete_source"):
            return self.handle_no_permission()
        try:
            delete_source(self.source)
        except SourceError as error:
            messages.error(request, str(error))
            return redirect("broadsheet_wire:source", self.source.pk)
        messages.success(request, _("%(source)s is deleted.") % {"source": self.source})
        return redirect("broadsheet_wire:sources")


class TokenView(_AskedView):
    """Making a push source's token, which is shown in this answer and never again."""

    template_name = "broadsheet_wire/token.html"

    def get_page_title(self) -> str:
        return _("Token of %(source)s") % {"source": self.source.name}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, push_address=push_address(self.source))

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        try:
            token = renew_token(self.source, now=timezone.now())
        except SourceError as error:
            messages.error(request, str(error))
            return redirect("broadsheet_wire:source", self.source.pk)
        answer = self.render_to_response(self.get_context_data(token=token))
        answer["Cache-Control"] = "no-store"
        return answer

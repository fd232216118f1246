"""The newsroom's doors to fronts: which there are, the screen of one, its board and its proof, and the way back."""

import json
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from broadsheet.fronts.actions import ArrangedMeanwhileError, NoSuchArrangementError, arrange, bring_back
from broadsheet.fronts.board import board_of, facts_of, in_field, names_for
from broadsheet.fronts.differing import differences
from broadsheet.fronts.history import history_of
from broadsheet.fronts.previews import draw_front
from broadsheet.fronts.queries import arrangements_of, current_arrangement, newest_arrangements, slots_in
from broadsheet.fronts.rights import fronts_for, may_arrange
from broadsheet.fronts.slots import BANNER_LIFE, Slots, SlotsError, read_slots, write_slots
from broadsheet.stories.models import HomePage, SectionPage
from broadsheet.stories.queries import address_of

_LONGEST_SLOTS = 20_000  # letters; an arrangement at its limits has 5,000


class FrontsView(WagtailAdminTemplateMixin, TemplateView):
    """The fronts that somebody may arrange."""

    template_name = "broadsheet_fronts/index.html"
    page_title = gettext_lazy("Fronts")
    header_icon = "thumbtack"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """:raises PermissionDenied: for whoever may arrange none"""
        pages = fronts_for(self.request.user)
        if not pages:
            raise PermissionDenied
        newest = newest_arrangements([page.pk for page in pages])
        lines = [
            {"page": page, "address": address_of(page), "arrangement": newest.get(page.pk), "indent": page.depth - 2}
            for page in pages
        ]
        return super().get_context_data(**kwargs, lines=lines)


class ArrangeView(WagtailAdminTemplateMixin, TemplateView):
    """A front's places as they stand now; saving is one act."""

    template_name = "broadsheet_fronts/arrange.html"
    header_icon = "thumbtack"

    @cached_property
    def front_page(self) -> HomePage | SectionPage:
        return _page_for(self.request, self.kwargs["page_id"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.front_page  # noqa: B018  refuses whoever may not, whatever the method
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return str(self.front_page.title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        fronts = {"url": reverse("fronts"), "label": _("Fronts")}
        return [*self.breadcrumbs_items, fronts, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page, now = self.front_page, timezone.now()
        current = current_arrangement(page.pk)
        saved = slots_in(current) if current else Slots()
        slots: Slots = kwargs.pop("slots", saved)
        context = {
            "front_page": page,
            "board": board_of(facts_of(page), slots=slots, person=self.request.user, now=now),
            "slots": json.dumps(write_slots(slots)),
            "based_on": current.number if current else 0,
            "arrangement": current,
            "is_unsaved": slots != saved,
            "history": history_of(arrangements_of(page.pk), person=self.request.user),
            "banner_until": in_field(now + BANNER_LIFE),
            "readers_address": address_of(page),
        }
        return super().get_context_data(**{**context, **kwargs})

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        try:
            slots, based_on = _read(request), _number(request, "based_on")
        except SlotsError as error:
            return HttpResponseBadRequest(str(error))
        try:
            arrange(self.front_page, slots=slots, based_on=based_on, by=request.user, now=timezone.now())
        except ArrangedMeanwhileError:
            return self._meanwhile(slots)
        except SlotsError as error:
            messages.error(request, str(error))
            return self.render_to_response(self.get_context_data(slots=slots), status=422)
        messages.success(request, _("The front is arranged. Readers have it in a moment."))
        return redirect("front_arrange", self.front_page.pk)

    def _meanwhile(self, slots: Slots) -> HttpResponse:
        """Somebody else was quicker: what they did beside what was to be saved, which is still there."""
        theirs = current_arrangement(self.front_page.pk)
        saved = slots_in(theirs) if theirs else Slots()
        told = differences(saved, slots, names=names_for(self.request.user, saved, slots))
        context = self.get_context_data(slots=slots, theirs=theirs, differences=told)
        return self.render_to_response(context, status=409)


@require_POST
def board(request: HttpRequest, page_id: int) -> HttpResponse:
    """The board alone, under an arrangement that is not saved."""
    page = _page_for(request, page_id)
    try:
        slots = _read(request)
    except SlotsError as error:
        return HttpResponseBadRequest(str(error))
    drawn = board_of(facts_of(page), slots=slots, person=request.user, now=timezone.now())
    answer = render(request, "broadsheet_fronts/board.html", {"board": drawn})
    answer.headers["Cache-Control"] = "no-store"
    return answer


@require_POST
def proof(request: HttpRequest, page_id: int) -> HttpResponse:
    """The front as readers would see it under an arrangement that is not saved."""
    page = _page_for(request, page_id)
    try:
        slots = _read(request)
    except SlotsError as error:
        return HttpResponseBadRequest(str(error))
    return draw_front(page.pk, slots=slots)


@require_POST
def bring_back_earlier(request: HttpRequest, page_id: int) -> HttpResponse:
    """Let a front stand as it stood before."""
    page = _page_for(request, page_id)
    try:
        number, based_on = _number(request, "number"), _number(request, "based_on")
    except SlotsError as error:
        return HttpResponseBadRequest(str(error))
    try:
        bring_back(page, number=number, based_on=based_on, by=request.user, now=timezone.now())
    except ArrangedMeanwhileError:
        messages.error(request, _("Somebody else arranged this front meanwhile. Nothing was changed; look again."))
    except NoSuchArrangementError:
        messages.error(request, _("That arrangement is no longer kept. Nothing was changed."))
    else:
        messages.success(request, _("The earlier arrangement is back. Readers have it in a moment."))
    return redirect("front_arrange", page.pk)


def _page_for(request: HttpRequest, page_id: int) -> HomePage | SectionPage:
    """
    The home or a live section.

    :raises Http404: if it is neither
    :raises PermissionDenied: for whoever may not publish there
    """
    page = HomePage.objects.filter(pk=page_id).first() or SectionPage.objects.filter(pk=page_id, live=True).first()
    if page is None:
        raise Http404(page_id)
    if not may_arrange(page, request.user):
        raise PermissionDenied
    return page  # type: ignore[no-any-return]  # Wagtail's managers are not typed


def _read(request: HttpRequest) -> Slots:
    said = request.POST.get("slots", "")
    if len(said) > _LONGEST_SLOTS:
        raise SlotsError(_("This is no arrangement of a front."))
    try:
        return read_slots(json.loads(said), zone=timezone.get_current_timezone())
    except (json.JSONDecodeError, RecursionError) as error:
        raise SlotsError(_("This is no arrangement of a front.")) from error


def _number(request: HttpRequest, name: str) -> int:
    said = request.POST.get(name, "")
    if not said.isascii() or not said.isdecimal() or len(said) > 9:  # noqa: PLR2004  what a column of numbers holds
        raise SlotsError(_("This is no arrangement of a front."))
    return int(said)

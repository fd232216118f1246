"""The Demo script in the newsroom: what the scripted agency sends, and a kill with the reader's page beside it."""

import re
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.forms import Media
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import TemplateView
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from broadsheet.demo import places
from broadsheet.demo.agency import AgencyError, known_guids, read_state, send_kill
from broadsheet.demo.queries import live_agency_stories, sighting_of_story, sightings
from broadsheet.demo.reader import NoAnswerError, ReadersPage, read_page, seconds_until_gone
from broadsheet.demo.script import read_script
from broadsheet.demo.timetable import Line, Sighting, timetable
from broadsheet.environment.places import site_url

PERMISSION = "broadsheet_wire.change_route"  # chiefs and administrators
PATIENCE = 5.0  # seconds for which a kill is watched; it is promised within one
_SCRIPT = re.compile(r"<script\b.*?</script>", re.DOTALL)  # would not run: without it the console stays clean
_MEASURED = "demo_kills"  # in the session: guid -> how long readers still had the page


class ScriptView(PermissionRequiredMixin, WagtailAdminTemplateMixin, TemplateView):
    """The timetable, and beside it the reader's page of the story that `watch` names."""

    template_name = "broadsheet_demo/script.html"
    page_title = gettext_lazy("Demo script")
    header_icon = "media"
    permission_required = PERMISSION
    raise_exception = True

    @cached_property
    def watched(self) -> Sighting | None:
        story_id = self.request.GET.get("watch", "")
        return sighting_of_story(int(story_id), known_guids()) if story_id.isdecimal() else None

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        media = Media(
            js=[versioned_static("broadsheet_demo/script.js")],
            css={"all": [versioned_static("broadsheet_demo/script.css")]},
        )
        context["media"] = context["media"] + media if "media" in context else media
        watched = self.watched
        return {
            **context,
            **_lines_or_trouble(),
            "stories": live_agency_stories(known_guids()),
            "watched": watched,
            "sees": sees_now(watched.address) if watched else "",
            "measured": _measured(self.request, watched.guid) if watched else "",
            "readers_url": site_url(),
        }


@require_safe
@permission_required(PERMISSION, raise_exception=True)
def lines(request: HttpRequest) -> HttpResponse:
    """Only the timetable's rows, for the page to keep itself up to date."""
    return render(request, "broadsheet_demo/lines.html", {**_lines_or_trouble(), "readers_url": site_url()})


@require_safe
@permission_required(PERMISSION, raise_exception=True)
def status(request: HttpRequest, story_id: int) -> JsonResponse:  # noqa: ARG001  a view's signature
    """What readers see at the story's address, in words."""
    address = _sighting(story_id).address
    return JsonResponse({"sees": sees_now(address), "address": f"{site_url()}{address}"})


@require_safe
@permission_required(PERMISSION, raise_exception=True)
def reader(request: HttpRequest, story_id: int) -> HttpResponse:  # noqa: ARG001  a view's signature
    """
    The page that readers get of a story, for a frame of the newsroom: the readers' own may stand in no frame.

    It has no scripts and its links lead nowhere; the policy is the edge's own, made narrower.
    """
    try:
        page = read_page(_sighting(story_id).address)
    except NoAnswerError as error:
        return HttpResponse(f"<p>{escape(error)}</p>", status=HTTPStatus.BAD_GATEWAY)
    body = _SCRIPT.sub("", page.body).replace("<head>", '<head><base target="_blank">', 1)
    return HttpResponse(body, headers={"Content-Security-Policy": framed_policy(page), "Cache-Control": "no-store"})


@require_POST
@permission_required(PERMISSION, raise_exception=True)
def kill(request: HttpRequest) -> HttpResponse:
    """Let the agency send the kill of a live story, and measure how long readers still get its page."""
    guid = request.POST.get("guid", "")
    sighting = sightings([guid]).get(guid) if guid in known_guids() else None
    if sighting is None or sighting.story_id is None:
        raise Http404(guid)
    if not sighting.is_live:
        return _told(request, sighting, error=_("Readers do not have this story any more; no kill was sent."))
    try:
        send_kill(guid, places.wire_folder(), places.state_path(), now=timezone.now())
    except (AgencyError, OSError) as error:
        return _told(request, sighting, error=str(error))
    seconds = seconds_until_gone(sighting.address, patience=PATIENCE)
    if seconds is None:
        late = _("Readers still have the page %(seconds)d s after the kill.") % {"seconds": PATIENCE}
        return _told(request, sighting, error=late)
    request.session[_MEASURED] = {**request.session.get(_MEASURED, {}), guid: f"{seconds:.2f}"}
    return _told(request, sighting)


def sees_now(address: str) -> str:
    """What a reader gets there now: "200 OK"."""
    if not address:
        return _("nothing yet")
    try:
        page = read_page(address)
    except NoAnswerError as error:
        return str(error)
    return f"{page.status} {page.reason}".strip()


def framed_policy(page: ReadersPage) -> str:
    """The policy of a reader's page inside the newsroom's frame: no scripts, its own origin for pictures and fonts."""
    kept = [
        part.strip()
        for part in page.policy.split(";")
        if part.split()[:1] and part.split()[0] not in {"frame-ancestors", "script-src", "connect-src", "form-action"}
    ]
    return "; ".join([*kept, "form-action 'none'", "frame-ancestors 'self'", "sandbox allow-same-origin"])


def _lines_or_trouble() -> dict[str, tuple[Line, ...] | str]:
    script, now = read_script(), timezone.now()
    try:
        performance = read_state(places.state_path())
    except AgencyError as error:
        return {"lines": (), "trouble": str(error)}
    sighted = sightings({step.guid for step in script})
    return {"lines": timetable(script, performance, sighted, now=now), "trouble": ""}


def _sighting(story_id: int) -> Sighting:
    sighting = sighting_of_story(story_id, known_guids())
    if sighting is None or not sighting.address:
        raise Http404(story_id)
    return sighting


def _measured(request: HttpRequest, guid: str) -> str:
    """For how many seconds readers still had the page, as a number is written; empty where no kill was watched."""
    seconds = request.session.get(_MEASURED, {}).get(guid, "")
    return str(number_format(seconds)) if seconds else ""


def _told(request: HttpRequest, sighting: Sighting, *, error: str = "") -> HttpResponse:
    """The outcome, for the page's script or for a browser without one."""
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"error": error, "measured": "" if error else _measured(request, sighting.guid)})
    if error:
        messages.error(request, error)
    return redirect(f"{reverse('broadsheet_demo:script')}?watch={sighting.story_id}#reader")

"""The screen of readers, and its panels alone for the screen that keeps itself up to date."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from broadsheet.desk.panels import DrawnPanel
from broadsheet.desk.readership import readership
from broadsheet.desk.views import DeskView

# In the order in which they are read; each is a template. A screen has all of them, empty or not: live.js fills them.
PANELS = ("state", "everyone", "sources", "stories", "sections", "dropped")
_EVERY = 10_000  # milliseconds; the clerk counts every few seconds


class ReadersView(DeskView):
    """Who reads now and where they came from; keeps itself up to date where there is JavaScript (live.js)."""

    template_name = "desk/readers.html"
    page_title = gettext_lazy("Readers")
    header_icon = "view"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = urlencode({"section": section}) if (section := self.request.GET.get("section")) else ""
        return super().get_context_data(
            **kwargs,
            panels=_drawn(self.request),
            live=f"{reverse('desk_readers_panels')}?{asked}".removesuffix("?"),
            every=_EVERY,
        )


@require_safe
def readers_panels(request: HttpRequest) -> HttpResponse:
    """The screen's panels alone."""
    answer = render(request, "desk/home_panels.html", {"panels": _drawn(request)})
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _drawn(request: HttpRequest) -> list[DrawnPanel]:
    seen = readership(
        person=request.user,  # type: ignore[arg-type]  # the admin's own check let nobody else in
        now=timezone.now(),
        section=request.GET.get("section", ""),
    )
    return [
        DrawnPanel(name, html=render_to_string(f"desk/readers/{name}.html", {"seen": seen}, request)) for name in PANELS
    ]

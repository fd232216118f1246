"""
Who draws a story before it is published: the press registers its renderer, a preview calls it.

Stories may not import the press (a floor above), and a preview must be drawn by what draws the readers' page.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from wagtail.models import Page

    from broadsheet.stories.identity import Identity

# Draws a page, or the paper's identity on its front page, as readers would see it; what is drawn may be unsaved.
PreviewRenderer = Callable[["Page | Identity", HttpRequest], HttpResponse]

_renderers: list[PreviewRenderer] = []


def register_preview_renderer(renderer: PreviewRenderer) -> None:
    """Let this renderer draw all previews from now on."""
    _renderers[:] = [renderer]


def draw_preview(page: "Page | Identity", request: HttpRequest) -> HttpResponse:
    """Give the page as readers would see it, or a plain word that nothing can draw it."""
    if not _renderers:
        text = _("No preview: nothing that draws readers' pages is installed.")
        return HttpResponse(text, content_type="text/plain", status=503)
    return _renderers[0](page, request)

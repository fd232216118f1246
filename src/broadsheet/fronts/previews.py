"""
Who draws a front as an arrangement that is not saved would have it: the press registers its renderer.

What readers see is drawn a floor above; a preview must be drawn by what draws the readers' page.
"""

from collections.abc import Callable

from django.http import HttpResponse
from django.utils.translation import gettext

from broadsheet.fronts.slots import Slots

# Draws the front of a page (its id) as it would stand.
FrontRenderer = Callable[[int, Slots], HttpResponse]

_renderers: list[FrontRenderer] = []


def register_front_renderer(renderer: FrontRenderer) -> None:
    """Let this renderer draw all fronts from now on."""
    _renderers[:] = [renderer]


def draw_front(page_id: int, *, slots: Slots) -> HttpResponse:
    """Give the front as readers would see it, or a plain word that nothing can draw it."""
    if not _renderers:
        words = gettext("No preview: nothing that draws readers' pages is installed.")
        return HttpResponse(words, content_type="text/plain", status=503)
    return _renderers[0](page_id, slots)

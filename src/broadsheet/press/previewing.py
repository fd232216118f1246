"""Drawing a page that is not published, as its readers would see it: in the paper's language, not the editor's."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from wagtail.models import Page

from broadsheet.contracts.pieces import Page as PagePiece
from broadsheet.contracts.pieces import Shape
from broadsheet.fronts.queries import slots_of
from broadsheet.fronts.slots import Slots
from broadsheet.look.slots import fill_preview
from broadsheet.press.composing.edition import Edition
from broadsheet.press.composing.paper_pages import paper_page
from broadsheet.press.composing.plates import Plates
from broadsheet.press.composing.shell import shell_of_preview
from broadsheet.press.composing.stories import Company, live_story, pins_of, story_card, story_view
from broadsheet.press.proofs import proof_of_front
from broadsheet.press.queries import read_edition, stories_to_press
from broadsheet.stories.identity import facts_of
from broadsheet.stories.models import Identity, PaperPage, StoryPage
from broadsheet.stories.queries import address_of, site_home, told_corrections

P = ParamSpec("P")


def _in_the_papers_language(draw_page: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """Wagtail shows its screens in whichever language each person chose."""

    @wraps(draw_page)
    def drawn(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        with translation.override(settings.LANGUAGE_CODE):
            return draw_page(*args, **kwargs)

    return drawn


@_in_the_papers_language
def draw(page: Page | Identity, request: HttpRequest) -> HttpResponse:  # noqa: ARG001  the registry's signature
    """
    The page in the readers' template. A front is shown whole; of the paper's identity it is the front page.

    A story's lists show where they will stand, and the stories pinned there.
    """
    # The newsroom lets no other site in: a preview shows what every reader gets before he asks for more.
    edition = replace(read_edition(timezone.now()), embed_sites=frozenset())
    if isinstance(page, Identity):
        edition = replace(edition, identity=facts_of(page), paper=page.typed_name or edition.paper)
        page = site_home()
    if not isinstance(page, StoryPage | PaperPage):
        page_id = page.pk if page.pk and edition.section(page.pk) else edition.home_id
        return HttpResponse(proof_of_front(page_id, slots=slots_of(page_id), edition=edition))
    pressed = next(piece for piece in _plates(page, edition=edition).pieces.values() if isinstance(piece, PagePiece))
    cards = _cards(page, edition=edition) if isinstance(page, StoryPage) else {}
    fragments = {name: piece.html for name, piece in shell_of_preview(edition).items()}
    return HttpResponse(fill_preview(pressed.parts, pieces=fragments, cards=cards))


def _plates(page: StoryPage | PaperPage, *, edition: Edition) -> Plates:
    if isinstance(page, PaperPage):
        return paper_page(page, edition=edition, former=())
    page.told_corrections = told_corrections().filter(story_id=page.pk) if page.pk else ()
    return live_story(page, edition=edition, company=Company(pins=pins_of(_pinned(page))), former=())


@_in_the_papers_language
def draw_front(page_id: int, slots: Slots) -> HttpResponse:
    """A front whole, as an arrangement that may not be saved yet would have it."""
    edition = replace(read_edition(timezone.now()), embed_sites=frozenset())
    return HttpResponse(proof_of_front(page_id, slots=slots, edition=edition))


def _pinned(story: StoryPage) -> list[int]:
    return [pin.other_id for pin in sorted(story.related_pins.all(), key=lambda pin: pin.sort_order or 0)]


def _cards(story: StoryPage, *, edition: Edition) -> dict[int, str]:
    """The lines of the stories pinned to it that readers have."""
    numbers = _pinned(story) if story.shows_lists else []
    pages = stories_to_press(numbers).items() if numbers else ()
    live = {number: page for number, page in pages if page.live and page.withdrawn_at is None}
    return {
        number: story_card(
            story_view(page, edition=edition, company=Company()), path=address_of(page)
        ).shapes[Shape.LINE]
        for number, page in live.items()
    }  # fmt: skip

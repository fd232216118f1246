"""Drawing a page that is not published, as its readers would see it."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from wagtail.models import Page

from broadsheet.contracts.pieces import Fragment
from broadsheet.contracts.pieces import Page as PagePiece
from broadsheet.fronts.queries import home_front, section_front
from broadsheet.look.slots import fill_preview
from broadsheet.press.composing.edition import Edition
from broadsheet.press.composing.fronts import home_page, section_page
from broadsheet.press.composing.plates import Plates
from broadsheet.press.composing.shell import shell
from broadsheet.press.composing.stories import Company, live_story
from broadsheet.press.queries import read_edition
from broadsheet.stories.models import StoryPage


def draw(page: Page, request: HttpRequest) -> HttpResponse:  # noqa: ARG001  the registry's signature
    """The page in the readers' template; its lists show where they will stand."""
    now = timezone.now()
    edition = read_edition(now)
    plates = _plates(page, edition=edition, now=now)
    pressed = next(piece for piece in plates.pieces.values() if isinstance(piece, PagePiece))
    fragments = {name: piece.html for name, piece in shell(edition).pieces.items() if isinstance(piece, Fragment)}
    return HttpResponse(fill_preview(pressed.parts, pieces=fragments))


def _plates(page: Page, *, edition: Edition, now: datetime) -> Plates:
    if isinstance(page, StoryPage):
        return live_story(page, edition=edition, company=Company(), former=())
    section = edition.section(page.pk) if page.pk else None
    if section is None:
        return home_page(home_front(edition.home_id, now=now), edition=edition)
    arrangement = section_front(section.page_id, place=section.place, now=now)
    return section_page(arrangement, section=section, edition=edition, former=())

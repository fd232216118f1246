"""A page of the paper's own (about, contact, privacy): a story's look, without its lists."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from broadsheet.contracts.pieces import Page, Redirect
from broadsheet.look.pages import OtherHost, PaperPageView, SectionLink
from broadsheet.look.slots import render_parts
from broadsheet.press.composing.bodies import body_view
from broadsheet.press.composing.edition import Edition
from broadsheet.press.composing.gone import gone_page
from broadsheet.press.composing.plates import Plates, PressedAddress, page_piece
from broadsheet.press.composing.schema import breadcrumbs
from broadsheet.stories.identity import Outsider
from broadsheet.stories.models import PaperPage
from broadsheet.stories.queries import address_of


def paper_page(page: PaperPage, *, edition: Edition, former: Sequence[str]) -> Plates:
    """One that readers may open; the addresses that it had before lead to it."""
    path = address_of(page)
    identity = edition.identity
    changed_at: datetime = page.last_published_at or page.first_published_at or edition.now
    view = PaperPageView(
        title=page.title,
        body=body_view(page.body),
        changed_at=changed_at,
        shows_contact=page.shows_contact,
        contact=identity.contact if page.shows_contact else "",
        accounts=tuple(SectionLink(name=one.name, url=one.url) for one in identity.accounts)
        if page.shows_contact
        else (),
        names_others=page.names_others,
        others=tuple(map(_other, identity.outsiders)) if page.names_others else (),
    )
    way = breadcrumbs((SectionLink(name=page.title, url=path),), edition=edition)
    title, said = page.seo_title or page.title, page.search_description
    head = edition.head(title=title, path=path, description=said, json_ld=(way,))
    return Plates(
        pieces={page_piece(path): Page(parts=render_parts("press/paper_page.html", {"head": head, "page": view}))},
        former={page_piece(old): Redirect(location=path) for old in former if old != path},
        addresses=(PressedAddress(path=path, page_id=page.pk, is_story=False),),
    )


def _other(outsider: Outsider) -> OtherHost:
    loads = (
        (outsider.scripts, _("scripts")),
        (outsider.connections, _("what their scripts send and fetch")),
        (outsider.pictures, _("pictures")),
        (outsider.frames, _("frames")),
    )
    return OtherHost(name=outsider.name, host=outsider.host, loads=tuple(words for does, words in loads if does))


def gone_paper_page(*, edition: Edition, former: Sequence[str]) -> Plates:
    """One that was taken off the site, or deleted: a plain notice wherever it stood."""
    notice = gone_page(edition=edition)
    return Plates(former={page_piece(path): notice for path in former})

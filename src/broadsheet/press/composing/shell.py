"""What stands on every page: masthead, menu, footer, the paper's own colour, and what others may do there."""

from collections.abc import Mapping

import structlog
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.images.models import SourceImageIOError

from broadsheet.contracts.pieces import POLICY_PIECE, Fragment, Outsiders, Page, Piece
from broadsheet.look.colours import accent_sheet, sheet_name
from broadsheet.look.pages import FooterView, LogoView, MastheadView, SectionLink
from broadsheet.look.slots import render_parts
from broadsheet.media.models import Picture
from broadsheet.media.renditions import PictureFile, make_logo
from broadsheet.press.composing.authors import authors_link
from broadsheet.press.composing.edition import Edition, here_piece
from broadsheet.press.composing.feeds import feed_links, paper_channel
from broadsheet.press.composing.plates import Plates, page_piece
from broadsheet.press.composing.topics import topics_link
from broadsheet.stories.addresses import CORRECTIONS_PATH, LATEST_PATH, POPULAR_PATH, TEXT_PATH

log = structlog.get_logger(__name__)

HEAD_PIECE = "shell/head"
# Its name changes with its words; a browser may keep it as long as it keeps the house's own style sheet.
_STYLE_HEADERS = (("content-type", "text/css; charset=utf-8"), ("cache-control", "public, max-age=31536000, immutable"))


def shell(edition: Edition) -> Plates:
    """The fragments that every page has a slot for, and the style sheet that one of them names."""
    identity = edition.identity
    menu = tuple(section.link for section in edition.menu_sections if section.in_menu)
    masthead = MastheadView(paper=edition.paper, sections=menu, motto=identity.motto, logo=_logo(edition))
    footer = FooterView(
        paper=edition.paper,
        sections=tuple(section.link for section in edition.menu_sections),
        feeds=feed_links(paper_channel(edition)),
        links=(*(SectionLink(name=page.name, url=page.url) for page in edition.footer_pages), *_own_pages(edition)),
        accounts=tuple(SectionLink(name=account.name, url=account.url) for account in identity.accounts),
        imprint=identity.imprint,
    )
    return Plates(
        pieces={
            "shell/masthead": _fragment("press/masthead.html", {"masthead": masthead}),
            "shell/footer": _fragment("press/footer.html", {"footer": footer}),
            POLICY_PIECE: _policy(edition),
            **_head(edition),
            **_places(edition),
        }
    )


def _places(edition: Edition) -> dict[str, Piece]:
    """
    Each top section's place in the menu, as an attribute of its pages' bodies: the style sheet marks the link there.

    Pages name these, so that a changed menu presses none of them anew.
    """
    menu = [section.page_id for section in edition.menu_sections if section.in_menu]
    return {
        here_piece(section.page_id): Fragment(
            html=f' data-here="{menu.index(section.page_id) + 1}"' if section.page_id in menu else ""
        )
        for section in edition.top_sections
    }


def _own_pages(edition: Edition) -> tuple[SectionLink, ...]:
    """The pages that the site has by itself."""
    pages = (
        SectionLink(name=_("Latest Stories"), url=LATEST_PATH),
        SectionLink(name=_("Popular Stories"), url=POPULAR_PATH),
        topics_link(),
        authors_link(),
        SectionLink(name=_("Corrections"), url=CORRECTIONS_PATH),
        SectionLink(name=_("Text only"), url=TEXT_PATH),
    )
    return tuple(page for page in pages if edition.has_own(page.url))


def shell_of_preview(edition: Edition) -> Mapping[str, Fragment]:
    """The same fragments for pages that the newsroom shows: the style written in place, and nobody else let in."""
    fragments = {name: piece for name, piece in shell(edition).pieces.items() if isinstance(piece, Fragment)}
    return {**fragments, HEAD_PIECE: Fragment(html=f"<style>{style_words(edition)}</style>")}


def style_words(edition: Edition) -> str:
    """The style sheet of the paper's own colour, "" where it has the house's."""
    accent = edition.identity.accent
    return accent_sheet(accent) if accent else ""


def _head(edition: Edition) -> dict[str, Piece]:
    """A former sheet stays: pages that caches keep for days go on naming it, and it is a hundred bytes."""
    words = style_words(edition)
    scripts = [
        format_html('<script src="{}" async></script>\n', outsider.script)
        for outsider in edition.identity.outsiders
        if outsider.script
    ]
    if not words:
        return {HEAD_PIECE: Fragment(html="".join(scripts))}
    path = f"/{sheet_name(words)}"
    link = format_html('<link rel="stylesheet" href="{}">\n', path)
    return {
        page_piece(path): Page(parts=(words,), headers=_STYLE_HEADERS),
        HEAD_PIECE: Fragment(html="".join([link, *scripts])),
    }


def _policy(edition: Edition) -> Outsiders:
    named = edition.identity.outsiders
    return Outsiders(
        scripts=tuple(one.host for one in named if one.scripts),
        connections=tuple(one.host for one in named if one.connections),
        pictures=tuple(one.host for one in named if one.pictures),
        frames=tuple(one.host for one in named if one.frames),
    )


def _logo(edition: Edition) -> LogoView | None:
    """The picture in place of the name, or None where there is none that can be shown: then the name stands there."""
    identity = edition.identity
    light = _logo_file(identity.logo)
    if identity.logo is None or light is None:
        return None
    dark = _logo_file(identity.dark_logo)
    return LogoView(
        url=light.url,
        width=light.width,
        height=light.height,
        alt=identity.logo.alt_text or edition.paper,
        dark_url=dark.url if dark else "",
    )


def _logo_file(picture: Picture | None) -> PictureFile | None:
    if picture is None or picture.killed_at is not None:
        return None
    try:
        return make_logo(picture)
    except SourceImageIOError as error:
        log.warning("logo_left_out", picture=picture.pk, file=picture.file.name, error=str(error))
        return None


def _fragment(template: str, context: dict[str, object]) -> Fragment:
    return Fragment(html="".join(part for part in render_parts(template, context) if isinstance(part, str)))

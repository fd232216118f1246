"""Every correction of the paper: the newest on one page and in feeds, each year on a page of its own."""

from collections.abc import Sequence
from datetime import UTC, datetime

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from broadsheet.contracts.pieces import Page, Piece
from broadsheet.formats.syndication import FeedItem, portable_html
from broadsheet.look import pages as look
from broadsheet.look.histories import CorrectedView, CorrectionsView
from broadsheet.look.slots import render_parts
from broadsheet.press.composing.edition import Edition
from broadsheet.press.composing.feeds import Channel, feed_links, standing_feeds
from broadsheet.press.composing.plates import Plates, page_piece
from broadsheet.press.composing.schema import breadcrumbs
from broadsheet.press.composing.sitemaps import corrections_sitemap
from broadsheet.stories.addresses import CORRECTIONS_PATH, history_address
from broadsheet.stories.models import ChangeKind, Correction, StoryPage
from broadsheet.stories.queries import address_of, guid_of

_IN_FEEDS = 30
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # a feed must say when it changed; one without entries never did


def corrections_page(corrections: Sequence[Correction], *, years: Sequence[int], edition: Edition) -> Plates:
    """The newest corrections, the links to each year's, and the feeds."""
    channel = _channel(edition)
    view = CorrectionsView(
        corrected=tuple(_corrected(correction) for correction in corrections),
        years=tuple(look.SectionLink(name=str(year), url=year_path(year)) for year in years),
        feeds=feed_links(channel),
    )
    items = tuple(_feed_item(correction, edition=edition) for correction in corrections[:_IN_FEEDS])
    page = _page(view, title=_("Corrections"), path=CORRECTIONS_PATH, edition=edition)
    changed_at = items[0].changed_at if items else _NEVER
    feeds = standing_feeds(channel, items=items, changed_at=changed_at, edition=edition)
    mapped = corrections_sitemap(years, edition=edition)
    return Plates(pieces={page_piece(CORRECTIONS_PATH): page, **feeds, **mapped.pieces}, sitemaps=mapped.sitemaps)


def year_of_corrections(corrections: Sequence[Correction], *, year: int, edition: Edition) -> Plates:
    """All corrections of one year; nothing stands there where there are none."""
    path = year_path(year)
    if not corrections:
        return Plates(removed=frozenset({page_piece(path)}))
    above = (look.SectionLink(name=_("Corrections"), url=CORRECTIONS_PATH),)
    view = CorrectionsView(corrected=tuple(map(_corrected, corrections)), trail=above)
    title = _("Corrections in %(year)s") % {"year": year}
    return Plates(pieces={page_piece(path): _page(view, title=title, path=path, edition=edition)})


def year_path(year: int) -> str:
    return f"{CORRECTIONS_PATH}{year}/"


def correction_view(correction: Correction) -> look.CorrectionView:
    return look.CorrectionView(
        note=correction.note,
        made_at=correction.made_at,
        kind=str(correction.get_kind_display()),
        done=_done(correction.kind),
    )


def _done(kind: str) -> str:
    match kind:
        case ChangeKind.CORRECTION:
            return pgettext("before a time", "Corrected")
        case ChangeKind.CLARIFICATION:
            return pgettext("before a time", "Clarified")
        case _:
            return pgettext("before a time", "Updated")


def _page(view: CorrectionsView, *, title: str, path: str, edition: Edition) -> Piece:
    description = _("What %(paper)s got wrong, and what is right") % {"paper": edition.paper}
    way = breadcrumbs((*view.trail, look.SectionLink(name=title, url=path)), edition=edition)
    head = edition.head(title=title, path=path, description=description, feeds=view.feeds, json_ld=(way,))
    return Page(parts=render_parts("press/corrections.html", {"head": head, "corrections": view}))


def _corrected(correction: Correction) -> CorrectedView:
    path = address_of(correction.story)
    return CorrectedView(
        correction=correction_view(correction),
        headline=correction.story.title,
        url=path,
        history_url=history_address(path) if _is_told_apart(correction) else "",
    )


def _is_told_apart(correction: Correction) -> bool:
    """Whether the story's history says what the words were before."""
    return correction.version is not None and correction.version.number > 1


def _channel(edition: Edition) -> Channel:
    title = _("Corrections · %(paper)s") % {"paper": edition.paper}
    return Channel(
        guid=f"{edition.guid}#corrections",
        title=title,
        description=_("What %(paper)s got wrong, and what is right") % {"paper": edition.paper},
        path=CORRECTIONS_PATH,
        newest="",
    )


def _feed_item(correction: Correction, *, edition: Edition) -> FeedItem:
    story: StoryPage = correction.story
    url = edition.whole_address(address_of(story))
    html = render_to_string("press/correction_entry.html", {"corrected": _corrected(correction)})
    return FeedItem(
        guid=f"{guid_of(story)}#correction-{correction.pk}",
        url=url,
        title=f"{correction.get_kind_display()}: {story.title}",
        summary=correction.note,
        html=portable_html(html, base=url),
        published_at=correction.made_at,
        changed_at=correction.made_at,
    )

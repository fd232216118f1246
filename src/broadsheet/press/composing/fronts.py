"""
Home and section fronts as pages: an arrangement becomes slots, filled up from the latest lists.

A front is filled from the top of the page down, its Latest and Popular in their places: behind the rows of all
sections, Latest was left stories that were eight hours old.
"""

from collections.abc import Sequence

from broadsheet.contracts.pieces import Candidate, ListSlot, Page, Piece, Redirect, Role
from broadsheet.fronts.choosing import Arrangement
from broadsheet.look import lists as look_lists
from broadsheet.look.pages import FrontView
from broadsheet.look.slots import render_parts
from broadsheet.press.composing.edition import Edition, SectionFacts
from broadsheet.press.composing.feeds import beside, feed_links, feed_pages, paper_channel, section_channel
from broadsheet.press.composing.gone import gone_page
from broadsheet.press.composing.plates import Plates, PressedAddress, page_piece

_ALL = "list/latest/all"
_POPULAR = "list/popular/all"
_STRIP = 4


def home_page(arrangement: Arrangement, *, edition: Edition) -> Plates:
    """The paper's front: what breaks, the lead, those beside it, Latest and Popular, a row a section. Its feeds too."""
    channel = paper_channel(edition)
    view = FrontView(
        name=edition.paper,
        breaking=_breaking(arrangement),
        lead=look_lists.lead_list(candidates=_candidates(arrangement.lead), sources=(_ALL,)),
        tier=look_lists.tier_list(candidates=_candidates(arrangement.tier), sources=(_ALL,)),
        latest=look_lists.latest_list(sources=(_ALL,), role=Role.FRONT),
        popular=look_lists.popular_list(sources=(_POPULAR,), role=Role.FRONT),
        strips=tuple(_strip(section) for section in edition.top_sections),
    )
    head = edition.head(path="/", feeds=feed_links(channel))
    page = Page(parts=render_parts("fronts/front.html", {"head": head, "front": view}))
    return Plates(
        pieces={page_piece("/"): page, **feed_pages(channel, edition=edition)},
        addresses=(PressedAddress(path="/", page_id=edition.home_id, is_story=False),),
    )


def section_page(arrangement: Arrangement, *, section: SectionFacts, edition: Edition, former: Sequence[str]) -> Plates:
    """A section's front and its feeds; the addresses they had before lead to them."""
    channel = section_channel(section, edition=edition)
    feeds = feed_links(channel)
    latest = f"list/latest/{section.page_id}"
    view = FrontView(
        name=section.name,
        description=section.description,
        trail=tuple(outer.link for outer in edition.around(section.place) if outer != section),
        subsections=tuple(inner.link for inner in edition.inside(section)),
        breaking=_breaking(arrangement),
        lead=look_lists.lead_list(candidates=_candidates(arrangement.lead), sources=(latest,)),
        tier=look_lists.tier_list(candidates=_candidates(arrangement.tier), sources=(latest,)),
        river=look_lists.river_list(sources=(latest,), role=Role.LATEST),  # what the lists around it leave
        latest=look_lists.latest_list(sources=(latest, _ALL), role=Role.FRONT),
        popular=look_lists.popular_list(sources=(_POPULAR,), role=Role.FRONT),
        feeds=feeds,
    )
    head = edition.head(title=section.name, path=section.path, description=section.description, feeds=feeds)
    page = Page(parts=render_parts("fronts/section.html", {"head": head, "front": view}))
    return Plates(
        pieces={page_piece(section.path): page, **feed_pages(channel, edition=edition)},
        former=_moved(section.path, former=[old for old in former if old != section.path]),
        addresses=(PressedAddress(path=section.path, page_id=section.page_id, is_story=False),),
    )


def gone_section(*, edition: Edition, former: Sequence[str]) -> Plates:
    """A section that is closed: a plain notice wherever its front and its feeds stood."""
    addresses = (*former, *(feed for feed, _ in beside(former)))
    return Plates(former={page_piece(path): gone_page(edition=edition) for path in addresses})


def _moved(path: str, *, former: Sequence[str]) -> dict[str, Piece]:
    fronts = {page_piece(old): Redirect(location=path) for old in former}
    return {**fronts, **{page_piece(old): Redirect(location=f"{path}{file}") for old, file in beside(former)}}


def _breaking(arrangement: Arrangement) -> ListSlot | None:
    if not arrangement.breaking:
        return None
    return look_lists.breaking_list(candidates=_candidates(arrangement.breaking))


def _strip(section: SectionFacts) -> ListSlot:
    return look_lists.strip_list(
        section=section.link,
        key=str(section.page_id),
        sources=(f"list/latest/{section.page_id}",),
        limit=_STRIP,
    )


def _candidates(story_ids: Sequence[int]) -> tuple[Candidate, ...]:
    return tuple(Candidate(story_id=story_id) for story_id in story_ids)

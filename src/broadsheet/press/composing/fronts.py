"""
Home and section fronts as pages: an arrangement becomes slots, filled up from the latest lists.

A front is filled from the top of the page down, its Latest and Popular in their places: behind the rows of all
sections, Latest was left stories that were eight hours old.
"""

from collections.abc import Sequence

from broadsheet.contracts.pieces import Candidate, ListSlot, Page, Role
from broadsheet.fronts.choosing import STRIP, TIER, Front, Strip
from broadsheet.look import lists as look_lists
from broadsheet.look.pages import FrontView
from broadsheet.look.slots import render_parts
from broadsheet.press.composing.edition import Edition, SectionFacts
from broadsheet.press.composing.feeds import (
    feed_links,
    feed_pages,
    gone_with_feeds,
    moved_with_feeds,
    paper_channel,
    section_channel,
)
from broadsheet.press.composing.plates import Plates, PressedAddress, page_piece
from broadsheet.press.composing.schema import collection_data, paper_data

_ALL = "list/latest/all"
_POPULAR = "list/popular/all"


def home_page(front: Front, *, edition: Edition, banner_url: str = "") -> Plates:
    """
    The paper's front: what breaks, the lead, those beside it, Latest and Popular, a row a section. Its feeds too.

    `banner_url` is where the story of an editor's banner stands.
    """
    channel = paper_channel(edition)
    view = FrontView(
        name=edition.paper,
        breaking=_breaking(front, url=banner_url),
        lead=_lead(front, source=_ALL),
        package=_package(front),
        tier=_tier(front, source=_ALL),
        latest=look_lists.latest_list(sources=(_ALL,), role=Role.FRONT),
        popular=look_lists.popular_list(sources=(_POPULAR,), role=Role.FRONT),
        strips=_strips(front, edition=edition),
    )
    head = edition.head(
        path="/", description=channel.description, feeds=feed_links(channel), json_ld=paper_data(edition)
    )
    page = Page(parts=render_parts("fronts/front.html", {"head": head, "front": view}))
    return Plates(
        pieces={page_piece("/"): page, **feed_pages(channel, edition=edition)},
        addresses=(PressedAddress(path="/", page_id=edition.home_id, is_story=False),),
    )


def section_page(
    front: Front,
    *,
    section: SectionFacts,
    edition: Edition,
    former: Sequence[str],
    banner_url: str = "",
    older_url: str = "",
) -> Plates:
    """A section's front and its feeds, with what is read in it; the addresses they had before lead to them."""
    channel = section_channel(section, edition=edition)
    feeds = feed_links(channel)
    latest, popular = f"list/latest/{section.page_id}", f"list/popular/{section.page_id}"
    view = FrontView(
        name=section.name,
        description=section.description,
        trail=tuple(outer.link for outer in edition.around(section.place) if outer != section),
        subsections=tuple(inner.link for inner in edition.inside(section)),
        breaking=_breaking(front, url=banner_url),
        lead=_lead(front, source=latest),
        package=_package(front),
        tier=_tier(front, source=latest),
        strips=_strips(front, edition=edition),
        river=look_lists.river_list(sources=(latest,), role=Role.LATEST),  # what the lists around it leave
        # Of the whole paper, as its link says: the section's own newest stand around it. Popular goes first, for it has
        # nowhere else to go.
        latest=look_lists.latest_list(sources=(_ALL,)),
        popular=look_lists.popular_list(sources=(popular,), role=Role.FRONT, section=section.name),
        feeds=feeds,
        older_url=older_url,
    )
    json_ld = collection_data(
        name=section.name, path=section.path, description=channel.description, above=view.trail, edition=edition
    )
    head = edition.head(
        title=section.name, path=section.path, description=channel.description, feeds=feeds, json_ld=json_ld
    )
    page = Page(parts=render_parts("fronts/section.html", {"head": head, "front": view}))
    return Plates(
        pieces={page_piece(section.path): page, **feed_pages(channel, edition=edition)},
        former=moved_with_feeds(section.path, former=[old for old in former if old != section.path]),
        addresses=(PressedAddress(path=section.path, page_id=section.page_id, is_story=False),),
    )


def gone_section(*, edition: Edition, former: Sequence[str]) -> Plates:
    """A section that is closed: a plain notice wherever its front and its feeds stood."""
    return Plates(former=gone_with_feeds(edition=edition, former=former))


def _breaking(front: Front, *, url: str) -> ListSlot | None:
    if front.banner and url:
        return look_lists.banner_list(story_id=front.banner.story_id, url=url, text=front.banner.text)
    return look_lists.breaking_list(candidates=_candidates(front.breaking)) if front.breaking else None


# Where all candidates were withdrawn at once, the latest stand in until the front is pressed again: never what tells
# of an event that has its place.
def _lead(front: Front, *, source: str) -> ListSlot:
    return look_lists.lead_list(candidates=_candidates(front.lead), sources=(source,), barred=front.repeats)


def _tier(front: Front, *, source: str) -> ListSlot:
    return look_lists.tier_list(
        candidates=_candidates(front.tier), sources=(source,), barred=front.repeats, limit=TIER
    )  # fmt: skip


def _package(front: Front) -> ListSlot | None:
    if front.package is None:
        return None
    return look_lists.package_list(story_ids=front.package.story_ids, label=front.package.label)


def _strips(front: Front, *, edition: Edition) -> tuple[ListSlot, ...]:
    sections = ((strip, edition.section(strip.section_id)) for strip in front.strips)
    return tuple(_strip(strip, section=section, barred=front.repeats) for strip, section in sections if section)


def _strip(strip: Strip, *, section: SectionFacts, barred: tuple[int, ...]) -> ListSlot:
    return look_lists.strip_list(
        section=section.link,
        key=str(section.page_id),
        candidates=_candidates(strip.story_ids),
        sources=(f"list/latest/{section.page_id}",),
        barred=barred,
        limit=STRIP,
    )


def _candidates(story_ids: Sequence[int]) -> tuple[Candidate, ...]:
    return tuple(Candidate(story_id=story_id) for story_id in story_ids)

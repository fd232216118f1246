"""A story as pieces: its page, its card, its entry in feeds, and what stands where it used to be."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.http import http_date
from django.utils.translation import gettext as _

from broadsheet.contracts.pieces import ENTRY_SHAPES, Candidate, Card, Fragment, ListSlot, Page, Piece, Redirect, Shape
from broadsheet.look import lists as look_lists
from broadsheet.look import pages as look
from broadsheet.look.languages import Language
from broadsheet.look.slots import render_parts
from broadsheet.press.composing.articles import article_data
from broadsheet.press.composing.authors import bylines_of
from broadsheet.press.composing.bodies import body_view, opening_words
from broadsheet.press.composing.corrections import correction_view
from broadsheet.press.composing.edition import Edition, SectionFacts
from broadsheet.press.composing.entries import story_entry
from broadsheet.press.composing.feeds import feed_links, paper_channel, section_channel
from broadsheet.press.composing.gone import gone_page
from broadsheet.press.composing.origins import languages_of, origin_view
from broadsheet.press.composing.pictures import card_picture_view, picture_view
from broadsheet.press.composing.plates import Plates, PressedAddress, card_piece, entry_piece, page_piece, words_piece
from broadsheet.press.composing.reading import reading_minutes
from broadsheet.press.composing.schema import breadcrumbs
from broadsheet.press.composing.sharing import share_links
from broadsheet.press.composing.text_only import text_url
from broadsheet.press.composing.topics import topic_links
from broadsheet.press.composing.wire import wire_item
from broadsheet.press.neighbours import Neighbours
from broadsheet.related.queries import StoryCompany, text_mark_of
from broadsheet.stories.addresses import history_address
from broadsheet.stories.models import StoryPage
from broadsheet.stories.queries import address_of, guid_of
from broadsheet.wire.origins import StoryOrigin

LATEST_OF_ALL = "list/latest/all"
POPULAR_OF_ALL = "list/popular/all"
_HTML = ("content-type", "text/html; charset=utf-8")
_CARD_TEMPLATES = {shape: f"press/card_{shape}.html" for shape in Shape if shape not in ENTRY_SHAPES}


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """
    The stories that stand with one: related ones with the line that says why, and what happened since.

    `pins` stand before those, `barred` nowhere among them.
    """

    pins: tuple[Candidate, ...] = ()
    related: tuple[Candidate, ...] = ()
    follow_ups: tuple[Candidate, ...] = ()
    barred: tuple[int, ...] = ()


def company_from(found: StoryCompany) -> Company:
    """What editors chose and what was found for a story, as candidates of its lists."""
    return Company(
        pins=pins_of(found.pinned),
        related=tuple(_candidate(each.story_id, reason=each.reason) for each in found.related),
        follow_ups=tuple(_candidate(each.story_id, reason=each.reason) for each in found.follow_ups),
        barred=tuple(sorted(found.banned)),
    )


def pins_of(story_ids: Iterable[int]) -> tuple[Candidate, ...]:
    """Stories that editors chose, as candidates that say so."""
    return tuple(_candidate(story_id, reason=_("Chosen by the editors")) for story_id in story_ids)


def live_story(
    story: StoryPage,
    *,
    edition: Edition,
    company: Company,
    former: Sequence[str],
    origin: StoryOrigin | None = None,
    neighbours: Neighbours | None = None,
    has_history: bool = False,
) -> Plates:
    """The plates of a story that readers may see; `former` are the addresses they may know it by."""
    path = address_of(story)
    view = story_view(
        story, edition=edition, company=company, origin=origin, neighbours=neighbours, has_history=has_history
    )
    pieces: dict[str, Piece] = {
        page_piece(path): _story_page(story, view, path=path, edition=edition),
        card_piece(story.pk): story_card(view, path=path),
        entry_piece(story.pk): story_entry(
            view, path=path, guid=guid_of(story), edition=edition, wire_item=wire_item(story, view, edition=edition)
        ),
        words_piece(story.pk): Fragment(html=text_mark_of(story)),
    }
    return Plates(
        pieces=pieces,
        former={page_piece(old): Redirect(location=path) for old in former if old != path},
        addresses=(PressedAddress(path=path, page_id=story.pk, is_story=True),),
    )


def withdrawn_story(
    story_id: int,
    *,
    edition: Edition,
    former: Sequence[str],
    notice: str = "",
    withdrawn_at: datetime | None = None,
    has_history: bool = False,
) -> Plates:
    """The plates of a story that is no longer live, or no longer there at all: a plain notice wherever it stood."""
    places = [*former, *(history_address(path) for path in former if has_history)]
    page = gone_page(edition=edition, notice=notice, withdrawn_at=withdrawn_at)
    notices: Mapping[str, Piece] = {page_piece(path): page for path in places}
    removed = frozenset({card_piece(story_id), entry_piece(story_id), words_piece(story_id)})
    return Plates(former=notices, removed=removed)


def story_view(
    story: StoryPage,
    *,
    edition: Edition,
    company: Company,
    origin: StoryOrigin | None = None,
    neighbours: Neighbours | None = None,
    has_history: bool = False,
) -> look.StoryView:
    """What the readers' template shows of a story."""
    trail = edition.around(story.path)
    credit = edition.identity.credit(story.source_credit)
    slots = {**_lists(trail, company), **_around(trail, neighbours)} if story.shows_lists else {}
    body, path = body_view(story.body, embed_sites=edition.embed_sites), address_of(story)
    return look.StoryView(
        story_id=story.pk,
        headline=story.title,
        trail=tuple(section.link for section in trail),
        published_at=published_at(story, now=edition.now),
        updated_at=story.updated_at,
        kicker=story.kicker,
        standfirst=story.standfirst,
        bylines=bylines_of(story, edition=edition),
        dateline=story.dateline,
        source_credit=credit.name,
        source_url=credit.url,
        lead_picture=picture_view(story.lead_picture, caption=story.lead_caption),
        card_picture=card_picture_view(story.lead_picture, caption=story.lead_caption),
        body=body,
        corrections=tuple(map(correction_view, story.told_corrections)),
        history_url=history_address(path) if has_history else "",
        topics=topic_links(story, edition=edition),
        origin=origin_view(origin),
        languages=languages_of(origin, of_site=Language(tag=edition.language)),
        minutes=reading_minutes(body),
        text_url=text_url(path, edition=edition),
        shares=share_links(story.title, url=edition.whole_address(path)),
        popular=slots.get("popular"),
        latest=slots.get("latest"),
        related=slots.get("related"),
        follow_ups=slots.get("follow_ups"),
        earlier=slots.get("earlier"),
        later=slots.get("later"),
    )


def story_card(view: look.StoryView, *, path: str) -> Card:
    """The story as it stands in lists and on fronts, in every shape."""
    card = look.CardView(
        url=path,
        headline=view.headline,
        published_at=view.published_at,
        kicker=view.kicker,
        standfirst=view.standfirst,
        section=view.trail[-1].name if view.trail else "",
        picture=view.card_picture or view.lead_picture,
        languages=view.languages,
        text_url=view.text_url,
    )
    return Card(
        story_id=view.story_id,
        url=path,
        published_at=view.published_at,
        shapes={shape: render_to_string(name, {"card": card}) for shape, name in _CARD_TEMPLATES.items()},
    )


def published_at(story: StoryPage, *, now: datetime) -> datetime:
    published: datetime = story.first_published_at or story.last_published_at or now
    return published


def _story_page(story: StoryPage, view: look.StoryView, *, path: str, edition: Edition) -> Page:
    url = edition.whole_address(path)
    way = (*view.trail, look.SectionLink(name=view.headline, url=path))
    head = edition.head(
        title=story.seo_title or story.title,
        path=path,
        description=story.search_description or story.standfirst or opening_words(view.body),
        picture=view.lead_picture,
        feeds=_feeds_around(story, edition=edition),
        json_ld=(article_data(view, url=url, edition=edition), breadcrumbs(way, edition=edition)),
    )
    return Page(
        parts=render_parts("press/story.html", {"head": head, "story": view}),
        headers=(_HTML, ("last-modified", http_date(view.changed_at.timestamp()))),
        story_id=story.pk,
        frames=view.frame_hosts,
    )


def _feeds_around(story: StoryPage, *, edition: Edition) -> tuple[look.FeedLink, ...]:
    """Those of the paper and of the story's own section."""
    channels = [section_channel(section, edition=edition) for section in edition.around(story.path)[-1:]]
    return tuple(link for channel in (paper_channel(edition), *channels) for link in feed_links(channel))


def _candidate(story_id: int, *, reason: str) -> Candidate:
    return Candidate(story_id=story_id, note=_why(reason))


def _why(reason: str) -> str:
    return format_html('<p class="why">{}</p>', reason)


def _lists(trail: Sequence[SectionFacts], company: Company) -> dict[str, ListSlot]:
    """
    The lists beside a story.

    Latest is that of the whole paper: a small section's, filled up from the others', would not run by time. Related is
    filled up from the latest of its top section, then of the whole paper, so that none runs short; such an entry says
    so.
    """
    fillers = {LATEST_OF_ALL: _why(_("Latest"))}
    if trail:
        own = _why(_("Latest in %(section)s") % {"section": trail[0].name})
        fillers = {f"list/latest/{trail[0].page_id}": own, **fillers}
    slots = {
        "popular": look_lists.popular_list(sources=(POPULAR_OF_ALL,)),
        "latest": look_lists.latest_list(sources=(LATEST_OF_ALL,)),
        "related": look_lists.related_list(
            pins=company.pins,
            candidates=company.related,
            sources=tuple(fillers),
            source_notes=tuple(fillers.values()),
            barred=company.barred,
        ),
    }
    if company.follow_ups:
        slots["follow_ups"] = look_lists.follow_up_list(candidates=company.follow_ups)
    return slots


def _around(trail: Sequence[SectionFacts], neighbours: Neighbours | None) -> dict[str, ListSlot]:
    """What leads on from a story within its own section."""
    if neighbours is None or not trail:
        return {}
    sides = {"earlier": neighbours.earlier, "later": neighbours.later}
    return {
        name: look_lists.neighbour_list(
            candidates=tuple(Candidate(story_id=number) for number in numbers),
            section=trail[-1].name,
            is_later=name == "later",
        )
        for name, numbers in sides.items()
        if numbers
    }

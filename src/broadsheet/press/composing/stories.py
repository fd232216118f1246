"""A story as pieces: its page, its card, its entry in feeds, and what stands where it used to be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.http import http_date

from broadsheet.contracts.pieces import FEED_SHAPES, Candidate, Card, Fragment, ListSlot, Page, Piece, Redirect, Shape
from broadsheet.look import lists as look_lists
from broadsheet.look import pages as look
from broadsheet.look.slots import render_parts
from broadsheet.press.composing.articles import article_data
from broadsheet.press.composing.bodies import body_view
from broadsheet.press.composing.corrections import correction_view
from broadsheet.press.composing.edition import Edition, SectionFacts
from broadsheet.press.composing.entries import story_entry
from broadsheet.press.composing.feeds import feed_links, paper_channel, section_channel
from broadsheet.press.composing.gone import gone_page
from broadsheet.press.composing.pictures import picture_view
from broadsheet.press.composing.plates import Plates, PressedAddress, card_piece, entry_piece, page_piece, words_piece
from broadsheet.related.queries import StoryCompany, text_mark_of
from broadsheet.stories.addresses import history_address
from broadsheet.stories.models import StoryPage
from broadsheet.stories.queries import address_of, guid_of
from broadsheet.wire.queries import StoryOrigin

LATEST_OF_ALL = "list/latest/all"
POPULAR_OF_ALL = "list/popular/all"
_HTML = ("content-type", "text/html; charset=utf-8")
_CARD_TEMPLATES = {shape: f"press/card_{shape}.html" for shape in Shape if shape not in FEED_SHAPES}


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """The stories that stand with one: related ones with the line that says why, and what happened since."""

    related: tuple[Candidate, ...] = ()
    follow_ups: tuple[Candidate, ...] = ()


def company_from(found: StoryCompany) -> Company:
    """What was found for a story, as candidates of its lists."""
    return Company(
        related=tuple(_candidate(each.story_id, reason=each.reason) for each in found.related),
        follow_ups=tuple(_candidate(each.story_id, reason=each.reason) for each in found.follow_ups),
    )


def live_story(
    story: StoryPage,
    *,
    edition: Edition,
    company: Company,
    former: Sequence[str],
    origin: StoryOrigin | None = None,
    has_history: bool = False,
) -> Plates:
    """The plates of a story that readers may see; `former` are the addresses they may know it by."""
    path = address_of(story)
    view = story_view(story, edition=edition, company=company, origin=origin, has_history=has_history)
    pieces: dict[str, Piece] = {
        page_piece(path): _story_page(story, view, path=path, edition=edition),
        card_piece(story.pk): story_card(view, path=path),
        entry_piece(story.pk): story_entry(view, path=path, guid=guid_of(story), edition=edition),
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
    has_history: bool = False,
) -> look.StoryView:
    """What the readers' template shows of a story."""
    trail = edition.around(story.path)
    slots = _lists(trail, company) if story.shows_lists else {}
    return look.StoryView(
        story_id=story.pk,
        headline=story.title,
        trail=tuple(section.link for section in trail),
        published_at=published_at(story, now=edition.now),
        updated_at=story.updated_at,
        kicker=story.kicker,
        standfirst=story.standfirst,
        bylines=_bylines(story),
        dateline=story.dateline,
        source_credit=story.source_credit,
        lead_picture=picture_view(story.lead_picture, caption=story.lead_caption),
        body=body_view(story.body),
        corrections=tuple(correction_view(correction) for correction in (story.corrections.all() if story.pk else ())),
        history_url=history_address(address_of(story)) if has_history else "",
        topics=tuple(look.TopicLink(name=topic.name) for topic in story.topics.all()),
        origin=_origin_view(origin),
        popular=slots.get("popular"),
        latest=slots.get("latest"),
        related=slots.get("related"),
        follow_ups=slots.get("follow_ups"),
    )


def story_card(view: look.StoryView, *, path: str) -> Card:
    """The story as it stands in lists and on fronts, in every shape."""
    card = look.CardView(
        url=path,
        headline=view.headline,
        published_at=view.published_at,
        kicker=view.kicker,
        standfirst=view.standfirst,
        picture=view.lead_picture,
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
    head = edition.head(
        title=story.seo_title or story.title,
        path=path,
        description=story.search_description or story.standfirst,
        picture_url=view.lead_picture.url if view.lead_picture else "",
        feeds=_feeds_around(story, edition=edition),
        json_ld=article_data(view, url=edition.whole_address(path), paper=edition.paper),
    )
    changed_at = view.updated_at or view.published_at
    return Page(
        parts=render_parts("press/story.html", {"head": head, "story": view}),
        headers=(_HTML, ("last-modified", http_date(changed_at.timestamp()))),
        story_id=story.pk,
    )


def _feeds_around(story: StoryPage, *, edition: Edition) -> tuple[look.FeedLink, ...]:
    """Those of the paper and of the story's own section."""
    channels = [section_channel(section, edition=edition) for section in edition.around(story.path)[-1:]]
    return tuple(link for channel in (paper_channel(edition), *channels) for link in feed_links(channel))


def _origin_view(origin: StoryOrigin | None) -> look.Origin | None:
    if origin is None:
        return None
    return look.Origin(agency=origin.agency, version=str(origin.version), received_at=origin.received_at)


def _bylines(story: StoryPage) -> tuple[look.Byline, ...]:
    names = (byline.author.name if byline.author else byline.name for byline in story.bylines.all())
    return tuple(look.Byline(name=name) for name in names)


def _candidate(story_id: int, *, reason: str) -> Candidate:
    return Candidate(story_id=story_id, note=format_html('<p class="why">{}</p>', reason))


def _lists(trail: Sequence[SectionFacts], company: Company) -> dict[str, ListSlot]:
    """
    The lists beside a story.

    Latest is that of the whole paper: a small section's, filled up from the others', would not run by time. Related is
    filled up from the latest of its top section, then of the whole paper, so that none runs short.
    """
    own = (f"list/latest/{trail[0].page_id}",) if trail else ()
    slots = {
        "popular": look_lists.popular_list(sources=(POPULAR_OF_ALL,)),
        "latest": look_lists.latest_list(sources=(LATEST_OF_ALL,)),
        "related": look_lists.related_list(candidates=company.related, sources=(*own, LATEST_OF_ALL)),
    }
    if company.follow_ups:
        slots["follow_ups"] = look_lists.follow_up_list(candidates=company.follow_ups)
    return slots

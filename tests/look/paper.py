"""A full story and its page, joined by hand as the edge does it."""

from collections.abc import Iterable
from datetime import UTC, datetime

from django.template.loader import render_to_string

from broadsheet.contracts.pieces import Candidate, FillSlot, ListSlot, Part, PieceSlot, Role, Shape, TokenSlot
from broadsheet.look import lists
from broadsheet.look.pages import (
    AsideBlock,
    Byline,
    CardView,
    CorrectionView,
    FeedLink,
    FrontView,
    HeadingBlock,
    LinkBlock,
    Origin,
    PageHead,
    PictureBlock,
    PictureSource,
    PictureView,
    QuoteBlock,
    Rendition,
    SectionLink,
    StoryView,
    TableBlock,
    TextBlock,
    TopicLink,
)

NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)
WORLD = SectionLink(name="World", url="/world/")
EUROPE = SectionLink(name="UK and Europe", url="/world/uk-and-europe/")
QUAY = PictureView(
    url="/media/quay.960.jpg",
    width=960,
    height=640,
    alt="A ferry at a quay, its bow door open",
    caption="The first boat in nine days.",
    credit="Source: Harbour Agency",
    renditions=(Rendition(url="/media/quay.480.jpg", width=480), Rendition(url="/media/quay.960.jpg", width=960)),
    sources=(PictureSource(content_type="image/avif", renditions=(Rendition(url="/media/quay.avif", width=960),)),),
)
FEEDS = tuple(
    FeedLink(
        name=name,
        title=f"{of} ({name})",
        url=f"{place}{name.lower()}.xml",
        content_type=f"application/{name.lower()}+xml",
    )
    for of, place in (("The Test Courier", "/"), ("UK and Europe · The Test Courier", EUROPE.url))
    for name in ("RSS", "Atom", "JSON")
)
PARAGRAPH = (
    "<p>The ferries to the northern islands sailed again on Tuesday, nine days after their crews walked out.</p>"
)


def head(title: str = "Ferries sail again") -> PageHead:
    return PageHead(
        paper="The Test Courier",
        title=title,
        language="en-GB",
        canonical_url="https://paper.example/x/",
        feeds=FEEDS,
    )


def full_story() -> StoryView:
    return StoryView(
        story_id=7,
        headline="Ferries sail again",
        trail=(WORLD, EUROPE),
        published_at=NOON,
        updated_at=NOON,
        kicker="Islands",
        standfirst="Neither side calls it a victory.",
        bylines=(Byline(name="Ingrid Hale", role="in Aldhaven", url="/by/ingrid-hale/"),),
        dateline="ALDHAVEN",
        source_credit="Harbour Agency",
        lead_picture=QUAY,
        body=(
            TextBlock(html=PARAGRAPH * 20),
            HeadingBlock(text="What changes"),
            PictureBlock(picture=QUAY),
            QuoteBlock(text="A rota that people can live with.", speaker="Maren Tollefsen"),
            AsideBlock(html="<p>3,400 people live there.</p>", heading="At a glance"),
            TableBlock(rows=(("Norrey", "28"),), head=("Route", "Sailings"), caption="A week", has_row_heads=True),
            LinkBlock(stories=lists.in_body_list(story_id=3)),
        ),
        corrections=(CorrectionView(note="Fares stay as they are.", made_at=NOON),),
        topics=(TopicLink(name="Transport", url="/topics/transport/"),),
        origin=Origin(agency="Harbour Agency", version="4", received_at=NOON),
        popular=lists.popular_list(sources=("list/popular/all",)),
        latest=lists.latest_list(sources=("list/latest/all",)),
        related=lists.related_list(candidates=(Candidate(story_id=2, note='<p class="why">Also there</p>'),)),
    )


def card(shape: Shape, *, number: int = 1) -> str:
    view = CardView(
        url=f"/world/story-{number}/",
        headline=f"Story number {number} of the day, with a headline of usual length",
        published_at=NOON,
        standfirst="And a sentence under it.",
        picture=QUAY,
    )
    return render_to_string(f"press/card_{shape}.html", {"card": view})


def join(parts: Iterable[Part]) -> str:
    return "".join(part if isinstance(part, str) else _filled(part) for part in parts)


def _filled(slot: PieceSlot | TokenSlot | ListSlot | FillSlot) -> str:
    if isinstance(slot, TokenSlot):
        return "a-token"
    if isinstance(slot, PieceSlot):
        return ""
    if isinstance(slot, FillSlot):
        return "a value".join(slot.texts)
    items = (f"{slot.item_opening}{card(slot.shape, number=n)}{slot.item_closing}" for n in range(slot.limit))
    return f"{slot.opening}{''.join(items)}{slot.closing}"


def full_front() -> FrontView:
    return FrontView(
        name="World",
        trail=(),
        subsections=(EUROPE,),
        breaking=lists.breaking_list(candidates=(Candidate(story_id=1),)),
        lead=lists.lead_list(sources=("list/latest/all",)),
        tier=lists.tier_list(sources=("list/latest/all",)),
        latest=lists.latest_list(sources=("list/latest/all",)),
        popular=lists.popular_list(sources=("list/popular/all",)),
        strips=(lists.strip_list(section=EUROPE, key="3", sources=("list/latest/3",)),),
        river=lists.river_list(sources=("list/latest/all",), role=Role.LATEST),
    )

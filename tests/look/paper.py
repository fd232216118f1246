"""A full story and its page, joined by hand as the edge does it."""

from collections.abc import Iterable
from datetime import UTC, datetime

from django.template.loader import render_to_string

from broadsheet.contracts.pieces import Candidate, FillSlot, ListSlot, Part, PieceSlot, Role, Shape, TokenSlot
from broadsheet.look import lists
from broadsheet.look.archives import AuthorView, DayLink, DayView, IndexGroup, IndexView, MonthView
from broadsheet.look.bodies import (
    AsideBlock,
    CaptionsFile,
    DocumentBlock,
    EmbedBlock,
    GalleryBlock,
    HeadingBlock,
    LinkBlock,
    PictureBlock,
    PictureSource,
    PictureView,
    QuoteBlock,
    RecordingBlock,
    Rendition,
    TableBlock,
    TextBlock,
)
from broadsheet.look.histories import (
    CorrectedView,
    CorrectionsView,
    HistoryLine,
    HistoryPart,
    HistoryView,
    VersionView,
    Wording,
)
from broadsheet.look.pages import (
    Byline,
    CardView,
    CorrectionView,
    FeedLink,
    FooterView,
    FrontView,
    ListingView,
    MastheadView,
    Origin,
    OtherHost,
    PageHead,
    PaperPageView,
    PopularView,
    SectionLink,
    StoryView,
    TopicLink,
)
from broadsheet.press.composing.sharing import share_links

NOON = datetime(2026, 3, 5, 12, 0, 0, 123_456, tzinfo=UTC)  # as the clock gives it
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


EMBED = EmbedBlock(
    url="https://youtu.be/aBcDeFgHiJk",
    site="YouTube",
    title="The crossing from the air",
    source="Harbour office",
    frame_url="https://www.youtube-nocookie.com/embed/aBcDeFgHiJk",
    frame_host="www.youtube-nocookie.com",
    frame_owner="Google",
)
FILM = RecordingBlock(
    url="/media/recordings/film.mp4",
    content_type="video/mp4",
    title="The first crossing",
    is_film=True,
    width=640,
    height=360,
    seconds=65,
    caption="The first crossing",
    credit="Ann Author",
    poster_url=QUAY.url,
    captions=CaptionsFile(url="/media/recordings/film.vtt", language="en-GB"),
    transcript=("A horn.", "Gulls."),
)
HORN = RecordingBlock(
    url="/media/recordings/horn.mp3",
    content_type="audio/mpeg",
    title="The horn",
    is_film=False,
    caption="The horn",
    credit="Ann Author",
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
            GalleryBlock(pictures=(QUAY, QUAY, QUAY), heading="The day in pictures"),
            DocumentBlock(url="/media/documents/rota.pdf", title="The rota", kind="PDF", size=123_456),
            FILM,
            HORN,
            EMBED,
            LinkBlock(stories=lists.in_body_list(story_ids=(3,))),
        ),
        corrections=(CorrectionView(note="Fares stay as they are.", made_at=NOON),),
        topics=(TopicLink(name="Transport", url="/topics/transport/"),),
        origin=Origin(
            agency="Harbour Agency",
            version="4",
            received_at=NOON,
            changes=("The headline and introduction were rewritten here.", "The rest is as Harbour Agency sent it."),
        ),
        minutes=4,
        shares=share_links("Ferries sail again", url="https://paper.example/world/uk-and-europe/ferries-sail-again/"),
        text_url="/text/world/uk-and-europe/ferries-sail-again/",
        earlier=lists.neighbour_list(candidates=(Candidate(story_id=8),), section=EUROPE.name, is_later=False),
        later=lists.neighbour_list(candidates=(Candidate(story_id=9),), section=EUROPE.name, is_later=True),
        popular=lists.popular_list(sources=("list/popular/all",)),
        latest=lists.latest_list(sources=("list/latest/all",)),
        related=lists.related_list(candidates=(Candidate(story_id=2, note='<p class="why">Also there</p>'),)),
    )


def card(shape: Shape, *, number: int = 1) -> str:
    view = CardView(
        url=f"/world/story-{number}/",
        headline=f"Story number {number} of the day, with a headline of extraordinary length",
        published_at=NOON,
        standfirst="And a sentence under it.",
        section=EUROPE.name,
        picture=QUAY,
        text_url=f"/text/world/story-{number}/",
    )
    return render_to_string(f"press/card_{shape}.html", {"card": view})


_FILLED = {
    "pages": '<li><a href="/search/?q=ferry&amp;page=2">2</a></li>',
    "refined": " open",
    "day": " selected",
    **dict.fromkeys(("week", "month", "year", WORLD.url), ""),
    **dict.fromkeys(("since", "until"), "2026-03-05"),
}


def _value(name: str) -> str:
    """What the edge might fill in under that name."""
    return _FILLED.get(name, "/search/?q=ferry" if name.endswith("_url") else "a value")


def shell() -> dict[str, str]:
    """Masthead and footer as a paper of two sections has them, by the names of their pieces."""
    sections = (WORLD, EUROPE)
    links = (SectionLink(name="Popular Stories", url="/popular/"), SectionLink(name="Corrections", url="/corrections/"))
    masthead = MastheadView(paper="The Test Courier", sections=sections, motto="News from the islands since 1871")
    footer = FooterView(
        paper="The Test Courier", sections=sections, feeds=FEEDS[:3], links=links, imprint="Quay Street 1, Aldhaven"
    )
    return {
        "shell/head": "",
        "shell/masthead": render_to_string("press/masthead.html", {"masthead": masthead}),
        "shell/footer": render_to_string("press/footer.html", {"footer": footer}),
    }


def join(parts: Iterable[Part]) -> str:
    return "".join(part if isinstance(part, str) else _filled(part) for part in parts)


def _filled(slot: PieceSlot | TokenSlot | ListSlot | FillSlot) -> str:
    if isinstance(slot, TokenSlot):
        return "a-token"
    if isinstance(slot, PieceSlot):
        return shell()[slot.name]
    if isinstance(slot, FillSlot):
        return slot.texts[0] + "".join(
            _value(name) + text for name, text in zip(slot.names, slot.texts[1:], strict=True)
        )
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


def full_popular() -> PopularView:
    spans = (SectionLink(name="Now", url="/popular/"), SectionLink(name="Today", url="/popular/today/"))
    return PopularView(
        name="Popular today",
        url="/popular/today/",
        trail=(SectionLink(name="Popular Stories", url="/popular/"),),
        spans=spans,
        stories=lists.ranked_list(sources=("list/popular/today",), limit=20),
        window="24 hours",
        half_life="18 hours",
        figures_url="/popularity.json",
        kept_out=2,
        told_at=NOON,
        readers=1_234,
        readers_written="1,234",
        counted_at=NOON,
    )


def full_history() -> HistoryView:
    changed = HistoryLine(
        wordings=(Wording(text="Fares "), Wording(text="rise", mark="del"), Wording(text="stay", mark="ins"))
    )
    first = HistoryPart(label="Text", lines=(HistoryLine(wordings=(Wording(text="Fares rise."),)),))
    versions = (
        VersionView(number=3, published_at=NOON, kind="Update", since=2, withheld="Taken back for legal reasons."),
        VersionView(
            number=2,
            published_at=NOON,
            kind="Correction",
            notes=("Fares stay as they are.",),
            since=1,
            parts=(HistoryPart(label="Text", lines=(HistoryLine(skipped=4), changed)),),
        ),
        VersionView(number=1, published_at=NOON, parts=(first,)),
    )
    return HistoryView(headline="Ferries sail again", url="/world/ferries/", trail=(WORLD, EUROPE), versions=versions)


def full_corrections() -> CorrectionsView:
    note = CorrectionView(note="Fares stay as they are.", made_at=NOON, kind="Correction")
    corrected = CorrectedView(correction=note, headline="Ferries sail again", url="/world/ferries/")
    years = (SectionLink(name="2026", url="/corrections/2026/"), SectionLink(name="2025", url="/corrections/2025/"))
    return CorrectionsView(corrected=(corrected, corrected), years=years, feeds=FEEDS[:3])


TRANSPORT = ListingView(
    name="Transport",
    kind="Topic",
    trail=(SectionLink(name="Topics", url="/topics/"),),
    stories=lists.river_list(limit=30),
    feeds=FEEDS[:3],
    newer_url="/topics/transport/",
    older_url="/topics/transport/older/3/",
)
AUTHOR = AuthorView(
    role="Harbour correspondent",
    biography=("Ingrid Hale has written about the islands since 2009.", "She lives in Aldhaven."),
    portrait=QUAY,
    email="ingrid@paper.example",
    elsewhere=(SectionLink(name="Mastodon", url="https://social.example/@ingrid"),),
)
_MARCH = SectionLink(name="March 2026", url="/latest/2026-03/")


def full_day() -> DayView:
    return DayView(
        name="Thursday 5 March 2026",
        trail=(SectionLink(name="Latest", url="/latest/"), _MARCH),
        count=120,
        count_written="120",
        stories=lists.river_list(limit=30),
        earlier=SectionLink(name="Wednesday 4 March", url="/latest/2026-03-04/"),
        later=SectionLink(name="Friday 6 March", url="/latest/2026-03-06/"),
        month=_MARCH,
        newer_url="/latest/2026-03-05/",
        older_url="/latest/2026-03-05/2/",
    )


def full_month() -> MonthView:
    days = (
        DayLink(name="Thursday 5 March", url="/latest/2026-03-05/", count=1_200, count_written="1,200"),
        DayLink(name="Wednesday 4 March", url="/latest/2026-03-04/", count=1, count_written="1"),
    )
    return MonthView(
        name=_MARCH.name,
        url=_MARCH.url,
        trail=(SectionLink(name="Latest", url="/latest/"),),
        days=days,
        months=(SectionLink(name="February", url="/latest/2026-02/"), SectionLink(name="March", url=_MARCH.url)),
        years=(SectionLink(name="2025", url="/latest/2025-12/"), SectionLink(name="2026", url=_MARCH.url)),
    )


def full_index() -> IndexView:
    named = SectionLink(name="Transport", url="/topics/transport/")
    groups = (IndexGroup(initial="T", links=(named,)), IndexGroup(initial="W", links=(named,)))
    return IndexView(name="Topics", groups=groups)


def full_paper_page() -> PaperPageView:
    return PaperPageView(
        title="Contact",
        body=full_story().body,
        changed_at=NOON,
        shows_contact=True,
        contact="desk@paper.example",
        accounts=(SectionLink(name="Mastodon", url="https://social.example/@courier"),),
        names_others=True,
        others=(OtherHost(name="Statistics", host="stats.example.com", loads=("scripts", "pictures")),),
    )

"""
What the readers' templates are handed: finished values, one class a thing on the page.

Those who compose pages (press, fronts) fill these and render the template named beside each with `look.slots`, under
the context key that the class names. Times are aware; templates write them in the site's zone. `html` fields hold
HTML that was cleaned already; everything else is text, and templates escape it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from broadsheet.contracts.pieces import ListSlot


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionLink:
    name: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicLink:
    """A topic; without an address it is named and not linked."""

    name: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Byline:
    """Who wrote it; `role` such as "in Kyiv" or "Political editor"."""

    name: str
    role: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendition:
    url: str
    width: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureSource:
    """One format's renditions, such as "image/avif"; list better formats first."""

    content_type: str
    renditions: tuple[Rendition, ...]

    @property
    def srcset(self) -> str:
        return _srcset(self.renditions)


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureView:
    """
    A picture and its three texts. `url`, `width` and `height` are those of the rendition every browser can read.

    An empty alt text marks a picture that says nothing beyond its caption (WCAG 1.1.1): it is never filled from it.
    """

    url: str
    width: int
    height: int
    alt: str = ""
    caption: str = ""
    credit: str = ""
    renditions: tuple[Rendition, ...] = ()
    sources: tuple[PictureSource, ...] = ()

    @property
    def srcset(self) -> str:
        return _srcset(self.renditions)

    @property
    def is_upright(self) -> bool:
        """Taller than wide: kept from filling a phone's whole screen."""
        return self.height > self.width


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionView:
    """A public note; `kind` is what its editor calls the change ("Clarification")."""

    note: str
    made_at: datetime
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextBlock:
    """Paragraphs and lists: cleaned HTML of p, ul, ol, li, a, b, strong, i, em, br."""

    template: ClassVar[str] = "press/blocks/text.html"

    html: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadingBlock:
    template: ClassVar[str] = "press/blocks/heading.html"

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureBlock:
    template: ClassVar[str] = "press/blocks/picture.html"

    picture: PictureView


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteBlock:
    template: ClassVar[str] = "press/blocks/quote.html"

    text: str
    speaker: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AsideBlock:
    """A box beside the story: cleaned HTML under a heading that may be empty."""

    template: ClassVar[str] = "press/blocks/aside.html"

    html: str
    heading: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableBlock:
    """Rows of text. `head` names the columns; `has_row_heads` says that each row's first cell names the row."""

    template: ClassVar[str] = "press/blocks/table.html"

    rows: tuple[tuple[str, ...], ...]
    head: tuple[str, ...] = ()
    caption: str = ""
    has_row_heads: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkBlock:
    """Stories named inside the body: a list (see `look.lists.in_body_list`), so that a killed one vanishes."""

    template: ClassVar[str] = "press/blocks/link.html"

    stories: ListSlot


BodyBlock = TextBlock | HeadingBlock | PictureBlock | QuoteBlock | AsideBlock | TableBlock | LinkBlock


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where the story comes from, for its foot: an agency's item, its version, and when it came in."""

    agency: str
    version: str = ""
    received_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLink:
    """A feed: `name` is that of its format ("RSS"), `title` says what it is a feed of."""

    name: str
    title: str
    url: str
    content_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageHead:
    """
    What every page says of itself: context key `head`, on every template that extends `look/shell.html`.

    `title` comes without the paper's name. `canonical_url` and `picture_url` are whole addresses (https://…).
    """

    paper: str
    title: str
    language: str
    canonical_url: str = ""
    description: str = ""
    picture_url: str = ""
    json_ld: Mapping[str, Any] = field(default_factory=dict)
    feeds: tuple[FeedLink, ...] = ()
    is_indexed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryView:
    """`press/story.html`, key `story`; with `head`. `trail` runs from the top section to the story's own."""

    story_id: int
    headline: str
    trail: tuple[SectionLink, ...]
    published_at: datetime
    body: tuple[BodyBlock, ...]
    updated_at: datetime | None = None
    kicker: str = ""
    standfirst: str = ""
    bylines: tuple[Byline, ...] = ()
    dateline: str = ""
    source_credit: str = ""
    lead_picture: PictureView | None = None
    corrections: tuple[CorrectionView, ...] = ()
    history_url: str = ""
    topics: tuple[TopicLink, ...] = ()
    origin: Origin | None = None
    popular: ListSlot | None = None
    latest: ListSlot | None = None
    related: ListSlot | None = None
    follow_ups: ListSlot | None = None

    @property
    def has_lists(self) -> bool:
        return any((self.popular, self.latest, self.related))


@dataclass(frozen=True, slots=True, kw_only=True)
class CardView:
    """`press/card_line.html`, `card_teaser.html`, `card_lead.html`, `card_strip.html`, key `card`."""

    url: str
    headline: str
    published_at: datetime
    kicker: str = ""
    standfirst: str = ""
    picture: PictureView | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontView:
    """
    `fronts/front.html` (home) and `fronts/section.html`, key `front`; with `head`.

    `name` is the paper's on home and the section's on its front; `trail` names the sections above it, so none above a
    top section. All lists come from `look.lists`; any may be None.
    """

    name: str
    description: str = ""
    trail: tuple[SectionLink, ...] = ()
    subsections: tuple[SectionLink, ...] = ()
    breaking: ListSlot | None = None
    lead: ListSlot | None = None
    tier: ListSlot | None = None
    latest: ListSlot | None = None
    popular: ListSlot | None = None
    strips: tuple[ListSlot, ...] = ()
    river: ListSlot | None = None
    feeds: tuple[FeedLink, ...] = ()
    older_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingView:
    """`press/listing.html`, key `listing`; with `head`: a topic, an author, the archive of a section."""

    name: str
    kind: str = ""
    description: str = ""
    trail: tuple[SectionLink, ...] = ()
    stories: ListSlot | None = None
    newer_url: str = ""
    older_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPlace:
    """A section that a search can be held to; `indent` says how deep it lies, in spaces that no browser swallows."""

    name: str
    url: str
    indent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchView:
    """`press/search_*.html`, key `search`; with `head`. What was asked and found is filled in by the edge."""

    places: tuple[SearchPlace, ...]
    longest: int
    results: ListSlot | None = None
    latest: ListSlot | None = None
    popular: ListSlot | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeView:
    """`press/withdrawn.html` and `press/404.html`, key `notice`; with `head`. Text may be empty."""

    text: str = ""
    withdrawn_at: datetime | None = None
    latest: ListSlot | None = None
    popular: ListSlot | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """Some words of a line: `mark` is "ins" or "del" where they came or went, else empty."""

    text: str
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """A paragraph with what changed in it; or, without words, `skipped` paragraphs that stayed as they were."""

    wordings: tuple[Wording, ...] = ()
    kind: str = "p"
    skipped: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryPart:
    label: str
    lines: tuple[HistoryLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionView:
    """One version; `since` is the number of the one it is told from, None where it is shown whole."""

    number: int
    published_at: datetime
    kind: str = ""
    notes: tuple[str, ...] = ()
    since: int | None = None
    parts: tuple[HistoryPart, ...] = ()
    withheld: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryView:
    """`press/history.html`, key `history`; with `head`: the versions of a story, the newest first."""

    headline: str
    url: str
    trail: tuple[SectionLink, ...]
    versions: tuple[VersionView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectedView:
    """A correction among others, with the story that it belongs to."""

    correction: CorrectionView
    headline: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionsView:
    """`press/corrections.html`, key `corrections`; with `head`. `year` is None on the page of the newest."""

    corrected: tuple[CorrectedView, ...]
    year: int | None = None
    years: tuple[SectionLink, ...] = ()
    feeds: tuple[FeedLink, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MastheadView:
    """`press/masthead.html`, key `masthead`: pressed as the fragment `shell/masthead`, the same on every page."""

    paper: str
    sections: tuple[SectionLink, ...]
    motto: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FooterView:
    """`press/footer.html`, key `footer`: pressed as the fragment `shell/footer`."""

    paper: str
    sections: tuple[SectionLink, ...] = ()
    feeds: tuple[FeedLink, ...] = ()
    links: tuple[SectionLink, ...] = ()
    imprint: str = ""


def _srcset(renditions: tuple[Rendition, ...]) -> str:
    return ", ".join(f"{rendition.url} {rendition.width}w" for rendition in renditions)

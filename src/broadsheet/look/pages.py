"""
What the readers' templates are handed: finished values, one class a thing on the page.

Who composes pages (press, fronts) fills these and renders the template named beside each with `look.slots`, under the
context key that the class names. Times are aware. `html` fields hold cleaned HTML; templates escape everything else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from urllib.parse import urlsplit

from broadsheet.contracts.pieces import ListSlot
from broadsheet.look.bodies import BodyBlock, EmbedBlock, PictureView
from broadsheet.look.languages import Language

_COUNTRY = 2  # letters, in a tag such as "zh-hant-hk"


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
    """Who wrote it; `role` such as "in Kyiv" or "Political editor". `profile` is the whole address of their page."""

    name: str
    role: str = ""
    url: str = ""
    profile: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionView:
    """A public note; `kind` is what its editor calls the change ("Clarification"), `done` says it ("Clarified")."""

    note: str
    made_at: datetime
    kind: str = ""
    done: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """
    Where the story comes from, for its foot: an agency's item, its version, and when it came in.

    `changes` are whole sentences on what was changed here and what was not. Without an agency they stand alone.
    """

    agency: str = ""
    version: str = ""
    received_at: datetime | None = None
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryLanguages:
    """The languages of a story's parts where they are others than the site's."""

    headline: Language | None = None
    standfirst: Language | None = None
    body: Language | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareLink:
    """A service by which a reader may hand a story on: its name, and an address there that holds the story's."""

    name: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLink:
    """A feed: `name` is that of its format ("RSS"), `title` says what it is a feed of."""

    name: str
    title: str
    url: str
    content_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedPicture:
    """The picture that stands beside a link to a page elsewhere; `url` is a whole address. An icon is shown small."""

    url: str
    width: int
    height: int
    alt: str = ""
    is_icon: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PageHead:
    """
    What every page says of itself: context key `head`, on every template that extends `look/shell.html`.

    `title` comes without the paper's name. `canonical_url` is a whole address (https://…). `json_ld` are documents of
    schema.org, the one about the page first. `here_piece` is the fragment that marks its section in the menu.
    """

    paper: str
    title: str
    language: str
    canonical_url: str = ""
    description: str = ""
    picture: SharedPicture | None = None
    json_ld: tuple[Mapping[str, Any], ...] = ()
    feeds: tuple[FeedLink, ...] = ()
    is_indexed: bool = True
    here_piece: str = ""

    @property
    def locale(self) -> str:
        """Language and country as Open Graph wants them ("en_GB"); empty where the language names no country."""
        language, *rest = self.language.split("-")
        country = next((part.upper() for part in rest if len(part) == _COUNTRY and part.isalpha()), "")
        return f"{language.lower()}_{country}" if country else ""

    @property
    def origin(self) -> str:
        """The site's scheme and host, as paper must say them; empty where the page has no address of its own."""
        parts = urlsplit(self.canonical_url)
        return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""

    def is_right_to_left(self) -> bool:
        return Language(tag=self.language).direction == "rtl"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryView:
    """
    `press/story.html`, key `story`; with `head`. `trail` runs from the top section to the story's own.

    `minutes` is how long reading it takes, 0 where there is no text to read.
    """

    # How wide the lead picture stands, by which a browser chooses its file.
    lead_sizes: ClassVar[str] = "(min-width: 80rem) 53rem, (min-width: 64rem) calc(100vw - 24rem), 100vw"

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
    source_url: str = ""
    lead_picture: PictureView | None = None
    card_picture: PictureView | None = None  # where cards show another part than the middle
    corrections: tuple[CorrectionView, ...] = ()
    history_url: str = ""
    topics: tuple[TopicLink, ...] = ()
    origin: Origin | None = None
    languages: StoryLanguages = StoryLanguages()
    minutes: int = 0
    shares: tuple[ShareLink, ...] = ()
    text_url: str = ""
    popular: ListSlot | None = None
    latest: ListSlot | None = None
    related: ListSlot | None = None
    follow_ups: ListSlot | None = None
    earlier: ListSlot | None = None
    later: ListSlot | None = None

    @property
    def changed_at(self) -> datetime:
        """When its words or its corrections last changed: the one moment for readers, search engines and feeds."""
        changes = (self.published_at, self.updated_at, *(correction.made_at for correction in self.corrections))
        return max(change for change in changes if change is not None)

    @property
    def newest_correction(self) -> CorrectionView | None:
        return max(self.corrections, key=lambda correction: correction.made_at, default=None)

    @property
    def shown_update(self) -> datetime | None:
        """When its words changed last, where no correction says so already."""
        newest = self.newest_correction
        return None if newest and self.updated_at and newest.made_at >= self.updated_at else self.updated_at

    @property
    def has_lists(self) -> bool:
        return any((self.popular, self.latest, self.related))

    @property
    def frame_hosts(self) -> tuple[str, ...]:
        """Whom its embeds may be loaded from; where there is nobody, the page has no script for it either."""
        hosts = (block.frame_host for block in self.body if isinstance(block, EmbedBlock) and block.frame_url)
        return tuple(dict.fromkeys(hosts))


@dataclass(frozen=True, slots=True, kw_only=True)
class CardView:
    """`press/card_line.html`, `card_teaser`, `card_lead`, `card_strip`, `card_ranked`, key `card`."""

    url: str
    headline: str
    published_at: datetime
    kicker: str = ""
    standfirst: str = ""
    section: str = ""
    picture: PictureView | None = None
    languages: StoryLanguages = StoryLanguages()
    text_url: str = ""


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
    package: ListSlot | None = None
    tier: ListSlot | None = None
    latest: ListSlot | None = None
    popular: ListSlot | None = None
    strips: tuple[ListSlot, ...] = ()
    river: ListSlot | None = None
    feeds: tuple[FeedLink, ...] = ()
    older_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingView:
    """
    `press/listing.html`, key `listing`; with `head`: a topic, an author, a page of the archive of either or a section.

    `page` is the number of a page of the archive, 0 on the newest of a topic or author.
    """

    name: str
    kind: str = ""
    description: str = ""
    trail: tuple[SectionLink, ...] = ()
    stories: ListSlot | None = None
    feeds: tuple[FeedLink, ...] = ()
    newer_url: str = ""
    older_url: str = ""
    page: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PopularView:
    """
    `press/popular.html`, key `popular`; with `head`: what is read most over one span of hours.

    `window` and `half_life` are in words ("24 hours"). `counted_at` is None before anything was counted; the stories
    kept out by editors were counted at `told_at`.
    """

    name: str
    url: str
    trail: tuple[SectionLink, ...]
    spans: tuple[SectionLink, ...]
    stories: ListSlot
    window: str
    half_life: str
    figures_url: str
    kept_out: int
    told_at: datetime
    readers: int = 0
    readers_written: str = ""
    counted_at: datetime | None = None


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
    """`press/withdrawn.html` and `press/404.html`, key `notice`; with `head`, whose title they show."""

    text: str = ""
    withdrawn_at: datetime | None = None
    latest: ListSlot | None = None
    popular: ListSlot | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherHost:
    """Somebody else whose host every page may load from, and what: "scripts", "pictures" and so on, translated."""

    name: str
    host: str
    loads: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperPageView:
    """
    `press/paper_page.html`, key `page`; with `head`: about, contact, privacy and the like.

    `others` are told where it `names_others`, and that there are none.
    """

    title: str
    body: tuple[BodyBlock, ...]
    changed_at: datetime
    shows_contact: bool = False
    contact: str = ""
    accounts: tuple[SectionLink, ...] = ()
    names_others: bool = False
    others: tuple[OtherHost, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LogoView:
    """The picture in place of the paper's name; `dark_url` is another file for dark screens, of the same measures."""

    url: str
    width: int
    height: int
    alt: str
    dark_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MastheadView:
    """`press/masthead.html`, key `masthead`: pressed as the fragment `shell/masthead`, the same on every page."""

    paper: str
    sections: tuple[SectionLink, ...]
    motto: str = ""
    logo: LogoView | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FooterView:
    """`press/footer.html`, key `footer`: pressed as the fragment `shell/footer`."""

    paper: str
    sections: tuple[SectionLink, ...] = ()
    feeds: tuple[FeedLink, ...] = ()
    links: tuple[SectionLink, ...] = ()
    accounts: tuple[SectionLink, ...] = ()
    imprint: str = ""

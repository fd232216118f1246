"""What the templates of authors, days, months and indexes are handed; as `look.pages`."""

from dataclasses import dataclass

from broadsheet.contracts.pieces import ListSlot
from broadsheet.look.bodies import PictureView
from broadsheet.look.pages import SectionLink


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorView:
    """`press/author.html`, key `author`; with `head` and a `listing`. `elsewhere` are pages of other sites."""

    role: str = ""
    biography: tuple[str, ...] = ()
    portrait: PictureView | None = None
    email: str = ""
    elsewhere: tuple[SectionLink, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DayView:
    """
    `press/day.html`, key `day`; with `head`: every story first published on one day, its newest page or an older one.

    Without stories none was published yet. `earlier` and `later` are the days beside it that have some.
    """

    name: str
    trail: tuple[SectionLink, ...] = ()
    count: int = 0
    count_written: str = ""
    stories: ListSlot | None = None
    earlier: SectionLink | None = None
    later: SectionLink | None = None
    month: SectionLink | None = None
    newer_url: str = ""
    older_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayLink:
    """A day among those of its month, with how many stories it has."""

    name: str
    url: str
    count: int
    count_written: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthView:
    """
    `press/month.html`, key `month`; with `head`: the days of a month that have stories.

    `months` are those of its year, `years` lead to the newest month of each; `url` is its own.
    """

    name: str
    url: str
    trail: tuple[SectionLink, ...]
    days: tuple[DayLink, ...]
    months: tuple[SectionLink, ...]
    years: tuple[SectionLink, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexGroup:
    """What begins alike."""

    initial: str
    links: tuple[SectionLink, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexView:
    """`press/index.html`, key `index`; with `head`: every topic or author that has stories, by name."""

    name: str
    groups: tuple[IndexGroup, ...]

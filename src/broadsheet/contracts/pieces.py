"""
What the press hands to the edge: named pieces, finished but for their slots (DESIGN section 5).

Names are paths without a leading slash:

    page/<address>            a page at /<address>/ ("page/" is home, "page/world/uk-and-europe/some-slug")
    page/<address>?p=12       a redirect or notice at an address of another system that names its story in the query
    page/<address>feed.xml    a feed; also atom.xml and feed.json
    card/<story id>           one story as it stands in lists and on fronts, a finished HTML per shape
    entry/<story id>          one story whole, finished per shape: an item of each feed, and in text alone
    words/<story id>          a mark that changes with the words of a story's page: who quotes them asks it first
    list/latest/all           ids, newest first; also list/latest/<section page id>
    list/latest/topic-<id>    the same of a topic; also author-<id>, and day-<date> for what came on that day
    list/popular/all          ids, first rank first; also list/popular/<section page id> and now, today, week
    text/story                the frame of a story in text alone; the edge finds whose text by the address of its page
    shell/<part>              finished HTML on every page: masthead, menu, footer, what stands in the head
    shell/here/<section page id>  its place in the menu, an attribute of the bodies of its pages
    shell/policy              hosts of others that every page may load from
    withdrawn                 ids that no page may name
    search/<state>            the pages of a search: found, nothing, preparing (page/search is the one without a query)
    search/sections           which sections lie inside which, for searching in one
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class Shape(StrEnum):
    """How a story stands: a card carries finished HTML for each shape of pages, an entry the whole for each other."""

    LINE = "line"  # headline alone, for Popular, Latest and Related
    TEASER = "teaser"  # headline and standfirst, small picture
    LEAD = "lead"  # the large one on top of a front
    STRIP = "strip"  # picture over headline, in a row of several
    RANKED = "ranked"  # headline, standfirst, picture and section, beside a large numeral
    PLAIN = "plain"  # headline alone, leading to the story in text alone
    RSS = "rss"  # the whole story as an <item>
    ATOM = "atom"  # as an <entry>
    JSON = "json"  # as an object of JSON Feed
    NINJS = "ninjs"  # as a document of ninjs, for other newsrooms
    TEXT = "text"  # as the edition in text alone has it, from its title on


FEED_SHAPES = frozenset({Shape.RSS, Shape.ATOM, Shape.JSON, Shape.NINJS})
ENTRY_SHAPES = FEED_SHAPES | {Shape.TEXT}  # the whole story; all others are shapes of its card
TEXT_FRAME = "text/story"
POLICY_PIECE = "shell/policy"


class Role(StrEnum):
    """
    What a list is on its page; decides who takes a story first when two want it.

    PIN before POPULAR (its ranks are a public claim) before RELATED before LATEST before NEIGHBOUR, which leads on from
    a story and takes nothing from its lists. FRONT slots go in page order, before all but PIN.
    """

    PIN = "pin"
    FRONT = "front"
    POPULAR = "popular"
    RELATED = "related"
    LATEST = "latest"
    NEIGHBOUR = "neighbour"


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceSlot:
    """A place where the `Fragment` of that name stands; nothing where there is none."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenSlot:
    """A place for today's page token of a story (DESIGN section 6)."""

    story_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedSlot:
    """A place for the moment at which the stories in the page's lists last changed, as RFC 3339 writes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """
    A story that may stand in a list, with the line that says why (finished HTML, may be empty).

    `instead` stands in the place of its card: a link in an editor's own words. It goes with the story, and leaves the
    story to the lists below. `rank` is its place in a ranking, from 1; 0 for one that fills the ranking up.
    """

    story_id: int
    note: str = ""
    instead: str = ""
    rank: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSlot:
    """
    A place for up to `limit` cards, taken in order from `candidates`, then from the lists named in `sources`.

    `pins` are candidates that an editor put before all others: they claim as PIN does, whatever the list's role.
    `barred` may not stand in it, wherever they come from. `source_notes` are the lines that say why for what a source
    gives (finished HTML), one a source, or none at all.

    The HTML is `opening`, then for each story `item_opening + card + note + item_closing`, with `between` between two,
    then `closing`; nothing at all where no story is left. `list_name` is what the beacon says a reader came from
    ("popular", "front" …). With a feed's shape the list is one of entries instead of cards.
    """

    role: Role
    list_name: str
    shape: Shape
    limit: int
    pins: tuple[Candidate, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    sources: tuple[str, ...] = ()
    source_notes: tuple[str, ...] = ()
    barred: tuple[int, ...] = ()
    opening: str = ""
    closing: str = ""
    item_opening: str = "<li>"
    item_closing: str = "</li>"
    between: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FillSlot:
    """
    Words around values that only the edge knows, when it answers: the first text, the first value, the next text …

    Stands where each of `names` has a value (finished HTML), and is nothing where one has none. There is one text more
    than there are names.
    """

    names: tuple[str, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A finished text that speaks of one story, and stands no longer than `until`."""

    story_id: int
    text: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionSlot:
    """
    A place for texts that each speak of one story, in order, as many as there are: what a sitemap is made of.

    One whose story was withdrawn is left out, and none stands while the names of those cannot be read. Unlike a list it
    asks for no card: a thousand stories would be a thousand pieces.
    """

    mentions: tuple[Mention, ...]


Part = str | PieceSlot | TokenSlot | ChangedSlot | FillSlot | ListSlot | MentionSlot


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """
    A pressed page: finished HTML with slots between. `story_id` is the story that it must never list.

    `frames` are the hosts that it may load frames from, once a reader asks for one; no page without them may any.
    """

    parts: tuple[Part, ...]
    status: int = 200
    headers: tuple[tuple[str, str], ...] = (("content-type", "text/html; charset=utf-8"),)
    story_id: int | None = None
    frames: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirect:
    """An address that moved: 301 to `location` (a path on this site)."""

    location: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """
    A story in lists. Shown with its date from seven days after `published_at` on.

    `changed_at` is when its published words last changed, None where that is no matter (only feeds say it).
    """

    story_id: int
    url: str
    published_at: datetime
    shapes: Mapping[Shape, str]
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryList:
    """
    Story ids, first first. From `stale_at` on the list is not shown (Popular: 35 minutes after it was made).

    So many of a ranking are `ranked`, what follows fills it up; None for a list whose order claims nothing.
    """

    story_ids: tuple[int, ...]
    stale_at: datetime | None = None
    ranked: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fragment:
    html: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """Stories that no page, list or front may name, whatever the other pieces still say."""

    story_ids: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionTree:
    """For each section, by its address ("/world/") and by its id ("12"), that id and those of all sections in it."""

    ids: Mapping[str, frozenset[int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outsiders:
    """
    Hosts of others that every page may load from, over TLS alone; "*.ads.example" stands for all below it.

    `connections` are those that its scripts may send to.
    """

    scripts: tuple[str, ...] = ()
    connections: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    frames: tuple[str, ...] = ()


Piece = Page | Redirect | Card | StoryList | Fragment | Withdrawn | SectionTree | Outsiders


class PieceStore(Protocol):
    """
    A durable map from names to pieces, written by one clerk, read by every edge.

    `press` writes a batch whole: after it returns every piece survives a power cut, and readers that look at
    `sequence` know what changed. A reader sees each piece old or new, never half.
    """

    def press(self, pieces: Mapping[str, Piece], *, remove: Iterable[str] = ()) -> int:
        """Write and remove, durably; give the new sequence number."""
        ...

    def recover(self) -> int:
        """Announce what a writer that died had written and not announced; give the sequence number."""
        ...

    def read(self, name: str) -> Piece | None:
        """
        The piece of that name, or None.

        :raises PieceError: if it is there but cannot be read (another format version, damage)
        """
        ...

    def changes_since(self, number: int) -> "Changes":
        """What changed after sequence `number`."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Names changed up to sequence `number`; `everything` when the log does not reach back far enough."""

    number: int
    names: frozenset[str] = frozenset()
    everything: bool = False


class PieceError(Exception):
    """A piece that is there but cannot be used."""

"""Page and pieces to finished bytes: fills every slot, and says what the result hangs on."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType

from broadsheet.contracts.pieces import (
    ENTRY_SHAPES,
    Candidate,
    Card,
    ChangedSlot,
    FillSlot,
    Fragment,
    ListSlot,
    MentionSlot,
    Page,
    Piece,
    PieceError,
    PieceSlot,
    Shape,
    StoryList,
    TokenSlot,
    Withdrawn,
)
from broadsheet.joining.allocator import allocate, is_stale
from broadsheet.joining.tokens import make_token

OLD_AFTER = timedelta(days=7)  # stories older than this show their date in every list (DESIGN section 6)
WITHDRAWN = "withdrawn"
_UNCHANGED = datetime(1970, 1, 1, tzinfo=UTC)  # of a feed without a story: the same whenever it is joined

ReadPiece = Callable[[str], Piece | None]
Values = Mapping[str, str]
_NO_VALUES: Values = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinedPage:
    """
    A page as readers get it, before compression.

    `names` are all pieces that were looked for, also those that were not there: when one of them changes, or
    `valid_until` comes, the page must be joined again. `damaged` says what was left out, and why.
    """

    body: bytes
    status: int
    headers: tuple[tuple[str, str], ...]
    names: frozenset[str]
    valid_until: datetime | None
    damaged: tuple[str, ...] = ()
    frames: tuple[str, ...] = ()


def join_page(
    page: Page,
    *,
    read: ReadPiece,
    now: datetime,
    token_key: bytes,
    repeats_allowed: bool = False,
    values: Values = _NO_VALUES,
) -> JoinedPage:
    """
    Fill every slot of the page, fill slots from `values` (finished HTML).

    A piece that is missing or damaged leaves its place empty; it never costs the page. While the names of the
    withdrawn stories cannot be read, no list is shown at all.
    """
    reading = _Reading(read=read, now=now)
    lists = {source: stories for source in _sources(page) if (stories := reading.story_list(source)) is not None}
    allocation = allocate(
        page,
        lists=lists,
        has_card=reading.has_card,
        withdrawn=reading.withdrawn(),
        now=now,
        repeats_allowed=repeats_allowed,
    )
    html = "".join(_fill(page, reading=reading, allocation=allocation, token_key=token_key, values=values))
    return JoinedPage(
        body=html.encode(),
        status=page.status,
        headers=page.headers,
        names=frozenset(reading.seen),
        valid_until=reading.valid_until,
        damaged=tuple(reading.damaged.values()),
        frames=page.frames,
    )


def _sources(page: Page) -> list[str]:
    return [source for part in page.parts if isinstance(part, ListSlot) for source in part.sources]


def _fill(
    page: Page,
    *,
    reading: "_Reading",
    allocation: Sequence[tuple[Candidate, ...]],
    token_key: bytes,
    values: Values,
) -> Iterator[str]:
    chosen = iter(allocation)
    for part in page.parts:
        match part:
            case str():
                yield part
            case PieceSlot():
                yield reading.fragment(part.name)
            case TokenSlot():
                yield make_token(part.story_id, day=reading.today(), key=token_key)
            case ChangedSlot():
                yield _last_change(page, reading=reading, allocation=allocation)
            case ListSlot():
                yield from _fill_list(part, next(chosen), reading=reading)
            case FillSlot():
                yield _filled(part, values)
            case MentionSlot():
                yield reading.mentions(part)


def _filled(slot: FillSlot, values: Values) -> str:
    if any(name not in values for name in slot.names):
        return ""
    rest = (values[name] + text for name, text in zip(slot.names, slot.texts[1:], strict=True))
    return slot.texts[0] + "".join(rest)


def _fill_list(slot: ListSlot, stories: tuple[Candidate, ...], *, reading: "_Reading") -> Iterator[str]:
    if stories:
        yield slot.opening
        for place, candidate in enumerate(stories):
            yield slot.between if place else ""
            yield from _fill_item(slot, candidate, place=place + 1, reading=reading)
        yield slot.closing


def _fill_item(slot: ListSlot, candidate: Candidate, *, place: int, reading: "_Reading") -> Iterator[str]:
    card = reading.card(candidate.story_id, slot.shape)
    if card is not None:
        opening = _ranked(slot.item_opening, rank=candidate.rank, place=place)
        # What opens nothing has no tag to be aged: a feed is the same after seven days.
        yield _aged(opening) if opening and reading.is_old(card) else opening
        yield candidate.instead or card.shapes[slot.shape]
        yield candidate.note
        yield slot.item_closing


def _last_change(page: Page, *, reading: "_Reading", allocation: Sequence[tuple[Candidate, ...]]) -> str:
    slots = (part for part in page.parts if isinstance(part, ListSlot))
    named = ((candidate, slot) for slot, stories in zip(slots, allocation, strict=True) for candidate in stories)
    cards = (reading.card(candidate.story_id, slot.shape) for candidate, slot in named)
    changes = (card.changed_at or card.published_at for card in cards if card is not None)
    return f"{max(changes, default=_UNCHANGED).astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _ranked(opening: str, *, rank: int | None, place: int) -> str:
    """The item's first tag with its rank, where its place in the list does not say that already."""
    if rank is None or rank == place:
        return opening
    return opening.replace("<li", f'<li value="{rank}"', 1) if rank else _marked(opening, "unranked")


def _aged(opening: str) -> str:
    """The style sheet shows the date then that every card carries."""
    return _marked(opening, "old")


def _marked(opening: str, name: str) -> str:
    """The item's first tag with that class."""
    if 'class="' in opening:
        return opening.replace('class="', f'class="{name} ', 1)
    return opening.replace("<li", f'<li class="{name}"', 1)


@dataclass(slots=True)
class _Reading:
    """What one join looked at, each piece once, and how long the result holds."""

    read: ReadPiece
    now: datetime
    seen: dict[str, Piece | None] = field(default_factory=dict)
    damaged: dict[str, str] = field(default_factory=dict)  # name -> what is wrong
    valid_until: datetime | None = None

    def piece(self, name: str) -> Piece | None:
        if name not in self.seen:
            try:
                self.seen[name] = self.read(name)
            except PieceError as error:
                self.damaged[name] = str(error)
                self.seen[name] = None
        return self.seen[name]

    def is_damaged(self, name: str) -> bool:
        self.piece(name)
        return name in self.damaged

    def fragment(self, name: str) -> str:
        piece = self.piece(name)
        return piece.html if isinstance(piece, Fragment) else ""

    def story_list(self, name: str) -> StoryList | None:
        piece = self.piece(name)
        if not isinstance(piece, StoryList):
            return None
        if piece.stale_at is not None and not is_stale(piece, now=self.now):
            self._holds_until(piece.stale_at)
        return piece

    def card(self, story_id: int, shape: Shape) -> Card | None:
        piece = self.piece(f"{'entry' if shape in ENTRY_SHAPES else 'card'}/{story_id}")
        return piece if isinstance(piece, Card) else None

    def has_card(self, story_id: int, shape: Shape) -> bool:
        # Nobody can tell then which stories were killed: better no list than one that names such a story.
        if self.is_damaged(WITHDRAWN):
            return False
        card = self.card(story_id, shape)
        return card is not None and bool(card.shapes.get(shape))

    def withdrawn(self) -> AbstractSet[int]:
        piece = self.piece(WITHDRAWN)
        return piece.story_ids if isinstance(piece, Withdrawn) else frozenset()

    def mentions(self, slot: MentionSlot) -> str:
        # As with lists: who cannot tell which stories were killed names none.
        if self.is_damaged(WITHDRAWN):
            return ""
        withdrawn = self.withdrawn()
        standing = [
            mention
            for mention in slot.mentions
            if mention.story_id not in withdrawn and (mention.until is None or self.now < mention.until)
        ]
        ends = [mention.until for mention in standing if mention.until is not None]
        if ends:
            self._holds_until(min(ends))
        return "".join(mention.text for mention in standing)

    def is_old(self, card: Card) -> bool:
        old_at = card.published_at + OLD_AFTER
        if self.now >= old_at:
            return True
        self._holds_until(old_at)
        return False

    def today(self) -> date:
        today = self.now.astimezone(UTC).date()
        self._holds_until(datetime.combine(today + timedelta(days=1), time(), UTC))
        return today

    def _holds_until(self, moment: datetime) -> None:
        self.valid_until = moment if self.valid_until is None else min(self.valid_until, moment)

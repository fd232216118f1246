"""
Proofs: a front joined in the newsroom as the edge would join it, before anything of it is pressed.

The same templates, allocator and joiner; pieces are composed when the joiner asks for them, from the database as it
stands, and nothing is stored.
"""

from collections.abc import Mapping

from broadsheet.contracts.pieces import Card, ListSlot, Page, Piece, Shape, StoryList
from broadsheet.fronts.queries import filled_front
from broadsheet.fronts.slots import Slots
from broadsheet.joining.allocator import allocate
from broadsheet.joining.joiner import join_page
from broadsheet.press.composer import Composer
from broadsheet.press.composing.edition import Edition, facts_of_front
from broadsheet.press.composing.fronts import home_page, section_page
from broadsheet.press.composing.plates import page_piece
from broadsheet.press.composing.shell import shell_of_preview
from broadsheet.press.composing.stories import Company, story_card, story_view
from broadsheet.press.orders import OrderKey, Subject
from broadsheet.press.queries import address_of_banner, stories_to_press
from broadsheet.stories.queries import address_of, stories_among

_LISTS = {"latest": Subject.LATEST, "popular": Subject.POPULAR}
_NO_KEY = b""  # no front has a page token


def proof_of_front(page_id: int, *, slots: Slots, edition: Edition) -> str:
    """The front of the home or of a section, whole, as readers would get it under that arrangement."""
    page = _front(page_id, slots=slots, edition=edition)
    lists = _lists(page, edition=edition)
    pieces = {**shell_of_preview(edition), **lists, **_cards(page, lists=lists, edition=edition)}
    return join_page(page, read=pieces.get, now=edition.now, token_key=_NO_KEY).body.decode()


def _front(page_id: int, *, slots: Slots, edition: Edition) -> Page:
    section = edition.section(page_id)
    front = filled_front(facts_of_front(edition, section=section), slots=slots, now=edition.now).front
    url = address_of_banner(front)
    if section is None:
        page = home_page(front, edition=edition, banner_url=url).pieces[page_piece("/")]
    else:
        plates = section_page(front, section=section, edition=edition, former=(), banner_url=url)
        page = plates.pieces[page_piece(section.path)]
    if not isinstance(page, Page):
        raise TypeError(f"a front is a page, not {page!r}")
    return page


def _lists(page: Page, *, edition: Edition) -> dict[str, StoryList]:
    """The lists that its slots are filled up from."""
    compose = Composer(now=edition.now)
    sources = dict.fromkeys(source for slot in _slots(page) for source in slot.sources)
    found: dict[str, StoryList] = {}
    for source in sources:
        _, kind, which = source.split("/")
        piece = compose(OrderKey(subject=_LISTS[kind], which=which)).pieces.get(source)
        if isinstance(piece, StoryList):
            found[source] = piece
    return found


def _cards(page: Page, *, lists: Mapping[str, StoryList], edition: Edition) -> dict[str, Piece]:
    """The cards that will stand on it and no others: first who gets a place, then what those look like."""
    asked = {candidate.story_id for slot in _slots(page) for candidate in (*slot.pins, *slot.candidates)}
    asked.update(story_id for stories in lists.values() for story_id in stories.story_ids)
    live = stories_among(sorted(asked))

    def is_live(story_id: int, shape: Shape) -> bool:  # noqa: ARG001  every story has a card of every shape
        return story_id in live

    given = allocate(page, lists=lists, has_card=is_live, withdrawn=frozenset(), now=edition.now)
    standing = {candidate.story_id for slot in given for candidate in slot}
    return {f"card/{story_id}": card for story_id, card in _cards_of(standing, edition=edition).items()}


def _cards_of(story_ids: set[int], *, edition: Edition) -> dict[int, Card]:
    return {
        story_id: story_card(story_view(story, edition=edition, company=Company()), path=address_of(story))
        for story_id, story in stories_to_press(story_ids).items()
    }


def _slots(page: Page) -> list[ListSlot]:
    return [part for part in page.parts if isinstance(part, ListSlot)]

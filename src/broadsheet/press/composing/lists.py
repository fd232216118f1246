"""Lists of story ids, and the one of those that no list may name."""

from collections.abc import Set as AbstractSet
from datetime import timedelta

from broadsheet.contracts.audience import PopularList
from broadsheet.contracts.pieces import StoryList, Withdrawn
from broadsheet.press.composing.plates import Plates

POPULAR_LASTS = timedelta(minutes=35)  # DESIGN section 6


def latest_list(which: str, story_ids: tuple[int, ...]) -> Plates:
    """`which` is "all" or a section's page id."""
    return Plates(pieces={latest_piece(which): StoryList(story_ids=story_ids)})


def closed_list(which: str) -> Plates:
    """The list of a section that is no longer there."""
    return Plates(removed=frozenset({latest_piece(which)}))


def latest_piece(which: str) -> str:
    """The name of a list of the newest stories: of a section by its page id, or of a shelf of the archive."""
    return f"list/latest/{which}"


def popular_list(
    name: str, ranking: PopularList | None, *, eligible: AbstractSet[int], stand_ins: tuple[int, ...] = ()
) -> Plates:
    """
    `name` is "all", a span or a section's page id; a list that nobody renews hides by itself.

    Of the ranking those stand in it that are `eligible` at this moment: who keeps a story out does not wait for the
    next ranking. Where too few were read the `stand_ins` follow without a rank, which are eligible too; a span, whose
    page is about what was read, has none. Where nothing was read there is no list.
    """
    piece = f"list/popular/{name}"
    if ranking is None:
        return Plates(removed=frozenset({piece}))
    ranked = [story_id for story_id in ranking.story_ids if story_id in eligible]
    ids = tuple(dict.fromkeys((*ranked, *stand_ins))) if ranked else ()
    made = StoryList(story_ids=ids, stale_at=ranking.made_at + POPULAR_LASTS, ranked=len(ranked))
    return Plates(pieces={piece: made})


def withdrawn_list(story_ids: frozenset[int]) -> Plates:
    return Plates(pieces={"withdrawn": Withdrawn(story_ids=story_ids)})

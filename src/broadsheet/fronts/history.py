"""The earlier arrangements of a front, each with what it changed, for somebody's eyes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from broadsheet.fronts.board import names_for
from broadsheet.fronts.differing import Difference, differences
from broadsheet.fronts.models import Arrangement
from broadsheet.fronts.queries import slots_in
from broadsheet.fronts.slots import Slots


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """`by` is empty for what was pinned before there were arrangements, or by whoever is gone."""

    number: int
    made_at: datetime | None
    by: str
    brought_back: int | None
    differences: tuple[Difference, ...]
    is_current: bool


def history_of(arrangements: Sequence[Arrangement], *, person: Any) -> tuple[Entry, ...]:
    """The newest first; the last is told from an empty front where it is the first that was ever made."""
    slots = [slots_in(each) for each in arrangements]
    names = names_for(person, *slots)
    before = [*slots[1:], Slots()]
    return tuple(
        Entry(
            number=each.number,
            made_at=each.made_at,
            by=(each.made_by.get_full_name() or each.made_by.get_username()) if each.made_by else "",
            brought_back=each.brought_back,
            differences=differences(before[place], slots[place], names=names),
            is_current=place == 0,
        )
        for place, each in enumerate(arrangements)
    )

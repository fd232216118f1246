"""
Walking the list under a filter, newest first, in bounded time however many items there are.

A filter is a meeting of postings (`wire.postings`). The sparsest of them leads: its items are read newest first, in
chunks that grow, and each is tried against the others. A page of matches ends the walk; so does the time that it is
given, since a meeting of two long postings may hold nothing at all. How far it came is told, so that the page can say
so and somebody may look further back.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic
from typing import Any

from django.db import connection

from broadsheet.wire.asking import Asked
from broadsheet.wire.places import LAST_PLACE, first_place, moment_of
from broadsheet.wire.postings import LISTED, Posting, Sql, everything, marks_for, postings_of

SECONDS = 0.05  # a page's whole answer may take 0.15 (DESIGN section 11)
_PROBED = 400
_SMALLEST_CHUNK, _FIRST_CHUNK, _LARGEST_CHUNK, _GROWTH = 100, 400, 12_800, 4
_DAYS = (1, 7, 31)
# Two looks at the ends of the key; both in one aggregate would read all of SQLite's.
_ENDS = "SELECT (SELECT min(place) FROM broadsheet_wire_listed), (SELECT max(place) FROM broadsheet_wire_listed)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Walked:
    """
    What a walk found: the keys of items, newest first, and their places.

    `looked_to` is the place down to which it looked where its time ran out; None where nothing is left further back
    or the page is full.
    """

    items: tuple[int, ...] = ()
    places: tuple[int, ...] = ()
    looked_to: int | None = None


def walk(
    asked: Asked,
    *,
    most: int,
    before: int = LAST_PLACE,
    floor: int = 0,
    seconds: float = SECONDS,
    clock: Callable[[], float] = monotonic,
) -> Walked:
    """The newest items under a filter whose place is below `before` and not below `floor`."""
    ends = _ends()
    if ends is None:
        return Walked()
    before, floor, deadline = min(before, ends[1] + 1), max(floor, ends[0]), clock() + seconds
    leader, tests = _led(postings_of(asked), before=before, floor=floor)
    found: list[tuple[int, int]] = []
    size, spans = _FIRST_CHUNK, list(_DAYS)
    while before > floor:
        down_to, began = max(floor, _day_floor(before, spans)) if leader.by_days else floor, clock()
        chunk = leader.chunk(before=before, floor=down_to, most=size)
        matches, read, lowest = _matches(leader, chunk=chunk, tests=tests, most=most - len(found))
        found += matches
        if len(found) >= most:
            break
        before = lowest if read >= size else down_to
        if before > floor and clock() >= deadline:
            return _walked(found, looked_to=before)
        size = _next_size(size, took=clock() - began, left=deadline - clock())
    return _walked(found, looked_to=None)


def _next_size(size: int, *, took: float, left: float) -> int:
    """Grow while there is time, and never beyond what it is likely to allow."""
    likely = int(size * left / took) if took > 0 else _LARGEST_CHUNK
    return max(min(size * _GROWTH, _LARGEST_CHUNK, likely), _SMALLEST_CHUNK)


def matching(asked: Asked, *, items: list[int], floor: int = 0, before: int = LAST_PLACE) -> set[int]:
    """Which of a few items stand under a filter, within these places."""
    if not items:
        return set()
    tests = [posting.test for posting in postings_of(asked)]
    conditions = "".join(f" AND {test.text}" for test in tests)
    text = (
        f"SELECT listed.item_id FROM broadsheet_wire_listed listed WHERE listed.item_id IN ({marks_for(items)}) "  # noqa: S608
        f"AND listed.place >= %s AND listed.place < %s{conditions}"
    )
    values = (*items, floor, before, *(value for test in tests for value in test.values))
    return {key for (key,) in _rows(Sql(text=text, values=values))}


def _walked(found: list[tuple[int, int]], *, looked_to: int | None) -> Walked:
    return Walked(
        items=tuple(item for _, item in found), places=tuple(place for place, _ in found), looked_to=looked_to
    )


def _ends() -> tuple[int, int] | None:
    """The lowest and the highest place."""
    lowest, highest = _rows(Sql(text=_ENDS))[0]
    return None if highest is None else (lowest, highest)


def _led(postings: tuple[Posting, ...], *, before: int, floor: int) -> tuple[Posting, list[Sql]]:
    """The posting with the fewest items a stretch of the list, and what its items are tried against."""
    able = [everything(), *(posting for posting in postings if posting.may_lead)]
    leader = next((posting for posting in able if posting.must_lead), able[0])
    if len(able) > 1 and not leader.must_lead:
        leader = min(able[::-1], key=lambda posting: _density(posting, before=before, floor=floor))
    return leader, [posting.test for posting in postings if posting is not leader]


def _density(posting: Posting, *, before: int, floor: int) -> float:
    """How many of its items stand on one step of place, by the newest of them."""
    if posting.by_days:
        floor = max(floor, _day_floor(before, [_DAYS[0]]))
    density = 0.0
    for strand in posting.strands:
        sql = strand(before=before, floor=floor, most=_PROBED)
        count, lowest = _rows(Sql(text=f"SELECT count(*), min(place) FROM ({sql.text}) probe", values=sql.values))[0]  # noqa: S608
        density += count / max(before - (lowest if count == _PROBED else floor), 1)
    return density


def _day_floor(before: int, spans: list[int]) -> int:
    """The place some days further back: of the next span, which is used up; no end where none is left."""
    return first_place(moment_of(before) - timedelta(days=spans.pop(0))) if spans else 0


def _matches(leader: Posting, *, chunk: Sql, tests: list[Sql], most: int) -> tuple[list[tuple[int, int]], int, int]:
    """The matches in a chunk as place and item, how many rows it has, and the lowest place of them."""
    conditions = " AND ".join(test.text for test in tests) or "1 = 1"
    text = (
        f"WITH chunk AS MATERIALIZED ({chunk.text}), "  # noqa: S608
        f"found AS (SELECT listed.place AS place, listed.item_id AS item FROM {_from(leader)} WHERE {conditions} "
        "ORDER BY listed.place DESC LIMIT %s) "
        "SELECT 0, place, item FROM found UNION ALL SELECT 1, min(place), count(*) FROM chunk"
    )
    rows = _rows(Sql(text=text, values=(*chunk.values, *(value for test in tests for value in test.values), most)))
    found = sorted(((place, item) for is_chunk, place, item in rows if not is_chunk), reverse=True)
    lowest, count = next((place, count) for is_chunk, place, count in rows if is_chunk)
    return found, count, lowest or 0


def _from(leader: Posting) -> str:
    """
    The chunk with the narrow table's columns, row by row in the chunk's order.

    Both databases would rather read the whole table when left to choose: SQLite keeps the order of a CROSS JOIN,
    PostgreSQL looks a row up for each where OFFSET 0 keeps it from merging the queries.
    """
    if leader.table == LISTED:
        return "chunk listed"
    if connection.vendor == "sqlite":
        return "chunk led CROSS JOIN broadsheet_wire_listed listed ON listed.place = led.place"
    found = "SELECT * FROM broadsheet_wire_listed kept WHERE kept.place = led.place OFFSET 0"
    return f"chunk led CROSS JOIN LATERAL ({found}) listed"


def _rows(sql: Sql) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql.text, list[Any](sql.values))
        return list(cursor.fetchall())

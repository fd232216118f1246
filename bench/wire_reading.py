"""
Reading alone: NewsML-G2 from bytes to items, in one process, no database (the issue's figure: 3,000 items/s).

Over the files that the standard's own suites call valid, where `../shared/wire` is present, and over a made wire of
stories of 400 to 800 words, which are longer than those. Judged by processor time: others use the machine too.
"""

import os
import time
from itertools import islice
from pathlib import Path

from figures import Figure
from made_wire import made_wire
from running import machine

from broadsheet.contracts.news import WireFormatError
from broadsheet.formats.reading import read_items

WANTED = 3_000  # items a second
ROUNDS = 7
_MADE = 400
_SHARED = Path(__file__).parents[2] / "shared" / "wire"
_MARK = b"<newsItem"
_MOST_BYTES = 200_000


def measure() -> list[Figure]:
    """Needs nothing but Broadsheet itself."""
    busy = os.getloadavg()
    made = [item.document() for item in islice((item for item in made_wire() if item.is_g2), _MADE)]
    suites = _suites()
    figures = [_figure("NewsML-G2, a made wire of 400 to 800 words", made, is_judged=not suites)]
    if suites:
        figures.insert(0, _figure(f"NewsML-G2, {len(suites)} files of public suites", suites, is_judged=True))
    return [machine(busy), *figures]


def _suites() -> list[bytes]:
    """Valid documents of one or more news items; what no reader takes is no measure of reading."""
    found = []
    for path in sorted(_SHARED.rglob("*.xml")):
        data = path.read_bytes()
        if _MARK in data and len(data) <= _MOST_BYTES and b"newsMessage" not in data and _is_read(data):
            found.append(data)
    return found


def _is_read(data: bytes) -> bool:
    try:
        return bool(read_items(data))
    except WireFormatError:
        return False


def _figure(what: str, documents: list[bytes], *, is_judged: bool) -> Figure:
    rates, walls, items = list[float](), list[float](), 0
    for _ in range(ROUNDS):
        used, began = time.process_time(), time.perf_counter()
        items = sum(len(read_items(data)) for data in documents)
        rates.append(items / (time.process_time() - used))
        walls.append(items / (time.perf_counter() - began))
    size = sum(map(len, documents)) / items
    measured = f"{max(rates):,.0f} items/s of processor time, {max(walls):,.0f} by the clock, {size:,.0f} bytes an item"
    if not is_judged:
        return Figure(what=what, measured=measured)
    return Figure(what=what, measured=measured, wanted=f"≥ {WANTED:,} items/s", reached=max(rates) >= WANTED)

"""
What hostile documents cost: every sample of every format, made hostile in every way, from 1 KB to 10 MB.

Each is read in a process of its own; told are processor time and how much memory it added at its peak. A cost that
grows faster than the document is missed: between the two largest sizes by more than 2.5 times as much as the bytes.
"""

import os
import resource
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from figures import Figure

sys.path.append(str(Path(__file__).parents[1] / "tests"))

from broadsheet.contracts.news import WireFormatError
from broadsheet.formats.reading import read_items
from formats.hostile_shapes import FILLINGS, bent, filled
from formats.sample_pairs import pairs

SIZES = (1_000, 100_000, 1_000_000, 10_000_000)
FASTER_THAN_BYTES = 2.5
MOST_MEGABYTES = 300  # a clerk's memory (the figure)
_NOISE = 0.02  # seconds of processor time that say nothing
_LONGEST = 60  # seconds of processor time until a reader is stopped


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    milliseconds: float
    megabytes: float
    outcome: str  # "read", "refused", "broke" or "stopped"
    size: int


def measure() -> list[Figure]:
    """Needs nothing; takes some ten minutes."""
    wanted = os.environ.get("HOSTILE", "")  # a part of a sample's name, to look at one format alone
    return [
        _figure(f"{sample.name}: {shape}", [_cost(data) for data in documents])
        for sample, _ in pairs()
        if wanted in sample.name
        for shape, documents in _shapes(sample)
    ]


def _shapes(sample: Path) -> Iterator[tuple[str, list[bytes]]]:
    for filling in FILLINGS:
        yield filling, [filled(sample, filling=filling, size=size) for size in SIZES]
    by_size = [dict(bent(sample, size=size)) for size in SIZES]
    for shape in by_size[0]:
        yield shape, [shapes[shape] for shapes in by_size]


def _figure(what: str, costs: list[Cost]) -> Figure:
    before, largest = costs[-2:]
    told = ", ".join(f"{cost.milliseconds:.0f} ms {cost.megabytes:.0f} MB {cost.outcome}" for cost in costs)
    allowed = FASTER_THAN_BYTES * largest.size / max(before.size, 1) * max(before.milliseconds, _NOISE * 1000)
    is_linear = largest.milliseconds <= allowed
    is_clean = all(cost.outcome in {"read", "refused"} for cost in costs)
    return Figure(
        what=what,
        measured=told,
        wanted=f"linear, {MOST_MEGABYTES} MB",
        reached=is_linear and is_clean and largest.megabytes <= MOST_MEGABYTES,
    )


def _cost(data: bytes) -> Cost:
    """Read the document in a child and give what that cost; the child's peak starts at what it was born with."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        os.write(writing, _measured(data).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answers:
        answer = answers.read()
    os.waitpid(child, 0)
    seconds, kilobytes, outcome = answer.split() if answer else (str(_LONGEST), "0", "stopped")
    return Cost(milliseconds=float(seconds) * 1000, megabytes=int(kilobytes) / 1000, outcome=outcome, size=len(data))


def _measured(data: bytes) -> str:
    resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + _LONGEST, resource.RLIM_INFINITY))
    Path("/proc/self/clear_refs").write_text("5")  # forget the peak of the parent
    born, started = _peak(), time.process_time()
    try:
        read_items(data)
        outcome = "read"
    except WireFormatError:
        outcome = "refused"
    except BaseException:  # noqa: BLE001  whatever it is, it is the figure
        outcome = "broke"
    return f"{time.process_time() - started} {_peak() - born} {outcome}"


def _peak() -> int:
    """Kilobytes of memory at the highest."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0])

"""
The edge beside nginx while the lists on every page change as they do on a busy day (DESIGN section 11).

As `edge`: 200 story pages by Zipf, gzip, 64 connections, server on core 0, load on core 1. Meanwhile Popular changes
every three seconds and Latest every ten, pressed from the load's core as the clerk does it, and each change changes
which cards stand on every page. Rounds in turn: lists at rest, lists that change, nginx.
"""

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median

from figures import Figure, Skipped
from made_site import STORY_COUNT, site_pieces, story_address
from page_load import CONNECTIONS, PAGES, WANTED_P99, WANTED_RATIO, copy_site, lacking, others
from servers import LOAD_CORE, SERVER_CORE, Load, edge_server, load, nginx_server

from broadsheet.contracts.pieces import StoryList
from broadsheet.edge.composing import Composer, encoded_answer
from broadsheet.edge.encodings import ENCODINGS
from broadsheet.edge.shelf import Shelf
from broadsheet.stores.pieces import FolderPieceStore

ROUNDS = 4
SECONDS, CHANGING_SECONDS = 6, 12
POPULAR_EVERY, LATEST_EVERY = 3.0, 10.0
_SHOWN = 20  # ids in each list: five are seen, the rest stands in


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One after the other, so that what else the machine does falls on all three."""

    at_rest: Load
    changing: Load
    nginx: Load


def measure() -> list[Figure] | Skipped:
    """Needs nginx, wrk, taskset and two cores."""
    if (lacks := lacking()) is not None:
        return lacks
    with tempfile.TemporaryDirectory(prefix="broadsheet-lists-") as name:
        return _measure(Path(name))


def _measure(folder: Path) -> list[Figure]:
    os.environ["BROADSHEET_HOME"] = str(folder)
    busy = os.getloadavg()[0]
    FolderPieceStore(folder / "pieces").press(site_pieces(now=datetime.now(UTC)))
    costs = subprocess.run(
        ["taskset", "-c", SERVER_CORE, sys.executable, __file__, "cost", str(folder / "pieces")],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    with edge_server(folder) as (port, edge), _changing_lists(folder / "pieces") as changing:
        copy_site(port, folder / "www")
        with nginx_server(folder) as (nginx_port, nginx):
            on_edge = partial(load, PAGES, port=port, process=edge, connections=CONNECTIONS, folder=folder)
            on_nginx = partial(load, PAGES, port=nginx_port, process=nginx, connections=CONNECTIONS, folder=folder)
            for server in (on_edge, on_nginx):
                server(seconds=2)
            rounds = [_round(on_edge, on_nginx, changing=changing) for _ in range(ROUNDS)]
    return [
        others(busy),
        Figure(what="a change costs each page, by encoding", measured=costs),
        *_round_figures(rounds),
        *_ratio_figures(rounds),
    ]


def _round(on_edge: "partial[Load]", on_nginx: "partial[Load]", *, changing: "subprocess.Popen[bytes]") -> Round:
    at_rest = on_edge(seconds=SECONDS)
    changing.send_signal(signal.SIGCONT)
    meanwhile = on_edge(seconds=CHANGING_SECONDS)
    changing.send_signal(signal.SIGSTOP)
    return Round(at_rest=at_rest, changing=meanwhile, nginx=on_nginx(seconds=SECONDS))


@contextmanager
def _changing_lists(pieces: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """A process on the load's core that changes the lists, stopped until it is told to go on."""
    process = subprocess.Popen(
        ["taskset", "-c", LOAD_CORE, sys.executable, __file__, "change", str(pieces)], stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    process.stdout.readline()
    process.send_signal(signal.SIGSTOP)
    try:
        yield process
    finally:
        process.kill()
        process.wait(timeout=10)


def _change(pieces: Path) -> None:
    """Never the same five twice, in either list."""
    store, chance = FolderPieceStore(pieces), random.Random()  # noqa: S311
    store.recover()
    print("ready", flush=True)
    latest_due = time.monotonic()
    while True:
        changed = {"list/popular/all": _stories(chance, stale_at=datetime.now(UTC) + timedelta(minutes=35))}
        if time.monotonic() >= latest_due:
            latest_due = time.monotonic() + LATEST_EVERY
            changed["list/latest/all"] = _stories(chance)
        store.press(changed)
        time.sleep(POPULAR_EVERY)


def _stories(chance: random.Random, *, stale_at: datetime | None = None) -> StoryList:
    return StoryList(story_ids=tuple(chance.sample(range(1, STORY_COUNT + 1), _SHOWN)), stale_at=stale_at)


def _cost(pieces: Path) -> None:
    """Milliseconds of processor time for one page after a change: to join it, and to compress it in each encoding."""
    shelf = Shelf(FolderPieceStore(pieces), limit_bytes=32 * 1024 * 1024)
    composer = Composer(read=shelf.read, token_key=b"k", repeats_allowed=False, security=[], clock=time.time)
    addresses = [story_address(story_id) for story_id in range(1, STORY_COUNT + 1)]
    entries = [entry for address in addresses if (entry := composer.compose(address)) is not None]
    joining = _milliseconds(lambda: [composer.compose(address) for address in addresses])
    print(f"joining {joining:.2f} ms", end="")
    for encoding in reversed(ENCODINGS):
        packing = _milliseconds(lambda: [encoded_answer(entry.plain, encoding=encoding) for entry in entries])  # noqa: B023
        print(f", {encoding} {packing:.2f} ms", end="")


def _milliseconds(do: Callable[[], object]) -> float:
    began = time.process_time()
    do()
    return (time.process_time() - began) / STORY_COUNT * 1000


def _round_figures(rounds: Sequence[Round]) -> list[Figure]:
    return [
        Figure(
            what=f"round {count}: at rest, changing, nginx",
            measured=(
                f"{one.at_rest.rate:,.0f}/s {one.changing.rate:,.0f}/s {one.nginx.rate:,.0f}/s  "
                f"(p99 {one.at_rest.p99:.1f} {one.changing.p99:.1f} {one.nginx.p99:.1f} ms)"
            ),
        )
        for count, one in enumerate(rounds, 1)
    ]


def _ratio_figures(rounds: Sequence[Round]) -> list[Figure]:
    at_rest = median(one.at_rest.rate / one.nginx.rate for one in rounds)
    ratio = median(one.changing.rate / one.nginx.rate for one in rounds)
    p99 = median(one.changing.p99 for one in rounds)
    errors = sum(one.changing.errors for one in rounds)
    return [
        Figure(what="edge against nginx, lists at rest", measured=f"{at_rest:.2f}"),
        Figure(
            what=f"the same while Popular changes every {POPULAR_EVERY:g} s, Latest every {LATEST_EVERY:g} s",
            measured=f"{ratio:.2f}",
            wanted=f"at least {WANTED_RATIO}",
            reached=ratio >= WANTED_RATIO,
        ),
        Figure(
            what="the edge's rate while they change against at rest",
            measured=f"{median(one.changing.rate / one.at_rest.rate for one in rounds):.2f}",
        ),
        Figure(
            what=f"its p99 at {CONNECTIONS} connections",
            measured=f"{p99:.1f} ms, at rest {median(one.at_rest.p99 for one in rounds):.1f} ms",
            wanted=f"at most {WANTED_P99:.0f} ms",
            reached=p99 <= WANTED_P99,
        ),
        Figure(what="its errors", measured=str(errors), wanted="none", reached=errors == 0),
    ]


if __name__ == "__main__":
    {"change": _change, "cost": _cost}[sys.argv[1]](Path(sys.argv[2]))

"""
The edge beside nginx `gzip_static` with the very same bytes, in one run (DESIGN section 11).

200 story pages drawn by Zipf, gzip, 64 connections; each server on core 0, wrk on core 1, rounds in turn, so that what
else the machine does falls on both. Then the hit endpoint, and pages while 5,000 hits a second come in.
"""

import os
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import median

import httpx
from figures import Figure, Skipped
from made_site import STORY_COUNT, site_pieces, story_address
from servers import Load, edge_server, load, nginx_server

from broadsheet.environment.secrets import derived_key
from broadsheet.joining.tokens import make_token
from broadsheet.stores.pieces import FolderPieceStore

ROUNDS = 4
SECONDS = 6
CONNECTIONS = 64
NEEDED = ("nginx", "wrk", "taskset")

WANTED_RATIO = 0.45
WANTED_P99 = 10.0  # milliseconds
WANTED_HIT_RATIO = 0.6
WANTED_P99_GROWTH = 2.0
HITS_A_SECOND = 5_000
_HIT_CONNECTIONS = 50

_PAGES = """
local pages = %d
math.randomseed(7)
local sums, sum = {}, 0
for rank = 1, pages do sum = sum + 1 / rank; sums[rank] = sum end
local requests = {}
for rank = 1, pages do
  requests[rank] = wrk.format("GET", "/world/story-" .. rank .. "/", {["Accept-Encoding"] = "gzip", Host = "localhost"})
end
local drawn, count, at = {}, 50000, 0
for i = 1, count do
  local wanted, low, high = math.random() * sum, 1, pages
  while low < high do
    local middle = math.floor((low + high) / 2)
    if sums[middle] < wanted then low = middle + 1 else high = middle end
  end
  drawn[i] = requests[low]
end
request = function() at = at %% count + 1; return drawn[at] end
"""
_HITS = """
local request_text = wrk.format("POST", "/hit", {Host = "localhost", ["Content-Type"] = "text/plain;charset=UTF-8",
  ["User-Agent"] = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}, "%s popular")
request = function() return request_text end
"""
_PACED = "delay = function() return %d end\n"


def measure() -> list[Figure] | Skipped:
    """Needs nginx, wrk, taskset and two cores."""
    missing = [name for name in NEEDED if shutil.which(name) is None]
    if missing:
        return Skipped(why=f"{', '.join(missing)} not found; on Debian: apt-get install nginx-light wrk util-linux")
    if len(os.sched_getaffinity(0)) < 2:
        return Skipped(why="servers and load need a core each, and this machine has one")
    with tempfile.TemporaryDirectory(prefix="broadsheet-bench-") as name:
        return _measure(Path(name))


def _measure(folder: Path) -> list[Figure]:
    os.environ["BROADSHEET_HOME"] = str(folder)
    now = datetime.now(UTC)
    busy = os.getloadavg()[0]
    FolderPieceStore(folder / "pieces").press(site_pieces(now=now))
    token = make_token(1, day=now.date(), key=derived_key("page-token"))
    with edge_server(folder) as (port, edge):
        size = _copy_site(port, folder / "www")
        with nginx_server(folder) as (nginx_port, nginx):
            on_edge = partial(load, port=port, process=edge, folder=folder)
            on_nginx = partial(load, port=nginx_port, process=nginx, folder=folder)
            pages = _PAGES % STORY_COUNT
            for server in (on_edge, on_nginx):
                server(pages, seconds=2, connections=CONNECTIONS)
            rounds = [
                (
                    on_edge(pages, seconds=SECONDS, connections=CONNECTIONS),
                    on_nginx(pages, seconds=SECONDS, connections=CONNECTIONS),
                )
                for _ in range(ROUNDS)
            ]
        hits = [on_edge(_HITS % token, seconds=SECONDS, connections=CONNECTIONS) for _ in range(2)]
        alone, among_hits, side = _pages_under_hits(port, edge, folder=folder, token=token)
    return [
        _others(busy),
        *_page_figures(rounds, size=size),
        *_hit_figures([ours for ours, _ in rounds], hits),
        *_side_figures(alone, among_hits, side),
    ]


def _others(busy: float) -> Figure:
    """Ratios bear other work on the machine, waiting times do not: the reader of a figure should know of it."""
    said = "quiet" if busy < 0.5 else "busy: distrust the p99"
    return Figure(what="the machine before the run", measured=f"load {busy:.1f}, {said}")


def _copy_site(port: int, www: Path) -> int:
    """Write the edge's own bytes where nginx serves them; give their mean compressed size."""
    sizes = []
    with httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
        for story_id in range(1, STORY_COUNT + 1):
            page = www / story_address(story_id).strip("/") / "index.html"
            page.parent.mkdir(parents=True)
            page.write_bytes(_raw(client, story_address(story_id), encoding="identity"))
            packed = _raw(client, story_address(story_id), encoding="gzip")
            page.with_name("index.html.gz").write_bytes(packed)
            sizes.append(len(packed))
    return sum(sizes) // len(sizes)


def _raw(client: httpx.Client, address: str, *, encoding: str) -> bytes:
    with client.stream("GET", address, headers={"accept-encoding": encoding}) as answer:
        answer.raise_for_status()
        assert answer.headers.get("content-encoding", "identity") == encoding, answer.headers
        return b"".join(answer.iter_raw())


def _pages_under_hits(port: int, edge: object, *, folder: Path, token: str) -> tuple[Load, Load, Load]:
    """Pages at a steady 2,000 a second by themselves, then the same while hits come in, and those hits."""
    paced_pages = _PAGES % STORY_COUNT + _PACED % 15
    paced_hits = _HITS % token + _PACED % (1000 * _HIT_CONNECTIONS // HITS_A_SECOND - 1)
    run = partial(load, port=port, process=edge, seconds=SECONDS)
    pages_folder, hits_folder = folder / "a", folder / "b"
    for place in (pages_folder, hits_folder):
        place.mkdir()
    alone = run(paced_pages, connections=32, folder=pages_folder)
    with ThreadPoolExecutor(2) as both:
        pages = both.submit(run, paced_pages, connections=32, folder=pages_folder)
        hits = both.submit(run, paced_hits, connections=_HIT_CONNECTIONS, folder=hits_folder)
        return alone, pages.result(), hits.result()


def _page_figures(rounds: list[tuple[Load, Load]], *, size: int) -> list[Figure]:
    ratio = median(ours.rate / theirs.rate for ours, theirs in rounds)
    p99 = median(ours.p99 for ours, _ in rounds)
    errors = sum(ours.errors for ours, _ in rounds)
    return [
        Figure(what="pages, compressed, on average", measured=f"{size:,} bytes"),
        *(
            Figure(
                what=f"round {count}: edge, nginx",
                measured=f"{ours.rate:,.0f}/s {theirs.rate:,.0f}/s  ({ours.cpu:.1f} us, {theirs.cpu:.1f} us of cpu)",
            )
            for count, (ours, theirs) in enumerate(rounds, 1)
        ),
        Figure(
            what="edge against nginx, story page",
            measured=f"{ratio:.2f}",
            wanted=f"at least {WANTED_RATIO}",
            reached=ratio >= WANTED_RATIO,
        ),
        Figure(
            what="the same by processor time an answer",
            measured=f"{median(theirs.cpu / ours.cpu for ours, theirs in rounds):.2f}",
        ),
        Figure(
            what=f"nginx, p99 at {CONNECTIONS} connections",
            measured=f"{median(theirs.p99 for _, theirs in rounds):.1f} ms",
        ),
        Figure(
            what=f"edge, p99 at {CONNECTIONS} connections",
            measured=f"{p99:.1f} ms",
            wanted=f"at most {WANTED_P99:.0f} ms",
            reached=p99 <= WANTED_P99,
        ),
        Figure(what="edge, errors", measured=str(errors), wanted="none", reached=errors == 0),
    ]


def _hit_figures(pages: list[Load], hits: list[Load]) -> list[Figure]:
    page_rate, hit_rate = median(one.rate for one in pages), median(one.rate for one in hits)
    return [
        Figure(
            what="hit endpoint against the story page",
            measured=f"{hit_rate / page_rate:.2f}  ({hit_rate:,.0f}/s, {sum(hit.errors for hit in hits)} errors)",
            wanted=f"at least {WANTED_HIT_RATIO}",
            reached=hit_rate >= WANTED_HIT_RATIO * page_rate and not any(hit.errors for hit in hits),
        )
    ]


def _side_figures(alone: Load, among_hits: Load, hits: Load) -> list[Figure]:
    growth = among_hits.p99 / alone.p99
    return [
        Figure(
            what=f"story page's p99 at {alone.rate:,.0f}/s under {hits.rate:,.0f} hits/s",
            measured=f"{among_hits.p99:.2f} ms, without {alone.p99:.2f} ms: x {growth:.1f}",
            wanted=f"at most x {WANTED_P99_GROWTH:.0f}",
            reached=growth <= WANTED_P99_GROWTH,
        )
    ]

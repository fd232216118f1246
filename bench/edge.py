"""
The edge beside nginx `gzip_static` with the very same bytes, in one run (DESIGN section 11).

200 story pages drawn by Zipf, gzip, 64 connections; each server on core 0, wrk on core 1, rounds in turn, so that what
else the machine does falls on both. Then the hit endpoint, and pages while 5,000 hits a second come in.
"""

import os
import tempfile
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import median

from figures import Figure, Skipped
from made_site import site_pieces
from page_load import CONNECTIONS, PAGES, WANTED_P99, WANTED_RATIO, copy_site, lacking, others
from servers import Load, edge_server, load, nginx_server

from broadsheet.environment.secrets import derived_key
from broadsheet.joining.tokens import make_token
from broadsheet.stores.pieces import FolderPieceStore

ROUNDS = 4
SECONDS = 6

WANTED_HIT_RATIO = 0.6
WANTED_P99_GROWTH = 2.0
HITS_A_SECOND = 5_000
_HIT_CONNECTIONS = 50

_HITS = """
local request_text = wrk.format("POST", "/hit?%s&popular", {Host = "localhost", ["Content-Length"] = "0",
  ["User-Agent"] = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"})
request = function() return request_text end
"""
_PACED = "delay = function() return %d end\n"


def measure() -> list[Figure] | Skipped:
    """Needs nginx, wrk, taskset and two cores."""
    if (lacks := lacking()) is not None:
        return lacks
    with tempfile.TemporaryDirectory(prefix="broadsheet-bench-") as name:
        return _measure(Path(name))


def _measure(folder: Path) -> list[Figure]:
    os.environ["BROADSHEET_HOME"] = str(folder)
    now = datetime.now(UTC)
    busy = os.getloadavg()[0]
    FolderPieceStore(folder / "pieces").press(site_pieces(now=now))
    token = make_token(1, day=now.date(), key=derived_key("page-token"))
    with edge_server(folder) as (port, edge):
        size = copy_site(port, folder / "www")
        with nginx_server(folder) as (nginx_port, nginx):
            on_edge = partial(load, port=port, process=edge, folder=folder)
            on_nginx = partial(load, port=nginx_port, process=nginx, folder=folder)
            for server in (on_edge, on_nginx):
                server(PAGES, seconds=2, connections=CONNECTIONS)
            rounds = [
                (
                    on_edge(PAGES, seconds=SECONDS, connections=CONNECTIONS),
                    on_nginx(PAGES, seconds=SECONDS, connections=CONNECTIONS),
                )
                for _ in range(ROUNDS)
            ]
        hits = [on_edge(_HITS % token, seconds=SECONDS, connections=CONNECTIONS) for _ in range(2)]
        alone, among_hits, side = _pages_under_hits(port, edge, folder=folder, token=token)
    return [
        others(busy),
        *_page_figures(rounds, size=size),
        *_hit_figures([ours for ours, _ in rounds], hits),
        *_side_figures(alone, among_hits, side),
    ]


def _pages_under_hits(port: int, edge: object, *, folder: Path, token: str) -> tuple[Load, Load, Load]:
    """Pages at a steady 2,000 a second by themselves, then the same while hits come in, and those hits."""
    paced_pages = PAGES + _PACED % 15
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

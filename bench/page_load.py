"""Readers of a made site's pages by Zipf, and the same bytes for nginx: what both parts about the edge measure with."""

import os
import shutil
from pathlib import Path

import httpx
from figures import Figure, Skipped
from made_site import STORY_COUNT, story_address

CONNECTIONS = 64
WANTED_RATIO = 0.45  # of nginx's rate
WANTED_P99 = 10.0  # milliseconds
_NEEDED = ("nginx", "wrk", "taskset")

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

PAGES = _PAGES % STORY_COUNT


def lacking() -> Skipped | None:
    """What this machine lacks to measure a server beside its load."""
    missing = [name for name in _NEEDED if shutil.which(name) is None]
    if missing:
        return Skipped(why=f"{', '.join(missing)} not found; on Debian: apt-get install nginx-light wrk util-linux")
    if len(os.sched_getaffinity(0)) < 2:
        return Skipped(why="servers and load need a core each, and this machine has one")
    return None


def others(busy: float) -> Figure:
    """Ratios bear other work on the machine, waiting times do not: the reader of a figure should know of it."""
    said = "quiet" if busy < 0.5 else "busy: distrust the p99"
    return Figure(what="the machine before the run", measured=f"load {busy:.1f}, {said}")


def copy_site(port: int, www: Path) -> int:
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

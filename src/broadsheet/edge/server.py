"""Starts the edge: Granian in front, one application a worker."""

import os
import time
from collections.abc import Callable
from functools import partial

from granian.constants import HTTPModes, Interfaces, Loops
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import Server

from broadsheet.contracts.audience import HitTaker
from broadsheet.edge.application import END_NOW, EdgeApplication
from broadsheet.edge.events import log_event
from broadsheet.edge.first import answer_first
from broadsheet.edge.late import LateTaker
from broadsheet.edge.settings import EdgeSettings
from broadsheet.environment.memory import settle_heap
from broadsheet.stores.pieces import FolderPieceStore

# Seconds. A worker that is asked to stop ends what it is answering, for readers may be slow; then it is told to end as
# it stands; and one that is deaf to that is killed.
_DRAINING = 3.0
_ENDING = 1.5
_DEAF = 1
_LOOK = 0.01
_HEADER_PATIENCE = 10_000  # milliseconds for a whole request head: who sends a letter a minute holds a place for ten s
_LARGEST_HEAD = 32 * 1024  # bytes


class EdgeServer(Server):
    """
    Granian's server, which stops its workers patiently and in order.

    Granian asks a worker that was just collected by another of its threads whether it is alive, and may be told so:
    half of all stops said that a worker "refused to gracefully stop" which had ended long before.
    """

    def _stop_workers(self) -> None:
        for worker in self.wrks:
            worker.terminate()
        self._wait_for_workers(_DRAINING)
        for worker in self.wrks:
            if worker.inner.exitcode is None:
                os.kill(worker.inner.pid, END_NOW)
        self._wait_for_workers(_ENDING)
        super()._stop_workers()

    def _wait_for_workers(self, seconds: float) -> None:
        ends = time.monotonic() + seconds
        # Asked until it is known: whoever loses the race for a child's end learns of it a moment later.
        while any(worker.inner.exitcode is None for worker in self.wrks) and time.monotonic() < ends:
            time.sleep(_LOOK)


def serve(
    *,
    host: str,
    port: int,
    settings: EdgeSettings,
    hit_taker: Callable[[], HitTaker],
    workers: int = 1,
) -> None:
    """
    Serve readers until SIGTERM or SIGINT.

    `hit_taker` is called once in each worker process, on a thread: readers are answered before it is done.
    """
    log_event("edge_starting", host=host, port=port, workers=workers)
    server = EdgeServer(
        target="edge",
        address=host,
        port=port,
        interface=Interfaces.RSGI,
        workers=workers,
        loop=Loops.auto,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=_HEADER_PATIENCE, max_buffer_size=_LARGEST_HEAD),
        websockets=False,
        log_level=LogLevels.warning,
        log_access=False,
        respawn_failed_workers=True,
        workers_kill_timeout=_DEAF,
        backlog=2048,
    )
    loader = partial(_application, settings=settings, hit_taker=hit_taker, workers=workers)
    server.serve(target_loader=loader, wrap_loader=False)
    log_event("edge_stopped")


def _application(*, settings: EdgeSettings, hit_taker: Callable[[], HitTaker], workers: int) -> EdgeApplication:
    """In the worker process."""
    settle_heap()
    store = FolderPieceStore(settings.pieces)
    application = EdgeApplication(settings=settings, store=store, taker=LateTaker(hit_taker), workers=workers)
    answer_first(application.answer_at_once)
    return application

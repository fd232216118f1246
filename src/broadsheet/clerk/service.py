"""The clerk as a process: leads or stands by, works, answers for its health, ends when told to."""

import signal
import threading
import time
from datetime import datetime

import psycopg
import structlog
from django.db import connection

from broadsheet.clerk.answering import StatusServer
from broadsheet.clerk.leading import FileLeadership, Leadership, PostgresLeadership
from broadsheet.clerk.loop import Clocks, Loop
from broadsheet.clerk.status import Status
from broadsheet.clerk.steps import all_steps
from broadsheet.clerk.waking import PostgresWaker, SqliteWaker, Waker
from broadsheet.contracts.steps import Step
from broadsheet.environment import places
from broadsheet.press.outbox import CUE
from broadsheet.press.queries import oldest_order_at

log = structlog.get_logger(__name__)

STATUS_PORT_ABOVE_EDGE = 102  # the edge has 8100, the newsroom 8101
_STAND_BY_SECONDS = 1.0
_WATCH_SECONDS = 5.0


class LeadershipLostError(RuntimeError):
    """Another clerk may lead now; this process must end and stand by anew."""


def serve() -> None:
    """
    Be the clerk until SIGTERM or SIGINT; the step in hand is finished first.

    :raises EnvironmentError: if BROADSHEET_CLERK_STATUS_PORT is no port
    """
    ending = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ending.set())
    status = Status(monotonic=time.monotonic)
    server = _status_server(
        status, port=places.status_port("clerk", default=places.edge_port() + STATUS_PORT_ABOVE_EDGE)
    )
    leadership = leadership_of_this_site()
    if server:
        server.start()
    try:
        if stand_by(leadership, status=status, ending=ending):
            _lead(leadership, status=status, ending=ending)
    finally:
        leadership.release()
        if server:
            server.stop()
        connection.close()
        log.info("clerk_stopped")


def _status_server(status: Status, *, port: int) -> StatusServer | None:
    """None where no port is wanted, or another program has it: that is told, and no reason to stop the news."""
    if not port:
        return None
    try:
        return StatusServer(status, port=port)
    except OSError as error:
        log.warning("clerk_status_unavailable", port=port, error=str(error))
        return None


def stand_by(leadership: Leadership, *, status: Status, ending: threading.Event) -> bool:
    """Wait until this clerk leads; whether it does (it may be told to end first)."""
    is_told = False
    while not ending.is_set():
        if leadership.take():
            status.lead(is_leading=True)
            return True
        if not is_told:
            log.info("clerk_standing_by")
            is_told = True
        status.lead(is_leading=False)
        ending.wait(_STAND_BY_SECONDS)
    return False


def _lead(leadership: Leadership, *, status: Status, ending: threading.Event) -> None:
    waker = _waker()
    lost = threading.Event()
    steps = (*all_steps(), _watch_step(status, leadership, lost=lost))
    log.info("clerk_leading", steps=[step.name for step in steps])
    loop = Loop(steps, waker=waker, status=status, clocks=Clocks(), after_failure=_mend_connection)
    try:
        loop.run(stop=lambda: ending.is_set() or lost.is_set())
    finally:
        for step in steps:
            step.end()
        waker.close()
    if lost.is_set():
        raise LeadershipLostError("the database session that made this clerk the leader is gone; start it again")


def _watch_step(status: Status, leadership: Leadership, *, lost: threading.Event) -> Step:
    def watch(now: datetime) -> bool:
        if not leadership.is_held():
            lost.set()
        oldest = oldest_order_at()
        status.gauge("broadsheet_press_oldest_order_seconds", (now - oldest).total_seconds() if oldest else 0.0)
        return False

    return Step(name="clerk.watch", run=watch, every=_WATCH_SECONDS)


def _mend_connection() -> None:
    """A connection that broke is opened anew by the next query."""
    if not connection.in_atomic_block:
        connection.close()


def leadership_of_this_site() -> Leadership:
    """What a clerk of this site must hold to lead; who holds it instead keeps every clerk standing by."""
    if connection.vendor == "postgresql":
        return PostgresLeadership(_postgres_session)
    return FileLeadership(places.home() / "clerk.lock")


def _waker() -> Waker:
    if connection.vendor == "postgresql":
        return PostgresWaker(_postgres_session, channel=CUE)
    return SqliteWaker(str(connection.settings_dict["NAME"]))


def _postgres_session() -> psycopg.Connection[tuple[object, ...]]:
    parameters = {key: value for key, value in connection.get_connection_params().items() if key != "cursor_factory"}
    parameters.pop("context", None)
    return psycopg.connect(**parameters)

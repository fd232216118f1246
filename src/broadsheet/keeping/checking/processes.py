"""Whether the three processes answer, each at its address on this machine."""

import http.client
from collections.abc import Iterable
from dataclasses import dataclass

from broadsheet.environment import places
from broadsheet.environment.places import EnvironmentError  # noqa: A004
from broadsheet.keeping.checking.findings import Finding, Ground, broken, warning

_PATIENCE = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """Where a process says how it is, and what happens without it."""

    name: str
    port: int
    path: str
    without: str


def answering(_: Ground) -> Iterable[Finding]:
    """Each process, where its status is not turned off."""
    try:
        processes = _processes()
    except EnvironmentError:
        return  # told among the settings
    for process in processes:
        if not process.port:
            continue
        status, words = _ask(process)
        if status == 0:
            yield broken(
                f"The {process.name} does not answer on port {process.port}: {words}.",
                why=process.without,
                remedy=f"Start it: systemctl start broadsheet-{process.name}, or `broadsheet run`. Where it runs on "
                "another machine, this is no trouble.",
            )
        elif status != http.HTTPStatus.OK:
            yield broken(
                f"The {process.name} is not well: {words}.",
                why=process.without,
                remedy="Its log says more; start it again if it hangs.",
            )
        elif words.startswith("in trouble"):
            yield warning(
                f"The {process.name} is {words}.",
                why="It tries again by itself, and what it cannot do waits.",
                remedy="See what else is found here (disk, database), and its log.",
            )


def _processes() -> tuple[Process, ...]:
    edge = places.edge_port()
    newsroom = places.newsroom_port()
    return (
        Process(
            name="edge",
            port=places.status_port("edge", default=edge + 100),
            path="/healthz",
            without="Readers get nothing, unless a CDN still holds pages.",
        ),
        Process(
            name="clerk",
            port=places.status_port("clerk", default=edge + 102),
            path="/healthz",
            without="No wire is read, and nothing that is published or killed reaches readers.",
        ),
        Process(name="newsroom", port=newsroom, path="/healthz", without="Editors cannot work."),
    )


def _ask(process: Process) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", process.port, timeout=_PATIENCE)
    try:
        connection.request("GET", process.path, headers={"Host": "localhost"})
        answer = connection.getresponse()
        return answer.status, answer.read(1000).decode(errors="replace").strip()
    except (OSError, http.client.HTTPException) as error:
        return 0, str(error) or type(error).__name__
    finally:
        connection.close()

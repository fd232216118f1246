"""Commands that change a site as a whole want nobody else to write meanwhile."""

import http.client
from collections.abc import Iterator
from contextlib import contextmanager

import click

from broadsheet.environment import places

STOP = (
    "Stop newsroom and clerk first, so that no older release writes into newer tables: `systemctl stop "
    "broadsheet-newsroom broadsheet-clerk`, or Ctrl-C for `broadsheet run`. A `broadsheet edge` of its own may go on: "
    "readers notice nothing"
)


@contextmanager
def alone() -> Iterator[None]:
    """Hold what makes a clerk the leader, so that none begins meanwhile."""
    from broadsheet.clerk.service import leadership_of_this_site

    if _answers(places.newsroom_port()):
        raise click.ClickException(f"The newsroom runs. {STOP}.")
    leadership = leadership_of_this_site()
    if not leadership.take():
        raise click.ClickException(f"A clerk runs, or another upgrade. {STOP}.")
    try:
        yield
    finally:
        leadership.release()


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/healthz", headers={"Host": "localhost"})
        return connection.getresponse().read(100).startswith((b"ok", b"the database"))
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()

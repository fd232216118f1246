"""`broadsheet run`: the whole newspaper on one machine, under one watchful parent."""

import http.client
import os
import signal
import socket
import traceback
from collections.abc import Callable

import click

from broadsheet.cli.founding import migrate, require_site, start_django
from broadsheet.cli.supervising import Job, Supervisor
from broadsheet.environment import places
from broadsheet.environment.logs import start_logging

PATIENCE = 90.0  # seconds until a newsroom that does not answer is called an error
PROCESSES = (
    Job(name="edge", words=("edge",)),
    Job(name="clerk", words=("clerk",)),
    Job(name="newsroom", words=("newsroom",)),
)


@click.command()
def run() -> None:
    """Start newsroom, clerk and edge, and keep them running."""
    require_site()
    start_logging("parent")
    require_free_ports()
    in_child(_prepare)
    keep_running(PROCESSES, announce=announce)


def _prepare() -> None:
    start_django()
    migrate()


def in_child(work: Callable[[], None]) -> None:
    """
    Do something in a process of its own, so that this one, which lives as long as the site, stays small: 150 MB less.

    :raises SystemExit: if it failed; what is wrong is printed then
    """
    child = os.fork()
    if child == 0:
        os._exit(_exit_code(work))
    _, status = os.waitpid(child, 0)
    if code := os.waitstatus_to_exitcode(status):
        raise SystemExit(abs(code))


def _exit_code(work: Callable[[], None]) -> int:
    try:
        work()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    except Exception:  # noqa: BLE001  what is wrong is printed, and the parent hears of it
        traceback.print_exc()
        return 1
    return 0


def keep_running(jobs: tuple[Job, ...], *, announce: Callable[[], None]) -> None:
    """Run the jobs until Ctrl-C or SIGTERM; call `announce` once readers and editors are answered."""
    supervisor = Supervisor(jobs)
    supervisor.start()
    if supervisor.wait_until(is_answering, timeout=PATIENCE):
        announce()
    elif not supervisor.is_stopping:
        click.echo("Broadsheet did not come up yet; its log above says why. Still trying …", err=True)
    supervisor.watch()
    click.echo("Broadsheet has stopped.")


def announce() -> None:
    click.echo("\nBroadsheet is ready")
    click.echo(f"  readers   {places.site_url()}/")
    click.echo(f"  newsroom  {places.newsroom_url()}/")
    click.echo("  Ctrl-C stops it.\n")


def require_free_ports() -> None:
    """:raises click.ClickException: if another program listens where ours should"""
    for setting, port in (
        ("BROADSHEET_EDGE_PORT", places.edge_port()),
        ("BROADSHEET_NEWSROOM_PORT", places.newsroom_port()),
    ):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError as error:
                raise click.ClickException(
                    f"Port {port} is taken by another program. Stop it, or choose another port: {setting}=…"
                ) from error


def is_answering() -> bool:
    """Whether a reader gets the home page and an editor the sign-in page."""
    return _status(places.edge_port(), "/") == http.HTTPStatus.OK and (
        _status(places.newsroom_port(), "/sign-in/") == http.HTTPStatus.OK
    )


def _status(port: int, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()

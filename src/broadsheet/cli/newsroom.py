"""`broadsheet newsroom`: the editors' server."""

import click

from broadsheet.environment import places
from broadsheet.environment.logs import start_logging

# A request of the admin is partly waiting for the database; four threads keep four editors apart on one core.
THREADS = 4
STATUS_PORT_ABOVE = 100
DISABLED_PORT = 9090  # Granian wants one all the same


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--workers", default=1, show_default=True, help="How many processes answer.")
def newsroom(host: str, workers: int) -> None:
    """Serve the newsroom (BROADSHEET_NEWSROOM_PORT, default 8001); its /metrics are a hundred ports above."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    from broadsheet.cli.founding import collect_static, is_static_collected, require_site, start_django

    require_site()
    try:
        port = places.newsroom_port()
        status_port = places.status_port("newsroom", default=port + STATUS_PORT_ABOVE)
    except places.EnvironmentError as error:
        raise click.ClickException(str(error)) from error
    start_logging("newsroom")
    if not is_static_collected():
        start_django()
        collect_static()
    Granian(
        "broadsheet.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        websockets=False,
        respawn_failed_workers=True,
        log_level=LogLevels.error,
        static_path_route=["/static"],
        static_path_mount=[places.static_folder()],
        static_path_expires=60,
        metrics_enabled=bool(status_port),
        metrics_address="127.0.0.1",
        metrics_port=status_port or DISABLED_PORT,
    ).serve()

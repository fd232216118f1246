"""`broadsheet newsroom`: the editors' server."""

import click

from broadsheet.environment import places
from broadsheet.environment.logs import start_logging

# A request of the admin is partly waiting for the database; four threads keep four editors apart on one core.
THREADS = 4


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--workers", default=1, show_default=True, help="How many processes answer.")
def newsroom(host: str, workers: int) -> None:
    """Serve the newsroom (BROADSHEET_NEWSROOM_PORT, default 8001)."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    from broadsheet.cli.founding import collect_static, is_static_collected, require_site, start_django

    require_site()
    start_logging("newsroom")
    if not is_static_collected():
        start_django()
        collect_static()
    Granian(
        "broadsheet.config.wsgi:application",
        address=host,
        port=places.newsroom_port(),
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        websockets=False,
        respawn_failed_workers=True,
        log_level=LogLevels.error,
        static_path_route=["/static"],
        static_path_mount=[places.static_folder()],
        static_path_expires=60,
    ).serve()

"""`broadsheet edge`: the readers' server."""

from functools import partial
from typing import TYPE_CHECKING

import click

from broadsheet.environment import places

if TYPE_CHECKING:
    from broadsheet.contracts.audience import HitTaker


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 for all.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port; BROADSHEET_EDGE_PORT or 8000 by default.")
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Worker processes.")
def edge(host: str, port: int | None, workers: int) -> None:
    """Serve readers. Needs neither the newsroom nor the database."""
    from broadsheet.edge.server import serve
    from broadsheet.edge.settings import edge_settings
    from broadsheet.popular.salts import share_salts

    try:
        chosen = port or places.edge_port()
        settings = edge_settings(port=chosen)
    except places.EnvironmentError as error:
        raise click.ClickException(str(error)) from error
    # Before the workers are made: they and those that replace them count under one salt.
    share_salts()
    serve(host=host, port=chosen, settings=settings, hit_taker=partial(_counter, port=chosen), workers=workers)


def _counter(*, port: int) -> "HitTaker":
    """In a worker, on a thread: loads the sketches."""
    from broadsheet.popular.counting import counter_of_this_site

    return counter_of_this_site(port=port, tell=_tell)


def _tell(event: str, detail: str) -> None:
    from broadsheet.edge.events import log_event

    log_event(event, level="warning", detail=detail)

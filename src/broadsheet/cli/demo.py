"""`broadsheet demo`: a newspaper of seventy stories, with an agency that plays on."""

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from types import FrameType

import click

from broadsheet.cli.founding import collect_static, is_founded, migrate, start_django
from broadsheet.cli.run import PROCESSES, is_answering, require_free_ports
from broadsheet.cli.supervising import Job, Supervisor
from broadsheet.demo import places as demo_places
from broadsheet.environment import places, site
from broadsheet.environment.logs import start_logging
from broadsheet.environment.secrets import derived_key

JOBS = (*PROCESSES, Job(name="agency", words=("demo_agency",)))
PATIENCE = 120.0  # seconds for the edition to be printed; it takes 20 on two cores
_TOLD_EVERY = 5.0  # seconds between two progress lines where they cannot replace one another


@click.command()
def demo() -> None:
    """Show a newspaper of seventy stories, with an agency that plays on. It lives in BROADSHEET_HOME (`var`)."""
    os.environ["BROADSHEET_DEMO"] = "1"
    os.environ.setdefault("BROADSHEET_LOG_LEVEL", "warning")
    start_logging("parent")
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop_setup)
    try:
        require_demo_home()
        require_free_ports()
        set_up()
    except places.EnvironmentError as error:
        raise click.ClickException(str(error)) from error
    send_children_to_log()
    keep_running()
    click.echo("\nBroadsheet has stopped. `broadsheet demo` starts it again and keeps what is there.")


def _stop_setup(_number: int, _frame: FrameType | None) -> None:
    """
    End at once, as a kill would: the setup is made for that, and goes on from there.

    An exception would not do: one that was raised inside a finalizer was swallowed, and the demo went on.
    """
    for child in multiprocessing.active_children():
        child.terminate()
    click.echo("\nStopped before the paper was out; the next `broadsheet demo` goes on from here.")
    sys.stdout.flush()
    os._exit(0)


def require_demo_home() -> None:
    """:raises click.ClickException: if the home holds a real site"""
    if is_founded() and not demo_places.demo_folder().exists():
        raise click.ClickException(
            f"{places.home()} holds a site of your own, and the demo would write into it. "
            "Give the demo another home: BROADSHEET_HOME=…"
        )


def set_up() -> None:
    """
    Make the demo's paper, or go on making it where an earlier run was stopped; bring the tables up to date.

    :raises click.ClickException: if the database holds something else already
    """
    if is_founded():
        start_django()
        migrate()
        return
    from broadsheet.demo.newspaper import LANGUAGE, NAME, ZONE
    from broadsheet.demo.opening import opened
    from broadsheet.demo.plates import clear_plates, start_drawing

    click.echo(f"{NAME} is being made in {places.home()}; this is done once.")
    # Django reads language and zone when it starts, before the site's file is there.
    os.environ["BROADSHEET_LANGUAGE"], os.environ["BROADSHEET_ZONE"] = LANGUAGE.lower(), ZONE
    if not demo_places.demo_folder().exists():
        _require_empty_database()
    now = opened(demo_places.opening_path(), now=datetime.now(UTC))
    plates = demo_places.plates_folder()
    drawing = start_drawing(plates, now=now)
    start_django()
    click.echo("Making the tables and drawing the pictures …")
    migrate()
    collect_static()
    drawing.join()
    from broadsheet.demo.setup import send_agency_copy, set_up_paper

    click.echo("Writing the paper's own stories and taking in the agencies' …")
    set_up_paper(address=places.site_url(), now=now)
    send_agency_copy(now=now)
    _bring_readers(now=now)
    clear_plates(plates)
    site.found_site(language=LANGUAGE.lower(), zone=ZONE)


def _bring_readers(*, now: datetime) -> None:
    from broadsheet.demo.readership import bring_readers
    from broadsheet.stores.audience import SqliteAudienceStore

    with closing(SqliteAudienceStore(places.audience_path())) as store:
        bring_readers(store, origin=places.site_url(), token_key=derived_key("page-token"), now=now)


def _require_empty_database() -> None:
    """Ask in a home where no demo began: it may hold half a site, or DATABASE_URL may name one of another home."""
    if not os.environ.get("DATABASE_URL") and not (places.home() / "broadsheet.sqlite3").exists():
        return
    start_django()
    from django.db import connection

    if connection.introspection.table_names():
        raise click.ClickException(
            "The database holds tables already, and the demo would write into them. "
            "Give the demo a home (BROADSHEET_HOME=…) and a database of its own."
        )


def send_children_to_log() -> None:
    """Let children write their lines into a file; what the parent has to say stays on the terminal."""
    sys.stderr = os.fdopen(os.dup(sys.stderr.fileno()), "w", buffering=1)
    with demo_places.log_path().open("ab") as log:
        os.dup2(log.fileno(), 2)
    start_logging("parent")


def keep_running() -> None:
    """Run the paper until Ctrl-C or SIGTERM; say where it is once readers have all of it."""
    supervisor = Supervisor(JOBS)
    supervisor.start()
    is_out = _all_out()
    if not supervisor.wait_until(is_out, timeout=PATIENCE) and not supervisor.is_stopping:
        click.echo(f"The paper is not out yet; {demo_places.log_path()} may say why. Still trying …", err=True)
        supervisor.wait_until(is_out, timeout=float("inf"))
    if not supervisor.is_stopping:
        announce()
    supervisor.watch()


def _all_out() -> Callable[[], bool]:
    """Whether readers and editors are answered and the whole edition is readable; says how far it is."""
    printed = demo_places.printed_path()
    if printed.exists():  # on an earlier run: what editors and kills took away since is no reason to wait
        return is_answering
    from broadsheet.demo.circulation import Circulation
    from broadsheet.demo.opening import opened

    circulation = Circulation(opened_at=opened(demo_places.opening_path(), now=datetime.now(UTC)))
    progress = _Progress(total=circulation.total)

    def is_out() -> bool:
        count = circulation.count()
        progress.tell(count)
        if count < circulation.total or not is_answering():
            return False
        printed.touch()
        return True

    return is_out


class _Progress:
    """One line that counts; on a terminal it replaces itself."""

    def __init__(self, *, total: int) -> None:
        self._total = total
        self._told = -1
        self._told_at = 0.0

    def tell(self, count: int) -> None:
        is_terminal = sys.stdout.isatty()
        now = time.monotonic()
        if count == self._told or (not is_terminal and count < self._total and now - self._told_at < _TOLD_EVERY):
            return
        self._told, self._told_at = count, now
        is_last = count == self._total
        line = f"Printing the edition: {count} of {self._total} stories{'' if is_last else ' …'}"
        click.echo(f"\r{line}\033[K" if is_terminal else line, nl=is_last or not is_terminal)


def announce() -> None:
    """Say where readers and editors go, and who may sign in."""
    from broadsheet.demo.people import PEOPLE, passwords

    words = passwords(demo_places.people_path())
    click.echo("\nBroadsheet is ready\n")
    click.echo(f"  readers   {places.site_url()}/")
    click.echo(f"  newsroom  {places.newsroom_url()}/\n")
    widest = max(len(word) for word in words.values())
    for person in PEOPLE:
        click.echo(f"  {person.username:<9} {words[person.username]:<{widest}}  {person.may}")
    click.echo(
        f"\n  The agencies play for half an hour: {places.newsroom_url()}/admin/demo-script/ (as admin or chief)"
    )
    click.echo(f"  Ctrl-C stops it. What the processes have to say is in {demo_places.log_path()}\n")

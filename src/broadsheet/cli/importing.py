"""`broadsheet import`: bring the stories of another system home, with the addresses that readers know."""

import fcntl
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import IO, Any, BinaryIO

import click

from broadsheet.cli.founding import SiteGroup
from broadsheet.contracts.archives import Archive, ArchiveError
from broadsheet.environment import places

_LARGEST_DOWNLOAD = 8_000_000_000  # bytes
_LONGEST_DOWNLOAD = 4 * 3600.0  # seconds
_SECTION = (
    'Where stories of a category go, such as "Sport=/sport/"; several times. A category with the name of a section '
    "needs none."
)
_INTO = "The section for all other stories, such as /news/. Asked for where it is not given."
_PAGES_INTO = "The section for pages (“About us”), which stay out of lists. Else they go where other stories go."
_CREDIT = "Whom to name as the maker of pictures that name nobody. No picture goes out without credit."


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What was asked for on the command line; sections as addresses."""

    sections: tuple[str, ...]
    default_section: str
    pages_section: str
    media: Path | None
    credit: str
    no_pictures: bool
    dry_run: bool
    report: Path | None


@click.group("import", cls=SiteGroup)
def importing() -> None:
    """
    Bring in the stories of another system, with authors, topics, pictures, dates and redirects.

    Give --dry-run first: it says what would come and what would be lost, and writes nothing. An import that was
    stopped, however it was, is run again with the same words; what is here already never comes twice. Everything that
    an archive publishes is pressed after all else, so that the newsroom goes on working meanwhile.

    \b
    broadsheet import wordpress export.xml --into /news/ --section "Sport=/sport/" --media uploads/ --dry-run
    broadsheet import ghost courier.ghost.json --site https://courier.example --credit "Courier archive"
    broadsheet import ninjs archive/ --into /news/
    """  # noqa: D301  click wants the character itself, and a raw text has none


def _with_wishes(command: Callable[..., None]) -> Callable[..., None]:
    """The options that all three have in common, handed on as one value."""
    folder = click.Path(exists=True, file_okay=False, path_type=Path)
    file = click.Path(dir_okay=False, path_type=Path)

    @click.option("--section", "sections", multiple=True, metavar="NAME=ADDRESS", help=_SECTION)
    @click.option("--into", "default_section", default="", metavar="ADDRESS", help=_INTO)
    @click.option("--pages-into", "pages_section", default="", metavar="ADDRESS", help=_PAGES_INTO)
    @click.option("--media", type=folder, help="Take pictures from this copy of the old site's uploads instead.")
    @click.option("--credit", default="", metavar="TEXT", help=_CREDIT)
    @click.option("--no-pictures", is_flag=True, help="Leave all pictures behind.")
    @click.option("--dry-run", is_flag=True, help="Write nothing; say what would come, and what would be lost.")
    @click.option("--report", type=file, help="Write each remark into this file too, one line of JSON each.")
    @wraps(command)
    def with_wishes(*args: Any, **options: Any) -> None:
        names = Wishes.__dataclass_fields__
        wishes = Wishes(**{name: options.pop(name) for name in names})
        command(*args, wishes=wishes, **options)

    return with_wishes


@importing.command("wordpress")
@click.argument("export", metavar="FILE|URL")
@_with_wishes
def wordpress(export: str, *, wishes: Wishes) -> None:
    """Import a WordPress export (Tools > Export > All content; WXR)."""
    from broadsheet.formats.archives.wordpress import WordpressArchive

    with _at_hand(export) as path:
        archive = WordpressArchive(_opener(path), size=path.stat().st_size)
        _run(archive, wishes=wishes, name=export)


@importing.command("ghost")
@click.argument("export", metavar="FILE|URL")
@click.option("--site", default="", metavar="ADDRESS", help="The old site, from which pictures are fetched.")
@_with_wishes
def ghost(export: str, *, site: str, wishes: Wishes) -> None:
    """Import a Ghost export (Settings > Import/Export > Export > Content; JSON)."""
    from broadsheet.formats.archives.ghost import GhostArchive

    with _at_hand(export) as path:
        archive = GhostArchive(_opener(path), size=path.stat().st_size, site=site)
        _run(archive, wishes=wishes, name=export)


@importing.command("ninjs")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@_with_wishes
def ninjs(folder: Path, *, wishes: Wishes) -> None:
    """Import a folder of ninjs documents, with the pictures that lie beside them."""
    from broadsheet.contracts.news import LARGEST_FILE
    from broadsheet.formats.archives.ninjs import ENDINGS, NinjsArchive

    def read(name: str) -> bytes:
        with (folder / name).open("rb") as file:
            return file.read(LARGEST_FILE + 1)

    names = sorted(
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.suffix.lower() in ENDINGS and path.is_file() and not path.is_symlink()
    )
    archive = NinjsArchive(names, read=read, identity="ninjs")
    _run(archive, wishes=wishes, name=str(folder), media=folder)


def _run(archive: Archive, *, wishes: Wishes, name: str, media: Path | None = None) -> None:
    from broadsheet.accounts.journal import tell_of_command
    from broadsheet.cli.import_showing import Showing
    from broadsheet.importing.order import ImportOrder, OrderError, carry_out

    showing = Showing(name)
    order = ImportOrder(
        sections=wishes.sections,
        default_section=wishes.default_section,
        pages_section=wishes.pages_section,
        media=wishes.media or media,
        credit=wishes.credit,
        has_pictures=not wishes.no_pictures,
        is_rehearsal=wishes.dry_run,
    )
    try:
        with _alone(), _report_file(wishes.report) as line:
            carry_out(archive, order, showing=showing, line=line)
            if not wishes.dry_run:
                tell_of_command(did=f"Imported {name}")
    except (ArchiveError, OrderError) as error:
        showing.end()
        raise click.ClickException(f"{name}: {error}" if isinstance(error, ArchiveError) else str(error)) from error


def _opener(path: Path) -> Callable[[], BinaryIO]:
    return lambda: path.open("rb")


@contextmanager
def _at_hand(export: str) -> Iterator[Path]:
    """The export as a file; one at an address is fetched through the guard first, and gone afterwards."""
    if not export.startswith(("http://", "https://")):
        path = Path(export)
        if not path.is_file():
            raise click.ClickException(f"There is no file {export}.")
        yield path
        return
    from broadsheet.contracts.fetching import FetchError
    from broadsheet.fetching.web import Limits, site_web

    limits = Limits(seconds=_LONGEST_DOWNLOAD, raw_bytes=_LARGEST_DOWNLOAD, decoded_bytes=_LARGEST_DOWNLOAD)
    with tempfile.NamedTemporaryFile(dir=places.home(), prefix="import-") as file:
        try:
            site_web().save(export, file, limits=limits)
        except FetchError as error:
            raise click.ClickException(str(error)) from error
        file.flush()
        yield Path(file.name)


@contextmanager
def _alone() -> Iterator[None]:
    """One import at a time on this machine; the database would sort two out, slowly."""
    with (places.home() / "import.lock").open("wb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise click.ClickException("Another import is under way. Wait until it is done, or stop it.") from error
        yield


@contextmanager
def _report_file(path: Path | None) -> Iterator[Callable[[str], None]]:
    if path is None:
        yield lambda _: None
        return
    with path.open("w", encoding="utf-8") as file:
        yield lambda line: _write_line(file, line)


def _write_line(file: IO[str], line: str) -> None:
    file.write(f"{line}\n")

"""Whether readers' pages and the database say the same: the newest of each, or all where all is asked for."""

from collections.abc import Iterable
from itertools import islice

from broadsheet.contracts.pieces import Page, PieceError
from broadsheet.environment import places
from broadsheet.keeping.checking.findings import Finding, Ground, broken, warning
from broadsheet.media.queries import claimed_files
from broadsheet.press.composing.plates import page_piece
from broadsheet.press.queries import is_anything_ordered, known_story_paths
from broadsheet.stores.pieces import FolderPieceStore
from broadsheet.stories.queries import address_of, live_stories, misplaced_sections, stories_among

_SAMPLE = 500
_NAMED = 3
_PRESS = "Run `broadsheet press_all`; readers go on reading meanwhile."


def stories_without_page(ground: Ground) -> Iterable[Finding]:
    """Live stories that readers cannot open."""
    if is_anything_ordered():
        return  # they may be on their way
    store = FolderPieceStore(places.pieces_folder())
    stories = live_stories().iterator(chunk_size=500)
    missing, damaged = [], []
    for story in stories if ground.looks_at_all else islice(stories, _SAMPLE):
        try:
            page = store.read(page_piece(address_of(story)))
        except PieceError:
            damaged.append(address_of(story))
            continue
        if not (isinstance(page, Page) and page.story_id == story.pk):
            missing.append(address_of(story))
    if missing:
        yield broken(
            f"{len(missing)} live stories have no page: {_some(missing)}.",
            why="Readers find nothing at their addresses.",
            remedy=_PRESS,
        )
    if damaged:
        yield broken(
            f"The pages of {len(damaged)} stories are damaged or of another format: {_some(damaged)}.",
            why="Readers get an error there.",
            remedy=_PRESS,
        )


def sections_at_addresses_of_the_site(_: Ground) -> Iterable[Finding]:
    """Sections of an older release at an address that is the site's own by now."""
    if sections := misplaced_sections():
        yield broken(
            f"Sections stand where the site itself answers: {_some(list(sections))}.",
            why="One hides the other there; where it is /topics/, topics have no pages.",
            remedy="Give each another slug in the newsroom (Promote); its stories' old addresses lead to the new ones.",
        )


def pages_without_story(ground: Ground) -> Iterable[Finding]:
    """Pages that readers can open of stories that are not live: the worst that a press can leave."""
    if is_anything_ordered():
        return
    store = FolderPieceStore(places.pieces_folder())
    paths = known_story_paths()
    shown: dict[int, str] = {}
    for path in paths if ground.looks_at_all else islice(paths, _SAMPLE):
        page = _read(store, path)
        if page is not None and page.status == 200 and page.story_id is not None:  # noqa: PLR2004  200 is its name
            shown[page.story_id] = path
    orphans = sorted(shown[number] for number in shown.keys() - stories_among(shown))
    if orphans:
        yield broken(
            f"{len(orphans)} pages show stories that are not live: {_some(orphans)}.",
            why="Readers read what was taken back, or never published.",
            remedy=f"{_PRESS} If they stay, tell us: this must not happen.",
        )


def pictures_without_file(ground: Ground) -> Iterable[Finding]:
    """Files that the database names and that are not there."""
    names = claimed_files()
    missing = [
        name
        for name in (names if ground.looks_at_all else islice(names, _SAMPLE))
        if not (places.media_folder() / name).is_file()
    ]
    if missing:
        yield warning(
            f"{len(missing)} pictures or documents have lost a file: {_some(missing)}.",
            why="Readers see an empty frame there.",
            remedy="Put them back from a backup (tar --zstd -xf BACKUP media/…), or replace the picture.",
        )


def _read(store: FolderPieceStore, path: str) -> Page | None:
    try:
        page = store.read(page_piece(path))
    except PieceError:
        return None
    return page if isinstance(page, Page) else None


def _some(names: list[str]) -> str:
    return ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")

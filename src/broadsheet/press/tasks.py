"""The press among the clerk's steps."""

from datetime import datetime
from functools import cache
from pathlib import Path

import structlog

from broadsheet.contracts.pieces import Fragment, PieceError
from broadsheet.contracts.steps import Step
from broadsheet.environment.places import pieces_folder
from broadsheet.press.actions import order, order_fronts, press_everything
from broadsheet.press.composer import Composer
from broadsheet.press.composing.release import RELEASE_PIECE, release_mark
from broadsheet.press.orders import MACHINES, RELEASE, Priority
from broadsheet.press.pressing import press_batch
from broadsheet.press.queries import NoPaperError, is_ordered, read_edition
from broadsheet.stores.pieces import FolderPieceStore

log = structlog.get_logger(__name__)

FRONTS_EVERY = 300.0
_DAY = 86_400.0


def press_waiting(now: datetime) -> bool:
    """Press the most urgent orders that wait."""
    composer = Composer(now=now)
    return press_batch(store=piece_store(pieces_folder()), compose=composer, expect=composer.expect, now=now)


def refresh_fronts(now: datetime) -> bool:
    """Have every front chosen anew: rankings fade with age, flashes and pins run out."""
    if has_paper(now):
        order_fronts(now=now)
    return False


def renew_machine_files(now: datetime) -> bool:
    """Who hears of holes is said for months at a time only (RFC 9116), so it must be said again."""
    if has_paper(now):
        order([MACHINES], Priority.LISTS, now=now)
    return False


def check_pieces(now: datetime) -> bool:
    """Order the whole paper where the piece store is empty, lost, of another format, or of another release."""
    if has_paper(now) and not is_pressed(piece_store(pieces_folder()), now=now) and not is_ordered(RELEASE):
        log.info("whole_paper_ordered", orders=press_everything(now=now))
    return False


def is_pressed(store: FolderPieceStore, *, now: datetime) -> bool:
    """Whether the store holds a paper that this release pressed."""
    try:
        return store.read(RELEASE_PIECE) == Fragment(html=release_mark(read_edition(now)))
    except PieceError:
        return False


def has_paper(now: datetime) -> bool:
    try:
        read_edition(now)
    except NoPaperError:
        return False
    return True


@cache
def piece_store(folder: Path) -> FolderPieceStore:
    return FolderPieceStore(folder)


STEPS = (
    Step(name="press.check_pieces", run=check_pieces, every=60.0),
    Step(name="press.press_waiting", run=press_waiting, every=5.0, wakes=True),
    Step(name="press.refresh_fronts", run=refresh_fronts, every=FRONTS_EVERY),
    Step(name="press.renew_machine_files", run=renew_machine_files, every=_DAY),
)

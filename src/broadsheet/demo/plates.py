"""
Draws the edition's pictures ahead of the setup, in a process of its own: 8 of a core's seconds, in which the other
core makes the tables. Loads no Django.
"""

import multiprocessing
import shutil
import signal
from datetime import datetime
from multiprocessing.process import BaseProcess
from pathlib import Path

from broadsheet.demo.edition import read_edition
from broadsheet.demo.pictures import save_picture


def start_drawing(folder: Path, *, now: datetime) -> BaseProcess:
    """
    Draw every picture of the edition of `now` into a folder; the caller joins the process that is given.

    Whoever asks for a picture that is not there yet draws it alone, so nothing depends on the outcome. Call it while
    the process has one thread: it forks, since a fresh interpreter would run the whole command again.
    """
    process = multiprocessing.get_context("fork").Process(target=_draw, args=(folder, now), daemon=True)
    process.start()
    return process


def clear_plates(folder: Path) -> None:
    """Throw the drawings away: the media library has its own by now."""
    shutil.rmtree(folder, ignore_errors=True)


def _draw(folder: Path, now: datetime) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C on the terminal is the parent's, which ends this one too
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for story in read_edition(now=now):
        for picture in story.pictures:
            save_picture(picture, folder)

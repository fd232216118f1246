"""
`broadsheet backup`, with a witness: copies what readers see at the very moment that the backup shows.

Run as a process. Pages and pictures are copied while the piece store is at rest, inside `take_moment`, so they are
exact. The index does not rest: its copy is made of the files that the moment holds. The database of that moment needs
no copy, as readers do not see it.
"""

import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from broadsheet.cli import main
from broadsheet.environment import places
from broadsheet.keeping import moments
from broadsheet.searching.index import index_path
from broadsheet.stores.pieces import FolderPieceStore

WITNESS = Path(sys.argv[2])
link_changed = moments._link_changed
take_moment = moments.take_moment


def copying_what_rests(store: FolderPieceStore, *, since: int, into: Path) -> Mapping[str, Path] | None:
    shutil.rmtree(WITNESS, ignore_errors=True)
    WITNESS.mkdir()
    for folder in (places.pieces_folder(), places.media_folder()):
        shutil.copytree(folder, WITNESS / folder.name)
    for name in ("secret", "site.toml"):
        shutil.copy(places.home() / name, WITNESS / name)
    return link_changed(store, since=since, into=into)


def copying_its_index(*arguments: Any, **options: Any) -> moments.Moment:
    moment = take_moment(*arguments, **options)
    if moment.index is not None:
        index = index_path(places.index_folder())
        shutil.copytree(moment.index, WITNESS / index.parent.name / index.name)
    return moment


moments._link_changed = copying_what_rests
moments.take_moment = copying_its_index  # before the command imports it
main(["backup", sys.argv[1]])

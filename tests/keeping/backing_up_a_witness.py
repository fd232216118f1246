"""
`broadsheet backup`, with a witness: copies what readers see at the very moment that the backup shows.

Run as a process. The copy is made while the piece store is at rest, inside `take_moment`, so it is exact; the database
of that moment needs no copy, as readers do not see it.
"""

import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from broadsheet.cli import main
from broadsheet.environment import places
from broadsheet.keeping import moments
from broadsheet.stores.pieces import FolderPieceStore

WITNESS = Path(sys.argv[2])
link_changed = moments._link_changed


def copying(store: FolderPieceStore, *, since: int, into: Path) -> Mapping[str, Path] | None:
    shutil.rmtree(WITNESS, ignore_errors=True)
    WITNESS.mkdir()
    for folder in (places.pieces_folder(), places.media_folder(), places.index_folder()):
        shutil.copytree(folder, WITNESS / folder.name)
    for name in ("secret", "site.toml"):
        shutil.copy(places.home() / name, WITNESS / name)
    return link_changed(store, since=since, into=into)


moments._link_changed = copying
main(["backup", sys.argv[1]])

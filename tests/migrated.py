"""
The embedded database as migrations leave it: made once, before whoever needs it first, and begun from ever after.

Migrating takes thirteen seconds of a processor. Tests begin from a copy in memory, the sites that tests run from a copy
in their home; `migrate` still runs on top of both. It is kept in pytest's cache under a key of everything that
migrations and the rows after them come from. A run without the cache, as every clean checkout's, makes it from nothing,
and so does the demo's test.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from founded import once

_FILE = "broadsheet.sqlite3"  # as a home has it
_ROOT = Path(__file__).parents[1]
_SOURCES = ("requirements/base.txt", "src/broadsheet/**/migrations/*.py", "src/broadsheet/**/models*.py",
            "src/broadsheet/**/models/*.py", "src/broadsheet/config/settings/*.py")  # fmt: skip


def kept_in(folder: Path) -> Path:
    """The migrated database for the sources as they stand now, made if it is not there; older ones go."""
    digest = hashlib.sha256()
    for path in sorted(path for pattern in _SOURCES for path in _ROOT.glob(pattern)):
        digest.update(path.read_bytes())
    kept = folder / f"migrated-{digest.hexdigest()[:24]}.sqlite3"
    return once(kept, _migrate)


@contextmanager
def begun_from(kept: Path, *, connection: Any) -> Iterator[None]:
    """Have Django find the kept tables in its database in memory, which lives while this context does."""
    import sqlite3

    name = connection.creation._get_test_db_name()
    with closing(sqlite3.connect(name, uri=True)) as memory, closing(sqlite3.connect(kept)) as source:
        source.backup(memory)
        yield


def lay_down(kept: Path, *, home: Path) -> None:
    """Put the tables into the home of a site that is not founded yet."""
    home.mkdir(exist_ok=True)
    shutil.copyfile(kept, home / _FILE)


def _migrate(draft: Path) -> None:
    for older in draft.parent.glob("migrated-*.sqlite3"):
        older.unlink()
    with tempfile.TemporaryDirectory() as home:
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("BROADSHEET_", "DATABASE_"))},
            "BROADSHEET_HOME": home,
            "DJANGO_SETTINGS_MODULE": "broadsheet.config.settings.test",
            "PYTHONPATH": os.pathsep.join(sys.path),
        }
        words = ["-m", "broadsheet", "manage", "migrate", "--verbosity", "0"]
        subprocess.run([sys.executable, *words], env=environment, check=True, timeout=300)
        import sqlite3

        with closing(sqlite3.connect(Path(home, _FILE))) as made:
            made.execute("VACUUM INTO ?", [str(draft)])

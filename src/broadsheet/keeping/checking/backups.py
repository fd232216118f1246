"""Whether there is a backup to go back to."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta

from broadsheet.keeping.checking.findings import Finding, Ground, warning
from broadsheet.keeping.names import LAST_BACKUP

_OLD = timedelta(days=2)
_WHY = "When the disk goes, everything since the last backup goes with it."
_REMEDY = "Let a timer run `broadsheet backup /another/disk/` every night (docs/deployment.md)."


def last_backup(ground: Ground) -> Iterable[Finding]:
    """How old the last one is."""
    path = ground.home / LAST_BACKUP
    try:
        taken_at = datetime.fromisoformat(json.loads(path.read_text())["taken_at"])
    except FileNotFoundError:
        yield warning("No backup was ever made by `broadsheet backup`.", why=_WHY, remedy=_REMEDY)
        return
    except (ValueError, KeyError, TypeError):
        yield warning(f"{path} cannot be read, so nobody knows of the last backup.", why=_WHY, remedy=_REMEDY)
        return
    if ground.now - taken_at > _OLD:
        yield warning(f"The last backup is {(ground.now - taken_at).days} days old.", why=_WHY, remedy=_REMEDY)

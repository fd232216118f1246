"""What the clerk does for its own sake: keeping the write-ahead log short."""

import sqlite3
from datetime import datetime
from pathlib import Path

import structlog
from django.db import connection

from broadsheet.contracts.steps import Step

log = structlog.get_logger(__name__)

# SQLite folds the log back by itself while nobody reads; a long reader can keep it growing without end.
_LONG_LOG_BYTES = 32 * 1024 * 1024


def fold_write_ahead_log(now: datetime) -> bool:  # noqa: ARG001  a step's signature
    """Fold SQLite's write-ahead log back into the database, and cut the file where it has grown long."""
    name = str(connection.settings_dict["NAME"])
    log_file = Path(f"{name}-wal")
    if connection.vendor != "sqlite" or not log_file.exists():
        return False
    is_long = log_file.stat().st_size > _LONG_LOG_BYTES
    folding = sqlite3.connect(name, isolation_level=None, timeout=0.2)
    try:
        busy, pages, folded = folding.execute(
            f"PRAGMA wal_checkpoint({'TRUNCATE' if is_long else 'PASSIVE'})"
        ).fetchone()
    finally:
        folding.close()
    if is_long:
        log.info("write_ahead_log_folded", busy=bool(busy), pages=pages, folded=folded)
    return False


STEPS = (Step(name="clerk.fold_write_ahead_log", run=fold_write_ahead_log, every=60.0),)

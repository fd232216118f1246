"""Telling what is wrong with the ground under the clerk from what is wrong with its work."""

import errno

_DISK = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EROFS: "the disk is read-only",
    errno.EIO: "the disk cannot be read or written",
    errno.EACCES: "the folder may not be written",
    errno.EMFILE: "too many files are open",
}
# What SQLite and PostgreSQL say, in their own words, and what it means.
_DATABASE = {
    "disk is full": "the disk is full",
    "no space left": "the disk is full",
    "readonly database": "the database is read-only",
    "read-only": "the database is read-only",
    "is locked": "the database is locked by another process",
    "disk i/o error": "the disk cannot be read or written",
    "unable to open database file": "the database file cannot be opened",
    "connection": "the database cannot be reached",
}


def ground_trouble(error: BaseException) -> str | None:
    """
    Plain words for a trouble that passes by itself once disk or database are well again, or None.

    Such a trouble is nobody's fault on this side: the step waits a little and goes on where it was.
    """
    if isinstance(error, OSError):
        return _DISK.get(error.errno or 0)
    if type(error).__name__ in {"OperationalError", "InterfaceError"}:
        text = str(error).lower()
        return next((words for part, words in _DATABASE.items() if part in text), None)
    return None

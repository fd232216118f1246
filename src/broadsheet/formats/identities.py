"""Stable ids as a column holds them."""

import hashlib

from broadsheet.formats.wording import one_line

_LONGEST = 500  # characters, as many as the wire's tables keep


def identity(text: str) -> str:
    """An id on one line; of one that is longer than any column the opening and a digest of all."""
    guid = one_line(text)
    if len(guid) <= _LONGEST:
        return guid
    return f"{guid[:400]}#{hashlib.sha256(guid.encode()).hexdigest()}"

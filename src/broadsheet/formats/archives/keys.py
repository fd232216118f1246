"""Names for good, however long a stranger made them."""

import hashlib

_LONGEST = 200  # letters, as a row has room for


def short_key(name: str) -> str:
    """The name, or in place of a very long one its hash."""
    return name if len(name) <= _LONGEST else f"sha256:{hashlib.sha256(name.encode(errors='replace')).hexdigest()}"

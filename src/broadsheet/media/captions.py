"""Caption, credit and alt text are three things."""

import re


def says_the_same(alt_text: str, caption: str) -> bool:
    """Whether the alt text is the caption again, but for case, spaces and stops."""
    plain = _plain(alt_text)
    return bool(plain) and plain == _plain(caption)


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().casefold()

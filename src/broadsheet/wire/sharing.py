"""Whether a text still holds words of another one: pure."""

import re

RUN = 8  # words; shorter runs are phrases that two reporters write alike
_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")


def shared_run(text: str, *, of: str) -> str:
    """
    The first run of `RUN` or more words of `text` that stands in `of`, too, as `text` spells it; "" where none does.

    Punctuation and case do not count, so that a changed comma hides nothing. Linear in both texts.
    """
    theirs = [word.group().casefold() for word in _WORD.finditer(of)]
    runs = {tuple(theirs[start : start + RUN]) for start in range(len(theirs) - RUN + 1)}
    ours = list(_WORD.finditer(text))
    plain = [word.group().casefold() for word in ours]
    for start in range(len(ours) - RUN + 1):
        if tuple(plain[start : start + RUN]) in runs:
            return text[ours[start].start() : ours[start + RUN - 1].end()]
    return ""

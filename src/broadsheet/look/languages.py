"""Languages as pages mark them: the tag, and which way they are written."""

import re
from dataclasses import dataclass
from typing import Self

# What browsers show from right to left by its language alone; a script in the tag goes before (`ks-Deva`, `uz-Arab`).
_RIGHT_TO_LEFT = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "glk", "he", "iw", "ks", "mzn", "nqo", "pnb", "ps", "rhg", "sd", "syr", "ug", "ur"}
    | {"yi", "azb", "bal", "bgn", "lrc", "luz"}
)
_SCRIPTS = frozenset({"adlm", "arab", "hebr", "mand", "nkoo", "rohg", "syrc", "thaa"})
_SCRIPT_LETTERS = 4
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", re.ASCII)
_LONGEST = 35  # RFC 5646, 4.4.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """A language by its BCP 47 tag."""

    tag: str

    @classmethod
    def checked(cls, tag: str) -> Self | None:
        """The language that somebody else's tag names, or None where it has not the form of one."""
        return cls(tag=tag) if len(tag) <= _LONGEST and _TAG.fullmatch(tag) else None

    @property
    def direction(self) -> str:
        """As HTML's `dir` has it."""
        first, *rest = self.tag.lower().split("-")
        scripts = [part for part in rest if len(part) == _SCRIPT_LETTERS and part.isalpha()]
        is_rtl = scripts[0] in _SCRIPTS if scripts else first in _RIGHT_TO_LEFT
        return "rtl" if is_rtl else "ltr"

    def is_same(self, other: "Language") -> bool:
        """Whether both are one language, whatever the country: en-GB and en-US."""
        return self.tag.lower().split("-")[0] == other.tag.lower().split("-")[0]

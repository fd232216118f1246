"""
Keyword lines of wires without identities: what story it is, and which version or part of it.

"BC-Harbor Fire, 2nd Ld-Writethru" and "1ST LEAD" are the only revision numbers that ANPA 1312 and IPTC 7901 know
(DESIGN section 3, the last row of the identity table).
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

_ORDINAL = r"(?P<{name}>\d{{1,3}})\s?(?:st|nd|rd|th|\.)?\s?-?(?:{words})\b"
_LEAD = re.compile(
    _ORDINAL.format(name="before", words="Ld|Lead|Zusammenfassung")
    + r"|\b(?:Lead|Zusammenfassung)\s(?P<after>\d{1,3})\b",
    re.IGNORECASE,
)
_PART = re.compile(
    r"\b(?P<before>\d{1,3})\s?(?:st|nd|rd|th)\s?-?(?P<kind>Add|Take)\b|\b(?P<word>Add|Take)\s(?P<after>\d{1,3})\b",
    re.IGNORECASE,
)
_ADVANCE = re.compile(r"\bAdv(?:\d{1,2}|ance)?\b(?:\s?(?:for\s)?[A-Za-z]{0,10}\.?\s?\d{1,2})?", re.IGNORECASE)
_CYCLE = re.compile(r"^(?:AM|PM|BC|AP)-+", re.IGNORECASE)  # the cycle of papers a story is for, not what it is about
_WORD_COUNT = re.compile(r",\s*\d{1,5}\s*$")
_WORDS = re.compile(r"[^\W\d_]+")
_SAME_AS = {"refile": "update", "correx": "correction", "corr": "correction", "advy": "advisory"}
_LONGEST = 500
_LONGEST_IDENTITY = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class KeywordLine:
    """
    A keyword line taken apart: the story's own slug, and what stood beside it.

    `lead` is 2 for "2nd Ld", 0 for the first version; `part` "add-1" or "take-2", "" for a whole story; `advance` the
    words that keep it for a day to come ("Adv14"); `codes` words that may be signals ("Writethru", "KILL").
    """

    slug: str
    lead: int = 0
    part: str = ""
    advance: str = ""
    codes: tuple[str, ...] = ()


def read_keyword_line(slug: str, *, marks: Iterable[str] = ()) -> KeywordLine:
    """What a slug ("BC-Harbor Fire, 1st Ld-Writethru,466") and the marks sent beside it ("1stLd-Writethru") say."""
    root, *beside = without_word_count(slug).split(",")
    said = [mark[:_LONGEST] for mark in (*beside, *marks) if mark.strip()]
    together = "\n".join(said)
    lead = max((int(found["before"] or found["after"]) for found in _LEAD.finditer(together)), default=0)
    part = _PART.search(together)
    advance = _ADVANCE.search(together)
    words = [_SAME_AS.get(word, word) for word in (word.lower() for word in _WORDS.findall(together))]
    return KeywordLine(
        slug=_CYCLE.sub("", root).strip(" -/"),
        lead=lead,
        part=f"{(part['kind'] or part['word']).lower()}-{int(part['before'] or part['after'])}" if part else "",
        advance=advance[0].strip() if advance else "",
        codes=tuple(dict.fromkeys([*(["lead"] if lead else []), *(["add"] if part else []), *words])),
    )


def is_mark(line: str) -> bool:
    """True for a line above a headline that says which version or part follows: "1ST LEAD", "2nd Take"."""
    return line.isupper() or bool(_LEAD.fullmatch(line) or _PART.fullmatch(line))


def without_word_count(slug: str) -> str:
    """A keyword line on one line, without the number of words that ends it: "BC-Harbor Fire,466"."""
    return _WORD_COUNT.sub("", " ".join(slug[:_LONGEST].split())).strip(" ,")


def story_identity(*, format_name: str, source: str, day: date | None, slug: str) -> str:
    """An identity made of source, day and slug; letter case and spaces make no difference."""
    words = "-".join(slug.casefold().split())
    if len(words) > _LONGEST_IDENTITY:  # a headline stood in for a day; a database column ends somewhere
        words = f"{words[:_LONGEST_IDENTITY]}-{hashlib.sha256(words.encode()).hexdigest()[:16]}"
    return ":".join(piece for piece in (format_name, source.casefold(), day.isoformat() if day else "", words) if piece)

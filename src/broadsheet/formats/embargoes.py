"""When an item may be published, from what a wire writes in a field of its own and in its prose."""

import re
from collections.abc import Sequence
from datetime import datetime

from broadsheet.formats.embargo_times import embargo_moment
from broadsheet.formats.prose import embargo_in_prose, is_embargo_lifted
from broadsheet.formats.times import read_exact_time
from broadsheet.formats.wording import one_line

# How press releases open. "Embargo" alone is news; set off, or with an end, it is one.
_OPENS_WITH_EMBARGO = re.compile(
    r"^\W*(?:(?:strict(?:ly)?|press|media|news)\s+)*(?:under\s+)?(?:a\s+)?(?:strict\s+)?"
    r"embargo(?:ed)?\s*(?:[:\-\u2013\u2014(\d]|until\b|till?\b|to\b|for\b|copy\b|date\b|time\b|ends\b|$)"
    r"|\bunder\s+(?:a\s+)?(?:strict\s+)?embargo\s+(?:until|till?|to|for)\b"
    r"|\bnot\s+for\s+(?:publication|release|broadcast|use)\s+(?:before|until)\b"
    r"|^\W*sperrfrist\b|^\W*(?:sous\s+)?embargo\s+jusqu|^\W*embargad[oa]\s+hasta\b",
    re.IGNORECASE,
)
_LONGEST_LINE = 500  # characters; what is longer is copy


def embargo_in_copy(lines: Sequence[str], *, sent: datetime | None) -> tuple[str, datetime | None]:
    """
    The words of an embargo that stand in a subject or where the copy opens, and the second that they name.

    The second may stand on the line below. "" where no line means an embargo, None where its end is left open.
    """
    for number, line in enumerate(lines):
        if len(line) > _LONGEST_LINE or not _means_embargo(line):
            continue
        both = f"{line} {next(iter(lines[number + 1 : number + 2]), '')}"
        return line, embargo_moment(line, sent=sent) or embargo_moment(both, sent=sent)
    return "", None


def _means_embargo(line: str) -> bool:
    if embargo_in_prose(headline=line, editors_note=""):
        return True
    return _OPENS_WITH_EMBARGO.search(line) is not None and not is_embargo_lifted(line)


def read_embargo(field: str | None, *, headline: str = "", editors_note: str = "") -> tuple[datetime | None, str]:
    """
    The second from which an item is free, and the wire's own words where an embargo is meant but no second told.

    `field` is None where the wire has none; an empty one means "until further notice" (NewsML-G2 specification,
    section `embargoed`). Prose counts only where there is no readable field.
    """
    moment = read_exact_time(field)
    if moment is not None:
        return moment, ""
    if field is not None:
        return None, one_line(field) or "embargoed until further notice"
    return None, embargo_in_prose(headline=headline, editors_note=editors_note)

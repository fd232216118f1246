"""
IPTC 7901: the teleprinter message of European agencies (iptc.org/std/IPTC7901, revision 5 of 1995).

A message is a header line, a keyword line, a headline that ends in "=", the copy, and a day-time group, between the
control characters SOH, STX and ETX. dpa writes lists in brackets and a "Notizblock" around them; Belga leaves the
control characters out and ends with "./.".
"""

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from broadsheet.contracts.news import Link, NewsItem, Subject, WireFormatError
from broadsheet.formats.crediting import agency_of_code
from broadsheet.formats.encodings import decode
from broadsheet.formats.judging import judged
from broadsheet.formats.keywords import KeywordLine, is_mark, read_keyword_line, story_identity
from broadsheet.formats.messages import without_failures
from broadsheet.formats.teletype import copy_body, dateline_of, full_year, refuse_longer_message
from broadsheet.formats.vocabularies import distinct_subjects, subject_of
from broadsheet.formats.wording import byline_name, distinct, one_line

FORMAT = "iptc-7901"
_OPENS = re.compile(rb"[\x00\x16\x7f\s]*(?:\x01\s*)?[A-Za-z]{2,4}\d{3,5} +\d +[A-Za-z]{1,3} +\d{1,6}(?=[ \r\n])")
_HEADER_LINE = re.compile(
    r"(?P<service>[A-Za-z]{2,4})(?P<number>\d{3,5}) +(?P<priority>\d) +(?P<category>[A-Za-z]{1,3}) +(?P<words>\d{1,6})"
    r"(?P<options>[^\n]{0,200})"
)
_BARE_HEADER = re.compile(r"^(?=[A-Z]{3}\d{3,4} \d [A-Z]{1,3} \d{3,5}\b)", re.MULTILINE)
_DAY_TIME = re.compile(
    r"(?P<day>\d\d)(?P<hour>\d\d)(?P<minute>\d\d)\s?(?:GMT|UTC|Z)?\s(?P<month>[^\W\d_]{3,4})\.?\s(?P<year>\d\d(?:\d\d)?)\b"
)
# As English, German, French, Dutch and Nordic agencies write them.
_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan", "feb fev fév", "mar mär mrz mrs maa", "apr avr", "may mai mei maj", "jun juin", "jul juil",
         "aug aou aoû", "sep sept", "oct okt", "nov", "dec dez déc des"), start=1,
    )
    for name in names.split()
}  # fmt: skip
_END_OF_COPY = re.compile(
    r"^[ \t]*\./\..*$|^# ?(?:dpa )?(?:Notizblock|Notebook)[ \t]*$|^\* \* \* \*[ \t]*$", re.MULTILINE | re.IGNORECASE
)
_NOTES = re.compile(
    r"^## ?(?:Redaktionelle Hinweise|Note to editors|Editorial notes?)[ \t]*$(?P<words>(?:\n(?!#)[^\n]+)*)",
    re.MULTILINE,
)
_SIGN_OFF = re.compile(r"\n[ ]{0,9}(?:dpa|kna|apa|epd|sid|afp)(?:/[a-z]{2,4})?(?: [a-z0-9]{1,5}){1,9}\s*\Z")
_HEADLINE_LINES = 20
_PICTURES = ("foto", "photo", "grafik", "video", "bild", "karte")
_BRACKETS = {
    "eil": "urgent",
    "blitz": "flash",
    "achtung": "advisory",
    "vorschau": "advisory",
    "terminvorschau": "advisory",
}
_BYLINE = re.compile(r"(?:By|Von|Par)\s[^\W\d_]")
_AGENCY_IN_BYLINE = re.compile(r",\s*(?:[a-z]{2,5}|Deutsche Presse-Agentur)$")
_APPENDED = re.compile(r"\s*\((?:(?P<count>\d{1,2})(?:DER|LEAD)?|CORRECT|RECTIFICATIF)\)$")
_MOST_MESSAGES = 1_000


def is_iptc7901(data: bytes) -> bool:
    """True if the bytes open like a header line: service, number, priority, category, number of words."""
    return _OPENS.match(data[:2048]) is not None


def read_iptc7901(data: bytes, *, charset: str = "", name: str = "") -> list[NewsItem]:
    """
    Every message of the bytes; `charset` is what the headers of its delivery said, `name` the file's.

    :raises WireFormatError: if there is none that can be read, or a body is out of proportion
    """
    text, warning = decode(data, headers=charset)
    messages = _messages(text.replace("\r\n", "\n").replace("\r", "\n"))
    return without_failures(messages, read=lambda message: _read(message, name=name), warning=warning)


def _messages(text: str) -> list[str]:
    if "\x01" in text:
        messages = text.split("\x01")[1:]
    else:
        starts = [found.start() for found in _BARE_HEADER.finditer(text)] or [0]
        messages = [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
    if len(messages) > _MOST_MESSAGES:
        raise WireFormatError(f"The file holds {len(messages):,} messages; {_MOST_MESSAGES:,} is the most that is read")
    return messages


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    """A message cut at its control characters."""

    header: re.Match[str]
    keywords: str
    block: str  # headline, byline, marks and notes in brackets
    copy: str
    sent_at: datetime | None


@dataclass(slots=True)
class _Block:
    """What the lines above the copy say."""

    headlines: list[str] = field(default_factory=list)
    bylines: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)


def _read(message: str, *, name: str) -> NewsItem:
    sheet = _cut(message)
    header = sheet.header
    block = _read_block(sheet.block)
    headline, versions = _without_marks(one_line(" ".join(block.headlines)))
    line = read_keyword_line(sheet.keywords.strip(" /"), marks=[*block.marks, *versions])
    copy, notebook = _without_notebook(sheet.copy)
    standfirst, copy = _standfirst(copy)
    place, agency = dateline_of(copy)
    bylines = distinct([_AGENCY_IN_BYLINE.sub("", byline_name(words)) for words in block.bylines])
    read = NewsItem(
        guid="",
        format=FORMAT,
        version=int(header["number"]) or line.lead + 1,
        version_created_at=sheet.sent_at,
        urgency=int(header["priority"]) or None,
        slug=", ".join([one_line(sheet.keywords.strip(" /")), *block.marks]).strip(", "),
        headline=headline,
        standfirst=standfirst,
        bylines=bylines,
        dateline=place,
        credit=_credit(header["options"], agency=agency),
        editors_note="\n".join(distinct([*block.notes, *notebook])),
        body_html=copy_body(copy, repeats=(headline,)),
        subjects=_subjects(header, sheet.keywords),
    )
    read = _identified(read, line=line, service=header["service"], name=name)
    corrected = ["corrected"] if re.search(r"\bCOR\b", header["options"]) else []
    embargo = line.advance or None
    return judged(read, status_word="", codes=(*line.codes, *block.codes, *corrected), embargo_field=embargo)


def _cut(message: str) -> _Sheet:
    header = _HEADER_LINE.match(message.lstrip(" \n\x16\x7f\x00"))
    if header is None:
        opening = one_line(message[:60]) or "nothing"
        raise WireFormatError(
            f"A message of IPTC 7901 opens with no header line (service, number, priority …): {opening}"
        )
    rest = header.string[header.end() :]
    has_marks = "\x02" in rest
    keywords, _, text = rest.partition("\x02") if has_marks else _bare(rest)
    refuse_longer_message(text)
    text, _, ending = text.partition("\x03")
    times = list(_DAY_TIME.finditer(ending[:300] if ending else text[-300:]))
    if times and not ending:
        text = text[: len(text) - len(text[-300:]) + times[-1].start()]
    block, copy = _parted(text, has_marks=has_marks)
    sent_at = _day_time(times[-1]) if times else None
    return _Sheet(header=header, keywords=" ".join(keywords.split()), block=block, copy=copy, sent_at=sent_at)


def _bare(rest: str) -> tuple[str, str, str]:
    """The keyword line and what follows it in a message without control characters."""
    keywords, _, text = rest.lstrip("\n").partition("\n")
    return (keywords, "", text) if keywords.rstrip().endswith("/") else ("", "", f"{keywords}\n{text}")


def _parted(text: str, *, has_marks: bool) -> tuple[str, str]:
    """The lines above the copy, which end in "=" or with an empty line, and the copy."""
    lines = text.lstrip("\n").split("\n")
    ends = (
        (n for n, line in enumerate(lines[:_HEADLINE_LINES]) if line.rstrip().endswith("=")) if has_marks else iter(())
    )
    gap = next((n for n, line in enumerate(lines) if not line.strip()), len(lines))
    end = next(ends, None)
    if end is None:
        return "\n".join(lines[:gap]), "\n".join(lines[gap:])
    return "\n".join(lines[: end + 1]).rstrip().rstrip("="), "\n".join(lines[end + 1 :])


def _day_time(found: re.Match[str]) -> datetime | None:
    """A day-time group, in UTC; agencies that write local time without saying so are off by its difference."""
    month = _MONTHS.get(found["month"].casefold())
    try:
        return datetime(
            full_year(found["year"]),
            month or 0,
            int(found["day"]),
            int(found["hour"]),
            int(found["minute"]),
            tzinfo=UTC,
        )
    except ValueError:
        return None


def _read_block(text: str) -> _Block:
    block = _Block()
    bracket: list[str] = []
    for line in (one_line(line) for line in text.split("\n")):
        if bracket or line.startswith("("):
            bracket.append(line)
            if line.endswith(")"):
                _note(" ".join(bracket), block)
                bracket = []
        elif is_mark(line) and not block.headlines:
            block.marks.append(line)
        elif _BYLINE.match(line) and block.headlines:
            block.bylines.append(line)
        elif line:
            block.headlines.append(line)
    block.headlines += bracket  # a bracket that never closes is part of the headline
    if not block.headlines and block.marks:  # a headline in capitals
        block.headlines.append(block.marks.pop())
    return block


def _note(bracket: str, block: _Block) -> None:
    words = bracket[1:-1].strip()
    first = _first_word(words)
    if first in _BRACKETS:
        block.codes.append(_BRACKETS[first])
    if not words.casefold().startswith(_PICTURES) and words.casefold().strip(" \x07") not in _BRACKETS:
        block.notes.append(words)


def _first_word(note: str) -> str:
    return next(iter(re.findall(r"[^\W\d_]+", note[:60])), "").casefold()


def _without_marks(headline: str) -> tuple[str, list[str]]:
    """The headline without what Belga appends to it: "(2)", "(3DER)", "(1LEAD)", "(CORRECT)"."""
    found = _APPENDED.search(headline)
    if found is None:
        return headline, []
    return headline[: found.start()].rstrip(), [f"Lead {found['count']}" if found["count"] else "corrected"]


def _without_notebook(copy: str) -> tuple[str, list[str]]:
    """The copy up to what is not for print, and the notes to editors in it."""
    found = _END_OF_COPY.search(copy)
    end = found.start() if found else len(copy)
    notes = [note for listed in _NOTES.finditer(copy, end) for note in listed["words"].split("\n- ")]
    return _SIGN_OFF.sub("", copy[:end]), [one_line(note) for note in notes]


def _standfirst(copy: str) -> tuple[str, str]:
    """The paragraph above the dateline, where an agency puts a teaser there, and the copy without it."""
    first, gap, rest = copy.lstrip("\n").partition("\n\n")
    if gap and not dateline_of(first)[0] and dateline_of(rest.lstrip("\n"))[0]:
        return one_line(first), rest
    return "", copy


def _credit(options: str, *, agency: str) -> str:
    """The agency that the header's last field or the dateline names."""
    words = [*options.split(), *re.split(r"[/-]", agency)]
    known = (name for word in words if (name := agency_of_code(word.partition("-")[0])) != word.partition("-")[0])
    return next(known, "") or agency or next((word for word in words if word.isalpha() and word.isupper()), "")


def _subjects(header: re.Match[str], keywords: str) -> tuple[Subject, ...]:
    found: list[Subject | None] = [subject_of(name=header["category"].lower(), scheme="iptc-7901-category")]
    found += [subject_of(name=word, scheme="keyword") for word in keywords.split("/")]
    return distinct_subjects(found)


def _identified(read: NewsItem, *, line: KeywordLine, service: str, name: str) -> NewsItem:
    """
    The item with source, slug and day as its identity; a take is its own item, linked to the story it belongs to.

    Without a day the headline stands in, since the same keywords come again another day.
    """
    day = read.version_created_at.date() if read.version_created_at else None
    words = line.slug if day else f"{line.slug} {read.headline}".strip()
    words = words or read.headline or name
    if not words:
        raise WireFormatError("The message has neither keywords nor a headline to know it by")
    guid = story_identity(format_name=FORMAT, source=service, day=day, slug=words)
    warning = "" if day else "The message has no day-time group: it is known by its keywords and headline"
    warnings = (*read.warnings, warning) if warning else read.warnings
    if not line.part:
        return replace(read, guid=guid, warnings=warnings)
    return replace(read, guid=f"{guid}#{line.part}", links=(Link(guid=guid, rel="partOf"),), warnings=warnings)

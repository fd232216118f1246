"""
ANPA 1312: the teleprinter message of North American wires ("High-speed wire service transmission guidelines").

SYN SYN SOH, service level and story number, US, selector; then priority, category, format, keyword, version, date and
words; STX and the text; ETX, source and time, EOT. Lines above the copy open with "^" and end in "<" (flush left) or
"=" (centred); the copy's paragraphs open with a tab, lines of tables with BS.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from broadsheet.contracts.news import Link, NewsItem, Subject, WireFormatError
from broadsheet.formats.crediting import agency_of_code
from broadsheet.formats.encodings import decode
from broadsheet.formats.judging import judged
from broadsheet.formats.keywords import KeywordLine, read_keyword_line, story_identity, without_word_count
from broadsheet.formats.markup import text_body
from broadsheet.formats.messages import without_failures
from broadsheet.formats.teletype import dateline_of, full_year, refuse_longer_message, table_body, whole_body
from broadsheet.formats.vocabularies import distinct_subjects, subject_of
from broadsheet.formats.wording import byline_name, distinct, one_line, plain_spaces

FORMAT = "anpa-1312"
_OPENS = re.compile(rb"[\x00\x16\x7f\s]*\x01[A-Za-z]?\d{3,4}[^\x1f\r\n]{0,16}\x1f")
_FIRST_LINE = re.compile(r"(?P<service>[A-Za-z]?)(?P<number>\d{3,4})[^\x1f\n]{0,16}\x1f(?P<selector>[\w-]{0,10})")
_SECOND_LINE = re.compile(
    r"(?P<priority>[A-Za-z]) (?P<category>[A-Za-z])[\x11-\x14]{0,2} ?(?P<keyword>\S*)(?P<version>.*)"
)
_FILED = re.compile(r"\s(?P<month>\d\d?)-(?P<day>\d\d?)(?:\s+\d{0,5})?\s*$")
_SENT = re.compile(
    r"(?P<source>[A-Za-z]{2,6})(?:-[A-Za-z]{1,6})?-(?P<month>\d\d?)-(?P<day>\d\d?)-(?P<year>\d\d) "
    r"(?P<hour>\d\d)(?P<minute>\d\d)(?P<zone>[A-Z]{3})?"
)
# Hours behind UTC of the zones that wires print; a zone that is none of these is taken for UTC.
_ZONES = {"EST": 5, "EDT": 4, "CST": 6, "CDT": 5, "MST": 7, "MDT": 6, "PST": 8, "PDT": 7}
_URGENCIES = {"b": 2, "u": 3, "r": 4, "d": 5, "z": 6}
_FLASH, _MOST_WORDS = "f", 60
_ADVISORIES = "v"  # the category of advisories about stories of all others
_NUMBER_OF_SLUG = re.compile(r"^\*\w+<\s*\^?")
_PICTURES = re.compile(r"(?:[A-Z]{2,5} )?(?:Photos?|Graphics?|Video)(?: [A-Z]|$)|With (?:[A-Z]{2,5} )?[Pp]hotos?\b")
_NOTE = re.compile(r"\(?(?:Eds?\s?:|EDS:|EDITOR'?S?'? NOTES?\b)[\s_:\u2014-]*(?P<words>.*)", re.IGNORECASE)
_BYLINE = re.compile(r"By\s(?!The Associated Press)", re.IGNORECASE)
_AFFILIATION = re.compile(r"By (?:The )?(?:Associated Press|[A-Z]{2,4})$|(?:The )?Associated Press$")
_ALERT = re.compile(r"newsalert", re.IGNORECASE)
_CELLS = re.compile(r";|[\x1e\x1f][\x1e\x1f ]*")
_SPACES = {0x10: " ", 0x1E: " ", 0x1F: " ", 0x0C: None, 0x08: None}
_TYPED = (("``", "\u201c"), ("''", "\u201d"), (" _ ", " \u2014 "))
_LONGEST_HEADLINE = 300
_LONGEST_HEADER = 400
_MOST_MESSAGES = 1_000


def is_anpa1312(data: bytes) -> bool:
    """True if the bytes open with SOH, a story number and US."""
    return _OPENS.match(data[:2048]) is not None


def read_anpa1312(data: bytes, *, charset: str = "", name: str = "") -> list[NewsItem]:
    """
    Every message of the bytes; `charset` is what the headers of its delivery said, `name` the file's.

    :raises WireFormatError: if there is none that can be read, or a body is out of proportion
    """
    text, warning = decode(data, headers=charset)
    messages = text.replace("\r\n", "\n").replace("\r", "\n").split("\x01")[1:]
    if len(messages) > _MOST_MESSAGES:
        raise WireFormatError(f"The file holds {len(messages):,} messages; {_MOST_MESSAGES:,} is the most that is read")
    return without_failures(messages, read=lambda message: _read(message, name=name), warning=warning)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    """A message cut at its control characters."""

    first: re.Match[str]
    second: re.Match[str]
    text: str
    sent: re.Match[str] | None


@dataclass(slots=True)
class _Lines:
    """What the lines of a text are: those above the copy by kind, and the copy's."""

    keywords: str = ""
    headlines: list[str] = field(default_factory=list)
    bylines: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    copy: list[str] = field(default_factory=list)


def _read(message: str, *, name: str) -> NewsItem:
    sheet = _cut(message)
    version = _FILED.sub("", sheet.second["version"])
    lines = _sorted(sheet.text.split("\n"))
    keywords = _NUMBER_OF_SLUG.sub("", lines.keywords) or sheet.second["keyword"]
    line = read_keyword_line(keywords, marks=[version])
    headline, standfirst = _headline(lines)
    place, agency = dateline_of(next((words for words in lines.copy if words.strip()), "").strip())
    sent_at = _sent_at(sheet.sent)
    read = NewsItem(
        guid="",
        format=FORMAT,
        version=line.lead + 1,
        version_created_at=sent_at,
        urgency=_urgency(sheet.second["priority"].lower(), copy=lines.copy),
        slug=without_word_count(keywords),
        headline=one_line(headline),
        standfirst=one_line(standfirst),
        bylines=distinct([byline_name(words) for words in lines.bylines]),
        dateline=place,
        credit=agency_of_code(sheet.sent["source"] if sheet.sent else agency),
        editors_note="\n".join(distinct(lines.notes)),
        body_html=_body(lines.copy, repeats=(headline,), is_tabular="\x12" in sheet.second[0]),
        subjects=_subjects(sheet.second["category"]),
    )
    read = _identified(read, sheet=sheet, line=line, name=name)
    advisory = ["advisory"] if sheet.second["category"].lower() == _ADVISORIES else []
    return judged(read, status_word="", codes=(*line.codes, *advisory), embargo_field=line.advance or None)


def _cut(message: str) -> _Sheet:
    head, _, text = message.partition("\x02")
    head = head[:_LONGEST_HEADER]
    first_line, _, second_line = head.strip("\n").partition("\n")
    first, second = _FIRST_LINE.match(first_line), _SECOND_LINE.match(second_line.strip("\n"))
    if first is None or second is None:
        opening = one_line(head[:80]) or "nothing"
        raise WireFormatError(f"A message of ANPA 1312 has no header (story number, priority, category …): {opening}")
    refuse_longer_message(text)
    text, _, ending = text.partition("\x03")
    return _Sheet(first=first, second=second, text=text.partition("\x04")[0], sent=_SENT.search(ending[:300]))


def _sorted(lines: Iterable[str]) -> _Lines:
    """The lines of a text by what they are. The first that opens with "^" or "*" is the keyword line."""
    found = _Lines()
    for line in lines:
        words = _plain(line)
        if not words:
            continue
        is_above = line.startswith("^") and not found.copy
        if not found.keywords and line.startswith(("^", "*")):
            found.keywords = words
        elif note := _NOTE.match(words) if is_above else None:
            found.notes.append(note["words"].rstrip(")") or words)
        elif is_above and _BYLINE.match(words):
            found.bylines.append(words)
        elif is_above and (_PICTURES.match(words) or _is_affiliation(line, words, after_byline=bool(found.bylines))):
            continue
        elif is_above:
            found.headlines.append(words)
        else:
            found.copy.append(line)
    return found


def _is_affiliation(line: str, words: str, *, after_byline: bool) -> bool:
    """True for the agency or post that stands centred under a byline."""
    return bool(_AFFILIATION.match(words)) or (after_byline and line.rstrip().endswith("="))


def _headline(lines: _Lines) -> tuple[str, str]:
    """
    The headline and a longer one, which is a summary; what stands above no copy is copy (lists of headlines).

    An alert is a sentence without a headline: it is its own.
    """
    if not lines.copy and len(lines.headlines) > 1:
        lines.copy += lines.headlines[1:]
        return lines.headlines[0], ""
    if lines.headlines:
        headline, *others = lines.headlines
        standfirst = others.pop(0) if others and len(others[0]) > len(headline) else ""
        lines.copy[:0] = others
        return headline, standfirst
    opening = _plain(next(iter(lines.copy), ""))
    _, agency = dateline_of(opening)
    sentence = opening.partition(f"({agency})")[2].lstrip(" _-\u2014") if agency else opening
    return sentence[:_LONGEST_HEADLINE], ""


def _urgency(priority: str, *, copy: Sequence[str]) -> int | None:
    """The priority as IPTC counts; AP sets "f" on features, too, but a flash is a sentence."""
    is_flash = priority == _FLASH and sum(len(line.split()) for line in copy[:_MOST_WORDS]) <= _MOST_WORDS
    return 1 if is_flash else _URGENCIES.get(priority)


def _body(lines: Iterable[str], *, repeats: tuple[str, ...], is_tabular: bool) -> str:
    """Paragraphs, and tables of the lines that open with BS; a line of "___" parts the end from the story."""
    blocks: list[str] = []
    rows: list[list[str]] = []
    words: list[str] = []
    for line in [*lines, ""]:
        is_row = line.lstrip("^\t ").startswith("\x08") or (is_tabular and line.count(";") > 1)
        if is_row and words:
            blocks.append(text_body("\n\n".join(words), repeats=repeats))
            words = []
        if rows and not is_row:
            blocks.append(table_body(rows))
            rows = []
        if is_row:
            rows.append([_plain(cell) for cell in _CELLS.split(line.replace("\x08", "").strip("^\t "))])
        elif (plain := _plain(line)) and plain.strip("_"):
            words.append(plain)
    if words:
        blocks.append(text_body("\n\n".join(words), repeats=repeats))
    return whole_body(blocks)


def _plain(line: str) -> str:
    """The words of a line without the typesetter's signs."""
    words = line.translate(_SPACES).strip().lstrip("^").rstrip("<=^ ")
    for typed, meant in _TYPED:
        words = words.replace(typed, meant)
    return plain_spaces(words).strip()


def _sent_at(found: re.Match[str] | None) -> datetime | None:
    if found is None:
        return None
    try:
        moment = datetime(
            full_year(found["year"]), int(found["month"]), int(found["day"]),
            int(found["hour"]), int(found["minute"]), tzinfo=UTC,
        )  # fmt: skip
    except ValueError:
        return None
    return moment + timedelta(hours=_ZONES.get(found["zone"] or "", 0))


def _filing_day(sheet: _Sheet) -> date | None:
    """The day of the header in the year of the time of sending, or that time's day."""
    sent = _sent_at(sheet.sent)
    filed = _FILED.search(sheet.second["version"])
    if sent is None or filed is None:
        return sent.date() if sent else None
    try:
        day = date(sent.year, int(filed["month"]), int(filed["day"]))
    except ValueError:
        return sent.date()
    # Filed on New Year's Eve, sent in the new year.
    return day.replace(year=day.year - 1) if day > sent.date() + timedelta(days=2) else day


def _subjects(category: str) -> tuple[Subject, ...]:
    return distinct_subjects([subject_of(name=category.lower(), scheme="anpa-category")])


def _identified(read: NewsItem, *, sheet: _Sheet, line: KeywordLine, name: str) -> NewsItem:
    """
    The item with source, slug and day as its identity; a take is its own item, linked to the story it belongs to.

    Without a day the headline stands in, since the same keywords come again another day, and so it does for alerts,
    which all have the same keyword.
    """
    day = _filing_day(sheet)
    is_told_by_slug = day and not _ALERT.search(line.slug)
    words = line.slug if is_told_by_slug else f"{line.slug} {read.headline}".strip()
    words = words or read.headline or name
    if not words:
        raise WireFormatError("The message has neither a keyword nor a headline to know it by")
    source = sheet.sent["source"] if sheet.sent else sheet.first["service"]
    guid = story_identity(format_name=FORMAT, source=source, day=day, slug=words)
    warning = "" if day else "The message has no time of sending: it is known by its keyword and headline"
    warnings = (*read.warnings, warning) if warning else read.warnings
    if not line.part:
        return replace(read, guid=guid, warnings=warnings)
    return replace(read, guid=f"{guid}#{line.part}", links=(Link(guid=guid, rel="partOf"),), warnings=warnings)

"""
What wires ask in prose: in headlines, keyword lines and notes to editors.

The rules are agencies' own customs: AP ("Eds: CORRECTS …", "2nd Ld-Writethru", "STORY WITHDRAWN"), Reuters
("CORRECTED-", "UPDATE 2-", "RPT-"), dpa ("Sperrfrist", "Korrektur", "KILL"), AFP ("RECTIFICATIF", "ALERTE").
They read capital letters and places in the line, because "Kill Bill" and an oil embargo are news, too.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from broadsheet.contracts.news import Signal


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    """A signal, the words (one of them, in small letters) without which its pattern cannot match, and the pattern."""

    signal: Signal
    words: tuple[str, ...]
    pattern: re.Pattern[str]


# In headlines and slugs a word counts where a wire puts it: first and set off by punctuation, or last after a dash.
_SET_OFF = r"(?=\s*(?:[:/(]|-(?![a-z])|\d|$))"
_HEADLINE_RULES: tuple[_Rule, ...] = (
    _Rule(
        signal=Signal.KILL,
        words=("kill", "eliminat", "withdrawn"),
        pattern=re.compile(
            r"^(?:[A-Z]{2,5}[-:]\s*)?(?:MANDATORY |STORY |PICTURE |PHOTO )?(?:KILL|ELIMINATION)"
            rf"(?: NOTICE| ADVISORY)?{_SET_OFF}"
            r"|[-,:(]\s*(?:KILL|Kill|STORY KILL|STORY WITHDRAWN|WITHDRAWN|MANDATORY KILL)\s*\)?$"
            r"|^(?i:mandatory kill|story withdrawn)\b|^WITHDRAWN\b"
        ),
    ),
    _Rule(
        signal=Signal.WITHHOLD,
        words=("hold", "withheld"),
        pattern=re.compile(rf"^(?:(?:dpa|[A-Z]{{2,5}})[-:]\s*)?(?:WITHHOLD|WITHHELD|HOLD){_SET_OFF}"),
    ),
    _Rule(
        signal=Signal.CORRECTION,
        words=("correct", "korrektur", "berichtig", "rectificatif", "correcci", "rettelse", "rättelse"),
        pattern=re.compile(
            r"^\W*(?:CORRECT(?:S|ED|ION|IVE)|KORREKTUR|BERICHTIGUNG|RECTIFICATIF|CORRECCI[OÓ]N|RETTELSE|RÄTTELSE)\b"
            r"|^(?:Corrected|Correction|Korrektur|Berichtigung|Rettelse|Rättelse)\s*[:\-(]"
            r"|[(\-]\s*(?i:corrected|correction|corrective|korrektur|berichtigt)\s*\)?$"
        ),
    ),
    _Rule(
        signal=Signal.UPDATE,
        words=("updat", "wrapup", "ld", "lead", "writethr"),
        pattern=re.compile(
            r"^UPDATE(?:S|D)?(?:\s+\d+)?\s*[-:]|^REFILE\b|^WRAPUP\s+\d|\b\d+(?:st|nd|rd|th)\s+(?:L[dD]|Lead)\b"
            r"|\b(?i:writethru|writethrough)\b|[-(]\s*UPDATED?\s*\)?$|^\(?UPDATED\b"
        ),
    ),
    _Rule(
        signal=Signal.ADD,
        words=("add", "take "),
        pattern=re.compile(r"\b\d+(?:st|nd|rd|th)\s+Add\b|\bTake\s+\d+\b|^ADD\s+\d"),
    ),
    _Rule(
        signal=Signal.REPEAT,
        words=("rpt", "repe", "wiederholung"),
        pattern=re.compile(r"^RPT\b|^REPEAT(?:ING)?\b\s*[:\-]|^WIEDERHOLUNG\b|\(RPT\)|^REPETITION\b"),
    ),
    _Rule(
        signal=Signal.ADVISORY,
        words=("advisory", "daybook", "digest", "diary", "planner", "tagesvorschau"),
        pattern=re.compile(
            r"^(?:[A-Z]{2,5}[-:]+\s*)?(?i:advisory)\s*[-:/]|-\s*(?i:advisory|daybook|digest)\s*$"
            r"|^(?:[A-Z]{2,5}[-:]+\s*)?(?:DAYBOOK|DIARY|NEWS DIGEST|PLANNER)\b|\bNews Digest\b|(?i:\btagesvorschau\b)"
        ),
    ),
    _Rule(
        signal=Signal.TEST,
        words=("test",),
        pattern=re.compile(
            r"^(?:\*+\s*)?TEST(?:\s+(?:MESSAGE|ITEM|STORY|ONLY))?(?=\s*(?:[:\-*(!]|$))"
            r"|(?i:\btest,? please (?:ignore|disregard))"
        ),
    ),
    _Rule(signal=Signal.FLASH, words=("flash",), pattern=re.compile(r"^(?:FLASH)\b\s*[:\-]")),
    _Rule(signal=Signal.BULLETIN, words=("bulletin",), pattern=re.compile(r"^(?:BULLETIN)\b\s*[:\-]")),
    _Rule(
        signal=Signal.URGENT,
        words=("urgent", "eil", "dringend"),
        pattern=re.compile(r"^(?:URGENT|EIL|DRINGEND)\b\s*[:\-+]"),
    ),
    _Rule(
        signal=Signal.ALERT,
        words=("alert", "snap"),
        pattern=re.compile(r"\b(?:AP-?)?NewsAlert\b|^(?:ALERT|ALERTE|SNAP)\b\s*[:\-]"),
    ),
)

_OPENING = r"(?:^|[.:;(\-]\s*|\n\s*)"
_NOTE_RULES: tuple[_Rule, ...] = (
    _Rule(
        signal=Signal.KILL,
        words=("kill", "withdrawn", "retracted", "zurückgezogen"),
        pattern=re.compile(
            r"\b(?:MANDATORY KILL|STORY KILL|KILL NOTICE|PHOTO KILL|PICTURE KILL|STORY WITHDRAWN)\b"
            rf"|{_OPENING}KILL(?:S|ED)?\b(?! FEE)"
            r"|(?i:\b(?:please |must |should )kill (?:this |the |our )?(?:story|item|article|copy|picture|photo))"
            r"|(?i:\b(?:story|item|article|picture|photo) (?:is|was|has been|should be|must be) (?:being )?"
            r"(?:withdrawn|killed|retracted))"
            r"|(?i:\b(?:meldung|text|beitrag|bild) (?:wird|wurde|ist) zurückgezogen)"
            r"|(?i:\bmandatory kill\b)"
        ),
    ),
    _Rule(
        signal=Signal.WITHHOLD,
        words=("hold", "withheld", "disregard", "do not use"),
        pattern=re.compile(
            rf"{_OPENING}(?:WITHHOLD|WITHHELD|HOLD)\b(?! FOR RELEASE)"
            r"|(?i:\bplease (?:hold|withhold) (?:this |the )?(?:story|item|article))"
            r"|(?i:\bplease (?:disregard|do not use)\b)"
        ),
    ),
    _Rule(
        signal=Signal.CORRECTION,
        words=("correct", "korrektur", "korrigiert", "berichtig", "rectificatif", "rettelse"),
        pattern=re.compile(
            rf"{_OPENING}(?i:correct(?:s|ed|ion|ive|ing)|korrektur|korrigiert|berichtig(?:t|ung)|rectificatif)\b"
            rf"|{_OPENING}(?i:rettelse|rättelse)\b"
            r"|\bCORRECT(?:S|ED|ION|IVE)\b"
        ),
    ),
    _Rule(
        signal=Signal.UPDATE,
        words=("updat", "adds", "recasts", "writethru", "aktualisiert", "neu:"),
        pattern=re.compile(
            rf"{_OPENING}(?:Eds?:\s*|EDS?:\s*)?(?i:updat(?:es|ed|ing)|adds|recasts|writethru|aktualisiert|neu:)(?!\w)"
            r"|\b(?:UPDATES|UPDATED|WRITETHRU|RECASTS)\b"
        ),
    ),
    _Rule(
        signal=Signal.REPEAT,
        words=("repeat", "resend", "wiederholung"),
        pattern=re.compile(rf"{_OPENING}(?i:repeat(?:s|ing|ed)?|resend(?:s|ing)?|wiederholung)\b"),
    ),
    _Rule(
        signal=Signal.ADVISORY,
        words=("advisory", "daybook"),
        pattern=re.compile(r"^(?i:advisory|daybook)\b|\bADVISORY\b"),
    ),
    _Rule(
        signal=Signal.TEST,
        words=("test", "ignore"),
        pattern=re.compile(
            r"^TEST\b(?! (?:MATCH|CRICKET))"
            r"|(?i:\b(?:this is (?:only )?a test\b|test message\b|test only\b|please ignore\b))"
        ),
    ),
)

_EMBARGO_IN_NOTE = re.compile(
    r"\bEMBARGO(?:ED)?\b"
    r"|(?i:\bembargo(?:ed)?\s*(?:until|till|til|to|for|:|-)|\b(?:under|strict|strictly)\s+embargo|\bhold for release\b)"
    r"|(?i:\bsperrfrist\b|\bsous embargo\b|\bnot for (?:publication|release|use) (?:before|until)\b)"
)
_EMBARGO_IN_HEADLINE = re.compile(
    r"^\W*(?:STRICT(?:LY)? )?EMBARGO(?:ED)?\b"
    r"|(?i:\bembargoed (?:until|till|for|to)\b|\bhold for release\b|^sperrfrist\b)"
)
_EMBARGO_LIFTED = re.compile(
    r"(?i:\b(?:no|without) embargo\b|\bembargo (?:is |has been |was )?(?:lifted|over)\b"
    r"|\bsperrfrist (?:ist |wurde |wird )?aufgehoben\b)"
)
_EMBARGO_WORDS = ("embargo", "hold for release", "sperrfrist", "not for ")
_LONGEST_NOTE = 50_000  # characters that are searched; the longest real note measured has 4,000
_LONGEST_QUOTE = 500  # characters of a note that are shown as the embargo's own words


def told_in_headline(line: str) -> Iterator[Signal]:
    """What a headline or keyword line asks."""
    return _told(line, _HEADLINE_RULES)


def told_in_note(note: str) -> Iterator[Signal]:
    """What a note to editors asks."""
    # A megabyte of empty lines would be walked through from each of them: one space or line break is enough.
    lines = (" ".join(line.split()) for line in note[:_LONGEST_NOTE].splitlines())
    return _told("\n".join(line for line in lines if line), _NOTE_RULES)


def embargo_in_prose(*, headline: str, editors_note: str) -> str:
    """The words of an embargo that only prose tells of, or ""."""
    editors_note = editors_note[:_LONGEST_NOTE]
    together = f"{editors_note} {headline}".casefold()
    if not any(word in together for word in _EMBARGO_WORDS):
        return ""
    for words, pattern in ((editors_note, _EMBARGO_IN_NOTE), (headline, _EMBARGO_IN_HEADLINE)):
        if pattern.search(words) and not _EMBARGO_LIFTED.search(words):
            return words[:_LONGEST_QUOTE]
    return ""


def is_embargo_lifted(words: str) -> bool:
    """Whether words speak of an embargo that is over, or of none."""
    return _EMBARGO_LIFTED.search(words) is not None


def _told(words: str, rules: tuple[_Rule, ...]) -> Iterator[Signal]:
    if not words:
        return
    plain = words.replace("\u2013", "-").replace("\u2014", " - ")  # a tenth of what str.translate costs
    small = plain.casefold()
    for rule in rules:
        # Looking for plain words first is ten times cheaper than thirty patterns, and hardly any item has one.
        if any(word in small for word in rule.words) and rule.pattern.search(plain):
            yield rule.signal

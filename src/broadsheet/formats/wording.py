"""Words as a newsroom can store them: no control characters, no halves of characters, spaces as people type them."""

import re

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_SPACES = re.compile(r"[ \t\r\n\f\v]+")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_BYLINE_OPENING = re.compile(r"(?:by|von|por|par|af|av|door)\s*:?\s+", re.IGNORECASE)
_TIMESTAMP = re.compile(r"\d{4}-?\d\d-?\d\d[T ]\d\d:?\d\d")
DASHES = " -\u2013\u2014"
_FILLER = "No-Data-Available"  # what Reuters puts where it has nothing to say
_LONGEST_LINE = 10_000  # a headline or credit longer than this is damage, and a database column ends somewhere


def printable(text: str) -> str:
    """The text without control characters and lone surrogates, which neither a database nor UTF-8 takes."""
    if text.isascii() and text.isprintable():
        return text
    return _UNPRINTABLE.sub("", text)


def one_line(text: str | None) -> str:
    """The text on one line, runs of spaces as one; "" for None."""
    if not text:
        return ""
    if text.isascii() and text.isprintable() and "  " not in text:  # two lines of three: nothing to put right
        return text.strip()[:_LONGEST_LINE]
    return plain_spaces(printable(text)).strip()[:_LONGEST_LINE]


def plain_spaces(text: str) -> str:
    """The text with every run of spaces and line breaks as one space; hard spaces stay."""
    # Three searches for plain words cost a quarter of the substitution, which four lines of five do not need.
    if "  " in text or "\n" in text or "\t" in text or not text.isprintable():
        return _SPACES.sub(" ", text)
    return text


def same_words(one: str, other: str) -> bool:
    """True if both say the same, but for letter case and spaces."""
    return "".join(one.split()).casefold() == "".join(other.split()).casefold()


def language_tag(text: str | None) -> str:
    """A BCP 47 tag ("en-US", also from "en_US"), or "" if that is none."""
    tag = one_line(text).replace("_", "-")
    return tag if _LANGUAGE.fullmatch(tag) else ""


def byline_name(text: str | None) -> str:
    """The name in a byline: "By Jane Roe" is "Jane Roe"."""
    line = one_line(text)
    opening = _BYLINE_OPENING.match(line)
    return line[opening.end() :] if opening and opening.end() < len(line) else line


def place_of_dateline(text: str | None) -> str:
    """A dateline without its closing dash; "" where a wire writes the time of day instead (Reuters does)."""
    line = one_line(text).strip(DASHES)
    return "" if _TIMESTAMP.match(line) else line


def distinct(lines: list[str]) -> tuple[str, ...]:
    """The lines that say something, each once, in order."""
    return tuple(dict.fromkeys(line for line in lines if line and not line.startswith(_FILLER)))

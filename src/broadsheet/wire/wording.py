"""The words of the wire in a form that can be shown and compared: pure."""

import re
from collections.abc import Iterable
from datetime import datetime
from functools import cache

from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext

from broadsheet.stories.bodies import UnusableBodyError, blocks_from_html
from broadsheet.stories.differing import Paragraph
from broadsheet.stories.prose import block_paragraphs
from broadsheet.stories.wording import paragraphs
from broadsheet.wire.sentences import MOMENT_FORM, WITH_GAPS

_GAP = re.compile(r"%\((\w+)\)s")
_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?…]) ")
_MOST_SENTENCES = 12  # of a line; an agency's note may be made of hundreds, and each run of them would be looked for
_SENTENCES_INSIDE = frozenset({"reason", "reasons", "kind", "error"})  # gaps whose words may be kept in English, too


def as_sentences(reasons: Iterable[str]) -> str:
    """Reasons, which end without a full stop as a rule, as one text, each with its full stop."""
    return " ".join(reason if reason.endswith((".", "!", "?", "…")) else f"{reason}." for reason in reasons)


def told(text: str) -> str:
    """
    What is kept in English (`sentences`), in the language of whoever looks.

    A text that holds a sentence which is not known stays as it is: it is somebody's own, or another program's.
    """
    return "\n".join(_told_line(line) for line in text.split("\n"))


def _told_line(line: str) -> str:
    if not line:
        return line
    if (whole := gettext(line)) != line:
        return whole
    parts = _BETWEEN_SENTENCES.split(line)
    if len(parts) > _MOST_SENTENCES:
        return _told_sentence(line) or line
    from_here: list[list[str] | None] = [*([None] * len(parts)), []]  # a gap may hold sentences: more parts are tried
    for start in reversed(range(len(parts))):
        for end in range(start + 1, len(parts) + 1):
            rest = from_here[end]
            if rest is not None and (said := _told_sentence(" ".join(parts[start:end]))) is not None:
                from_here[start] = [said, *rest]
                break
    return line if from_here[0] is None else " ".join(from_here[0])


def _told_sentence(sentence: str) -> str | None:
    """A sentence in the reader's language, or None where it is not known."""
    bare = sentence.removesuffix(".")
    for words, end in ((sentence, ""), (bare, sentence[len(bare) :])):
        if words and (said := gettext(words)) != words:
            return said + end
        for pattern, msgid in _patterns():
            if found := pattern.fullmatch(words):
                return (
                    gettext(msgid) % {name: _told_gap(name, value) for name, value in found.groupdict().items()} + end
                )
    return None


def _told_gap(name: str, value: str) -> str:
    if name == "fields":
        return ", ".join(gettext(field) for field in value.split(", "))
    if name == "moment":
        return _told_moment(value)
    return told(value) if name in _SENTENCES_INSIDE else value


def _told_moment(text: str) -> str:
    moment, _, zone = text.rpartition(" ")
    try:
        kept = datetime.strptime(moment, MOMENT_FORM)  # noqa: DTZ007  its zone stands beside it
    except ValueError:
        return text
    said = date_format(kept, pgettext("date", "d F Y H:i:s"))
    return f"{said} {zone}"


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((_pattern(msgid), msgid) for msgid in WITH_GAPS)


def _pattern(msgid: str) -> re.Pattern[str]:
    pieces = _GAP.split(msgid)  # words and the names of gaps in turn
    return re.compile(
        "".join(f"(?P<{piece}>.+?)" if place % 2 else re.escape(piece) for place, piece in enumerate(pieces)), re.DOTALL
    )


def markup_paragraphs(markup: str) -> list[Paragraph]:
    """The paragraphs of a wire's body as they would stand in a story."""
    try:
        blocks = blocks_from_html(markup)
    except UnusableBodyError:
        return [Paragraph(text=text) for text in paragraphs(markup)]
    return block_paragraphs({"type": kind, "value": value} for kind, value in blocks)

"""The desk's full-text index in the database's own kind: FTS5 on SQLite, tsvector on PostgreSQL."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import connection

from broadsheet.wire.places import moment_of

_MOST_WORDS = 12
_LEAST_BEGINNING = 4  # shorter beginnings would match a third of all copy
_TERM = re.compile(r'"([^"]*)"|(\w+)(\*?)', re.UNICODE)
_WORD = re.compile(r"\w+", re.UNICODE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One word, several that follow one another, or the beginning of a word."""

    words: tuple[str, ...]
    is_beginning: bool = False


def terms_in(text: str) -> tuple[Term, ...]:
    """What somebody typed: words, "words that follow one another", and the begin* of words."""
    found = _TERM.findall(text)
    terms = (
        Term(words=tuple(_WORD.findall(phrase or word)), is_beginning=bool(star) and len(word) >= _LEAST_BEGINNING)
        for phrase, word, star in found
    )
    return tuple(term for term in terms if term.words)[:_MOST_WORDS]


def question_of(terms: tuple[Term, ...]) -> str:
    """The terms as the database at hand is asked for items that hold them all."""
    if connection.vendor == "sqlite":
        return " ".join(f'"{" ".join(term.words)}"{"*" if term.is_beginning else ""}' for term in terms)
    return " & ".join(f"({' <-> '.join(term.words)}{':*' if term.is_beginning else ''})" for term in terms)


def index_words(item_id: int, *, place: int, text: str, former: int | None) -> None:
    """Let the item of that place be found by these words instead of earlier ones; in the caller's transaction."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            if former is not None:
                cursor.execute("DELETE FROM broadsheet_wire_words WHERE rowid = %s", [former])
            cursor.execute("INSERT INTO broadsheet_wire_words(rowid, words) VALUES (%s, %s)", [place, text])
            return
        cursor.execute(
            "INSERT INTO broadsheet_wire_words(item_id, place, words) "
            "VALUES (%s, %s, to_tsvector('simple', %s) || array_to_tsvector(%s)) "
            "ON CONFLICT (item_id) DO UPDATE SET words = EXCLUDED.words, place = EXCLUDED.place",
            [item_id, place, text[:500_000], [day_word(moment_of(place))]],
        )


def forget_words(item_id: int, *, place: int) -> None:
    """Let an item be found no longer."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM broadsheet_wire_words WHERE rowid = %s", [place])
        else:
            cursor.execute("DELETE FROM broadsheet_wire_words WHERE item_id = %s", [item_id])


def day_word(moment: datetime) -> str:
    """
    A word that all items of a day hold and no text does.

    A GIN index gives all matches at once, in no order. Asked for a word *and* for some days it skips the rest of its
    lists: that keeps the newest matches of a common word cheap.
    """
    return f"wireday{moment.astimezone(UTC):%Y%m%d}"


def days_question(before: datetime, *, days: int) -> str:
    """The day words of that many days up to a moment, as a part of a question."""
    return " | ".join(day_word(before - timedelta(days=back)) for back in range(days + 1))

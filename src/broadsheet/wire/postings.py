"""Each filter of the list as a posting: how its items are read newest first, and how one item is tried against it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import connection

from broadsheet.wire.asking import Asked, TakenChoice
from broadsheet.wire.models import Listed
from broadsheet.wire.places import moment_of
from broadsheet.wire.search import days_question, question_of, terms_in

Values = tuple[Any, ...]
LISTED = "broadsheet_wire_listed"
MOST_STRANDS = 8  # values that one posting reads side by side; beyond them it is only tried
MOST_DAYS = 40
_FILED = "broadsheet_wire_filedunder"
_WORDS = "broadsheet_wire_words"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sql:
    """A part of a query and the values for its places."""

    text: str
    values: Values = ()


class Strand(Protocol):
    """The places of one value from `before` (not itself) down to `floor`, newest first, `most` of them."""

    def __call__(self, *, before: int, floor: int, most: int) -> Sql: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """
    One filter. `strands` each read one of its values newest first, out of `table`.

    `test` is a condition on a row of the narrow table under the name of `listed`. One that is `by_days` is read in
    spans of days: its index gives all matches of a span at once. One that `must_lead` costs as much to try on a row as
    to read.
    """

    test: Sql
    strands: tuple[Strand, ...]
    table: str = LISTED
    by_days: bool = False
    must_lead: bool = False

    @property
    def may_lead(self) -> bool:
        return len(self.strands) <= MOST_STRANDS

    def chunk(self, *, before: int, floor: int, most: int) -> Sql:
        """The newest rows of all its strands together, each once."""
        parts = [strand(before=before, floor=floor, most=most) for strand in self.strands]
        if len(parts) == 1:
            return parts[0]
        union = " UNION ".join(f"SELECT * FROM ({part.text}) strand" for part in parts)  # noqa: S608
        values = tuple(value for part in parts for value in part.values)
        return Sql(text=f"SELECT * FROM ({union}) strands ORDER BY place DESC LIMIT %s", values=(*values, most))  # noqa: S608


def everything() -> Posting:
    """No filter at all: the list itself."""
    always = Sql(text="1 = 1")
    return Posting(test=always, strands=(_strand_of(LISTED, condition=always),))


def postings_of(asked: Asked) -> tuple[Posting, ...]:
    """The parts of a filter but for its span of time, which bounds every walk."""
    urgencies = tuple(range(1, (asked.urgency or 0) + 1))
    columns: tuple[tuple[str, Sequence[object]], ...] = (
        ("source_id", asked.sources),
        ("urgency", urgencies),
        ("kind", tuple(kind.value for kind in asked.kinds)),
        ("verdict", tuple(kind.value for kind in asked.verdicts)),
        ("language", asked.languages),
        ("taken", _TAKEN[asked.taken]),
    )
    postings = [_of_column(name, values) for name, values in columns if values]
    postings += [_of_headings(keys) for keys in (asked.topics, asked.sections) if keys]
    if asked.words:
        postings.append(_of_words(asked.words))
    return tuple(postings)


_TAKEN: dict[TakenChoice | None, tuple[int, ...]] = {
    None: (),
    TakenChoice.NO: (Listed.Taken.NO,),
    TakenChoice.YES: (Listed.Taken.YES, Listed.Taken.PUBLISHED),
    TakenChoice.PUBLISHED: (Listed.Taken.PUBLISHED,),
}


def _strand_of(table: str, *, condition: Sql, place: str = "place") -> Strand:
    columns = "*" if table == LISTED else f"{place} AS place"

    def strand(*, before: int, floor: int, most: int) -> Sql:
        text = (
            f"SELECT {columns} FROM {table} WHERE {condition.text} AND {place} < %s AND {place} >= %s "  # noqa: S608
            f"ORDER BY {place} DESC LIMIT %s"
        )
        return Sql(text=text, values=(*condition.values, before, floor, most))

    return strand


def _of_column(name: str, values: Sequence[object]) -> Posting:
    strands = tuple(_strand_of(LISTED, condition=Sql(text=f"{name} = %s", values=(value,))) for value in values)
    return Posting(test=Sql(text=f"listed.{name} IN ({marks_for(values)})", values=tuple(values)), strands=strands)


def _of_headings(keys: Sequence[int]) -> Posting:
    # A scalar subquery is looked up row by row; PostgreSQL would turn an EXISTS into a join with the whole heading.
    test = Sql(
        text=(
            f"(SELECT 1 FROM {_FILED} filed WHERE filed.heading_id IN ({marks_for(keys)}) "  # noqa: S608
            "AND filed.place = listed.place LIMIT 1) IS NOT NULL"
        ),
        values=tuple(keys),
    )
    strands = tuple(_strand_of(_FILED, condition=Sql(text="heading_id = %s", values=(key,))) for key in keys)
    return Posting(test=test, strands=strands, table=_FILED)


def _of_words(words: str) -> Posting:
    terms = terms_in(words)
    if not terms:
        never = Sql(text="1 = 0")
        return Posting(test=never, strands=(_strand_of(LISTED, condition=never),))
    question = question_of(terms)
    if connection.vendor == "sqlite":
        matches = Sql(text=f"{_WORDS} MATCH %s", values=(question,))
        test = f"(SELECT 1 FROM {_WORDS} WHERE {matches.text} AND rowid = listed.place) IS NOT NULL"  # noqa: S608
        strand = _strand_of(_WORDS, condition=matches, place="rowid")
        # FTS5 merges the lists of all words with that beginning first: 90 ms for a million items, whatever is asked.
        is_dear = any(term.is_beginning for term in terms)
        return Posting(test=Sql(text=test, values=(question,)), strands=(strand,), table=_WORDS, must_lead=is_dear)
    test = f"(SELECT found.words @@ to_tsquery('simple', %s) FROM {_WORDS} found WHERE found.place = listed.place)"  # noqa: S608
    return Posting(test=Sql(text=test, values=(question,)), strands=(_by_days(question),), table=_WORDS, by_days=True)


def _by_days(question: str) -> Strand:
    def strand(*, before: int, floor: int, most: int) -> Sql:
        asked, newest = f"({question})", moment_of(before)
        days = (newest - moment_of(floor)).days + 1
        if days <= MOST_DAYS:
            asked = f"{asked} & ({days_question(newest, days=days)})"
        matches = Sql(text="words @@ to_tsquery('simple', %s)", values=(asked,))
        return _strand_of(_WORDS, condition=matches)(before=before, floor=floor, most=most)

    return strand


def marks_for(values: Sequence[object]) -> str:
    return ", ".join(["%s"] * len(values))

"""A wire of a million plausible items, written straight into the tables by the ten thousand. Needs Django running."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate, islice
from typing import Any

from django.db import connection, transaction

from broadsheet.wire.models import FiledUnder, Heading, Listed, Source, WireItem
from broadsheet.wire.places import place_of
from broadsheet.wire.search import day_word

DAYS = 100
_BATCH = 10_000
_VOCABULARY = 20_000
_FRAGMENTS, _FRAGMENT_WORDS, _FRAGMENTS_AN_ITEM = 4_000, 15, 4
SHARES = {"north": 40, "south": 25, "east": 15, "west": 10, "sport": 6, "press": 3, "court": 0.9, "isle": 0.01}
ENDED = "ended"  # sent a twentieth of everything, but nothing for fifty days
_VERDICTS = {
    "publishable": 90,
    "desk-only": 8,
    "embargoed": 1,
    "killed": 0.6,
    "withheld": 0.39,
    "embargo-unreadable": 0.01,
}
_KINDS = {"text": 80, "picture": 17, "package": 2, "video": 0.9, "event": 0.1}
_URGENCIES = {0: 10, 1: 0.02, 2: 0.3, 3: 4, 4: 40, 5: 40, 6: 5}
_LANGUAGES = {"en": 70, "de": 20, "fr": 9.9, "ga": 0.1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What the fill put in, for those who ask for it."""

    sources: dict[str, int]
    broad_topics: list[int]
    narrow_topics: list[int]
    sections: list[int]
    common_word: str
    rare_word: str
    long_word: str


class _Draw:
    """Draws by weight, a thousand at a time."""

    def __init__(self, weights: dict[Any, float], *, chance: random.Random) -> None:
        self._values, self._sums, self._chance = list(weights), list(accumulate(weights.values())), chance

    def __iter__(self) -> Iterator[Any]:
        while True:
            yield from self._chance.choices(self._values, cum_weights=self._sums, k=1000)


def fill(*, items: int, now: datetime) -> Made:
    """Put so many items in, the newest at `now`."""
    chance = random.Random(11)  # noqa: S311  the same wire in every run
    sources = {
        slug: Source.objects.create(slug=slug, name=f"{slug.title()} Agency", folder=f"/nowhere/{slug}").pk
        for slug in (*SHARES, ENDED)
    }
    broad = [
        Heading.objects.create(kind="topic", code=f"{n:02}000000", name=f"Broad topic {n}").pk for n in range(1, 18)
    ]
    narrow = [Heading.objects.create(kind="topic", code=f"2{n:07}", name=f"Topic {n}").pk for n in range(400)]
    sections = [Heading.objects.create(kind="section", code=str(n), name=f"Section {n}").pk for n in range(8)]
    words = ["".join(chance.choices("abcdefghiklmnoprstuvw", k=chance.randint(3, 9))) for _ in range(_VOCABULARY)]
    rows = _rows(items, now=now, sources=sources, headings=(broad, narrow, sections), words=words, chance=chance)
    if connection.vendor == "postgresql":  # filled row by row it takes three times as long
        with connection.cursor() as cursor:
            cursor.execute("DROP INDEX broadsheet_wire_words_gin")
    _write(rows)
    _end_source(sources, now=now)
    _settle_tables()
    return Made(
        sources=sources,
        broad_topics=broad,
        narrow_topics=narrow,
        sections=sections,
        common_word=words[0],
        rare_word=words[-1],
        long_word=next(word for word in words[5:] if len(word) > 4),
    )


def _rows(
    items: int,
    *,
    now: datetime,
    sources: dict[str, int],
    headings: tuple[list[int], list[int], list[int]],
    words: list[str],
    chance: random.Random,
) -> Iterator[tuple[dict[str, Any], dict[str, Any], list[int], str]]:
    weights = list(accumulate(1 / (rank + 1) for rank in range(len(words))))
    fragments = [" ".join(chance.choices(words, cum_weights=weights, k=_FRAGMENT_WORDS)) for _ in range(_FRAGMENTS)]
    broad, narrow, sections = headings
    topic_weights = list(accumulate(1 / (rank + 1) for rank in range(len(narrow))))
    drawn = zip(
        *(iter(_Draw(weights, chance=chance)) for weights in (SHARES, _VERDICTS, _KINDS, _URGENCIES, _LANGUAGES)),
        strict=True,
    )
    step = timedelta(days=DAYS) / items
    for key, (source, verdict, kind, urgency, language) in enumerate(islice(drawn, items), start=1):
        moved_at = now - step * (items - key)
        rare = words[-1:] * (key % 40_000 == 7)
        text = " ".join([*chance.choices(fragments, k=_FRAGMENTS_AN_ITEM), *rare])
        topic = chance.choices(range(len(narrow)), cum_weights=topic_weights)[0]
        place = place_of(moved_at, key=key)
        item = {
            "id": key, "source_id": sources[source], "guid": f"urn:made:{key}", "headline": text[:70],
            "slug": text[:20], "urgency": urgency or None, "kind": kind, "verdict": verdict, "language": language,
            "received_at": moved_at, "moved_at": moved_at, "status": "usable", "revision_count": 1 + key % 3,
        }  # fmt: skip
        if verdict == "embargoed":
            item["embargoed_until"] = now + timedelta(hours=key % 40 + 1)
        taken = 0 if key % 50 else 1 + key % 100 // 50
        listed = {
            "place": place, "item_id": key, "source_id": sources[source], "urgency": urgency, "kind": kind,
            "verdict": verdict, "language": language, "taken": taken, "changed": place,
            "alert": {1: 3, 2: 1, 3: 1}.get(urgency, 0),
        }  # fmt: skip
        under = [narrow[topic], broad[topic % len(broad)], sections[topic % len(sections)]]
        yield item, listed, under, text


def _write(rows: Iterator[tuple[dict[str, Any], dict[str, Any], list[int], str]]) -> None:
    while batch := list(islice(rows, _BATCH)):
        with transaction.atomic():
            _insert(WireItem, [item for item, *_ in batch])
            _insert(Listed, [listed for _, listed, *_ in batch])
            filed = [
                {"heading_id": key, "place": listed["place"], "item_id": listed["item_id"]}
                for _, listed, under, _ in batch
                for key in under
            ]
            _insert(FiledUnder, filed)
            _index([(listed["item_id"], listed["place"], item["moved_at"], text) for item, listed, _, text in batch])


def _insert(model: Any, rows: list[dict[str, Any]]) -> None:
    """Rows with the model's defaults where they name nothing."""
    made = model()
    fields = [field for field in model._meta.concrete_fields if field.name != "pk"]  # noqa: SLF001  Django's own name for it
    names = [field.column for field in fields]
    defaults = {field.column: field.get_db_prep_save(field.value_from_object(made), connection) for field in fields}
    values = ([{**defaults, **row}[name] for name in names] for row in rows)
    _copy(model._meta.db_table, names, values)  # noqa: SLF001


def _copy(table: str, names: list[str], rows: Iterable[list[Any]]) -> None:
    columns = ", ".join(f'"{name}"' for name in names)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            marks = ", ".join(["%s"] * len(names))
            values = [[str(v).replace("+00:00", "") if isinstance(v, datetime) else v for v in row] for row in rows]
            cursor.executemany(f'INSERT INTO "{table}" ({columns}) VALUES ({marks})', values)  # noqa: S608
            return
        with cursor.copy(f'COPY "{table}" ({columns}) FROM STDIN') as copy:  # type: ignore[attr-defined]
            for row in rows:
                copy.write_row(row)


def _index(rows: list[tuple[int, int, datetime, str]]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(
                "INSERT INTO broadsheet_wire_words(rowid, words) VALUES (%s, %s)", [(row[1], row[3]) for row in rows]
            )
            return
        cursor.execute("CREATE TEMP TABLE IF NOT EXISTS made (item_id bigint, place bigint, day text, words text)")
        cursor.execute("TRUNCATE made")
        with cursor.copy("COPY made FROM STDIN") as copy:  # type: ignore[attr-defined]
            for key, place, moved_at, text in rows:
                copy.write_row((key, place, day_word(moved_at), text))
        cursor.execute(
            "INSERT INTO broadsheet_wire_words(item_id, place, words) "
            "SELECT item_id, place, to_tsvector('simple', words) || array_to_tsvector(ARRAY[day]) FROM made"
        )


def _end_source(sources: dict[str, int], *, now: datetime) -> None:
    """One in twenty of the older half came from an agency that ended."""
    last = place_of(now - timedelta(days=DAYS / 2), key=0)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE broadsheet_wire_listed SET source_id = %s WHERE place < %s AND item_id %% 20 = 3",
            [sources[ENDED], last],
        )


def _settle_tables() -> None:
    """What a database does by itself in the weeks that such a wire takes."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA optimize")
        else:
            cursor.execute("CREATE INDEX broadsheet_wire_words_gin ON broadsheet_wire_words USING gin (words)")
            table = "broadsheet_wire_wireitem"
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")  # noqa: S608
            cursor.execute("VACUUM ANALYZE")

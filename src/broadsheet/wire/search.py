"""Word search over the wire by the database's own full-text index: FTS5 on SQLite, tsvector on PostgreSQL."""

import re
from typing import Any

from django.db import connection
from django.db.models.expressions import RawSQL

from broadsheet.wire.models import WireItem

MOST_MATCHES = 5_000  # the newest of them; nobody pages further, and a common word must not cost a full read
_WORD = re.compile(r"\w+", re.UNICODE)


def index_words(item: WireItem, *, text: str) -> None:
    """Let an item be found by these words, in place of earlier ones; part of the caller's transaction."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM broadsheet_wire_words WHERE rowid = %s", [item.pk])
            cursor.execute("INSERT INTO broadsheet_wire_words(rowid, words) VALUES (%s, %s)", [item.pk, text])
            return
        cursor.execute(
            "INSERT INTO broadsheet_wire_words(item_id, words) VALUES (%s, to_tsvector('simple', %s)) "
            "ON CONFLICT (item_id) DO UPDATE SET words = EXCLUDED.words",
            [item.pk, text[:500_000]],
        )


def matching_items(words: str) -> Any:
    """The ids of items that hold all the words, the last one by its beginning, as a subquery."""
    asked = _WORD.findall(words)[:12]
    if not asked:
        return WireItem.objects.none().values("pk")
    if connection.vendor == "sqlite":
        question = " ".join(f'"{word}"' for word in asked) + "*"
        return RawSQL(
            "SELECT rowid FROM broadsheet_wire_words WHERE broadsheet_wire_words MATCH %s ORDER BY rowid DESC LIMIT %s",
            [question, MOST_MATCHES],
        )
    question = " & ".join(asked) + ":*"
    return RawSQL(
        "SELECT item_id FROM broadsheet_wire_words WHERE words @@ to_tsquery('simple', %s) "
        "ORDER BY item_id DESC LIMIT %s",
        [question, MOST_MATCHES],
    )

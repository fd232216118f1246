"""
Indexes that a list of 100,000 stories needs, most of them over Wagtail's table of pages, where it has none of its own.

Made after each migration where they are missing: SQLite writes a table anew to change it, and forgets them then.
"""

from typing import Any

from django.db import connections

_PAGES = "wagtailcore_page"
# The place of the page that one stands in, as an index has it: asked for with bound numbers, SQLite would not know it.
SECTION_OF_A_PAGE = "substr(path, 1, length(path) - 4)"
_ORDERS = (  # name, table, column, the page's number there
    ("pages_by_newest", _PAGES, "latest_revision_created_at", "id"),
    ("pages_by_published", _PAGES, "first_published_at", "id"),
    ("pages_by_title", _PAGES, "title", "id"),
    ("pages_by_live", _PAGES, "live", "id"),
    ("stories_by_urgency", "broadsheet_stories_storypage", "urgency", "page_ptr_id"),
)


def index_after_migrating(using: str, **_: Any) -> None:
    """Make those that are missing."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for statement in _statements(connection.vendor):
            cursor.execute(statement)


def _statements(vendor: str) -> list[str]:
    """
    The orders of the list, each with the page's number as `StoryIndexView` has it: .2 ms for its newest, against 54 ms.

    PostgreSQL gets the words of headlines too, as `headlines.holding_words` asks for them: Wagtail's index names pages
    as text, and casting 100,000 numbers took 230 of a search's 316 ms.
    """
    made = [
        f"CREATE INDEX IF NOT EXISTS broadsheet_{name} ON {table} ({_columns(column, number, vendor)})"
        for name, table, column, number in _ORDERS
    ]
    # The stories on either side of one in its section, by the time of their publication (`press.neighbours`).
    made.append(
        f"CREATE INDEX IF NOT EXISTS broadsheet_pages_in_section ON {_PAGES} "
        f"({SECTION_OF_A_PAGE}, first_published_at{', id' if vendor == 'postgresql' else ''})"
    )
    if vendor == "postgresql":
        made.append(
            f"CREATE INDEX IF NOT EXISTS broadsheet_pages_headline_words ON {_PAGES} "
            "USING gin (to_tsvector('simple'::regconfig, COALESCE(title, '')))"
        )
    return made


def _columns(column: str, number: str, vendor: str) -> str:
    """
    SQLite's indexes end in the row's number by themselves, have empty values first, and are read from either end.

    Where the number stood in them once more, a topic's urgent stories took 4.1 s: each was looked for among all others.
    """
    return f"{column} DESC NULLS LAST, {number} DESC" if vendor == "postgresql" else column

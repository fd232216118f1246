"""What the press writes into the database: orders, and the addresses it pressed."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F

from broadsheet.media.models import Picture
from broadsheet.popular.queries import all_rankings
from broadsheet.press.models import KnownAddress, PressOrder
from broadsheet.press.orders import (
    CORRECTIONS,
    HOME_FRONT,
    MISSING,
    RELEASE,
    SEARCH,
    SHELL,
    WITHDRAWN,
    OrderKey,
    Priority,
    corrections_keys,
    front_key,
    history_key,
    keys_around,
    popular_key,
    story_key,
)
from broadsheet.press.queries import (
    correction_years,
    everything_ids,
    has_history,
    latest_ids,
    sections_around,
    sections_below,
    sections_known_at,
    stories_below,
    stories_naming,
    stories_with_history,
)
from broadsheet.stories.models import Author, HomePage, SectionPage, StoryPage, Topic
from broadsheet.stories.queries import stories_showing

CUE = "broadsheet"  # the PostgreSQL channel that the clerk listens on
_LONGEST_WAIT_SECONDS = 300
_ROWS_AT_ONCE = 150  # four values a row; SQLite takes 999 in its oldest builds


def order(keys: Iterable[OrderKey], priority: Priority, *, now: datetime) -> None:
    """
    Have these pressed. Belongs inside the transaction that changed them: a rollback takes the orders back too.

    An order that waits already keeps its age and takes the more urgent of both priorities.
    """
    # Sorted, so that two publishing transactions never wait for each other's rows crosswise (PostgreSQL).
    names = sorted({str(key) for key in keys})
    with transaction.atomic():
        for start in range(0, len(names), _ROWS_AT_ONCE):
            _upsert(names[start : start + _ROWS_AT_ONCE], priority, now)
        if names and connection.vendor == "postgresql":
            _cue()


def order_story(story: StoryPage, priority: Priority, *, now: datetime) -> None:
    """A story came, changed or went: its page, its card, and every list and front that may name it."""
    sections = sections_around(story.path)
    order((WITHDRAWN, *_own_keys(story), *keys_around(sections)), priority, now=now)


def order_history(story: StoryPage, priority: Priority, *, now: datetime) -> None:
    """The versions of a story became more, or one of them is withheld or shown again."""
    order([history_key(story.pk)], priority, now=now)


def order_moved_story(story: StoryPage, *, old_path: str, now: datetime) -> None:
    """As above, with the lists and fronts of the sections that it stood in before (`old_path` is its old address)."""
    parts = old_path.strip("/").split("/")
    outer = [f"/{'/'.join(parts[:count])}/" for count in range(1, len(parts))]
    around = (*keys_around(sections_around(story.path)), *keys_around(sections_known_at(outer)))
    order((*_own_keys(story), *around), Priority.PUBLISH, now=now)
    if has_history(story):
        order_history(story, Priority.LISTS, now=now)


def order_section(section: SectionPage | HomePage, *, now: datetime) -> None:
    """A section came, changed or went: the menu, fronts and lists at once, the pages below it after all else."""
    inside = sections_below(section.path)
    around = sections_around(section.path)
    own = () if isinstance(section, HomePage) else (section.pk,)
    order((SHELL, MISSING, SEARCH, CORRECTIONS, *keys_around((*own, *around, *inside))), Priority.PUBLISH, now=now)
    histories = [history_key(story_id) for story_id in stories_with_history(section.path)]
    order([*(story_key(story_id) for story_id in stories_below(section.path)), *histories], Priority.MASS, now=now)


def order_stories_with(picture: Picture, priority: Priority, *, now: datetime) -> None:
    """A picture changed, was killed or deleted: every live story that shows it."""
    order([story_key(story_id) for story_id in stories_showing(picture)], priority, now=now)


def order_stories_naming(named: Topic | Author, *, now: datetime) -> None:
    """A topic or an author has another name: every live story that names it, after all else."""
    order([story_key(story_id) for story_id in stories_naming(named)], Priority.MASS, now=now)


def order_front(page_id: int, *, now: datetime) -> None:
    """An editor arranged a front anew."""
    key = HOME_FRONT if HomePage.objects.filter(pk=page_id).exists() else front_key(page_id)
    order([key], Priority.PUBLISH, now=now)


def order_fronts(*, now: datetime) -> None:
    """Every front anew: what stands on it also hangs on the time."""
    sections = SectionPage.objects.filter(live=True).order_by("path").values_list("pk", flat=True)
    order([HOME_FRONT, *(front_key(section_id) for section_id in sections)], Priority.LISTS, now=now)


def press_everything(*, now: datetime) -> int:
    """
    Order the whole paper, and say how many orders that is.

    Shell, lists and fronts go before the stories: readers have a paper within seconds, its archive as it comes.
    """
    stories, sections = everything_ids()
    popular = [popular_key(name) for name in all_rankings()]
    corrections = corrections_keys(correction_years())
    first = {WITHDRAWN, SHELL, MISSING, SEARCH, RELEASE, *corrections, *keys_around(tuple(sections)), *popular}
    newest = [story_key(story_id) for story_id in latest_ids()]
    order(first, Priority.LISTS, now=now)
    order(newest, Priority.LISTS, now=now)
    histories = [history_key(story_id) for story_id in stories_with_history()]
    order([*(story_key(story_id) for story_id in stories), *histories], Priority.MASS, now=now)
    return len(first) + len(set(stories)) + len(histories)


def finish(done: Sequence[PressOrder]) -> int:
    """Delete orders that were pressed, except where a newer one of the same key came in meanwhile."""
    with transaction.atomic():
        return sum(PressOrder.objects.filter(pk=order.pk, generation=order.generation).delete()[0] for order in done)


def put_off(failed: PressOrder, *, error: str, now: datetime) -> None:
    """Keep an order that could not be pressed, with its error; each failure doubles the wait, to five minutes."""
    wait = min(2**failed.attempts, _LONGEST_WAIT_SECONDS)
    PressOrder.objects.filter(pk=failed.pk, generation=failed.generation).update(
        attempts=F("attempts") + 1, last_error=error, not_before=now + timedelta(seconds=wait)
    )


def know_addresses(addresses: Iterable[KnownAddress]) -> None:
    """Remember where pages are about to be pressed. An address given to another page belongs to that from now on."""
    KnownAddress.objects.bulk_create(
        addresses, update_conflicts=True, unique_fields=["path"], update_fields=["page_id", "is_story"]
    )


def _own_keys(story: StoryPage) -> tuple[OrderKey, ...]:
    """The story's pages, and those of the paper's corrections where it was corrected."""
    years = correction_years(story)
    return (story_key(story.pk), *(corrections_keys(years) if years else ()))


def _upsert(names: list[str], priority: Priority, now: datetime) -> None:
    """One statement, since Django's own upsert cannot count a generation up; SQLite and PostgreSQL both read it."""
    table = PressOrder._meta.db_table  # noqa: SLF001  Django's documented door to a model's table
    made_at = connection.ops.adapt_datetimefield_value(now)
    rows = ", ".join(["(%s, %s, 1, %s, NULL, 0, '')"] * len(names))
    values = [value for name in names for value in (name, int(priority), made_at)]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (key, priority, generation, made_at, not_before, attempts, last_error)"  # noqa: S608
            f" VALUES {rows} ON CONFLICT (key) DO UPDATE SET generation = {table}.generation + 1,"
            f" priority = CASE WHEN excluded.priority < {table}.priority"
            f" THEN excluded.priority ELSE {table}.priority END,"
            " not_before = NULL, attempts = 0, last_error = ''",
            values,
        )


def _cue() -> None:
    """Wake the clerk; PostgreSQL delivers it when the transaction commits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [CUE])

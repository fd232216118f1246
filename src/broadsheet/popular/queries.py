"""Reads of Popular: the rankings, and which stories may stand in them."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from wagtail.models import Page, PageQuerySet

from broadsheet.contracts.audience import PopularList
from broadsheet.popular.audience import Audience, audience_told
from broadsheet.popular.models import AudienceSheet, Ranking, Reading
from broadsheet.popular.rising import Movement, StoryReaders, movement_of
from broadsheet.stories.models import SectionPage, StoryPage

ALL = "all"
A_QUERY = 10_000  # ids in one statement: SQLite takes 32,766 variables
# What stands for "an hour ago": the reading nearest to it among these.
_HOUR_AGO = timedelta(hours=1)
_AT_LEAST_AGO = timedelta(minutes=50)
_AT_MOST_AGO = timedelta(minutes=80)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadStory:
    """A story in the ranks, and how it moved by `ranks` since `MostRead.compared_with`."""

    story_id: int
    rank: int
    readers: int
    last_hour: int
    movement: Movement
    ranks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MostRead:
    """What is read most; `compared_with` is None where nothing of about an hour ago says the same of that hour."""

    stories: tuple[ReadStory, ...]
    made_at: datetime
    window_hours: int
    compared_with: datetime | None


def popular_story_ids(name: str = ALL) -> PopularList | None:
    """The ranking of that list ("all", a `Span` or a section's page id), or None if none was made yet."""
    row = Ranking.objects.filter(name=name).first()
    return None if row is None else list_of(row)


def all_rankings() -> dict[str, PopularList]:
    """Every list by its name."""
    return {row.name: list_of(row) for row in Ranking.objects.order_by("name")}


def eligible_stories(story_ids: Collection[int]) -> Mapping[str, set[int]]:
    """
    Which of these stories may stand in which list: "all", and each section that a story stands in, however deep.

    Live, not withdrawn, and not kept out by an editor.
    """
    places = _paths_of(_readable().filter(in_popular=True), sorted(story_ids))
    sections = {path: str(pk) for pk, path in SectionPage.objects.order_by("path").values_list("pk", "path")}
    lists: defaultdict[str, set[int]] = defaultdict(set)
    lists[ALL] = set(places)
    for story_id, path in places.items():
        for end in _ends_above(path):
            section = sections.get(path[:end])
            if section is not None:
                lists[section].add(story_id)
    for name in sections.values():
        lists.setdefault(name, set())
    return lists


def places_of(story_ids: Collection[int]) -> Mapping[int, tuple[int, ...]]:
    """Those of the stories that readers can open, each with the ids of the sections that it stands in, however deep."""
    sections = dict(SectionPage.objects.order_by("path").values_list("path", "pk"))
    return {
        story_id: tuple(sections[path[:end]] for end in _ends_above(path) if path[:end] in sections)
        for story_id, path in _paths_of(_readable(), sorted(story_ids)).items()
    }


def most_read() -> MostRead | None:
    """The ranks of the whole paper with their readers and how they moved, or None before anything was counted."""
    readings = list(Reading.objects.order_by("-slot")[:20])
    if not readings:
        return None
    newest, *before = readings
    earlier = _of_an_hour_ago(newest, before=before)
    ids = None if earlier is None else [story_id for story_id, _, _ in earlier.lines]
    lines = [StoryReaders(story_id=pk, readers=readers, last_hour=last) for pk, readers, last in newest.lines]
    return MostRead(
        stories=tuple(_read_story(line, rank=rank, earlier=ids) for rank, line in enumerate(lines, start=1)),
        made_at=newest.made_at,
        window_hours=newest.window_hours,
        compared_with=None if earlier is None else earlier.made_at,
    )


def _of_an_hour_ago(newest: Reading, *, before: list[Reading]) -> Reading | None:
    """A list of another window ranks by other hours: its order says nothing of this one's."""
    fit = [
        reading
        for reading in before
        if reading.window_hours == newest.window_hours
        and _AT_LEAST_AGO <= newest.made_at - reading.made_at <= _AT_MOST_AGO
    ]
    return min(fit, key=lambda reading: abs(newest.made_at - reading.made_at - _HOUR_AGO), default=None)


def _read_story(line: StoryReaders, *, rank: int, earlier: list[int] | None) -> ReadStory:
    movement, ranks = movement_of(line.story_id, rank=rank, earlier=earlier)
    return ReadStory(
        story_id=line.story_id,
        rank=rank,
        readers=line.readers,
        last_hour=line.last_hour,
        movement=movement,
        ranks=ranks,
    )


def current_audience() -> Audience | None:
    """The paper's readers as the clerk saw them last, or None before it counted any."""
    sheet = AudienceSheet.objects.filter(pk=AudienceSheet.ONLY).first()
    return None if sheet is None else audience_told(sheet.told, made_at=sheet.made_at)


def kept_out() -> int:
    """How many live stories editors keep out of Popular; readers are told."""
    number: int = StoryPage.objects.filter(live=True, in_popular=False).count()
    return number


def list_of(row: Ranking) -> PopularList:
    return PopularList(
        story_ids=tuple(row.story_ids),
        made_at=row.made_at,
        window_hours=row.window_hours,
        half_life_hours=row.half_life_hours,
        counted_readers=row.counted_readers,
        dropped=row.dropped,
    )


def _readable() -> PageQuerySet:
    return StoryPage.objects.filter(live=True, withdrawn_at__isnull=True)


def _paths_of(stories: PageQuerySet, story_ids: list[int]) -> dict[int, str]:
    paths: dict[int, str] = {}
    for start in range(0, len(story_ids), A_QUERY):
        some = stories.filter(pk__in=story_ids[start : start + A_QUERY])
        paths.update(some.order_by("pk").values_list("pk", "path"))
    return paths


def _ends_above(path: str) -> range:
    """Where in a page's path those of the pages above it end, the nearest first."""
    return range(len(path) - Page.steplen, 0, -Page.steplen)

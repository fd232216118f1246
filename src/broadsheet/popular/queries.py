"""Reads of Popular: the rankings, and which stories may stand in them."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from wagtail.models import Page

from broadsheet.contracts.audience import PopularList
from broadsheet.popular.models import Ranking
from broadsheet.stories.models import SectionPage, StoryPage

ALL = "all"
A_QUERY = 10_000  # ids in one statement: SQLite takes 32,766 variables


def popular_story_ids(name: str = ALL) -> PopularList | None:
    """The ranking of that list ("all" or a section's page id), or None if none was made yet."""
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
    places = _paths_of(sorted(story_ids))
    sections = {path: str(pk) for pk, path in SectionPage.objects.order_by("path").values_list("pk", "path")}
    lists: defaultdict[str, set[int]] = defaultdict(set)
    lists[ALL] = set(places)
    for story_id, path in places.items():
        for end in range(len(path) - Page.steplen, 0, -Page.steplen):
            section = sections.get(path[:end])
            if section is not None:
                lists[section].add(story_id)
    for name in sections.values():
        lists.setdefault(name, set())
    return lists


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


def _paths_of(story_ids: list[int]) -> dict[int, str]:
    paths: dict[int, str] = {}
    for start in range(0, len(story_ids), A_QUERY):
        stories = StoryPage.objects.filter(
            pk__in=story_ids[start : start + A_QUERY], live=True, withdrawn_at__isnull=True, in_popular=True
        )
        paths.update(stories.order_by("pk").values_list("pk", "path"))
    return paths

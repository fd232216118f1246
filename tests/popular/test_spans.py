"""Now, today, this week: each ranked over its own hours, in its own time, and kept as a row beside the others."""

from datetime import UTC, datetime, timedelta

import pytest
from wagtail.models import Page

from broadsheet.popular.buckets import BUCKET_SECONDS
from broadsheet.popular.queries import all_rankings
from broadsheet.popular.ranking import SPANS, Span, rank
from broadsheet.popular.spans import EVERY, SpanRanker
from broadsheet.popular.tallying import Growth
from broadsheet.popular.tasks import Ranker
from broadsheet.stories.models import HomePage, SectionPage, StoryPage
from popular.hits import MORNING, MemoryStore, addresses, flushed, make_folder, make_hit

NOW = datetime.fromtimestamp(MORNING, tz=UTC)
FRESH, OF_THE_DAY, OF_THE_WEEK = 1, 2, 3


def growth_ago(**readers: tuple[float, float]) -> dict[int, dict[int, Growth]]:
    """`s1=(100, 2)` is story 1 with a hundred readers two hours ago."""
    return {
        int(name[1:]): {
            int(MORNING - hours * 3600) // BUCKET_SECONDS * BUCKET_SECONDS: Growth(readers=number, weighted=number)
        }
        for name, (number, hours) in readers.items()
    }


THREE_STORIES = growth_ago(s1=(300, 1), s2=(3_000, 12), s3=(90_000, 100))


@pytest.mark.parametrize(
    ("span", "order", "readers"),
    [
        (Span.NOW, (FRESH,), 300),
        (Span.TODAY, (OF_THE_DAY, FRESH), 3_300),
        (Span.WEEK, (OF_THE_WEEK, OF_THE_DAY, FRESH), 93_300),
    ],
)
def test_a_span_ranks_what_was_read_in_its_hours_alone(span: Span, order: tuple[int, ...], readers: int) -> None:
    made = rank(THREE_STORIES, eligible=set(THREE_STORIES), now=NOW, window=SPANS[span])

    assert (made.story_ids, made.counted_readers) == (order, readers)
    assert (made.window_hours, made.half_life_hours) == (SPANS[span].hours, SPANS[span].half_life_hours)


def test_a_span_never_widens_however_few_readers_it_had() -> None:
    made = rank(growth_ago(s3=(90_000, 100)), eligible={3}, now=NOW, window=SPANS[Span.NOW])

    assert (made.story_ids, made.window_hours) == ((), 6)


def test_a_span_keeps_its_order_while_the_gap_may_be_chance() -> None:
    growth = growth_ago(s1=(100, 1), s2=(104, 1))
    before = rank(growth_ago(s1=(100, 1), s2=(50, 1)), eligible={1, 2}, now=NOW, window=SPANS[Span.NOW])

    made = rank(growth, eligible={1, 2}, now=NOW, before=before, window=SPANS[Span.NOW])

    assert made.story_ids == (1, 2)


def test_one_span_is_ranked_at_a_time_and_each_as_often_as_is_said() -> None:
    ranker, ranked = SpanRanker(), {str(span): 0 for span in Span}

    for second in range(0, 3_600, 2):
        lists = ranker.rank_due({}, eligible=(), standing={}, now=NOW + timedelta(seconds=second))
        assert len(lists) <= 1
        for name in lists:
            ranked[name] += 1

    hour = timedelta(hours=1)
    assert {name: pytest.approx(hour / EVERY[Span(name)], rel=0.1) for name in ranked} == ranked


@pytest.fixture
def stories(db: None) -> list[StoryPage]:
    home = Page.get_first_root_node().add_child(instance=HomePage(title="The Harbour Post", slug="harbour-post"))
    section = home.add_child(instance=SectionPage(title="World"))
    return [
        section.add_child(instance=StoryPage(title=f"Story {number}", slug=f"story-{number}", live=True))
        for number in range(3)
    ]


def read_by(readers: dict[int, int]) -> MemoryStore:
    folder = make_folder()
    for story_id, number in readers.items():
        folder.fold(make_hit(story_id, address=address) for address in addresses(number))
    return flushed(folder)


def run_for(ranker: Ranker, *, seconds: int, since: datetime = NOW) -> datetime:
    for second in range(0, seconds, 30):
        ranker.run(since + timedelta(seconds=second))
    return since + timedelta(seconds=seconds)


def test_the_clerk_keeps_a_row_for_each_span_without_what_editors_keep_out(stories: list[StoryPage]) -> None:
    most, second, third = stories
    ranker = Ranker(read_by({most.pk: 90, second.pk: 50, third.pk: 20}))
    second.in_popular = False
    second.save()

    run_for(ranker, seconds=120)

    kept = {name: made for name, made in all_rankings().items() if name in set(Span)}
    assert {name: made.story_ids for name, made in kept.items()} == dict.fromkeys(Span, (most.pk, third.pk))
    assert {name: made.window_hours for name, made in kept.items()} == {"now": 6, "today": 24, "week": 168}


def test_a_span_of_which_nothing_is_known_any_more_is_not_renewed(stories: list[StoryPage]) -> None:
    store = read_by({stories[0].pk: 90})
    ranker = Ranker(store)
    later = run_for(ranker, seconds=120)
    before = all_rankings()

    store.is_away = True
    run_for(ranker, seconds=3_600, since=later)

    assert {span: all_rankings()[span].made_at for span in Span} == {span: before[span].made_at for span in Span}


def test_a_clerk_that_starts_while_the_store_is_away_leaves_every_list_as_it_is(stories: list[StoryPage]) -> None:
    store = read_by({story.pk: 90 for story in stories})
    later = run_for(Ranker(store), seconds=120)
    before = all_rankings()
    assert before["all"].story_ids

    store.is_away = True
    run_for(Ranker(store), seconds=3_600, since=later)

    assert all_rankings() == before


def test_an_unchanged_span_is_renewed_before_it_would_hide(stories: list[StoryPage]) -> None:
    ranker = Ranker(read_by({stories[0].pk: 90}))

    end = run_for(ranker, seconds=7_200)

    assert {span: end - all_rankings()[span].made_at < timedelta(minutes=20) for span in Span} == dict.fromkeys(
        Span, True
    )

"""The stories before and after one in its section: which they are, who presses them anew, and what claim they have."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from broadsheet.contracts.pieces import Page
from broadsheet.joining.joiner import join_page
from broadsheet.press.models import PressOrder
from broadsheet.press.neighbours import Neighbours, SectionSpot, neighbours_of, spot_of
from broadsheet.press.orders import Priority
from broadsheet.stories.models import StoryPage
from broadsheet.stories.signals import story_moved, story_published, story_withdrawn

from .conftest import NOON, Paper


def around(*stories: StoryPage) -> list[Neighbours]:
    found = neighbours_of(spot for story in stories if (spot := spot_of(story)))
    return [found[story.pk] for story in stories]


def publish(story: StoryPage, *, went_live: bool = True) -> None:
    story_published.send(sender=type(story), story=story, first=went_live, went_live=went_live, now=NOON)


def withdraw(story: StoryPage) -> None:
    story.live, story.withdrawn_at = False, NOON
    story.save(update_fields=["live", "withdrawn_at"])
    story_withdrawn.send(sender=type(story), story=story, now=NOON)


def mass_orders() -> set[str]:
    return set(PressOrder.objects.filter(priority=Priority.MASS).values_list("key", flat=True))


def shown(paper: Paper, story: StoryPage) -> str:
    page = paper.store.read(f"page/world/uk-and-europe/{story.slug}")
    assert isinstance(page, Page)
    return join_page(page, read=paper.store.read, now=NOON, token_key=b"k").body.decode()


def led_to(paper: Paper, story: StoryPage) -> dict[str, str]:
    """The headlines to which a story's page leads on, by the name of the list."""
    html = shown(paper, story)
    ends = {name: html.partition(f'data-list="{name}"')[2].partition("</section>")[0] for name in ("earlier", "later")}
    return {
        name: end.partition('class="headline"')[2].partition(">")[2].partition("<")[0] for name, end in ends.items()
    }


def test_neighbours_are_those_of_the_same_section_the_nearest_first(paper: Paper) -> None:
    first, second, third, fourth = (paper.story() for _ in range(4))
    paper.story(section=paper.world)

    assert around(second, fourth) == [
        Neighbours(earlier=(first.pk,), later=(third.pk, fourth.pk)),
        Neighbours(earlier=(third.pk, second.pk, first.pk)),
    ]


def test_stories_of_one_second_have_an_order_too(paper: Paper) -> None:
    first, second, third = (paper.story(first_published_at=NOON) for _ in range(3))

    assert around(second) == [Neighbours(earlier=(first.pk,), later=(third.pk,))]


def test_what_readers_cannot_see_in_latest_is_nobodys_neighbour(paper: Paper) -> None:
    paper.story(live=False)
    paper.story(in_latest=False)
    story = paper.story()
    paper.story(live=False, withdrawn_at=NOON)

    assert around(story) == [Neighbours()]


def test_a_story_that_was_never_published_has_no_place_between_others(paper: Paper) -> None:
    assert spot_of(paper.story(live=False, first_published_at=None)) is None


def test_neighbours_are_found_along_an_index_in_one_query(paper: Paper) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL chooses by the size of its tables")
    stories = [paper.story() for _ in range(5)]

    with CaptureQueriesContext(connection) as queries:
        around(*stories)

    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {queries[0]['sql']}")
        plan = [row[3] for row in cursor.fetchall()]
    assert len(queries) == 1
    assert len([step for step in plan if "broadsheet_pages_in_section" in step]) == 2 * len(stories)
    assert not [step for step in plan if step.startswith("SCAN wagtailcore")]


def test_as_many_as_a_batch_of_pages_asks_for_are_found(paper: Paper) -> None:
    spots = [SectionSpot(story_id=number, place="99990001", published_at=NOON) for number in range(130)]

    assert neighbours_of(spots) == dict.fromkeys(range(130), Neighbours())


def test_a_new_story_has_one_older_one_pressed_anew_and_after_all_else(paper: Paper) -> None:
    paper.story(), paper.story()
    older = paper.story()
    paper.press()

    paper.story()

    assert mass_orders() == {f"story:{older.pk}"}


def test_new_words_of_a_story_have_no_other_pressed_anew(paper: Paper) -> None:
    paper.story()
    story = paper.story()
    paper.press()

    publish(story, went_live=False)

    assert mass_orders() == set()


def test_a_story_that_moved_closes_the_gap_where_it_stood(paper: Paper) -> None:
    before = paper.story(section=paper.world)
    story, after = paper.story(section=paper.world), paper.story(section=paper.world)
    there = paper.story()
    for one in (before, story, after, there):
        publish(one, went_live=False)
    paper.press()
    story.move(paper.europe, pos="last-child")
    story.refresh_from_db()
    PressOrder.objects.all().delete()

    story_moved.send(
        sender=StoryPage, story=story, old_path="/world/story-2/", new_path="/world/uk-and-europe/story-2/"
    )

    assert mass_orders() == {f"story:{one.pk}" for one in (before, after, there)}


def test_a_page_leads_on_to_what_its_lists_do_not_name(paper: Paper) -> None:
    stories = [paper.story() for _ in range(30)]
    for story in stories:
        publish(story)
    paper.press()

    # Latest names 26 to 30, Related fills up with 21 to 25, Popular's stand-ins are not pressed without a ranking.
    assert led_to(paper, stories[9]) == {"earlier": "Story 9", "later": "Story 11"}
    assert led_to(paper, stories[29]) == {"earlier": "Story 19", "later": ""}
    assert shown(paper, stories[29]).count("Story 29<") == 1


def test_a_withdrawn_neighbour_is_gone_at_once_and_the_next_stands_there(paper: Paper) -> None:
    stories = [paper.story() for _ in range(30)]
    for story in stories:
        publish(story)
    paper.press()
    page = paper.store.read(f"page/world/uk-and-europe/{stories[9].slug}")

    withdraw(stories[8])
    paper.press()

    assert isinstance(page, Page)
    of_before = join_page(page, read=paper.store.read, now=NOON, token_key=b"k").body.decode()
    assert "Story 9<" not in of_before
    assert "Story 8<" in of_before
    assert led_to(paper, stories[9])["earlier"] == "Story 8"


def test_a_story_that_shows_no_lists_leads_on_to_none(paper: Paper) -> None:
    paper.story()
    story = paper.story(shows_lists=False)
    publish(story)
    paper.press()

    assert led_to(paper, story) == {"earlier": "", "later": ""}


def test_an_old_neighbour_says_its_date(paper: Paper) -> None:
    paper.story("Long ago", first_published_at=NOON - timedelta(days=30))
    story = paper.story(section=paper.europe)
    for number in range(12):
        publish(paper.story(first_published_at=NOON + timedelta(hours=number + 1)))
    for one in StoryPage.objects.order_by("pk"):
        publish(one)
    paper.press()

    html = shown(paper, story)

    assert 'class="old"' in html.partition('data-list="earlier"')[2].partition("</section>")[0]

"""Popular's own pages and its figures: what they say, and that nothing of a killed story stays in them."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from broadsheet.contracts.audience import PopularList
from broadsheet.contracts.pieces import ListSlot, Page, Redirect, Role, Shape, StoryList
from broadsheet.environment import places
from broadsheet.joining.joiner import JoinedPage, join_page
from broadsheet.popular.actions import store_rankings
from broadsheet.popular.ranking import Span
from broadsheet.press.actions import order, press_everything
from broadsheet.press.composer import Composer
from broadsheet.press.models import PressOrder
from broadsheet.press.orders import POPULARITY, Priority, front_key
from broadsheet.press.pressing import press_batch
from broadsheet.stories.actions import withdraw_story
from broadsheet.stories.models import StoryPage
from broadsheet.stories.signals import section_changed, story_moved

from .conftest import NOON, Paper

LATER = NOON + timedelta(hours=2)
LISTS = ("popular", "latest")
PATHS = {"now": "page/popular", "today": "page/popular/today", "week": "page/popular/week"}


def ranking(*stories: StoryPage, readers: int = 1_234, **facts: Any) -> PopularList:
    said = {"window_hours": 6, "half_life_hours": 3.0, "made_at": LATER, "dropped": {}, **facts}
    return PopularList(story_ids=tuple(story.pk for story in stories), counted_readers=readers, **said)


def rank_everywhere(paper: Paper, *stories: StoryPage) -> None:
    names = ("all", *Span, str(paper.world.pk), str(paper.europe.pk))
    store_rankings({name: ranking(*stories) for name in names}, now=LATER)


def joined(paper: Paper, name: str, *, now: datetime = LATER) -> JoinedPage:
    """The page as the edge gives it to a reader."""
    page = paper.store.read(name)
    assert isinstance(page, Page)
    return join_page(page, read=paper.store.read, now=now, token_key=b"k" * 32)


def read(paper: Paper, name: str, *, now: datetime = LATER) -> str:
    return joined(paper, name, now=now).body.decode()


def figures(paper: Paper) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(read(paper, "page/popularity.json"))
    return told


def listed(told: dict[str, Any], name: str) -> list[tuple[int, str]]:
    (found,) = [each for each in told["lists"] if name in {each["list"], each["name"]}]
    return [(story["rank"], story["headline"]) for story in found["stories"]]


@pytest.fixture
def pressed(paper: Paper) -> Paper:
    """Three stories, all read, the last one most."""
    stories = [paper.story(f"Headline {number}") for number in (1, 2, 3)]
    press_everything(now=LATER)
    rank_everywhere(paper, *reversed(stories))
    paper.press(now=LATER)
    return paper


def story(paper: Paper, title: str) -> StoryPage:
    found: StoryPage = StoryPage.objects.get(title=title)
    return found


@pytest.mark.parametrize("span", Span)
def test_each_span_has_a_page_that_says_what_was_counted_and_over_which_hours(pressed: Paper, span: Span) -> None:
    page = read(pressed, PATHS[span])

    assert page.index("Headline 3") < page.index("Headline 2") < page.index("Headline 1")
    hours, half = {"now": ("6 hours", "3 hours"), "today": ("24 hours", "18 hours"), "week": ("7 days", "3 days")}[span]
    assert f"looks back over {hours}; a reader from {half} ago counts half" in page
    assert '<b>1,234 readers were counted</b> up to <time datetime="2026-03-05T14:00:00' in page
    assert "Editors are keeping <b>0 stories</b> off the list" in page
    assert '<a href="/popularity.json">' in page
    current = {"now": "/popular/", "today": "/popular/today/", "week": "/popular/week/"}[span]
    assert page.count('aria-current="page"') == 1
    assert f'<a href="{current}" aria-current="page">' in page
    assert f'<link rel="canonical" href="{places.site_url()}{current}">' in page
    assert ('<nav class="trail"' in page) is (current != "/popular/")


def test_its_list_is_the_page_s_first_claim_and_counts_as_popular(pressed: Paper) -> None:
    page = pressed.store.read("page/popular")
    assert isinstance(page, Page)

    (slot,) = [part for part in page.parts if isinstance(part, ListSlot)]

    assert (slot.role, slot.list_name, slot.shape, slot.limit) == (Role.PIN, "popular", Shape.RANKED, 20)


def test_a_span_is_not_filled_up_with_what_nobody_read(paper: Paper) -> None:
    read_by_many, unread = paper.story("Read"), paper.story("Unread")
    press_everything(now=LATER)
    rank_everywhere(paper, read_by_many)
    paper.press(now=LATER)

    beside, span = paper.store.read("list/popular/all"), paper.store.read("list/popular/today")

    assert isinstance(beside, StoryList)
    assert isinstance(span, StoryList)
    assert beside.story_ids == (read_by_many.pk, unread.pk)
    assert span.story_ids == (read_by_many.pk,)


def test_an_old_list_is_not_shown_and_the_page_stays(pressed: Paper) -> None:
    page = joined(pressed, "page/popular", now=LATER + timedelta(minutes=35))

    assert b"Headline" not in page.body
    assert b"There is no list at the moment" in page.body
    assert joined(pressed, "page/popular").valid_until == LATER + timedelta(minutes=35)


def test_before_anything_was_counted_the_pages_and_figures_say_so(paper: Paper) -> None:
    press_everything(now=NOON)
    paper.press()

    page, told = read(paper, "page/popular/week"), figures(paper)

    assert "There is no list at the moment" in page
    assert "counted</b>" not in page
    assert (told["lists"], told["dropped"]) == ([], {})


def test_a_ranking_presses_its_own_page_and_the_figures_alone(pressed: Paper) -> None:
    store_rankings({"today": ranking(readers=7), str(pressed.world.pk): ranking(readers=7)}, now=LATER)

    ordered = dict(PressOrder.objects.values_list("key", "priority"))

    keys = {"popular:today", f"popular:{pressed.world.pk}", "popular_page:today", "popularity"}
    assert ordered == dict.fromkeys(keys, Priority.LISTS)


def test_the_figures_say_window_half_life_method_and_what_was_dropped(paper: Paper) -> None:
    read_by_many = paper.story("Read")
    paper.story("Of a trial", in_popular=False)
    rankings = {
        "all": ranking(read_by_many, dropped={"agent_bot": 12, "token_bad": 3}),
        "week": ranking(read_by_many, window_hours=168, half_life_hours=72.0, readers=90),
        str(paper.europe.pk): ranking(read_by_many),
    }
    store_rankings(rankings, now=LATER)
    paper.press(now=LATER)

    told = figures(paper)

    assert told["dropped"]["hits_by_reason"] == {"agent_bot": 12, "token_bad": 3}
    assert told["dropped"]["hours"] == 24
    assert told["kept_out_by_editors"] == 1
    assert (told["limits"]["readers_of_one_network"], told["limits"]["sketch_error"]) == (16, 0.02)
    assert told["limits"]["weight_of_readers_sent_by_the_list"] == 0.3
    assert all(isinstance(sentence, str) for sentence in told["method"])
    assert [each["list"] for each in told["lists"]] == ["all", "week", "section"]
    week, section = told["lists"][1:]
    assert (week["window_hours"], week["half_life_hours"], week["counted_readers"]) == (168, 72.0, 90)
    assert datetime.fromisoformat(week["made_at"]) == LATER.astimezone(UTC)
    assert datetime.fromisoformat(week["hides_at"]) == LATER + timedelta(minutes=35)
    assert (section["name"], section["url"]) == ("UK and Europe", f"{told['page'][:-9]}/world/uk-and-europe/")
    address = f"{section['url']}story-1/"
    assert section["stories"] == [{"rank": 1, "url": address, "headline": "Read"}]


def test_the_figures_are_open_to_every_page_on_the_web(pressed: Paper) -> None:
    headers = dict(joined(pressed, "page/popularity.json").headers)

    assert headers["content-type"] == "application/json"
    assert headers["access-control-allow-origin"] == "*"


def test_words_that_would_break_json_do_not(paper: Paper) -> None:
    hostile = 'Quay "quay" \\ </script> \u2028 ü'
    rank_everywhere(paper, paper.story(hostile))
    paper.press(now=LATER)

    assert listed(figures(paper), "all") == [(1, hostile)]


def test_a_kill_leaves_the_figures_within_its_own_batch(pressed: Paper) -> None:
    killed = story(pressed, "Headline 2")
    before = read(pressed, "page/popularity.json")
    batches = len(pressed.store.batches)

    withdraw_story(killed, by=None, notice="Killed.", now=LATER)
    press_batch(store=pressed.store, compose=Composer(now=LATER), now=LATER)

    assert "Headline 2" in before
    assert {"withdrawn", "page/popularity.json"} <= pressed.store.batches[batches]
    assert len(pressed.store.batches) == batches + 1
    assert "Headline 2" not in read(pressed, "page/popularity.json")
    assert killed.slug not in read(pressed, "page/popularity.json")
    assert {tuple(listed(figures(pressed), name)) for name in ("all", *Span, "World")} == {
        ((1, "Headline 3"), (2, "Headline 1"))
    }
    assert [name for name in PATHS.values() if "Headline 2" in read(pressed, name)] == []


def test_a_story_that_editors_keep_out_leaves_lists_and_figures_and_is_counted(pressed: Paper) -> None:
    victim = story(pressed, "Headline 3")

    victim.in_popular = False
    victim.save()
    pressed.press(now=LATER)

    assert listed(figures(pressed), "week") == [(1, "Headline 2"), (2, "Headline 1")]
    assert figures(pressed)["kept_out_by_editors"] == 1
    assert [name for name in PATHS.values() if "Headline 3" in read(pressed, name)] == []


def test_a_new_headline_and_a_new_address_reach_the_figures(pressed: Paper) -> None:
    changed = story(pressed, "Headline 3")
    changed.title = "Put right"
    changed.save()
    pressed.press(now=LATER)
    put_right = listed(figures(pressed), "all")[0]
    changed.move(pressed.world, pos="last-child")
    changed = StoryPage.objects.get(pk=changed.pk)

    moved = {"old_path": f"/world/uk-and-europe/{changed.slug}/", "new_path": f"/world/{changed.slug}/"}
    story_moved.send(sender=StoryPage, story=changed, **moved)
    pressed.press(now=LATER)

    assert put_right == (1, "Put right")
    assert f'/world/{changed.slug}/"' in read(pressed, "page/popularity.json")


def test_a_section_s_new_name_reaches_the_figures_and_a_closed_one_leaves_them(pressed: Paper) -> None:
    pressed.world.title = "Globe"
    pressed.world.save()
    section_changed.send(sender=type(pressed.world), section=pressed.world, now=LATER)
    pressed.press(now=LATER)
    renamed = figures(pressed)
    pressed.europe.refresh_from_db()
    pressed.europe.live = False
    pressed.europe.save()

    section_changed.send(sender=type(pressed.europe), section=pressed.europe, now=LATER)
    pressed.press(now=LATER)

    sections = [[each["name"] for each in told["lists"][-2:]] for told in (renamed, figures(pressed))]
    assert sections == [["Globe", "UK and Europe"], ["Popular this week", "Globe"]]


def test_the_list_of_a_section_holds_its_own_stories_alone_and_that_of_the_paper_all(paper: Paper) -> None:
    sport = paper.section("Sport", parent=paper.home)
    goal, summit = paper.story("Goal", section=sport), paper.story("Summit", section=paper.europe)
    press_everything(now=LATER)
    lists = {"all": ranking(goal, summit), str(sport.pk): ranking(goal), str(paper.world.pk): ranking(summit)}
    store_rankings(lists, now=LATER)
    paper.press(now=LATER)

    page = paper.store.read("page/sport")
    assert isinstance(page, Page)
    slots = [part for part in page.parts if isinstance(part, ListSlot) and part.list_name == "popular"]
    assert [slot.sources for slot in slots] == [(f"list/popular/{sport.pk}",)]
    assert paper.store.read(f"list/popular/{sport.pk}") == StoryList(
        story_ids=(goal.pk,), stale_at=LATER + timedelta(minutes=35), ranked=1
    )
    whole = paper.store.read("list/popular/all")
    assert isinstance(whole, StoryList)
    assert whole.story_ids == (goal.pk, summit.pk)
    assert "Popular Stories in Sport" in slots[0].opening


def test_lists_of_the_whole_paper_lead_to_the_page_that_explains_them(pressed: Paper) -> None:
    front, beside = pressed.store.read("page/"), pressed.store.read("page/world/uk-and-europe/story-1")
    assert isinstance(front, Page)
    assert isinstance(beside, Page)

    openings = [
        part.opening
        for part in (*front.parts, *beside.parts)
        if isinstance(part, ListSlot) and part.list_name == "popular"
    ]

    assert len(openings) == 2
    assert all('<a href="/popular/">Popular Stories</a>' in opening for opening in openings)


def test_the_figures_cost_few_queries_however_many_lists_there_are(
    pressed: Paper, django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    composer = Composer(now=LATER)
    assert composer.edition.paper == "The Harbour Post"

    with django_assert_max_num_queries(3):
        composer(POPULARITY)


def test_a_section_that_moved_away_from_popular_s_address_leaves_it_to_popular(pressed: Paper) -> None:
    pressed.world.slug = "popular"
    pressed.world.save()
    section_changed.send(sender=type(pressed.world), section=pressed.world, now=LATER)
    pressed.press(now=LATER)
    pressed.world.slug = "globe"
    pressed.world.save()

    section_changed.send(sender=type(pressed.world), section=pressed.world, now=LATER)
    pressed.press(now=LATER)
    order([front_key(pressed.world.pk)], Priority.PUBLISH, now=LATER)
    pressed.press(now=LATER)

    assert "Popular now" in read(pressed, "page/popular")
    assert pressed.store.read("page/popular/uk-and-europe/story-1") == Redirect(
        location="/globe/uk-and-europe/story-1/"
    )


def test_the_list_on_a_small_section_s_front_is_not_short_for_latest_s_sake(paper: Paper) -> None:
    stories = [paper.story(f"Headline {number}") for number in range(10)]
    for number in range(5):
        paper.story(f"Elsewhere {number}", section=paper.section(f"Section {number}", parent=paper.home))
    press_everything(now=LATER)
    rank_everywhere(paper, *stories)
    paper.press(now=LATER)

    page = read(paper, "page/world/uk-and-europe")

    counted = {name: page.partition(f'data-list="{name}"')[2].partition("</section>")[0].count("<li") for name in LISTS}
    assert counted == {"popular": 5, "latest": 5}

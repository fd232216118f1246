"""Home, section fronts, latest lists, shell: what is pressed around stories."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from broadsheet.accounts.models import User
from broadsheet.contracts.audience import PopularList
from broadsheet.contracts.pieces import Fragment, ListSlot, Page, Redirect, SectionTree, Shape, StoryList
from broadsheet.fronts.actions import arrange
from broadsheet.fronts.slots import Placed, Slots
from broadsheet.popular.actions import store_rankings
from broadsheet.press.actions import order, press_everything
from broadsheet.press.composer import Composer
from broadsheet.press.models import PressOrder
from broadsheet.press.orders import HOME_FRONT, Mapped, Priority, front_key, sitemap_keys
from broadsheet.stories.models import Author, Byline, Topic
from broadsheet.stories.signals import section_changed, story_moved, story_published

from .conftest import NOON, Paper


def chief() -> User:
    return User.objects.create_superuser("chief", email="c@example.org", password=None)


def slots_of(paper: Paper, name: str) -> list[ListSlot]:
    page = paper.store.read(name)
    assert isinstance(page, Page)
    return [part for part in page.parts if isinstance(part, ListSlot)]


def ids_of(slot: ListSlot) -> list[int]:
    return [candidate.story_id for candidate in slot.candidates]


def latest(paper: Paper, which: object) -> tuple[int, ...]:
    stories = paper.store.read(f"list/latest/{which}")
    assert isinstance(stories, StoryList)
    return stories.story_ids


def test_latest_lists_hold_the_newest_first_of_a_section_and_all_inside_it(paper: Paper) -> None:
    first, second = paper.story(section=paper.world), paper.story(section=paper.europe)
    hidden = paper.story(in_latest=False)

    story_published.send(sender=type(second), story=second, first=True, now=NOON)
    paper.press()

    assert latest(paper, "all") == (second.pk, first.pk)
    assert latest(paper, paper.world.pk) == (second.pk, first.pk)
    assert latest(paper, paper.europe.pk) == (second.pk,)
    assert hidden.pk not in latest(paper, "all")


def test_home_leads_with_the_ranking_and_has_a_row_for_each_section(paper: Paper) -> None:
    plain, urgent = paper.story(source_credit="AP"), paper.story(source_credit="AP", urgency=2)

    order([HOME_FRONT], Priority.PUBLISH, now=NOON)
    paper.press()

    lead, tier, *_ = slots_of(paper, "page/")
    assert (lead.shape, ids_of(lead)) == (Shape.LEAD, [urgent.pk, plain.pk])
    assert tier.sources == ("list/latest/all",)
    strips = [slot for slot in slots_of(paper, "page/") if slot.shape is Shape.STRIP]
    assert [slot.sources for slot in strips] == [(f"list/latest/{paper.world.pk}",)]


def test_a_pin_leads_its_front_at_once_and_only_there(paper: Paper) -> None:
    old, new = paper.story(), paper.story(urgency=2)
    press_everything(now=NOON)
    paper.press()

    arrange(paper.world, slots=Slots(lead=(Placed(story_id=old.pk),)), based_on=0, by=chief(), now=NOON)
    ordered = set(PressOrder.objects.values_list("key", flat=True))
    paper.press()

    assert ordered == {f"front:{paper.world.pk}"}
    assert ids_of(slots_of(paper, "page/world")[0])[0] == old.pk
    assert ids_of(slots_of(paper, "page/")[0])[0] == new.pk


def test_a_pin_that_ran_out_leads_nothing(paper: Paper) -> None:
    old, new = paper.story(), paper.story(urgency=2)
    slots = Slots(lead=(Placed(story_id=old.pk, until=NOON),))

    arrange(paper.home, slots=slots, based_on=0, by=chief(), now=NOON - timedelta(hours=1))
    paper.press(now=NOON + timedelta(minutes=5))

    assert ids_of(slots_of(paper, "page/")[0])[0] == new.pk


def test_a_renamed_section_changes_the_menu_its_front_and_the_pages_below(paper: Paper) -> None:
    story = paper.story()
    press_everything(now=NOON)
    paper.press()
    paper.world.title = "Globe"
    paper.world.save()

    section_changed.send(sender=type(paper.world), section=paper.world, now=NOON)
    paper.press()

    masthead, page = paper.store.read("shell/masthead"), paper.store.read("page/world/uk-and-europe/story-1")
    assert isinstance(masthead, Fragment)
    assert isinstance(page, Page)
    assert "Globe" in masthead.html
    assert any("Globe" in part for part in page.parts if isinstance(part, str))
    assert page.story_id == story.pk


def test_a_section_that_moved_leads_from_its_old_address(paper: Paper) -> None:
    press_everything(now=NOON)
    paper.press()
    paper.europe.slug = "europe"
    paper.europe.save()

    section_changed.send(sender=type(paper.europe), section=paper.europe, now=NOON)
    paper.press()

    assert paper.store.read("page/world/uk-and-europe") == Redirect(location="/world/europe/")
    assert isinstance(paper.store.read("page/world/europe"), Page)


def test_a_section_costs_as_many_queries_to_rename_however_many_stories_it_has(paper: Paper) -> None:
    def renamed(slug: str) -> int:
        section = type(paper.europe).objects.get(pk=paper.europe.pk)
        section.slug = slug
        with CaptureQueriesContext(connection) as asked:
            section.save()
        return len(asked)

    paper.story()
    few = renamed("one")
    for _ in range(12):
        paper.story()

    assert renamed("two") == few


def test_a_section_that_moved_leaves_the_lists_of_the_one_it_was_in(paper: Paper) -> None:
    sport = paper.section("Sport", parent=paper.home)
    story = paper.story()
    press_everything(now=NOON)
    paper.press()

    type(paper.europe).objects.get(pk=paper.europe.pk).move(type(sport).objects.get(pk=sport.pk), pos="last-child")
    paper.press()

    assert paper.store.read(f"list/latest/{paper.world.pk}") == StoryList(story_ids=())
    assert paper.store.read(f"list/latest/{sport.pk}") == StoryList(story_ids=(story.pk,))
    assert paper.store.read(f"page/world/uk-and-europe/{story.slug}") == Redirect(
        location=f"/sport/uk-and-europe/{story.slug}/"
    )


def test_a_closed_section_leaves_a_notice_and_no_list(paper: Paper) -> None:
    press_everything(now=NOON)
    paper.press()
    section_id = paper.europe.pk
    paper.europe.live = False
    paper.europe.save()

    section_changed.send(sender=type(paper.europe), section=paper.europe, now=NOON)
    paper.press()

    page = paper.store.read("page/world/uk-and-europe")
    assert isinstance(page, Page)
    assert page.status == 410
    assert paper.store.read(f"list/latest/{section_id}") is None


def test_a_story_that_moves_leaves_the_lists_of_the_section_that_it_was_in(paper: Paper) -> None:
    sport = paper.section("Sport", parent=paper.home)
    story = paper.story(section=sport)
    press_everything(now=NOON)
    paper.press()
    paper.europe.refresh_from_db()
    story.move(paper.europe, pos="last-child")
    story = type(story).objects.get(pk=story.pk)

    story_moved.send(
        sender=type(story), story=story, old_path="/sport/story-1/", new_path="/world/uk-and-europe/story-1/"
    )
    paper.press()

    assert latest(paper, sport.pk) == ()
    assert latest(paper, paper.world.pk) == (story.pk,)


def test_pressing_everything_makes_the_whole_paper(paper: Paper) -> None:
    laid = [paper.story() for _ in range(3)]

    count = press_everything(now=NOON)
    paper.press()

    pages = {name for name in paper.store.pieces if name.startswith("page/")}
    stories = {f"page/world/uk-and-europe/story-{number}" for number in (1, 2, 3)}
    fronts = ("page/", "page/world/", "page/world/uk-and-europe/", "page/corrections/")
    feeds = {f"{front}{file}" for front in fronts for file in ("feed.xml", "atom.xml", "feed.json")}
    popular = {"page/popular", "page/popular/today", "page/popular/week", "page/popularity.json"}
    parts = (key.which for key in sitemap_keys(Mapped.STORIES, [story.pk for story in laid]))
    sitemaps = {f"page/sitemap-{name}.xml" for name in ("sections", "corrections", "latest", *parts)}
    icons = ("favicon.ico", "apple-touch-icon.png")
    files = ("robots.txt", "site.webmanifest", "sitemap.xml", "news-sitemap.xml", "ninjs.json", *icons)
    for_machines = {*(f"page/{name}" for name in files), *sitemaps}
    archive = {"page/topics", "page/authors", "page/latest", "page/latest/2026-03", "page/latest/2026-03-05"}
    sites_own = {"page/404", "page/search", "page/corrections", "page/text", *popular, *for_machines, *archive}
    assert pages == {"page/", "page/world", "page/world/uk-and-europe", *sites_own, *stories, *feeds}
    assert count >= len(pages - feeds)
    assert not PressOrder.objects.exists()


def test_nothing_is_written_when_an_unchanged_paper_is_pressed_again(paper: Paper) -> None:
    paper.story()
    press_everything(now=NOON)
    paper.press()
    batches = len(paper.store.batches)

    press_everything(now=NOON)
    paper.press()

    assert len(paper.store.batches) == batches


@pytest.mark.parametrize("kind", ["topic", "author"])
def test_a_new_name_reaches_the_stories_that_carry_it(paper: Paper, kind: str) -> None:
    story = paper.story()
    topic = Topic.objects.create(name="Ferries", slug="ferries")
    author = Author.objects.create(name="Ann Author", slug="ann")
    story.topics.add(topic)
    story.save()
    Byline.objects.create(story=story, author=author)
    PressOrder.objects.all().delete()
    named = topic if kind == "topic" else author

    named.name = "Another name"
    named.save()

    parts = sitemap_keys(Mapped.TOPICS if kind == "topic" else Mapped.AUTHORS, [named.pk])
    of_sitemaps = {(str(key), Priority.MAPPED) for key in parts}
    ordered = PressOrder.objects.order_by("key").values_list("key", "priority")
    assert set(ordered) == {
        *of_sitemaps,
        (f"story:{story.pk}", Priority.MASS),
        (f"{kind}:{named.pk}", Priority.LISTS),
        (f"{kind}_index", Priority.ARCHIVE),
    }


def test_a_front_costs_few_queries_however_many_stories_there_are(
    paper: Paper, django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    for _ in range(10):
        paper.story()
    composer = Composer(now=NOON)
    assert composer.edition.paper == "The Harbour Post"

    with django_assert_max_num_queries(12):
        composer(HOME_FRONT)
        composer(front_key(paper.world.pk))


def test_a_new_ranking_becomes_the_popular_list_and_hides_when_nobody_renews_it(paper: Paper) -> None:
    stories = [paper.story(), paper.story()]
    ranking = PopularList(
        story_ids=(stories[1].pk, stories[0].pk), made_at=NOON, window_hours=3, half_life_hours=3, counted_readers=90
    )

    store_rankings({"all": ranking}, now=NOON)
    paper.press()

    assert paper.store.read("list/popular/all") == StoryList(
        story_ids=ranking.story_ids, stale_at=NOON + timedelta(minutes=35), ranked=2
    )


def test_what_fills_popular_up_has_no_rank_and_where_nothing_was_read_there_is_no_list(paper: Paper) -> None:
    read, newest = paper.story(), paper.story()
    some = PopularList(story_ids=(read.pk,), made_at=NOON, window_hours=3, half_life_hours=3, counted_readers=9)

    store_rankings({"all": some}, now=NOON)
    paper.press()
    filled = paper.store.read("list/popular/all")
    store_rankings({"all": replace(some, story_ids=())}, now=NOON)
    paper.press()
    unread = paper.store.read("list/popular/all")

    assert isinstance(filled, StoryList)
    assert (filled.story_ids, filled.ranked) == ((read.pk, newest.pk), 1)
    assert isinstance(unread, StoryList)
    assert unread.story_ids == ()


def test_the_ranking_of_a_closed_section_goes(paper: Paper) -> None:
    ranking = PopularList(story_ids=(), made_at=NOON, window_hours=3, half_life_hours=3, counted_readers=0)
    store_rankings({"7": ranking}, now=NOON)
    paper.press()

    store_rankings({}, gone=frozenset({"7"}), now=NOON)
    paper.press()

    assert "list/popular/7" not in paper.store.pieces


def test_a_story_kept_out_of_popular_stands_there_neither_by_its_readers_nor_to_fill_it_up(paper: Paper) -> None:
    first, second, third = (paper.story() for _ in range(3))
    ranking = PopularList(
        story_ids=(second.pk, first.pk), made_at=NOON, window_hours=6, half_life_hours=3.0, counted_readers=30
    )
    store_rankings({"all": ranking}, now=NOON)
    paper.press()
    before = paper.store.read("list/popular/all")

    for story in (second, third):
        story.in_popular = False
        story.save()
    paper.press()

    after = paper.store.read("list/popular/all")
    assert isinstance(before, StoryList)
    assert isinstance(after, StoryList)
    assert before.story_ids == (second.pk, first.pk, third.pk)
    assert after.story_ids == (first.pk,)


def test_search_can_be_held_to_the_sections_there_are_and_those_inside_them(paper: Paper) -> None:
    press_everything(now=NOON)
    paper.press()

    tree, page = paper.store.pieces["search/sections"], paper.store.pieces["page/search"]

    assert isinstance(tree, SectionTree)
    assert tree.ids["/world/"] == {paper.world.pk, paper.europe.pk}
    assert tree.ids[str(paper.europe.pk)] == {paper.europe.pk}
    assert isinstance(page, Page)
    assert ("x-robots-tag", "noindex") in page.headers
    assert '<option value="/world/uk-and-europe/"' in "".join(part for part in page.parts if isinstance(part, str))

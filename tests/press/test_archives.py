"""The archive as readers have it: numbered pages that stay, days with their times, and what a kill does to them."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from broadsheet.contracts.pieces import Page, Redirect
from broadsheet.joining.joiner import join_page
from broadsheet.press.actions import order, order_section, order_story, press_everything
from broadsheet.press.composer import Composer
from broadsheet.press.models import KnownDay, PageStart, PressOrder
from broadsheet.press.orders import OrderKey, OrderKeyError, Priority, Subject, older_key, read_key
from broadsheet.press.shelf import Kind, Shelf, Spot, Standing, begun_pages, shelf_of
from broadsheet.stories.actions import withdraw_story
from broadsheet.stories.models import StoryPage, Topic

from .conftest import NOON, Paper

EUROPE = "page/world/uk-and-europe"


@pytest.fixture(autouse=True)
def short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages of three stories, and an archive from the first one on."""
    monkeypatch.setattr(Shelf, "length", 3)
    monkeypatch.setattr("broadsheet.press.archive._ON_A_FRONT", 0)


def bring(paper: Paper, count: int, *, at: datetime = NOON, **fields: object) -> list[StoryPage]:
    """Stories a minute apart, each ordered as a publication orders it; pressed together."""
    stories = []
    for number in range(count):
        story = paper.story(first_published_at=at + timedelta(minutes=number), **fields)
        order_story(story, Priority.PUBLISH, now=NOON)
        stories.append(story)
    paper.press()
    return stories


def joined(paper: Paper, name: str) -> html.HtmlElement:
    page = paper.store.read(name)
    assert isinstance(page, Page)
    body = join_page(page, read=paper.store.read, now=NOON, token_key=b"k" * 32).body
    return html.document_fromstring(body.decode())


def headlines(paper: Paper, name: str) -> list[str]:
    return [link.text_content() for link in joined(paper, name).cssselect("main .headline")]


def older_url(paper: Paper, name: str) -> str | None:
    links = joined(paper, name).cssselect(".pager [rel=next]")
    return links[0].get("href") if links else None


def newer_url(paper: Paper, name: str) -> str | None:
    links = joined(paper, name).cssselect(".pager [rel=prev]")
    return links[0].get("href") if links else None


def turned(paper: Paper, name: str) -> list[list[str]]:
    """The headlines of each page of an archive, from one on, as a reader comes to them; and back again by the same."""
    pages = [name]
    while older := older_url(paper, pages[-1]):
        pages.append(f"page{older.rstrip('/')}")
    assert [newer_url(paper, page) for page in pages[1:]] == [f"/{page.removeprefix('page/')}/" for page in pages[:-1]]
    return [headlines(paper, page) for page in pages]


def titles(stories: list[StoryPage]) -> list[str]:
    return [story.title for story in reversed(stories)]


@given(count=st.integers(0, 90), length=st.integers(1, 7), top=st.integers(0, 4))
def test_pages_are_begun_so_that_closed_ones_are_full_and_the_open_one_is_not_short(
    count: int, length: int, top: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Shelf, "length", length)
        stories = [Spot(NOON + timedelta(minutes=number), number) for number in range(count)]
        standing = Standing(shelf=shelf_of(Kind.TOPIC, 1), top=top, since=None, newest=())

        begun = begun_pages(standing, stories)

    places = [0, *(stories.index(start) for _, start in begun), count]
    lengths = [end - start for start, end in pairwise(places)]
    assert [number for number, _ in begun] == list(range(max(top, 1) + 1, max(top, 1) + 1 + len(begun)))
    assert set(lengths[:-1]) <= {length}
    assert lengths[-1] == count if not begun else length <= lengths[-1] < 2 * length


def test_a_sections_older_stories_are_turned_to_from_its_front_without_a_gap_or_a_repeat(paper: Paper) -> None:
    stories = bring(paper, 11)

    first = older_url(paper, EUROPE)
    pages = turned(paper, f"page{str(first).rstrip('/')}")

    assert first == "/world/uk-and-europe/older/3/"
    assert pages == [titles(stories[6:]), titles(stories[3:6]), titles(stories[:3])]
    assert joined(paper, f"{EUROPE}/older/1").cssselect("link[rel=canonical]")[0].get("href").endswith("/older/1/")
    assert older_url(paper, "page/world") == "/world/older/3/"


def test_one_story_more_changes_no_closed_page_whatever_lies_below(paper: Paper) -> None:
    bring(paper, 20)
    closed = {f"{EUROPE}/older/{number}" for number in range(1, 6)}
    before = {name: paper.store.read(name) for name in closed}
    batches = len(paper.store.batches)

    bring(paper, 1, at=NOON + timedelta(hours=2))

    written = frozenset().union(*paper.store.batches[batches:])
    assert written.isdisjoint(closed - {f"{EUROPE}/older/5"})
    assert all(paper.store.read(name) == before[name] for name in closed)


def test_a_topic_turns_into_the_past_and_its_own_page_is_the_newest(paper: Paper) -> None:
    ferries = Topic.objects.create(name="Ferries", slug="ferries")
    stories = [paper.story() for _ in range(10)]
    ferries.stories.add(*stories)
    paper.press()

    pages = turned(paper, "page/topics/ferries")

    assert pages == [titles(stories[6:]), titles(stories[3:6]), titles(stories[:3])]
    assert newer_url(paper, "page/topics/ferries/older/2") == "/topics/ferries/"


def test_a_topic_of_another_address_takes_its_older_pages_along_and_one_without_stories_loses_them(
    paper: Paper,
) -> None:
    ferries = Topic.objects.create(name="Ferries", slug="ferries")
    stories = [paper.story() for _ in range(7)]
    ferries.stories.add(*stories)
    paper.press()

    ferries.slug = "boats"
    ferries.save()
    paper.press()
    moved = paper.store.read("page/topics/ferries/older/1")
    at_home = headlines(paper, "page/topics/boats/older/1")
    ferries.stories.clear()
    order([OrderKey(subject=Subject.TOPIC, which=str(ferries.pk))], Priority.LISTS, now=NOON)
    paper.press()

    assert moved == Redirect(location="/topics/boats/older/1/")
    assert at_home == titles(stories[:3])
    gone = paper.store.read("page/topics/boats/older/1")
    assert isinstance(gone, Page)
    assert gone.status == 410
    assert not any("Ferries" in part for part in gone.parts if isinstance(part, str))
    assert not PageStart.objects.filter(shelf=f"topic-{ferries.pk}").exists()


def test_a_killed_story_leaves_an_old_page_with_its_card_before_that_is_pressed(paper: Paper) -> None:
    stories = bring(paper, 8)

    withdraw_story(stories[1], notice="It was wrong.", by=None, now=NOON)
    paper.store.pieces.pop(f"card/{stories[1].pk}")
    before_it_is_pressed = headlines(paper, f"{EUROPE}/older/1")
    paper.press()

    assert before_it_is_pressed == headlines(paper, f"{EUROPE}/older/1") == [stories[2].title, stories[0].title]
    page = paper.store.read(f"{EUROPE}/older/1")
    assert not any(stories[1].title in part for part in page.parts if isinstance(part, str))
    assert older_url(paper, f"{EUROPE}/older/2") == "/world/uk-and-europe/older/1/"


def test_embargoed_and_unpublished_stories_stand_nowhere_in_the_archive(paper: Paper) -> None:
    bring(paper, 2, live=False)
    bring(paper, 2, in_latest=False)
    shown = bring(paper, 1)

    assert headlines(paper, f"{EUROPE}/older/1") == headlines(paper, "page/latest/2026-03-05") == titles(shown)


def test_a_story_of_an_older_time_comes_into_the_page_of_its_time(paper: Paper) -> None:
    bring(paper, 8)

    (late,) = bring(paper, 1, at=NOON + timedelta(seconds=30))

    assert headlines(paper, f"{EUROPE}/older/1")[-2] == late.title
    assert len(headlines(paper, f"{EUROPE}/older/1")) == 4


def test_many_stories_of_an_older_time_lay_the_archive_out_anew_from_there_on(paper: Paper) -> None:
    first = bring(paper, 8)

    past = bring(paper, 12, at=NOON - timedelta(days=3))

    pages = turned(paper, f"page{str(older_url(paper, EUROPE)).rstrip('/')}")
    assert [title for page in pages for title in page] == [*titles(first), *titles(past)]
    assert max(map(len, pages)) < 9
    assert not PressOrder.objects.exists()


def test_a_story_that_moved_stands_in_the_archive_of_its_new_section_alone(paper: Paper) -> None:
    sport = paper.section("Sport", parent=paper.home)
    stories = bring(paper, 8)
    bring(paper, 1, section=sport)

    stories[0].move(sport, pos="last-child")
    paper.press()

    assert stories[0].title not in headlines(paper, f"{EUROPE}/older/1")
    assert stories[0].title in headlines(paper, "page/sport/older/1")


def test_a_section_of_another_name_has_it_on_every_page_and_a_closed_one_leaves_notices(paper: Paper) -> None:
    bring(paper, 8)
    paper.europe.title, paper.europe.slug = "Europe", "europe"
    paper.europe.save()
    paper.press()

    renamed = joined(paper, "page/world/europe/older/1").findtext(".//h1")
    moved = paper.store.read(f"{EUROPE}/older/1")
    paper.europe.live = False
    paper.europe.save()
    order_section(paper.europe, now=NOON)
    paper.press()

    assert renamed == "Europe"
    assert moved == Redirect(location="/world/europe/older/1/")
    statuses = {paper.store.read(f"page/world/europe/older/{number}").status for number in (1, 2)}
    assert statuses == {410}


def test_a_section_called_older_keeps_its_address_and_the_one_around_it_has_no_archive(paper: Paper) -> None:
    inner = paper.section("Older", parent=paper.europe)

    bring(paper, 8, section=inner)

    assert older_url(paper, EUROPE) is None
    assert paper.store.read(f"{EUROPE}/older/1") is None
    assert older_url(paper, f"{EUROPE}/older") == "/world/uk-and-europe/older/older/2/"


def test_a_press_that_dies_between_its_notes_and_its_pieces_presses_the_same_pages_later(
    paper: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(paper, 5)
    for story in [paper.story(first_published_at=NOON + timedelta(hours=1)) for _ in range(2)]:
        order_story(story, Priority.PUBLISH, now=NOON)
    pressing = paper.store.press

    def die(*_: object, **__: object) -> int:
        raise OSError("the disk is gone")

    monkeypatch.setattr(paper.store, "press", die)
    with pytest.raises(OSError, match="disk is gone"):
        paper.press()
    monkeypatch.setattr(paper.store, "press", pressing)
    paper.press()

    pages = turned(paper, f"page{str(older_url(paper, EUROPE)).rstrip('/')}")
    assert [len(page) for page in pages] == [4, 3]
    assert not PressOrder.objects.exists()


def test_pressing_everything_brings_the_whole_archive_back_and_writes_nothing_twice(paper: Paper) -> None:
    bring(paper, 8)
    bring(paper, 2, at=NOON - timedelta(days=40))
    before = {name: piece for name, piece in paper.store.pieces.items() if "/older/" in name or "/latest" in name}

    paper.store.pieces.clear()
    press_everything(now=NOON)
    paper.press()
    after = {name: piece for name, piece in paper.store.pieces.items() if "/older/" in name or "/latest" in name}
    batches = len(paper.store.batches)
    press_everything(now=NOON)
    paper.press()

    assert after == before
    assert len(paper.store.batches) == batches


@pytest.mark.parametrize("key", ["older:topic-x:1", "older:moon-1:1", "older:topic-1:", "day:yesterday", "month:2026"])
def test_an_order_that_names_no_page_of_the_archive_is_refused(paper: Paper, key: str) -> None:
    with pytest.raises(OrderKeyError):
        Composer(now=NOON)(read_key(key))


def test_a_day_shows_every_story_with_its_time_the_newest_first_and_leads_to_those_beside_it(paper: Paper) -> None:
    bring(paper, 1, at=NOON - timedelta(days=3))
    stories = bring(paper, 2)
    bring(paper, 1, at=NOON + timedelta(days=1))

    page = joined(paper, "page/latest/2026-03-05")

    assert page.findtext(".//h1") == "Thursday 5 March 2026"
    assert headlines(paper, "page/latest/2026-03-05") == titles(stories)
    assert [time.text for time in page.cssselect(".hours .hour")] == ["12:01", "12:00"]
    beside = [(link.text_content(), link.get("href")) for link in page.cssselect(".beside a")]
    assert beside == [
        ("\u2039 2 March 2026", "/latest/2026-03-02/"),
        ("6 March 2026 \u203a", "/latest/2026-03-06/"),
        ("All days in March 2026", "/latest/2026-03/"),
    ]
    assert headlines(paper, "page/latest") == headlines(paper, "page/latest/2026-03-06")


def test_a_month_says_how_many_stories_its_days_have_and_leads_to_other_months(paper: Paper) -> None:
    bring(paper, 1, at=NOON - timedelta(days=400))
    bring(paper, 1, at=NOON - timedelta(days=30))
    bring(paper, 2)

    page = joined(paper, "page/latest/2026-03")

    assert [" ".join(day.text_content().split()) for day in page.cssselect(".days li")] == ["Thursday 5 2 stories"]
    assert [link.get("href") for link in page.cssselect(".spans a")] == ["/latest/2026-02/", "/latest/2026-03/"]
    assert [(link.text, link.get("href")) for link in page.cssselect(".years a")] == [("2025", "/latest/2025-01/")]
    assert [link.get("href") for link in joined(paper, "page/latest/2025-01").cssselect(".years a")] == [
        "/latest/2026-03/"
    ]


def test_a_day_of_many_stories_is_split_and_a_story_more_changes_its_newest_page_alone(paper: Paper) -> None:
    stories = bring(paper, 11)
    before = {name: paper.store.read(name) for name in ("page/latest/2026-03-05/1", "page/latest/2026-03-05/2")}

    pages = turned(paper, "page/latest/2026-03-05")
    bring(paper, 1, at=NOON + timedelta(hours=1))

    assert pages == [titles(stories[6:]), titles(stories[3:6]), titles(stories[:3])]
    after = {name: paper.store.read(name) for name in before}
    assert headlines(paper, "page/latest/2026-03-05/1") == titles(stories[:3])
    assert after["page/latest/2026-03-05/1"] == before["page/latest/2026-03-05/1"]


def test_a_day_whose_stories_were_all_taken_back_is_gone_and_nothing_leads_there(paper: Paper) -> None:
    bring(paper, 1, at=NOON - timedelta(days=2))
    (killed,) = bring(paper, 1)
    bring(paper, 1, at=NOON + timedelta(days=2))

    withdraw_story(killed, notice="It was wrong.", by=None, now=NOON)
    paper.press()

    assert paper.store.read("page/latest/2026-03-05").status == 410
    links = {link.get("href") for name in ("page/latest/2026-03-03", "page/latest/2026-03-07", "page/latest/2026-03")
             for link in joined(paper, name).cssselect("main a")}  # fmt: skip
    assert "/latest/2026-03-05/" not in links
    assert {"/latest/2026-03-03/", "/latest/2026-03-07/"} <= links
    assert KnownDay.objects.get(day=date(2026, 3, 5)).stories == 0


def test_an_order_about_an_old_page_costs_as_many_queries_in_a_long_archive(
    paper: Paper, django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    bring(paper, 30)
    composer = Composer(now=NOON)
    assert composer.edition.paper

    with django_assert_max_num_queries(5):
        composer(older_key(shelf_of(Kind.SECTION, paper.europe.pk), 4))

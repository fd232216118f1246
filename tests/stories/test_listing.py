"""The list of all stories: what its filters and words find, in which order, and what it costs."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from broadsheet.accounts.actions import make_person
from broadsheet.accounts.roles import Role
from broadsheet.stories import listing_pages
from broadsheet.stories.actions import draft_story, make_section, publish_story
from broadsheet.stories.founding import found_paper
from broadsheet.stories.headlines import holding_words
from broadsheet.stories.models import SectionPage, StoryPage, Topic
from broadsheet.stories.page_indexes import index_after_migrating
from broadsheet.stories.rights import found_workflow

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
PASSWORD = "four plain words here"

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> SectionPage:
    home = found_paper("The Daily Example", address="http://localhost:8000", now=NOON)
    found_workflow(home)
    return make_section(home, title="World", now=NOON)


@pytest.fixture
def chief(world: SectionPage) -> Client:
    person = make_person("chief", name="Chief", email="c@example.org", password=PASSWORD, role=Role.CHIEF)
    client = Client()
    client.force_login(person)
    return client


def write(section: SectionPage, headline: str, *, hours: int = 0, topic: str = "", urgency: int = 5) -> StoryPage:
    story = draft_story(section, headline=headline, body_html="<p>Words.</p>", owner=None, now=NOON)
    StoryPage.objects.filter(pk=story.pk).update(
        latest_revision_created_at=NOON + timedelta(hours=hours), urgency=urgency
    )
    if topic:
        made, _ = Topic.objects.get_or_create(name=topic, defaults={"slug": topic.lower()})
        StoryPage.topics.through.objects.create(storypage_id=story.pk, topic_id=made.pk)
    return story


def listed(client: Client, asked: str = "") -> list[str]:
    answer = client.get(f"/admin/stories/results/?{asked}")
    assert answer.status_code == 200
    return [story.title for story in answer.context["object_list"]]


def test_what_was_edited_last_stands_first(chief: Client, world: SectionPage) -> None:
    write(world, "Older", hours=1)
    write(world, "Newer", hours=2)

    assert listed(chief) == ["Newer", "Older"]
    assert listed(chief, "ordering=title") == ["Newer", "Older"]
    assert listed(chief, "ordering=latest_revision_created_at") == ["Older", "Newer"]


def test_drafts_stand_last_where_the_newest_publication_is_first(chief: Client, world: SectionPage) -> None:
    write(world, "A draft")
    publish_story(write(world, "A story"), by=None, now=NOON)

    assert listed(chief, "ordering=-first_published_at") == ["A story", "A draft"]


def test_words_find_headlines_by_their_beginnings_newest_first(chief: Client, world: SectionPage) -> None:
    write(world, "Ferry returns", hours=1)
    write(world, "Mayor takes the ferry", hours=3)
    write(world, "Mayor leaves", hours=2)

    assert listed(chief, "q=ferr") == ["Mayor takes the ferry", "Ferry returns"]
    assert listed(chief, "q=mayor+ferry") == ["Mayor takes the ferry"]
    assert listed(chief, "q=nothing") == []


def test_words_filters_and_an_order_go_together(chief: Client, world: SectionPage) -> None:
    write(world, "Ferry returns", topic="Shipping", urgency=3)
    write(world, "Ferry at last", topic="Shipping", urgency=3)
    write(world, "Ferry sinks", topic="Shipping", urgency=1)
    write(world, "Ferry painted", topic="Culture", urgency=3)

    found = listed(chief, "q=ferry&topics=ship&urgency=3&live=false&ordering=title")

    assert found == ["Ferry at last", "Ferry returns"]


def test_a_topic_is_asked_for_by_a_part_of_its_name(chief: Client, world: SectionPage) -> None:
    write(world, "Ferry returns", topic="Sea traffic")
    write(world, "Lorry returns", topic="Road traffic")
    write(world, "Mayor leaves", topic="Politics")

    assert sorted(listed(chief, "topics=TRAFFIC")) == ["Ferry returns", "Lorry returns"]
    assert listed(chief, "topics=weather") == []


def test_pages_end_where_counting_ends_and_say_so(
    chief: Client, world: SectionPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing_pages, "MOST_COUNTED", 2)
    for hours in range(3):
        write(world, f"Story {hours}", hours=hours)

    answer = chief.get("/admin/stories/")

    assert [story.title for story in answer.context["object_list"]] == ["Story 2", "Story 1"]
    assert "The first 2 stories are listed." in answer.content.decode()


def test_the_list_asks_as_often_for_twenty_stories_as_for_one(
    chief: Client, world: SectionPage, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for hours in range(20):
        write(world, f"Story {hours}", hours=hours)
    chief.get("/admin/stories/results/")

    with django_assert_max_num_queries(30):
        assert len(listed(chief)) == 20


@pytest.mark.parametrize("address", ["/admin/pages/search/", "/admin/pages/{home}/"])
def test_a_search_over_pages_finds_the_newest_first(chief: Client, world: SectionPage, address: str) -> None:
    write(world, "Ferry ferry ferry", hours=1)
    write(world, "An older ferry", hours=0)
    write(world, "The newest words of a ferry", hours=2)

    answer = chief.get(address.format(home=world.get_parent().pk), {"q": "ferry"})

    found = [page.title for page in answer.context["object_list"]]
    assert found == ["The newest words of a ferry", "Ferry ferry ferry", "An older ferry"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("Rock'n'roll", ["Rock'n'roll at the quay"]),
        ("quay", ["Rock'n'roll at the quay"]),
        ("rock roll qu", ["Rock'n'roll at the quay"]),
        ("Ærø FÆRG", ["Ærø færgen sails"]),
        ("sails færg", ["Ærø færgen sails"]),
        ("AT&T merge", ["AT&T (and others) | merge"]),
        ("merge !", ["AT&T (and others) | merge"]),
        ("quay sails", []),
        ("' OR 1=1 --", []),
        ("\\'quay:*", ["Rock'n'roll at the quay"]),
        (":* & |", []),
        ('"quay" - rock', ["Rock'n'roll at the quay"]),
        ("fa\u0308rgen", []),
        ("Mu\u0308nchen", ["München wartet"]),
        ("word " * 500, []),
    ],
)
def test_words_are_words_whatever_signs_stand_in_them(
    chief: Client, world: SectionPage, asked: str, found: list[str]
) -> None:
    for headline in ("Rock'n'roll at the quay", "Ærø færgen sails", "AT&T (and others) | merge", "München wartet"):
        write(world, headline)

    assert listed(chief, urlencode({"q": asked})) == found


def our_indexes() -> set[str]:
    with connection.cursor() as cursor:
        tables = ("wagtailcore_page", StoryPage._meta.db_table)
        there = [connection.introspection.get_constraints(cursor, table) for table in tables]
    return {
        name for names in there for name in names if name.startswith(("broadsheet_pages_", "broadsheet_stories_by"))
    }


def test_an_index_that_a_migration_lost_is_made_again() -> None:
    before = our_indexes()
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX broadsheet_pages_by_newest")
    lost = our_indexes()

    index_after_migrating(using="default")

    assert len(before) == (7 if connection.vendor == "postgresql" else 6)
    assert lost == before - {"broadsheet_pages_by_newest"}
    assert our_indexes() == before


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite asks Wagtail's own index")
def test_words_are_looked_up_in_the_index_of_headlines(world: SectionPage) -> None:
    asked = holding_words(StoryPage.objects.order_by(), "harbour fe")

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
        plan = asked.explain()

    assert "broadsheet_pages_headline_words" in plan

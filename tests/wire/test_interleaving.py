"""The wire and an editor at one story at the same moment (PostgreSQL)."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from wagtail.models import Page

from broadsheet.accounts.actions import make_person
from broadsheet.accounts.models import User
from broadsheet.accounts.roles import Role
from broadsheet.stories.actions import publish_story, revise_story
from broadsheet.stories.locking import lock_pages
from broadsheet.stories.models import SectionPage, StoryPage
from broadsheet.stories.words import StoryWords
from broadsheet.wire.actions import kill_by_hand, make_story, settle_due_items
from broadsheet.wire.inserting import insert_item
from broadsheet.wire.models import Route, WireItem
from broadsheet.wire.settling import locked_use
from broadsheet.wire.sources import SourceFacts, add_source
from interleaving import ON_POSTGRES, Colleague, founded_world
from wire.newsroom import NOON, PASSWORD, Agency, ninjs, story_of
from wire.settled import draft_of, use_of

pytestmark = ON_POSTGRES


@pytest.fixture
def world(own_database: None) -> SectionPage:
    return founded_world(now=NOON)


@pytest.fixture
def chief(world: SectionPage) -> User:
    return make_person("chief", name="Chief", email="chief@example.org", password=PASSWORD, role=Role.CHIEF)


@pytest.fixture
def agency(world: SectionPage, tmp_path: Path) -> Agency:
    return Agency(source=add_source(SourceFacts(slug="harbour", folder=tmp_path / "in", credit="H", name="Harbour")))


def sending(agency: Agency, data: bytes) -> Callable[[], object]:
    """The clerk takes a file that lies there, in one act."""
    agency.drop("item.json", data)
    return agency.work


def publish(item: WireItem) -> None:
    publish_story(story_of(item), by=None, now=NOON)


def test_a_story_published_while_its_item_is_withheld_goes_off(agency: Agency, world: SectionPage, chief: User) -> None:
    item = agency.sends(ninjs())
    make_story(item, section=world, by=chief, now=NOON)

    with Colleague() as clerk, Colleague() as editor:
        editor.does(partial(publish, item))
        clerk.does(sending(agency, ninjs(version=2, pubstatus="withheld")))
        assert clerk.is_waiting()
        editor.commits()

    assert (editor.error, clerk.error) == (None, None)
    assert not story_of(item).live


def test_a_headline_saved_while_a_newer_version_comes_stays(agency: Agency, world: SectionPage, chief: User) -> None:
    item = agency.sends(ninjs())
    make_story(item, section=world, by=chief, now=NOON)
    ours = StoryWords(headline="Rain drowns Port Merrin")

    with Colleague() as clerk, Colleague() as editor:
        editor.does(lambda: revise_story(story_of(item), changes=ours, by=chief, now=NOON))
        clerk.does(sending(agency, ninjs(version=2)))
        assert clerk.is_waiting()
        editor.commits()

    assert (editor.error, clerk.error) == (None, None)
    assert draft_of(item).title == "Rain drowns Port Merrin"


def test_settling_with_the_wire_and_saving_a_draft_never_wait_crosswise(
    agency: Agency, world: SectionPage, chief: User
) -> None:
    item = agency.sends(ninjs())
    story = make_story(item, section=world, by=chief, now=NOON)

    with Colleague() as saving, Colleague() as settling:
        saving.does(partial(Page.objects.filter(pk=story.pk).update, has_unpublished_changes=True))
        settling.does(lambda: locked_use(use_of(item)))
        saving.does(partial(StoryPage.objects.filter(pk=story.pk).update, draft_headline="Rain"))
        saving.commits()

    assert (saving.error, settling.error) == (None, None)


def test_a_kill_of_two_stories_holds_no_order_while_it_waits_for_the_second(
    agency: Agency, world: SectionPage, chief: User
) -> None:
    other = agency.sends(ninjs("urn:example:2"), name="other.json")
    second = make_story(other, section=world, by=chief, now=NOON)
    item = agency.sends(ninjs())
    first = make_story(item, section=world, by=chief, now=NOON)
    insert_item(item, story=second, by=chief, now=NOON)
    for story in (first, second):
        publish_story(story, by=None, now=NOON)

    with Colleague() as clerk, Colleague() as editor:
        editor.does(partial(lock_pages, [second.pk]))
        clerk.does(lambda: kill_by_hand(item, reason="It is false.", by=chief, now=NOON))
        assert clerk.is_waiting()
        editor.does(partial(publish_story, second, by=None, now=NOON))
        assert not editor.is_waiting()
        editor.commits()

    assert (editor.error, clerk.error) == (None, None)
    assert StoryPage.objects.filter(pk__in=[first.pk, second.pk], withdrawn_at__isnull=False).count() == 2


def test_a_delivery_of_several_items_holds_no_order_while_it_waits_for_a_story(
    agency: Agency, world: SectionPage, chief: User
) -> None:
    Route.objects.create(source=agency.source, section=world, mode=Route.Mode.PUBLISH)
    items = [agency.sends(ninjs(f"urn:example:{number}"), name=f"{number}.json") for number in (1, 2)]
    second = story_of(items[1])
    both = b"[" + b",".join(ninjs(item.guid, version=2) for item in items) + b"]"

    with Colleague() as clerk, Colleague() as editor:
        editor.does(partial(lock_pages, [second.pk]))
        clerk.does(sending(agency, both))
        assert clerk.is_waiting()
        editor.does(partial(publish_story, second, by=None, now=NOON))
        assert not editor.is_waiting()
        editor.commits()

    assert (editor.error, clerk.error) == (None, None)
    settle_due_items(agency.now)
    assert {story_of(item).title for item in items} == {"Rain falls, version 2"}

"""Several give orders at the same moment: nobody waits crosswise (PostgreSQL)."""

from collections.abc import Callable
from functools import partial

import pytest
from django.test import Client
from django.urls import reverse

from broadsheet.accounts.actions import make_person
from broadsheet.accounts.roles import Role
from broadsheet.press.actions import order
from broadsheet.press.models import PressOrder
from broadsheet.press.orders import Priority, front_key, story_key
from broadsheet.related import actions as related
from broadsheet.related.actions import Outcome, Relations
from broadsheet.related.models import IndexOrder, Stage
from broadsheet.related.ranking import RelatedStory
from broadsheet.stories.actions import draft_story, publish_story
from broadsheet.stories.locking import lock_pages
from broadsheet.stories.models import SectionPage, StoryPage
from interleaving import ON_POSTGRES, Colleague, founded_world

from .conftest import NOON

pytestmark = ON_POSTGRES


@pytest.fixture
def world(own_database: None) -> SectionPage:
    return founded_world(now=NOON)


def published(world: SectionPage, headline: str) -> StoryPage:
    story = draft_story(world, headline=headline, body_html="<p>It rained.</p>", owner=None, now=NOON)
    publish_story(story, by=None, now=NOON)
    return story


def ordering(number: int) -> Callable[[], None]:
    return partial(order, [front_key(number)], Priority.ARCHIVE, now=NOON)


def test_two_who_give_the_same_orders_in_two_sequences_both_give_them(own_database: None) -> None:
    for number in (1, 2):
        ordering(number)()

    with Colleague() as one, Colleague() as other:
        one.does(ordering(1))
        other.does(ordering(2))
        one.does(ordering(2))
        one.commits()
        other.does(ordering(1))

    assert (one.error, other.error) == (None, None)
    assert list(PressOrder.objects.order_by("key").values_list("generation", flat=True)) == [3, 3]


def test_a_clerk_who_relates_a_story_and_who_publishes_it_never_wait_crosswise(world: SectionPage) -> None:
    story, like = published(world, "Rain falls"), published(world, "Rain goes on")
    found = RelatedStory(story_id=like.pk, score=1.0, reason="also about rain")
    waiting = list(IndexOrder.objects.filter(story_id=story.pk))
    outcome = Outcome(
        stage=Stage.PUBLISHED,
        next_stage=None,
        done=waiting,
        gone=(),
        relations={story.pk: Relations(published_at=NOON, related=(found,))},
    )

    with Colleague() as publisher, Colleague() as clerk:
        publisher.does(partial(order, [story_key(story.pk)], Priority.PUBLISH, now=NOON))
        clerk.does(partial(related.store_outcome, outcome, now=NOON))
        assert clerk.is_waiting()
        publisher.does(partial(related.order, [story.pk], now=NOON))
        assert not publisher.is_waiting()
        publisher.commits()

    assert (publisher.error, clerk.error) == (None, None)
    assert IndexOrder.objects.filter(story_id=story.pk).exclude(ticket=waiting[0].ticket).exists()


@pytest.mark.parametrize("act", ["delete", "unpublish", "publish"])
def test_an_act_on_many_stories_holds_no_order_while_it_waits_for_one(world: SectionPage, act: str) -> None:
    chief = make_person("chief", name="Chief", email="chief@example.org", password="four plain words", role=Role.CHIEF)
    first, second = published(world, "Rain falls"), published(world, "Rain goes on")
    client = Client()
    client.force_login(chief)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", act])
    address = f"{address}?id={first.pk}&id={second.pk}&next=/admin/"
    answers = []

    with Colleague() as editor, Colleague() as publisher:
        publisher.does(partial(lock_pages, [second.pk]))
        editor.does(lambda: answers.append(client.post(address, {"include_descendants": ""})))
        assert editor.is_waiting()
        publisher.does(partial(publish_story, second, by=None, now=NOON))
        assert not publisher.is_waiting()
        publisher.commits()

    assert (publisher.error, editor.error) == (None, None)
    assert [answer.status_code for answer in answers] == [302]
    left = StoryPage.objects.filter(pk__in=[first.pk, second.pk])
    assert left.filter(live=True).count() == (2 if act == "publish" else 0)

"""Latest: over all, of a section, of a topic. Exact times, and nobody jumps the queue."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from lxml import html

from broadsheet.contracts.pieces import Page, StoryList
from broadsheet.joining.joiner import join_page
from broadsheet.press.actions import press_everything
from broadsheet.stories.actions import correct_story, draft_story, publish_story, revise_story
from broadsheet.stories.models import ChangeKind, StoryPage, Topic
from broadsheet.stories.words import StoryWords

from .conftest import NOON, Paper

OLDER, OLD, NEW = (NOON - timedelta(hours=hours, seconds=7) for hours in (3, 2, 1))


@pytest.fixture
def topic(founded: None, db: None) -> Topic:
    return Topic.objects.create(name="Ferries", slug="ferries")


def published(paper: Paper, topic: Topic, *, headline: str, at: datetime) -> StoryPage:
    story = draft_story(paper.europe, headline=headline, topics=[topic], owner=None, now=at)
    publish_story(story, by=None, now=at)
    StoryPage.objects.filter(pk=story.pk).update(first_published_at=at)  # Wagtail asks the clock of whoever runs this
    story.refresh_from_db()
    return story


def lists_of(paper: Paper, topic: Topic) -> dict[str, tuple[int, ...]]:
    names = {"all": "all", "world": paper.world.pk, "europe": paper.europe.pk, "topic": f"topic-{topic.pk}"}
    found = {name: paper.store.read(f"list/latest/{which}") for name, which in names.items()}
    return {name: each.story_ids for name, each in found.items() if isinstance(each, StoryList)}


def joined(paper: Paper, path: str) -> html.HtmlElement:
    page = paper.store.read(f"page/{path}")
    assert isinstance(page, Page)
    return html.document_fromstring(join_page(page, read=paper.store.read, now=NOON, token_key=b"k" * 32).body.decode())


@pytest.mark.parametrize("kind", [ChangeKind.CORRECTION, ChangeKind.UPDATE])
def test_a_corrected_or_updated_story_keeps_its_place_in_every_list(
    paper: Paper, topic: Topic, kind: ChangeKind
) -> None:
    stories = [published(paper, topic, headline=f"At {at:%H}", at=at) for at in (OLDER, OLD, NEW)]
    press_everything(now=NOON)
    paper.press()
    before = lists_of(paper, topic)

    revise_story(stories[0], changes=StoryWords(headline="Put right"), by=None, now=NOON)
    correct_story(stories[0], note="It was another boat.", kind=kind, by=None, now=NOON)
    paper.press()

    newest_first = tuple(story.pk for story in stories[::-1])
    assert before == dict.fromkeys(("all", "world", "europe", "topic"), newest_first)
    assert lists_of(paper, topic) == before
    shown = [link.text_content() for link in joined(paper, "topics/ferries").cssselect("main .headline")]
    assert shown == ["At 10", "At 09", "Put right"]


@pytest.mark.parametrize("path", ["", "world", "world/uk-and-europe", "topics/ferries"])
def test_the_exact_time_of_first_publication_stands_beside_each_story(paper: Paper, topic: Topic, path: str) -> None:
    stories = [published(paper, topic, headline=f"At {at:%H}", at=at) for at in (OLDER, OLD, NEW)]
    press_everything(now=NOON)
    paper.press()

    items = joined(paper, path).xpath("//*[@data-list]//*[self::li or self::article][.//time]")

    said = {
        item.cssselect(".headline")[0].text_content(): datetime.fromisoformat(item.cssselect("time")[0].get("datetime"))
        for item in items
    }
    assert said == {story.title: story.first_published_at for story in stories}
    for item in items:
        at = datetime.fromisoformat(item.cssselect("time")[0].get("datetime"))
        assert f"{timezone.localtime(at.astimezone(UTC)):%H:%M}" == item.cssselect("time .hour")[0].text


def test_a_story_that_moved_to_another_section_stands_once_in_all_and_only_there_it_is_now(
    paper: Paper, topic: Topic
) -> None:
    sport = paper.section("Sport", parent=paper.home)
    moved, other = (published(paper, topic, headline=f"At {at:%H}", at=at) for at in (OLD, NEW))
    press_everything(now=NOON)
    paper.press()

    moved.move(sport, pos="last-child")
    paper.press()

    everywhere = (other.pk, moved.pk)
    assert lists_of(paper, topic) == {
        "all": everywhere,
        "topic": everywhere,
        "world": (other.pk,),
        "europe": (other.pk,),
    }
    assert paper.store.read(f"list/latest/{sport.pk}") == StoryList(story_ids=(moved.pk,))
    for path in ("", "world", "sport", "topics/ferries"):
        shown = [link.get("href") for link in joined(paper, path).cssselect("main .headline")]
        assert len(shown) == len(set(shown)), path

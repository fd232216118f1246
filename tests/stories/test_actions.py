"""What a story goes through: drafted, revised, published, corrected, withdrawn, taken back."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from broadsheet.stories import signals
from broadsheet.stories.actions import (
    AlreadyWithdrawnError,
    EmptyNoteError,
    NotLiveError,
    correct_story,
    know_topic,
    make_section,
    publish_story,
    restore_story,
    revise_story,
    withdraw_story,
)
from broadsheet.stories.guards import PublishRefusedError
from broadsheet.stories.models import Author, StoryPage
from broadsheet.stories.queries import address_of, live_stories
from broadsheet.stories.tasks import expire_over, publish_due
from broadsheet.stories.words import StoryWords
from scheduling import schedule_story

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
ONE = NOON + timedelta(hours=1)
TWO = NOON + timedelta(hours=2)


@pytest.fixture
def heard() -> Iterator[list[tuple[str, dict[str, Any]]]]:
    """What the other slices hear, in order."""
    news: list[tuple[str, dict[str, Any]]] = []
    named = {
        "published": signals.story_published,
        "withdrawn": signals.story_withdrawn,
        "moved": signals.story_moved,
        "section": signals.section_changed,
        "section moved": signals.section_moved,
    }
    ears = {name: lambda name=name, **fields: news.append((name, fields)) for name in named}
    for name, signal in named.items():
        signal.connect(ears[name], weak=False)
    yield news
    for name, signal in named.items():
        signal.disconnect(ears[name])


def names(news: list[tuple[str, dict[str, Any]]]) -> list[str]:
    return [name for name, _ in news]


def test_a_draft_has_a_revision_an_address_and_no_readers(paper: Any, heard: Any) -> None:
    story = paper.draft("Rain falls, twice: a day's “record”")

    assert story.live is False
    assert story.latest_revision is not None
    assert address_of(story) == "/world/uk-and-europe/rain-falls-twice-a-days-record/"
    assert names(heard) == []


def test_two_stories_of_one_headline_get_two_addresses(paper: Any) -> None:
    first, second, third = (paper.draft("Rain falls") for _ in range(3))

    assert [story.slug for story in (first, second, third)] == ["rain-falls", "rain-falls-2", "rain-falls-3"]


def test_a_headline_without_a_latin_letter_gets_an_address_of_its_words(paper: Any) -> None:
    story = paper.draft("雨が降る")

    assert story.slug == "雨が降る"


def test_bylines_name_known_authors_and_others_freely(paper: Any) -> None:
    known = Author.objects.create(name="Ann Example", slug="ann-example")

    story = paper.draft(bylines=["ANN EXAMPLE", "Somebody Else", "Somebody Else"])

    found = [(line.author, line.name) for line in StoryPage.objects.get(pk=story.pk).bylines.all()]
    assert found == [(known, ""), (None, "Somebody Else")]


def test_publishing_tells_the_others_once_with_the_moment(paper: Any, heard: Any) -> None:
    story = paper.draft()

    publish_story(story, by=paper.world_editor, now=ONE)

    assert story.live
    assert story.first_published_at == ONE
    assert story.updated_at is None
    assert [(name, fields["first"], fields["now"]) for name, fields in heard] == [("published", True, ONE)]


def test_an_update_of_the_words_moves_updated_at_and_the_first_time_stays(paper: Any, heard: Any) -> None:
    story = paper.draft()
    publish_story(story, by=None, now=ONE)

    revise_story(story, changes=StoryWords(headline="Rain stops"), by=paper.reporter, now=TWO)
    before = StoryPage.objects.get(pk=story.pk).title
    publish_story(story, by=None, now=TWO)

    assert before == "Rain falls"
    assert (story.title, story.first_published_at, story.updated_at) == ("Rain stops", ONE, TWO)
    assert [fields["first"] for name, fields in heard] == [True, False]


def test_publishing_the_same_words_again_does_not_move_updated_at(paper: Any) -> None:
    story = paper.draft()
    publish_story(story, by=None, now=ONE)

    revise_story(story, changes=StoryWords(body_html="<p>It rained all day.</p>"), by=None, now=TWO)
    publish_story(story, by=None, now=TWO)

    assert story.updated_at is None


def test_a_reporter_cannot_publish_and_an_editor_only_at_home(paper: Any) -> None:
    story = paper.draft()

    with pytest.raises(PermissionDenied):
        publish_story(story, by=paper.reporter, now=ONE)
    with pytest.raises(PermissionDenied):
        publish_story(story, by=paper.sport_editor, now=ONE)
    publish_story(story, by=paper.world_editor, now=ONE)

    assert story.live


def test_nothing_goes_out_before_the_second_its_embargo_ends(paper: Any) -> None:
    story = paper.draft(embargoed_until=TWO)

    with pytest.raises(PublishRefusedError, match="Embargoed until 01 June 2026, 14:00:00 UTC"):
        publish_story(story, by=paper.chief, now=TWO - timedelta(seconds=1))
    assert not StoryPage.objects.get(pk=story.pk).live
    publish_story(story, by=paper.chief, now=TWO)

    assert story.live


def test_a_scheduled_story_goes_out_at_the_end_of_its_embargo(paper: Any) -> None:
    story = paper.draft(embargoed_until=TWO)
    schedule_story(story, at=ONE, by=paper.world_editor, now=NOON)

    publish_due(TWO - timedelta(seconds=1))
    early = StoryPage.objects.get(pk=story.pk).live
    publish_due(TWO)

    assert not early
    late = StoryPage.objects.get(pk=story.pk)
    assert late.live
    assert late.first_published_at == TWO


def test_one_due_story_that_is_refused_does_not_stop_the_next(paper: Any) -> None:
    stuck, ready = paper.draft("Stuck"), paper.draft("Ready")
    for story in (stuck, ready):
        schedule_story(story, at=ONE, by=None, now=NOON)
    StoryPage.objects.filter(pk=stuck.pk).update(withdrawn_at=NOON, withdrawn_notice="No.")

    publish_due(TWO)

    assert list(live_stories()) == [ready]


def test_an_expired_story_leaves_without_a_notice(paper: Any, heard: Any) -> None:
    story = paper.draft()
    publish_story(story, by=None, now=ONE)
    StoryPage.objects.filter(pk=story.pk).update(expire_at=TWO)

    expire_over(TWO)

    story.refresh_from_db()
    assert (story.live, story.expired, story.withdrawn_at) == (False, True, None)
    assert names(heard) == ["published", "withdrawn"]


def test_a_correction_is_public_and_needs_words_and_readers(paper: Any) -> None:
    story = paper.draft()
    with pytest.raises(NotLiveError):
        correct_story(story, note="It was snow.", by=paper.world_editor, now=ONE)
    publish_story(story, by=None, now=ONE)
    with pytest.raises(EmptyNoteError):
        correct_story(story, note="  ", by=paper.world_editor, now=ONE)
    revise_story(story, changes=StoryWords(headline="Snow falls"), by=None, now=TWO)

    correct_story(story, note="It was snow.", by=paper.world_editor, now=TWO)

    assert story.title == "Snow falls"
    assert [(item.note, item.made_at) for item in story.corrections.all()] == [("It was snow.", TWO)]


def test_a_withdrawal_is_final_until_a_chief_takes_it_back(paper: Any, heard: Any) -> None:
    story = paper.draft()
    publish_story(story, by=None, now=ONE)

    withdraw_story(story, notice="It was not so.", by=paper.world_editor, now=TWO)

    assert (story.live, story.withdrawn_notice, story.withdrawn_at) == (False, "It was not so.", TWO)
    assert heard[-1][0] == "withdrawn"
    assert heard[-1][1]["story"].withdrawn_notice == "It was not so."
    with pytest.raises(PublishRefusedError, match="Only a chief"):
        publish_story(story, by=paper.chief, now=TWO)
    with pytest.raises(AlreadyWithdrawnError):
        withdraw_story(story, notice="Again.", by=None, now=TWO)
    with pytest.raises(PermissionDenied):
        restore_story(story, reason="I like it.", by=paper.world_editor, now=TWO)

    restore_story(story, reason="It was so after all.", by=paper.chief, now=TWO)

    assert (story.live, story.withdrawn_at, story.withdrawn_notice) == (True, None, "")


def test_withdrawing_a_scheduled_draft_takes_its_schedule_away(paper: Any, heard: Any) -> None:
    story = paper.draft()
    schedule_story(story, at=ONE, by=None, now=NOON)

    withdraw_story(story, notice="Killed by the agency.", by=None, now=NOON)
    publish_due(TWO)

    assert not StoryPage.objects.get(pk=story.pk).live
    assert names(heard) == ["withdrawn"]


def test_a_lock_does_not_hold_up_a_kill(paper: Any) -> None:
    story = paper.draft()
    publish_story(story, by=None, now=ONE)
    StoryPage.objects.filter(pk=story.pk).update(locked=True, locked_by=paper.reporter)

    withdraw_story(story, notice="Killed by the agency.", by=paper.chief, now=TWO)

    assert not story.live


def test_a_topic_is_known_by_its_code_or_its_name(paper: Any) -> None:
    first = know_topic("Politics", mediatopic="11000000")

    assert know_topic("Politik", mediatopic="11000000") == first
    assert know_topic("politics") == first
    assert know_topic("Politics!").slug == "politics-2"


def test_a_section_tells_that_it_came_and_where_it_went(paper: Any, heard: Any) -> None:
    story = paper.draft()
    publish_story(story, by=None, now=ONE)
    heard.clear()

    make_section(paper.home, title="Culture")
    paper.world.refresh_from_db()
    paper.world.slug = "globe"
    paper.world.save()

    assert names(heard) == ["section", "section moved", "section"]
    assert [(fields["left"], fields["entered"]) for name, fields in heard if name == "section moved"] == [
        (set(), set())
    ]

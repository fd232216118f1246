"""Since then: an old story names what came of it, and only what plainly did."""

from datetime import timedelta

import pytest

from broadsheet.contracts.pieces import Candidate
from broadsheet.press.models import PressOrder
from broadsheet.press.orders import Priority, story_key
from broadsheet.related.engine import LikeStory
from broadsheet.related.following import MOST_OLDER, followed_by
from broadsheet.related.models import FollowUp
from broadsheet.related.queries import companies_of
from broadsheet.searching.schema import IndexedStory
from broadsheet.stories.models import StoryPage

from .conftest import NOON, Paper

STRIKE = "Ferry crews in Aldmoor walked out at dawn over night shifts, and no ferry sails to the islands."
TALKS = "Ferry crews in Aldmoor who walked out over night shifts met owners for talks about the islands."
AN_END = "After talks the ferry crews in Aldmoor, who walked out at dawn over night shifts, sail to the islands again."

OTHER_NEWS = (
    "A gardener in Westby has grown the largest pumpkin that anyone in the village remembers.",
    "The council of Northam votes on a bypass, and shopkeepers fear for their trade.",
    "A library in Eastry lends out its ten-millionth book, a novel about the sea.",
    "Snow closes the mountain pass above Highfell, and drivers spend a night in a school.",
    "Doctors in Southgate test a vaccine that needs no needle.",
)


def make_like(story_id: int = 1, *, likeness: float = 0.6, rarity: float = 0.9, days: float = -3) -> LikeStory:
    return LikeStory(
        story_id=story_id,
        score=likeness,
        published_at=NOON + timedelta(days=days),
        shared=("Aldmoor",),
        likeness=likeness,
        rarity=rarity,
    )


@pytest.fixture
def busy_paper(paper: Paper) -> Paper:
    """A paper whose index holds other news too: among two stories no name is rare."""
    paper.relater.check_index(NOON)
    other = [
        IndexedStory(story_id=900 + number, section_id=0, headline="", standfirst="", body=text, published_at=NOON)
        for number, text in enumerate(OTHER_NEWS)
    ]
    paper.relater._opened(NOON).change(put=other)
    return paper


def follow_ups_of(story: StoryPage) -> list[int]:
    return [found.story_id for found in companies_of([story.pk])[story.pk].follow_ups]


def test_a_later_story_with_a_rare_name_in_common_follows_and_the_older_one_is_told_why() -> None:
    (followed,) = followed_by([make_like()], rewrites=frozenset({7}), published_at=NOON)

    assert (followed.story_id, followed.reason) == (1, "Also about Aldmoor · 3 days later")


@pytest.mark.parametrize(
    "like",
    [
        make_like(likeness=0.39),
        make_like(rarity=0.4),
        make_like(days=-0.1),
        make_like(days=1),
        make_like(days=-31),
        make_like(7),
    ],
    ids=["hardly alike", "no rare name", "too soon after", "before", "long after", "the same story rewritten"],
)
def test_what_does_not_plainly_carry_a_story_on_does_not_follow_it(like: LikeStory) -> None:
    followed = followed_by([like], rewrites=frozenset({7}), published_at=NOON)

    assert followed == ()


def test_one_story_follows_few_older_ones() -> None:
    like = [make_like(number, likeness=0.5 + number / 100) for number in range(11, 19)]

    followed = followed_by(like, rewrites=frozenset({7}), published_at=NOON)

    assert [story.story_id for story in followed] == [18, 17, 16, 15, 14]
    assert len(followed) == MOST_OLDER


def test_an_old_page_says_what_happened_since_the_latest_first(busy_paper: Paper) -> None:
    older = busy_paper.publish(STRIKE)
    busy_paper.relate()
    PressOrder.objects.all().delete()

    talks, an_end = busy_paper.publish(TALKS, hours=30), busy_paper.publish(AN_END, hours=60)
    busy_paper.relate()

    assert busy_paper.slots(older)["since"].candidates == (
        Candidate(story_id=an_end.pk, note='<p class="why">Also about Aldmoor · 3 days later</p>'),
        Candidate(story_id=talks.pk, note='<p class="why">Also about Aldmoor · 1 day later</p>'),
    )
    assert PressOrder.objects.get(key=str(story_key(older.pk))).priority == Priority.MASS


def test_two_agencies_words_for_one_event_follow_once(busy_paper: Paper) -> None:
    older = busy_paper.publish(STRIKE)
    busy_paper.relate()

    first = busy_paper.publish(TALKS, hours=30)
    busy_paper.publish(f"{TALKS} Today.", hours=31)
    busy_paper.relate()

    assert follow_ups_of(older) == [first.pk]


def test_a_withdrawn_story_follows_nothing_any_more_and_the_old_page_is_pressed(busy_paper: Paper) -> None:
    older, talks = busy_paper.publish(STRIKE), busy_paper.publish(TALKS, hours=30)
    busy_paper.relate()
    PressOrder.objects.all().delete()

    busy_paper.withdraw(talks)
    busy_paper.relate()

    assert follow_ups_of(older) == []
    assert PressOrder.objects.filter(key=str(story_key(older.pk))).exists()


def test_a_withdrawn_old_story_keeps_no_follow_ups(busy_paper: Paper) -> None:
    older = busy_paper.publish(STRIKE)
    busy_paper.publish(TALKS, hours=30)
    busy_paper.relate()

    busy_paper.withdraw(older)
    busy_paper.relate()

    assert not FollowUp.objects.exists()


def test_at_most_three_are_named(busy_paper: Paper) -> None:
    older = busy_paper.publish(STRIKE)
    busy_paper.relate()
    FollowUp.objects.bulk_create(
        FollowUp(older_id=older.pk, later_id=100 + number, later_at=NOON, score=number, reason="")
        for number in range(5)
    )

    assert follow_ups_of(older) == [104, 103, 102]

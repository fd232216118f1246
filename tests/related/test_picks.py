"""What editors say of a story's Related Stories, as its page has it; and what never stands there."""

from datetime import timedelta

import pytest

from broadsheet.contracts.pieces import Candidate
from broadsheet.press.models import PressOrder
from broadsheet.press.orders import story_key
from broadsheet.related.actions import order
from broadsheet.related.models import FollowUp
from broadsheet.related.queries import FOLLOW_UPS, companies_of
from broadsheet.stories.actions import draft_story, publish_story
from broadsheet.stories.models import RelatedBan, RelatedPin, StoryPage

from .conftest import FERRY, FERRY_GOES_ON, NOON, PUMPKIN, Paper

pytestmark = pytest.mark.django_db
CHOSEN = '<p class="why">Chosen by the editors</p>'


def pick(story: StoryPage, *, pins: tuple[StoryPage, ...] = (), bans: tuple[StoryPage, ...] = ()) -> StoryPage:
    """As an editor saves the form: in a draft, which readers do not have."""
    draft: StoryPage = story.get_latest_revision_as_object()
    draft.related_pins = [RelatedPin(other=other) for other in pins]
    draft.related_bans = [RelatedBan(other=other) for other in bans]
    draft.save_revision()
    return StoryPage.objects.get(pk=story.pk)


def pick_and_publish(story: StoryPage, **picks: tuple[StoryPage, ...]) -> StoryPage:
    publish_story(picked := pick(story, **picks), by=None, now=NOON)
    return picked


def test_pins_stand_first_in_their_order_and_say_who_chose_them(paper: Paper) -> None:
    ferry, first, second = paper.publish(FERRY, hours=-72), paper.publish(PUMPKIN), paper.publish("Two more pumpkins.")
    story = paper.publish(FERRY_GOES_ON)
    paper.relate()

    pick_and_publish(story, pins=(second, first))

    slot = paper.slots(story)["related"]
    assert slot.pins == (Candidate(story_id=second.pk, note=CHOSEN), Candidate(story_id=first.pk, note=CHOSEN))
    assert [candidate.story_id for candidate in slot.candidates] == [ferry.pk]


def test_a_pinned_story_that_is_related_by_itself_is_named_once(paper: Paper) -> None:
    ferry, story = paper.publish(FERRY, hours=-72), paper.publish(FERRY_GOES_ON)
    paper.relate()

    pick_and_publish(story, pins=(ferry,))

    slot = paper.slots(story)["related"]
    assert ([pin.story_id for pin in slot.pins], slot.candidates) == ([ferry.pk], ())


def test_a_banned_story_is_no_candidate_and_comes_from_no_source_either(paper: Paper) -> None:
    ferry, story = paper.publish(FERRY, hours=-72), paper.publish(FERRY_GOES_ON)
    paper.relate()

    pick_and_publish(story, bans=(ferry,))

    slot = paper.slots(story)["related"]
    assert (slot.candidates, slot.barred) == ((), (ferry.pk,))


def test_a_ban_is_stronger_than_a_pin(paper: Paper) -> None:
    pumpkin, story = paper.publish(PUMPKIN), paper.publish(FERRY)
    RelatedPin.objects.create(story=story, other=pumpkin)
    RelatedBan.objects.create(story=story, other=pumpkin)

    slot = paper.slots(story)["related"]

    assert (slot.pins, slot.barred) == ((), (pumpkin.pk,))


def test_a_banned_follow_up_makes_room_for_the_next(paper: Paper) -> None:
    older = paper.publish(FERRY)
    later = [paper.publish(f"{PUMPKIN} {number}") for number in range(FOLLOW_UPS + 1)]
    FollowUp.objects.bulk_create(
        FollowUp(older_id=older.pk, later_id=story.pk, later_at=NOON + timedelta(days=n), score=1 - n / 10, reason="So")
        for n, story in enumerate(later)
    )
    before = [found.story_id for found in companies_of([older.pk])[older.pk].follow_ups]

    pick_and_publish(older, bans=(later[0],))

    since = paper.slots(older)["since"]
    assert before == [story.pk for story in reversed(later[:-1])]
    assert [candidate.story_id for candidate in since.candidates] == [story.pk for story in reversed(later[1:])]


def test_picks_of_a_draft_wait_for_its_publication_which_presses_the_page(paper: Paper) -> None:
    pumpkin, story = paper.publish(PUMPKIN), paper.publish(FERRY)
    paper.relate()
    PressOrder.objects.all().delete()

    drafted = pick(story, pins=(pumpkin,))
    as_draft, ordered_by_draft = paper.slots(story)["related"].pins, PressOrder.objects.exists()
    publish_story(drafted, by=None, now=NOON)

    assert (as_draft, ordered_by_draft) == ((), False)
    assert [pin.story_id for pin in paper.slots(story)["related"].pins] == [pumpkin.pk]
    assert StoryPage.objects.get(pk=story.pk).updated_at is None  # its words are what they were
    assert PressOrder.objects.filter(key=str(story_key(story.pk))).exists()


def test_an_older_version_that_is_published_again_brings_its_own_picks(paper: Paper) -> None:
    pumpkin, ferry, story = paper.publish(PUMPKIN), paper.publish(FERRY), paper.publish(FERRY_GOES_ON)
    pick_and_publish(story, pins=(pumpkin, ferry))
    older = StoryPage.objects.get(pk=story.pk).get_latest_revision()
    pick_and_publish(story, pins=(ferry,), bans=(pumpkin,))

    older.as_object().save_revision()
    publish_story(StoryPage.objects.get(pk=story.pk), by=None, now=NOON)

    slot = paper.slots(story)["related"]
    assert ([pin.story_id for pin in slot.pins], slot.barred) == ([pumpkin.pk, ferry.pk], ())


def test_a_copy_keeps_the_picks(paper: Paper) -> None:
    pumpkin, ferry, story = paper.publish(PUMPKIN), paper.publish(FERRY), paper.publish(FERRY_GOES_ON)
    story = pick_and_publish(story, pins=(pumpkin,), bans=(ferry,))

    copy = StoryPage.objects.get(pk=story.pk).copy(update_attrs={"slug": "again"}, keep_live=False)

    for held in (copy, copy.get_latest_revision_as_object()):
        assert [pin.other_id for pin in held.related_pins.all()] == [pumpkin.pk]
        assert [ban.other_id for ban in held.related_bans.all()] == [ferry.pk]


def test_a_pinned_story_that_is_deleted_leaves_the_pins_and_every_draft(paper: Paper) -> None:
    pumpkin, ferry, story = paper.publish(PUMPKIN), paper.publish(FERRY), paper.publish(FERRY_GOES_ON)
    story = pick_and_publish(story, pins=(pumpkin, ferry), bans=())
    pick(story, pins=(ferry, pumpkin))

    StoryPage.objects.get(pk=pumpkin.pk).delete()
    draft = StoryPage.objects.get(pk=story.pk).get_latest_revision_as_object()
    draft.save_revision()
    publish_story(draft, by=None, now=NOON)

    assert [pin.story_id for pin in paper.slots(story)["related"].pins] == [ferry.pk]


def test_what_is_under_embargo_or_withdrawn_is_related_to_nothing_until_readers_may_have_it(paper: Paper) -> None:
    paper.publish(PUMPKIN)
    held = draft_story(
        paper.world, headline="Held", body_html=f"<p>{FERRY}</p>", embargoed_until=NOON + timedelta(hours=5),
        owner=None, now=NOON,
    )  # fmt: skip
    withdrawn = paper.publish(f"{FERRY} Owners met.", hours=-60)
    paper.relate()
    paper.withdraw(withdrawn)

    story = paper.publish(FERRY_GOES_ON)
    paper.relate()
    before = companies_of([story.pk])[story.pk]
    publish_story(held, by=None, now=NOON + timedelta(hours=5))
    order([held.pk, story.pk], now=NOON)
    paper.relate(now=NOON + timedelta(hours=6))

    assert (before.related, before.follow_ups) == ((), ())
    assert [found.story_id for found in companies_of([story.pk])[story.pk].related] == [held.pk]


def test_an_entry_that_fills_in_says_from_where_with_the_section_s_name_escaped(paper: Paper) -> None:
    paper.world.title = "World <& beyond>"
    paper.world.save()
    story = paper.publish(FERRY)

    slot = paper.slots(story)["related"]

    assert slot.sources == (f"list/latest/{paper.world.pk}", "list/latest/all")
    assert slot.source_notes == (
        '<p class="why">Latest in World &lt;&amp; beyond&gt;</p>',
        '<p class="why">Latest</p>',
    )
    assert [other.source_notes for name, other in paper.slots(story).items() if name != "related"] == [(), ()]

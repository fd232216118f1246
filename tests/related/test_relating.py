"""From publishing to the lists beside a story: ordered with the news, found by the clerk, lost by no kill."""

import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
import tantivy
from django.db import transaction

from broadsheet.contracts.pieces import Candidate, Fragment
from broadsheet.press.composer import Composer
from broadsheet.press.models import PressOrder
from broadsheet.press.orders import Priority, story_key
from broadsheet.related import relating
from broadsheet.related.actions import Outcome, order, order_everything
from broadsheet.related.models import IndexOrder, RelatedList, Stage
from broadsheet.related.queries import companies_of, waiting_orders
from broadsheet.searching.index import index_path, is_whole
from broadsheet.stories.actions import publish_story, revise_story
from broadsheet.stories.models import StoryPage, Topic
from broadsheet.stories.words import StoryWords

from .conftest import FERRY, FERRY_GOES_ON, NOON, PUMPKIN, Paper

pytestmark = pytest.mark.django_db


def related_to(story: StoryPage) -> list[int]:
    return [found.story_id for found in companies_of([story.pk])[story.pk].related]


def waiting() -> dict[int, int]:
    return dict(IndexOrder.objects.values_list("story_id", "stage"))


def test_publishing_orders_in_its_own_transaction_and_a_rollback_takes_the_order_back(paper: Paper) -> None:
    story = paper.publish(FERRY)
    paper.relate()

    with transaction.atomic():
        revise_story(story, changes=StoryWords(headline="Strike over"), by=None, now=NOON)
        publish_story(story, by=None, now=NOON)
        during = waiting()
        transaction.set_rollback(True)

    assert during == {story.pk: Stage.PUBLISHED}
    assert waiting() == {}


def test_a_published_story_has_its_related_ones_on_its_page_with_the_reason(paper: Paper) -> None:
    older = paper.publish(FERRY, topics=("Air & sea",), hours=-72)
    paper.publish(PUMPKIN)
    story = paper.publish(FERRY_GOES_ON, topics=("Air & sea",))

    paper.relate()

    slot = paper.slots(story)["related"]
    note = '<p class="why">Also about Air &amp; sea · 3 days earlier</p>'
    assert slot.candidates == (Candidate(story_id=older.pk, note=note),)
    assert slot.sources
    assert waiting() == {}


def test_an_editor_may_switch_the_lists_off(paper: Paper) -> None:
    paper.publish(FERRY, hours=-72)
    story = paper.publish(FERRY_GOES_ON)
    paper.relate()

    StoryPage.objects.filter(pk=story.pk).update(shows_lists=False)

    assert paper.slots(story) == {}


def test_a_list_that_changed_is_pressed_and_one_that_did_not_is_not(paper: Paper) -> None:
    paper.publish(FERRY, hours=-72)
    paper.relate()
    story = paper.publish(FERRY_GOES_ON)
    PressOrder.objects.all().delete()

    paper.relate()
    pressed = dict(PressOrder.objects.values_list("key", "priority"))
    PressOrder.objects.all().delete()
    order([story.pk], now=NOON)
    paper.relate()

    assert pressed[str(story_key(story.pk))] == Priority.LISTS
    assert not PressOrder.objects.exists()
    assert RelatedList.objects.filter(story_id=story.pk).count() == 1


def test_a_withdrawn_story_leaves_the_index_with_its_list(paper: Paper) -> None:
    older, story = paper.publish(FERRY, hours=-72), paper.publish(FERRY_GOES_ON)
    paper.relate()

    paper.withdraw(story)
    paper.relate()

    assert paper.indexed() == {older.pk}
    assert companies_of([story.pk])[story.pk].related == ()
    assert waiting() == {}


def test_a_withdrawn_story_is_related_to_nothing_that_comes_later(paper: Paper) -> None:
    older = paper.publish(FERRY, hours=-72)
    paper.relate()
    paper.withdraw(older)

    story = paper.publish(FERRY_GOES_ON)
    paper.relate()

    assert related_to(story) == []


def test_an_order_given_while_the_clerk_works_is_not_lost(paper: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
    story = paper.publish(FERRY)
    paper.relate()
    order([story.pk], now=NOON)
    store = relating.store_outcome

    def store_late(outcome: Outcome, **facts: object) -> None:
        order([story.pk], now=NOON)
        store(outcome, **facts)  # type: ignore[arg-type]

    monkeypatch.setattr(relating, "store_outcome", store_late)
    paper.relater.work_off(NOON)

    assert waiting() == {story.pk: Stage.PUBLISHED}


def test_a_kill_between_index_and_database_costs_nothing(paper: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
    older = paper.publish(FERRY, hours=-72)
    paper.relate()
    story = paper.publish(FERRY_GOES_ON)

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(relating, "store_outcome", killed)
        with pytest.raises(KeyboardInterrupt):
            paper.relater.work_off(NOON)
    left = (paper.indexed(), waiting())
    paper.restart()
    paper.relate()

    assert left == ({older.pk, story.pk}, {story.pk: Stage.PUBLISHED})
    assert paper.relater._opened(NOON).searcher().num_docs == 2
    assert related_to(story) == [older.pk]


@pytest.mark.parametrize("is_restarted", [True, False])
def test_a_lost_index_is_made_anew_by_itself(paper: Paper, is_restarted: bool) -> None:
    older = paper.publish(FERRY, hours=-72)
    paper.relate()
    shutil.rmtree(paper.folder)
    if is_restarted:
        paper.restart()

    story = paper.publish(FERRY_GOES_ON)
    paper.relate()

    assert paper.indexed() == {older.pk, story.pk}
    assert related_to(story) == [older.pk]
    assert waiting() == {}


def test_an_index_that_cannot_be_read_is_made_anew(paper: Paper) -> None:
    story = paper.publish(FERRY)
    paper.relate()
    paper.relater.close()
    (index_path(paper.folder) / "meta.json").write_text("{half")

    paper.restart()
    paper.relater.check_index(NOON)
    paper.relate()

    assert paper.indexed() == {story.pk}


def test_while_the_index_is_filled_nothing_is_related_and_then_everything_is(paper: Paper) -> None:
    older, story = paper.publish(FERRY, hours=-72), paper.publish(FERRY_GOES_ON)
    paper.relater.check_index(NOON)
    order([story.pk], now=NOON)

    stages = [waiting()]
    while paper.relater.work_off(NOON) or paper.relater.relate_archive(NOON):
        stages.append(waiting())

    assert stages == [
        {older.pk: Stage.FILL, story.pk: Stage.PUBLISHED},
        {older.pk: Stage.FILL, story.pk: Stage.MISSED},
        {older.pk: Stage.RELATE, story.pk: Stage.MISSED},
        {older.pk: Stage.RELATE},
        {},
    ]
    assert related_to(story) == [older.pk]


def test_everything_can_be_ordered_anew_and_the_archive_is_pressed_after_all_else(paper: Paper) -> None:
    older, story = paper.publish(FERRY, hours=-72), paper.publish(FERRY_GOES_ON)
    paper.relate()
    RelatedList.objects.all().delete()
    PressOrder.objects.all().delete()

    count = order_everything(now=NOON)
    paper.relate()

    assert count == 2
    assert related_to(story) == [older.pk]
    assert set(PressOrder.objects.values_list("priority", flat=True)) == {Priority.MASS}


def test_a_story_that_cannot_be_indexed_waits_with_its_error_and_stops_no_other(paper: Paper) -> None:
    paper.publish(FERRY, hours=-72)
    paper.relate()
    broken, story = paper.publish(PUMPKIN), paper.publish(FERRY_GOES_ON)
    StoryPage.objects.filter(pk=broken.pk).update(body='[{"type": "table", "value": 5}]')

    paper.relate()

    (failed,) = IndexOrder.objects.all()
    assert (failed.story_id, failed.attempts) == (broken.pk, 1)
    assert failed.last_error
    assert len(related_to(story)) == 1
    assert [one.story_id for one in waiting_orders(NOON + timedelta(seconds=1))] == [broken.pk]


def test_without_orders_the_index_is_not_even_opened(paper: Paper) -> None:
    has_worked = paper.relater.work_off(NOON)

    assert not has_worked
    assert not paper.folder.exists()


def test_a_topics_new_name_is_told_in_the_reasons(paper: Paper) -> None:
    paper.publish(FERRY, topics=("Air and sea",), hours=-72)
    story = paper.publish(FERRY_GOES_ON, topics=("Air and sea",))
    paper.relate()

    topic = Topic.objects.get(name="Air and sea")
    topic.name = "Air and water"
    topic.save()
    paper.relate()

    assert [found.reason for found in companies_of([story.pk])[story.pk].related] == [
        "Also about Air and water · 3 days earlier"
    ]


def test_the_press_reads_a_storys_company_with_four_queries(
    paper: Paper, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    paper.publish(FERRY, hours=-72)
    story = paper.publish(FERRY_GOES_ON)
    paper.relate()

    with django_assert_num_queries(4):
        found = companies_of([story.pk])[story.pk]

    assert found.related


def test_readers_may_search_once_every_story_is_in_the_index(paper: Paper) -> None:
    paper.publish(FERRY, hours=-72)
    paper.publish(FERRY_GOES_ON)
    paper.relater.check_index(NOON)
    half = is_whole(paper.folder)

    paper.relate()

    assert (half, is_whole(paper.folder)) == (False, True)


def test_a_clerk_that_died_before_it_opened_a_full_index_to_readers_opens_it_after(paper: Paper) -> None:
    paper.publish(FERRY)
    paper.relate()
    (index_path(paper.folder) / "whole").unlink()

    paper.restart()
    paper.relater.check_index(NOON)

    assert is_whole(paper.folder)


def test_a_card_s_words_have_the_mark_that_the_index_keeps_of_them(paper: Paper) -> None:
    story = paper.publish(FERRY)
    paper.relate()
    plates = Composer(now=NOON)(story_key(story.pk))

    searcher = paper.relater._opened(NOON).searcher()
    (_, address), *_ = searcher.search(tantivy.Query.all_query(), limit=1).hits

    pressed = plates.pieces[f"words/{story.pk}"]
    assert isinstance(pressed, Fragment)
    assert bytes(searcher.doc(address).get_first("text_mark")).decode() == pressed.html

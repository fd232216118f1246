"""Everything indexed and related anew before somebody's eyes, whenever that somebody or the worker is killed."""

import shutil

import pytest
from click.testing import CliRunner

from broadsheet.clerk import service
from broadsheet.cli import founding, main
from broadsheet.related import actions, tasks
from broadsheet.related.actions import order_everything
from broadsheet.related.models import IndexOrder
from broadsheet.related.queries import companies_of
from broadsheet.related.rebuilding import watch
from broadsheet.stories.models import StoryPage

from .conftest import FERRY, FERRY_GOES_ON, NOON, PUMPKIN, Paper

pytestmark = pytest.mark.django_db


@pytest.fixture
def stories(paper: Paper) -> list[StoryPage]:
    return [paper.publish(FERRY, hours=-72), paper.publish(PUMPKIN), paper.publish(FERRY_GOES_ON)]


def related_to(story: StoryPage) -> list[int]:
    return [found.story_id for found in companies_of([story.pk])[story.pk].related]


def work(paper: Paper) -> bool:
    return paper.relater.work_off(NOON) or paper.relater.relate_archive(NOON)


class Leadership:
    """The clerk's, free or taken."""

    def __init__(self, *, is_free: bool) -> None:
        self._is_free = is_free
        self.is_held = False

    def take(self) -> bool:
        self.is_held = self._is_free
        return self.is_held

    def release(self) -> None:
        self.is_held = False


def test_the_bar_goes_forward_from_nothing_to_all(paper: Paper, stories: list[StoryPage]) -> None:
    paper.relate()
    told: list[int] = []

    count = order_everything(now=NOON)
    watch(total=2 * count, told=told.append, go_on=lambda: work(paper))

    assert told == sorted(told)
    assert (told[0], told[-1]) == (0, 6)
    assert not IndexOrder.objects.exists()


def test_what_cannot_be_indexed_holds_up_nobody_who_watches(paper: Paper, stories: list[StoryPage]) -> None:
    paper.relate()
    order_everything(now=NOON)
    IndexOrder.objects.filter(story_id=stories[1].pk).update(attempts=1, not_before=NOON.replace(year=2030))
    told: list[int] = []

    watch(total=6, told=told.append, go_on=lambda: work(paper))

    assert told[-1] == 6
    assert list(IndexOrder.objects.values_list("story_id", flat=True)) == [stories[1].pk]


def test_killed_while_it_orders_it_is_run_again_and_all_are_related(
    paper: Paper, stories: list[StoryPage], monkeypatch: pytest.MonkeyPatch
) -> None:
    paper.relate()
    shutil.rmtree(paper.folder)
    paper.restart()
    bulk_create = IndexOrder.objects.bulk_create

    def killed_at_the_second(rows: list[IndexOrder], **facts: object) -> object:
        if IndexOrder.objects.exists():
            raise KeyboardInterrupt
        return bulk_create(rows, **facts)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(actions, "_ROWS_AT_ONCE", 1)
        patched.setattr(IndexOrder.objects, "bulk_create", killed_at_the_second)
        with pytest.raises(KeyboardInterrupt):
            order_everything(now=NOON)
    left = IndexOrder.objects.count()
    order_everything(now=NOON)
    paper.relate()

    assert left == 1
    assert paper.indexed() == {story.pk for story in stories}
    assert related_to(stories[2]) == [stories[0].pk]


def test_killed_between_any_two_batches_the_next_worker_goes_on(
    paper: Paper, stories: list[StoryPage], monkeypatch: pytest.MonkeyPatch
) -> None:
    paper.relate()
    monkeypatch.setattr("broadsheet.related.queries.BATCHES", dict.fromkeys(actions.Stage, 1))
    order_everything(now=NOON)
    batches = 0

    while work(paper):
        paper.restart()
        batches += 1

    assert batches == 6
    assert related_to(stories[2]) == [stories[0].pk]


@pytest.mark.parametrize("clerk_runs", [True, False])
def test_the_command_does_the_work_itself_where_no_clerk_runs(
    paper: Paper, stories: list[StoryPage], monkeypatch: pytest.MonkeyPatch, clerk_runs: bool
) -> None:
    paper.relate()
    leadership, held = Leadership(is_free=not clerk_runs), []
    monkeypatch.setattr(founding, "require_site", lambda: None)
    monkeypatch.setattr(founding, "start_django", lambda: None)
    monkeypatch.setattr(service, "leadership_of_this_site", lambda: leadership)
    monkeypatch.setattr(tasks, "relater", lambda _: paper.relater)
    monkeypatch.setattr(
        "broadsheet.cli.related_rebuild.time.sleep", lambda _: (held.append(leadership.is_held), work(paper))
    )

    done = CliRunner().invoke(main, ["related_rebuild"])

    assert done.exception is None, done.exc_info
    assert "3 stories are indexed and related" in done.output
    assert not IndexOrder.objects.exists()
    assert bool(held) is clerk_runs
    assert not leadership.is_held


def test_it_may_leave_all_to_the_clerk(paper: Paper, stories: list[StoryPage], monkeypatch: pytest.MonkeyPatch) -> None:
    paper.relate()
    monkeypatch.setattr(founding, "require_site", lambda: None)
    monkeypatch.setattr(founding, "start_django", lambda: None)

    done = CliRunner().invoke(main, ["related_rebuild", "--no-wait"])

    assert "3 stories are ordered" in done.output
    assert IndexOrder.objects.count() == 3

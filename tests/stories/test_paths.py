"""Every way out of the newsroom asks the guards, and every way in tells the others inside the same transaction."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from broadsheet.media.models import Picture
from broadsheet.stories import guards, signals
from broadsheet.stories.actions import publish_due_revision, publish_story, withdraw_story
from broadsheet.stories.guards import PublishRefusedError, register_publish_guard
from broadsheet.stories.models import StoryPage
from scheduling import schedule_story

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def refusing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A guard of another slice that lets nothing out."""
    monkeypatch.setattr(guards, "_guards", [])
    register_publish_guard(lambda _story, _now: ("Held by the wire.",))


@pytest.fixture
def heard() -> Iterator[list[tuple[str, Any]]]:
    """What the other slices hear, each with whether a transaction was open."""
    news: list[tuple[str, Any]] = []
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


def by_action(story: StoryPage) -> None:
    publish_story(story, by=None, now=NOON)


def by_revision(story: StoryPage) -> None:
    story.get_latest_revision().publish()


def by_save(story: StoryPage) -> None:
    story.live = True
    story.save()


def by_update_fields(story: StoryPage) -> None:
    story.live = True
    story.save(update_fields=["live"])


def by_bare_page(story: StoryPage) -> None:
    page = Page.objects.get(pk=story.pk)
    page.live = True
    page.save()


def by_live_child(story: StoryPage) -> None:
    twin = StoryPage(title="Twin", slug="twin", live=True)
    story.get_parent().add_child(instance=twin)


def by_copy(story: StoryPage) -> None:
    StoryPage.objects.filter(pk=story.pk).update(live=True)
    story.refresh_from_db()
    story.copy(update_attrs={"slug": "twin"}, keep_live=True)


def by_schedule(story: StoryPage) -> None:
    story.save_revision(approved_go_live_at=NOON)
    publish_due_revision(story.get_latest_revision(), now=NOON)


PATHS = [by_action, by_revision, by_save, by_update_fields, by_bare_page, by_live_child, by_copy, by_schedule]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.__name__)
@pytest.mark.usefixtures("refusing")
def test_no_path_publishes_past_a_guard(paper: Any, path: Callable[[StoryPage], None]) -> None:
    story = paper.draft()
    published = StoryPage.objects.filter(live=True, slug="twin") | StoryPage.objects.filter(
        live=True, slug="rain-falls", first_published_at__isnull=False
    )

    with pytest.raises(PublishRefusedError, match=r"Held by the wire\."), transaction.atomic():
        path(story)

    assert not published.exists()


@pytest.mark.parametrize("path", [by_action, by_revision, by_save, by_update_fields, by_bare_page, by_schedule])
def test_every_path_tells_that_a_story_went_out(
    paper: Any, heard: list[tuple[str, Any]], path: Callable[[StoryPage], None]
) -> None:
    story = paper.draft()

    path(story)

    assert [(name, fields["story"].pk, fields["first"]) for name, fields in heard] == [("published", story.pk, True)]


def test_a_live_story_does_not_take_on_words_that_a_guard_holds_back(
    paper: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = paper.draft()
    publish_story(story, by=None, now=NOON)
    monkeypatch.setattr(guards, "_guards", [lambda _story, _now: ("Held.",)])
    story.title = "Other words"

    with pytest.raises(PublishRefusedError), transaction.atomic():
        story.save_revision().publish()

    assert StoryPage.objects.get(pk=story.pk).title == "Rain falls"


def test_a_rollback_takes_the_news_back(paper: Any) -> None:
    outbox: list[Picture] = []

    def write_a_row(**_: Any) -> None:
        outbox.append(Picture.objects.create(title="a row", width=1, height=1, file="row.jpg"))

    signals.story_published.connect(write_a_row)
    story = paper.draft()

    with transaction.atomic():
        publish_story(story, by=None, now=NOON)
        transaction.set_rollback(True)
    signals.story_published.disconnect(write_a_row)

    assert len(outbox) == 1
    assert not Picture.objects.exists()
    assert not StoryPage.objects.get(pk=story.pk).live


def test_the_news_is_told_inside_a_transaction_even_where_wagtail_opens_none(paper: Any) -> None:
    open_ones: list[bool] = []
    outside = len(transaction.get_connection().savepoint_ids)  # those of the test itself

    def ask(**_: Any) -> None:
        open_ones.append(len(transaction.get_connection().savepoint_ids) > outside)

    for signal in (signals.story_published, signals.story_moved, signals.story_withdrawn):
        signal.connect(ask)
    story = paper.draft()

    story.get_latest_revision().publish()
    story.refresh_from_db()
    story.slug = "drizzle"
    story.save()
    story.move(paper.sport, pos="last-child")
    story.refresh_from_db()
    story.unpublish()
    for signal in (signals.story_published, signals.story_moved, signals.story_withdrawn):
        signal.disconnect(ask)

    assert len(open_ones) >= 4
    assert all(open_ones)


def test_unpublishing_and_deleting_are_told(paper: Any, heard: list[tuple[str, Any]]) -> None:
    story, other = paper.draft("One"), paper.draft("Two")
    for page in (story, other):
        publish_story(page, by=None, now=NOON)
    heard.clear()

    Page.objects.get(pk=story.pk).unpublish()
    Page.objects.get(pk=paper.world.pk).delete()

    assert [name for name, _ in heard[:1]] == ["withdrawn"]
    assert sorted(fields["story"].title for name, fields in heard if name == "withdrawn") == ["One", "One", "Two"]
    assert "section" in {name for name, _ in heard}


def test_a_story_that_moves_tells_both_addresses(paper: Any, heard: list[tuple[str, Any]]) -> None:
    story = paper.draft()
    publish_story(story, by=None, now=NOON)
    heard.clear()

    story.move(paper.sport, pos="last-child")

    moves = [(fields["old_path"], fields["new_path"]) for name, fields in heard if name == "moved"]
    assert moves == [("/world/uk-and-europe/rain-falls/", "/sport/rain-falls/")]


def test_a_section_that_moves_takes_its_stories_along(paper: Any, heard: list[tuple[str, Any]]) -> None:
    story = paper.draft()
    publish_story(story, by=None, now=NOON)
    heard.clear()

    paper.home.refresh_from_db()
    paper.europe.move(paper.home, pos="last-child")

    moves = [
        (fields["section"], fields["left"], fields["entered"]) for name, fields in heard if name == "section moved"
    ]
    assert moves == [(paper.europe, {paper.world.pk}, frozenset())]
    assert [name for name, _ in heard][-2:] == ["section moved", "section"]
    assert StoryPage.objects.get(pk=story.pk).url_path == "/home/uk-and-europe/rain-falls/"


def test_sections_in_another_order_are_told(paper: Any, heard: list[tuple[str, Any]]) -> None:
    paper.sport.move(paper.world, pos="left")

    assert [name for name, _ in heard] == ["section"]


def test_saving_a_draft_of_a_live_story_tells_nobody(paper: Any, heard: list[tuple[str, Any]]) -> None:
    story = paper.draft()
    publish_story(story, by=None, now=NOON)
    heard.clear()

    story.title = "Not yet"
    story.save_revision(user=paper.reporter)

    assert heard == []


def test_scheduling_by_wagtails_own_path_is_no_publication(paper: Any, heard: list[tuple[str, Any]]) -> None:
    story = paper.draft()
    story.go_live_at = timezone.now() + timedelta(days=1)

    story.save_revision().publish()

    assert heard == []


def picture_of(**texts: Any) -> Picture:
    return Picture.objects.create(title="Rain", width=10, height=10, file="rain.jpg", **texts)


def test_a_picture_without_a_credit_holds_a_story_back(paper: Any) -> None:
    picture = picture_of()
    story = paper.draft(lead_picture=picture)

    with pytest.raises(PublishRefusedError, match="“Rain” has no credit"):
        publish_story(story, by=None, now=NOON)
    picture.credit = "Ann Example"
    picture.save()
    publish_story(story, by=None, now=NOON)

    assert story.live


def test_a_killed_picture_holds_a_story_back(paper: Any) -> None:
    story = paper.draft(lead_picture=picture_of(credit="Ann Example", killed_at=NOON))

    with pytest.raises(PublishRefusedError, match="was killed"):
        publish_story(story, by=None, now=NOON)


def test_a_scheduled_kill_stays_killed_through_old_revisions(paper: Any) -> None:
    story = paper.draft()
    publish_story(story, by=None, now=NOON)
    schedule_story(story, at=NOON + timedelta(hours=1), by=None, now=NOON)
    revision = story.get_latest_revision()
    withdraw_story(story, notice="Killed.", by=None, now=NOON)
    story.revisions.filter(pk=revision.pk).update(approved_go_live_at=NOON)

    with pytest.raises(PublishRefusedError, match="Only a chief"), transaction.atomic():
        publish_due_revision(revision, now=NOON + timedelta(hours=1))

    assert StoryPage.objects.get(pk=story.pk).withdrawn_notice == "Killed."

"""What the clerk keeps of the paper's readers for the newsroom, from the audience store to the row that is shown."""

from datetime import UTC, datetime, timedelta

import pytest

from broadsheet.contracts.audience import Source
from broadsheet.popular.audience import Audience
from broadsheet.popular.folding import Dropped
from broadsheet.popular.queries import current_audience
from broadsheet.popular.tasks import Ranker
from broadsheet.stories.actions import draft_story, make_section, publish_story
from broadsheet.stories.founding import found_paper
from broadsheet.stories.models import SectionPage, StoryPage
from popular.hits import MORNING, MemoryStore, addresses, flushed, make_folder, make_hit

NOW = datetime.fromtimestamp(MORNING + 30, UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> SectionPage:
    home = found_paper("The Daily Example", address="http://localhost:8000", now=NOW)
    return make_section(home, title="World", now=NOW)


@pytest.fixture
def story(world: SectionPage) -> StoryPage:
    story = draft_story(world, headline="Ferries stop", body_html="<p>Words.</p>", owner=None, now=NOW)
    publish_story(story, by=None, now=NOW)
    return story


@pytest.fixture
def store(story: StoryPage) -> MemoryStore:
    """Thirty readers of the story, a view that asks not to be counted, and a hit from nowhere."""
    folder = make_folder()
    folder.fold(make_hit(story.pk, address=address, came_from="front") for address in addresses(30))
    folder.fold([make_hit(story.pk, do_not_count=True), make_hit(story.pk, origin="")])
    return flushed(folder)


def kept_by(ranker: Ranker, *, now: datetime = NOW) -> Audience | None:
    ranker.run(now)
    ranker.tell_audience(now)
    return current_audience()


def test_readers_of_a_live_story_and_what_was_dropped_are_there(
    store: MemoryStore, story: StoryPage, world: SectionPage
) -> None:
    seen = kept_by(Ranker(store))

    assert seen is not None
    assert [(story_id, crowd.now) for story_id, crowd in seen.stories] == [(story.pk, 30)]
    assert [(section_id, crowd.hour) for section_id, crowd in seen.sections] == [(world.pk, 30)]
    assert seen.everyone.sources == {Source.FRONT: 30}
    assert (seen.dropped, seen.unhashed_views) == ({Dropped.ORIGIN_MISSING: 1}, 1)


def test_a_story_that_was_taken_back_is_not_among_them(store: MemoryStore, story: StoryPage) -> None:
    ranker = Ranker(store)
    before = kept_by(ranker)
    StoryPage.objects.filter(pk=story.pk).update(withdrawn_at=NOW)

    after = kept_by(ranker)

    assert before is not None
    assert after is not None
    assert (len(before.stories), after.everyone.day, after.stories) == (1, 0, ())


def test_while_the_store_is_away_old_figures_do_not_pass_for_new(store: MemoryStore) -> None:
    ranker = Ranker(store)
    kept_by(ranker)
    store.is_away = True

    seen = kept_by(ranker, now=NOW + timedelta(minutes=1))

    assert seen is not None
    assert seen.made_at == NOW


def test_before_anything_was_counted_nothing_is_claimed() -> None:
    assert kept_by(Ranker(MemoryStore(is_away=True))) is None

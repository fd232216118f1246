from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from wagtail.models import Page

from broadsheet.contracts.audience import Fold
from broadsheet.demo.readership import bring_readers
from broadsheet.popular.ranking import rank
from broadsheet.popular.tallying import Tally
from broadsheet.stores.audience import SqliteAudienceStore
from broadsheet.stories.actions import draft_story, make_section, publish_story
from broadsheet.stories.founding import found_paper

NOON = datetime(2026, 5, 14, 12, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_the_edition_was_read_before_it_is_opened_and_is_not_read_again(tmp_path: Path) -> None:
    home = found_paper(name="The Demo", address="http://localhost:8000", now=NOON - timedelta(days=2))
    world = make_section(Page.objects.get(pk=home.pk), title="World", now=NOON - timedelta(days=2))
    stories = set()
    for hours in range(1, 9):
        story = draft_story(world, headline=f"Story {hours}", owner=None, now=NOON - timedelta(hours=hours))
        publish_story(story, by=None, now=NOON - timedelta(hours=hours))
        stories.add(story.pk)
    store = SqliteAudienceStore(tmp_path / "audience.sqlite3")

    bring_readers(store, origin="http://localhost:8000", token_key=b"k" * 32, now=NOON)
    first = _folds(store)
    bring_readers(store, origin="http://localhost:8000", token_key=b"k" * 32, now=NOON)

    assert _folds(store) == first
    assert store.dropped_since(0) == {}
    tally = Tally()
    tally.feed(first, now=NOON.timestamp())
    made = rank(tally.growth(), eligible=stories, now=NOON)
    assert len(made.story_ids) >= 5
    assert made.window_hours == 6  # enough read it for the shortest window that there is
    store.close()


def _folds(store: SqliteAudienceStore) -> list[Fold]:
    return list(store.folds_since(0))

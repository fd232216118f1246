"""The index on disk: what was put is found, what was removed is not, damage is named."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import tantivy

from broadsheet.searching.index import IndexBusyError, IndexDamagedError, StoryIndex, index_path, make_index, open_index
from broadsheet.searching.schema import IndexedStory

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def make_story(story_id: int = 1, *, headline: str = "Ferries stay in port") -> IndexedStory:
    return IndexedStory(
        story_id=story_id, section_id=3, headline=headline, standfirst="", body="No boat sails.", published_at=NOON
    )


def found(index: StoryIndex, text: str, *, field: str = "words") -> list[int]:
    searcher = index.searcher()
    query = tantivy.Query.term_query(index.schema, field, text)
    return sorted(searcher.doc(address).get_first("story_id") for _, address in searcher.search(query).hits)


def test_a_story_is_found_by_the_stem_of_its_words(tmp_path: Path) -> None:
    index = make_index(tmp_path, language="en-gb")

    index.change(put=[make_story()])

    assert found(index, "ferri") == [1]
    assert found(index, "ferries", field="plain") == [1]


def test_putting_a_story_again_replaces_it(tmp_path: Path) -> None:
    index = make_index(tmp_path, language="en")
    index.change(put=[make_story()])

    index.change(put=[make_story(headline="Trains run late")])

    assert found(index, "train") == [1]
    assert found(index, "ferri") == []
    assert index.searcher().num_docs == 1


def test_a_removed_story_is_nowhere(tmp_path: Path) -> None:
    index = make_index(tmp_path, language="en")
    index.change(put=[make_story(1), make_story(2)])

    index.change(remove=[1])

    assert found(index, "ferri") == [2]


def test_another_reader_sees_a_change_after_it_reloads(tmp_path: Path) -> None:
    writer = make_index(tmp_path, language="en")
    writer.change(put=[make_story(1)])
    reader = open_index(tmp_path, language="en")
    writer.change(put=[make_story(2)])

    reader.reload()

    assert found(reader, "ferri") == [1, 2]


def test_a_second_writer_is_refused_and_gets_its_turn(tmp_path: Path) -> None:
    first = make_index(tmp_path, language="en")
    first.change(put=[make_story(1)])
    second = open_index(tmp_path, language="en")

    with pytest.raises(IndexBusyError):
        second.change(put=[make_story(2)])
    first.close()
    second.change(put=[make_story(2)])

    assert found(second, "ferri") == [1, 2]


def test_an_index_that_is_not_there_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(IndexDamagedError, match="no index"):
        open_index(tmp_path, language="en")


@pytest.mark.parametrize("harm", [b"", b"no json", b"{}"])
def test_a_damaged_index_is_a_clear_error_and_can_be_made_anew(tmp_path: Path, harm: bytes) -> None:
    index = make_index(tmp_path, language="en")
    index.change(put=[make_story()])
    index.close()
    (index_path(tmp_path) / "meta.json").write_bytes(harm)

    with pytest.raises(IndexDamagedError):
        open_index(tmp_path, language="en")

    assert make_index(tmp_path, language="en").searcher().num_docs == 0

"""Queries over an index: what they find and in which order, how words are put right, and what is quoted."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html

from broadsheet.searching.finding import Order, Scope, find
from broadsheet.searching.index import IndexDamagedError, StoryIndex, make_index, mark_whole, memory_index
from broadsheet.searching.reading import IndexFillingError, IndexReader
from broadsheet.searching.snippets import LENGTH, Marker, snippet
from broadsheet.searching.spelling import corrected, distance
from broadsheet.searching.wanted import read_wanted
from searching.made_stories import made_story

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LONG = "Nothing of note was said. " * 20


story = partial(made_story, now=NOON)


@pytest.fixture(scope="module")
def index() -> StoryIndex:
    made = memory_index(language="en-gb")
    made.change(
        put=[
            story(1, "Ferries stay in port", f"{LONG} The government is silent."),
            story(2, "Harbour news", "A ferry was seen.", section_id=4, days=3),
            story(3, "Harbour news of old", "A ferry was seen.", days=300),
            *(story(10 + number, f"Government meets {number}", "Ministers met.", days=9) for number in range(40)),
            story(99, "Goverment, said the sign", "A sign was misspelled.", days=2),
        ]
    )
    return made


def ids(index: StoryIndex, typed: str, *, scope: Scope = Scope(), order: Order = Order.RELEVANCE) -> list[int]:  # noqa: B008
    found = find(index, index.searcher(), read_wanted(typed), scope=scope, order=order, now=NOON)
    return [hit.story_id for hit in found.hits]


def meant(index: StoryIndex, typed: str, *, rare: int = 0) -> str | None:
    wanted = corrected(index, index.searcher(), read_wanted(typed), rare=rare)
    return None if wanted is None else wanted.text


def test_a_word_in_the_headline_counts_for_more_and_age_only_breaks_near_ties(index: StoryIndex) -> None:
    assert ids(index, "ferry") == [1, 2, 3]


@pytest.mark.parametrize(
    ("scope", "found"),
    [
        (Scope(section_ids=frozenset({4})), [2]),
        (Scope(section_ids=frozenset()), []),
        (Scope(since=NOON - timedelta(days=3)), [1, 2]),
        (Scope(until=NOON - timedelta(days=3)), [3]),
        (Scope(since=NOON - timedelta(days=4), until=NOON), [2]),
    ],
)
def test_a_scope_takes_in_its_beginning_and_not_its_end(index: StoryIndex, scope: Scope, found: list[int]) -> None:
    assert ids(index, "ferry", scope=scope, order=Order.NEWEST) == found


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("govermnent", "government"),
        ("ferri minsters", "ferri ministers"),
        ('"harbour nwes"', '"harbour news"'),
        ("ferry -govvernment", None),
        ("fry", None),
        ("xyzzy", None),
    ],
)
def test_unknown_words_are_put_right_by_the_nearest_known_one(index: StoryIndex, typed: str, text: str | None) -> None:
    assert meant(index, typed) == text


def test_a_word_that_some_story_has_gives_way_only_where_little_was_found_and_another_is_far_commoner(
    index: StoryIndex,
) -> None:
    assert meant(index, "goverment") is None
    assert meant(index, "goverment", rare=2) == "government"
    assert meant(index, "port", rare=2) is None


@pytest.mark.parametrize(
    ("left", "right", "steps"),
    [("ferry", "ferry", 0), ("fery", "ferry", 1), ("frery", "ferry", 1), ("ferry", "berry", 1), ("a", "abcd", 2)],
)
def test_a_distance_counts_letters_changed_and_neighbours_swapped_up_to_its_limit(
    left: str, right: str, steps: int
) -> None:
    assert distance(left, right, most=1) == steps
    assert distance(right, left, most=1) == steps


def quoted(index: StoryIndex, text: str, typed: str) -> str:
    return snippet(text, marker=Marker(index, read_wanted(typed)))


def test_a_snippet_begins_with_the_sentence_of_the_first_word(index: StoryIndex) -> None:
    html_text = quoted(index, f"{LONG}Two ferries, one crew. {LONG}", "ferry crews")

    assert html_text.startswith("…\u00a0Two <mark>ferries</mark>, one <mark>crew</mark>. Nothing")
    assert html_text.endswith("\u00a0…")
    assert len(html_text) < LENGTH + 60


def test_a_snippet_shows_where_most_of_the_words_stand_together(index: StoryIndex) -> None:
    html_text = quoted(index, f"A ferry came. {LONG} The crew of the ferry sang. {LONG}", "ferry crew")

    assert "The <mark>crew</mark> of the <mark>ferry</mark> sang" in html_text


def test_a_phrase_is_marked_only_where_it_stands(index: StoryIndex) -> None:
    html_text = quoted(index, "A bank and of England much is said, of the Bänk of England more.", '"bank of england"')

    assert html_text.count("<mark>") == 1
    assert "<mark>Bänk of England</mark>" in html_text


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(text=st.text(alphabet=st.characters(exclude_categories=("Cc", "Cs")), max_size=400), typed=st.text(max_size=40))
def test_a_snippet_is_the_story_s_own_words_and_marks_and_nothing_else(
    index: StoryIndex, text: str, typed: str
) -> None:
    html_text = quoted(index, f"{text} ferry <b>&amp; {text}", f"ferry {typed}")

    parsed = html.fragment_fromstring(html_text, create_parent="p")
    assert {element.tag for element in parsed.iter()} == {"p", "mark"}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(typed=st.text(alphabet=st.one_of(st.characters(), st.sampled_from('"-*:^~()[]{}/ aeferry')), max_size=220))
def test_no_text_breaks_a_search(index: StoryIndex, typed: str) -> None:
    wanted = read_wanted(typed)
    searcher = index.searcher()

    found = find(index, searcher, wanted, scope=Scope(), order=Order.RELEVANCE, now=NOON)
    better = corrected(index, searcher, wanted)

    assert found.count >= len(found.hits)
    assert better is None or better.text != wanted.text


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    index = make_index(tmp_path, language="en-gb")
    index.change(put=[story(1, "Ferries stay in port")])
    yield tmp_path
    index.close()


def test_a_reader_waits_until_the_index_is_whole(folder: Path) -> None:
    reader = IndexReader(folder, language="en-gb")
    with pytest.raises(IndexFillingError):
        reader.current()

    mark_whole(folder)

    assert reader.current()[1].num_docs == 1


def test_a_reader_sees_a_commit_and_an_index_begun_anew(tmp_path: Path) -> None:
    writer = make_index(tmp_path, language="en-gb")
    mark_whole(tmp_path)
    reader = IndexReader(tmp_path, language="en-gb")
    counts = [reader.current()[1].num_docs]

    writer.change(put=[story(1, "Ferries stay in port")])
    counts.append(reader.current()[1].num_docs)
    writer.close()
    anew = make_index(tmp_path, language="en-gb")
    with pytest.raises(IndexFillingError):
        reader.current()
    anew.change(put=[story(2, "One"), story(3, "Two")])
    mark_whole(tmp_path)
    counts.append(reader.current()[1].num_docs)
    anew.close()

    assert counts == [0, 1, 2]


def test_a_reader_says_that_there_is_no_index(tmp_path: Path) -> None:
    with pytest.raises(IndexDamagedError, match="no index"):
        IndexReader(tmp_path, language="en-gb").current()


def test_an_index_of_another_schema_goes_when_the_new_one_is_whole(folder: Path) -> None:
    (folder / "stories-1").mkdir()
    (folder / "stories-1" / "segment").write_text("killed words")

    mark_whole(folder)

    assert not (folder / "stories-1").exists()


def test_words_that_are_nothing_but_stop_words_are_looked_for_as_they_stand(index: StoryIndex) -> None:
    assert sorted(ids(index, "The")) == [1, 99]
    assert ids(index, "the ferry") == ids(index, "ferry")

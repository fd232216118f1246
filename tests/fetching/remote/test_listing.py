"""Which files of a remote folder are wire copy, and what was taken before: without a server."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.fetching.remote.listing import (
    Entry,
    aged,
    read_marks,
    settled,
    shortened,
    time_from,
    wire_files,
    write_marks,
)

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


def entry(name: str, *, size: int = 4, changed: str = "", at: float = 0.0) -> Entry:
    return Entry(name=name, shown=name, size=size, changed=changed, at=at)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("20260601115900", datetime(2026, 6, 1, 11, 59, tzinfo=UTC)),
        ("20260601115900.250", datetime(2026, 6, 1, 11, 59, tzinfo=UTC)),
        ("Jun 1 11:59", datetime(2026, 6, 1, 11, 59, tzinfo=UTC)),
        ("Dec 31 23:59", datetime(2025, 12, 31, 23, 59, tzinfo=UTC)),
        ("Feb 29 2024", datetime(2024, 2, 29, tzinfo=UTC)),
    ],
)
def test_times_of_both_lists_are_read(text: str, moment: datetime) -> None:
    assert time_from(text, now=NOW) == moment.timestamp()


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=30))
def test_a_time_that_is_none_sorts_first_and_breaks_nothing(text: str) -> None:
    assert time_from(text, now=NOW) >= 0 or text[:1].isdigit()


@pytest.mark.parametrize("text", ["", "Feb 29 12:00", "Foo 1 2024", "99999999999999"])
def test_what_is_no_time_is_none(text: str) -> None:
    assert time_from(text, now=NOW) == 0


@settings(max_examples=40, deadline=None)
@given(st.sets(st.text(max_size=20), max_size=30))
def test_what_was_taken_is_remembered(names: set[str]) -> None:
    marks = {entry(name).mark for name in names}

    assert read_marks(write_marks(marks)) == marks


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=100))
def test_a_cursor_of_another_make_breaks_nothing(cursor: str) -> None:
    assert len(read_marks(cursor)) <= 100


def test_a_changed_file_is_another_one() -> None:
    marks = {entry("a").mark, entry("a", size=5).mark, entry("a", changed="x").mark, entry("b").mark}

    assert len(marks) == 4


def test_only_what_stands_still_has_settled() -> None:
    earlier = [entry("a"), entry("b", size=1)]

    assert settled([entry("a"), entry("b", size=2), entry("c")], earlier=earlier) == [entry("a")]


def test_a_backlog_is_told_from_what_is_being_written_by_the_server_s_own_clock() -> None:
    files = [entry("old", at=1_000.0), entry("new", at=1_059.0), entry("newest", at=1_060.0), entry("timeless")]

    assert [one.name for one in aged(files)] == ["old"]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=8)))
def test_no_name_that_leads_elsewhere_is_ever_asked_for(names: list[str]) -> None:
    found = wire_files([entry(name) for name in names], patterns=())

    assert all("/" not in one.name and one.name not in {"", ".", ".."} for one in found.files)
    assert all(ord(letter) >= 32 for one in found.files for letter in one.name)


def test_many_troubles_are_told_in_short() -> None:
    told = shortened([f"trouble {number}" for number in range(50)])

    assert len(told) == 21
    assert told[-1] == "and 30 more like these"

"""Which items go through a route's filter."""

from datetime import UTC, datetime

import pytest

from broadsheet.contracts.news import NewsItem, Subject
from broadsheet.wire.routing import RouteFilter, passes, words_from

NOON = datetime(2026, 4, 24, 12, tzinfo=UTC)
TENNIS = Subject(name="Tennis", scheme="mediatopic", code="20001085")


def goes_through(*subjects: Subject, topics: str) -> bool:
    item = NewsItem(guid="a", format="x", subjects=subjects)
    return passes(item, route=RouteFilter(topics=words_from(topics)), now=NOON, zone=UTC)


@pytest.mark.parametrize("topics", ["tennis", "sport", "15000000", "medtop:15000000", "Deporte", "weather, sport"])
def test_a_broad_topic_takes_what_lies_under_it(topics: str) -> None:
    assert goes_through(TENNIS, topics=topics)


@pytest.mark.parametrize("topics", ["weather", "politics", "17000000", "cycling", "nothing that exists"])
def test_another_topic_does_not(topics: str) -> None:
    assert not goes_through(TENNIS, topics=topics)


def test_a_narrow_topic_does_not_take_what_lies_above_it() -> None:
    assert not goes_through(Subject(name="sport", scheme="mediatopic", code="15000000"), topics="tennis")


def test_a_subject_of_another_vocabulary_goes_by_its_code_or_name() -> None:
    subject = Subject(name="Storms", scheme="http://cv.example.org/id", code="5B4A")

    assert goes_through(subject, topics="storms")
    assert goes_through(subject, topics="5b4a")
    assert not goes_through(subject, topics="sport")


def test_without_topics_everything_goes_through() -> None:
    assert goes_through(topics="")

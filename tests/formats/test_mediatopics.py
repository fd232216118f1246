"""Subjects of any vocabulary as IPTC Media Topics, and what lies under what."""

import re
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.contracts.news import NewsItem, Subject
from broadsheet.formats.mediatopics import broader_codes, codes_meant, topic_name, with_media_topics
from broadsheet.formats.mediatopics.topics import current_code, languages, names_in, topics

SPORT, TENNIS, CYCLING = "15000000", "20001085", "20000892"
CODE = re.compile(r"\d{8}", re.ASCII)


def mapped(*subjects: Subject, language: str = "en") -> list[tuple[str, str, str]]:
    item = with_media_topics(NewsItem(guid="a", format="x", language=language, subjects=subjects))
    return [(subject.scheme, subject.code, subject.name) for subject in item.subjects]


@pytest.mark.parametrize(
    "subject",
    [
        Subject(name="Sports", scheme="mediatopic", code=SPORT),
        Subject(name="", scheme="subjectcode", code=SPORT),
        Subject(name="s", scheme="apcategorycode", code="s"),
        Subject(name="Sports", scheme="anpa", code="S"),
        Subject(name="sp", scheme="dpacat", code="sp"),
        Subject(name="SPORT", scheme="keyword"),
        Subject(name="Sport", scheme="dpasubject", code="77"),
        Subject(name="sport", scheme="http://www.wikidata.org/entity", code="Q349"),
    ],
)
def test_what_is_the_same_as_a_topic_becomes_that_topic(subject: Subject) -> None:
    assert mapped(subject) == [("mediatopic", SPORT, "sport")]


@pytest.mark.parametrize(
    ("language", "name"),
    [("en", "tennis"), ("de-AT", "Tennis"), ("sv", "Tennis"), ("da", "tennis"), ("pt-BR", "tênis"), ("", "tennis")],
)
def test_a_topic_has_the_standards_name_in_the_language_of_the_item(language: str, name: str) -> None:
    found = mapped(Subject(name="Ladies' tennis", scheme="mediatopic", code=TENNIS), language=language)

    assert found == [("mediatopic", TENNIS, name)]


def test_a_language_that_the_standard_does_not_have_keeps_the_wires_name() -> None:
    assert mapped(Subject(name="tennis på gress", scheme="mediatopic", code=TENNIS), language="nb") == [
        ("mediatopic", TENNIS, "tennis på gress")
    ]


def test_a_name_is_looked_up_in_the_language_of_the_item_and_in_english() -> None:
    assert mapped(Subject(name="wetter"), language="de") == [("mediatopic", "17000000", "Wetter")]
    assert mapped(Subject(name="weather"), language="de") == [("mediatopic", "17000000", "Wetter")]
    assert mapped(Subject(name="Wetter"), language="fr") == [("", "", "Wetter")]


@pytest.mark.parametrize(
    "subject",
    [
        Subject(name="Ada Brenn", scheme="apperson", code="77"),
        Subject(name="i", scheme="apcategorycode", code="i"),
        Subject(name="vm", scheme="dpacat", code="vm"),
        Subject(name="sport", scheme="rubric"),
        Subject(name="A topic of tomorrow", scheme="mediatopic", code="20009999"),
        Subject(name="Storms", scheme="http://cv.example.org/id", code="5b4a"),
        Subject(name="", scheme="subjectcode", code="99000000"),
    ],
)
def test_what_is_no_topic_stays_as_the_wire_said_it(subject: Subject) -> None:
    assert mapped(subject) == [(subject.scheme, subject.code, subject.name)]


def test_a_retired_topic_gives_way_to_the_one_that_the_standard_names() -> None:
    assert mapped(Subject(name="cyclo-cross", scheme="mediatopic", code="20000898")) == [
        ("mediatopic", CYCLING, "cycling")
    ]


def test_a_subject_code_with_only_a_wider_topic_is_kept_beside_it() -> None:
    subject = Subject(name="Downhill at dawn", scheme="subjectcode", code="15065999")

    assert mapped(subject)[0] == ("subjectcode", "15065999", "Downhill at dawn")
    assert mapped(subject)[1][:2] == ("mediatopic", TENNIS)


def test_a_topic_that_is_said_in_three_ways_is_there_once() -> None:
    subjects = (Subject(name="Sport"), Subject(name="", scheme="subjectcode", code=SPORT), Subject(name="sport"))

    assert mapped(*subjects) == [("mediatopic", SPORT, "sport")]


def test_relevance_stays() -> None:
    subject = Subject(name="", scheme="mediatopic", code=SPORT, relevance=40)

    (found,) = with_media_topics(NewsItem(guid="a", format="x", subjects=(subject,))).subjects

    assert found.relevance == 40


def test_tennis_lies_under_sport() -> None:
    assert broader_codes(TENNIS)[-1] == SPORT
    assert broader_codes(SPORT) == ()
    assert broader_codes("nothing") == ()


@pytest.mark.parametrize("word", ["sport", "Sport", "15000000", "medtop:15000000", "Deporte", " SPORT "])
def test_a_topic_is_meant_by_its_code_and_by_its_name_in_any_language(word: str) -> None:
    assert codes_meant(word) == {SPORT}


@given(st.text(max_size=20))
def test_any_word_means_topics_or_nothing(word: str) -> None:
    assert codes_meant(word) <= set(topics())


def test_the_tables_are_whole() -> None:
    known = topics()

    assert len(known) > 1_300
    assert all(CODE.fullmatch(code) for code in known)
    assert all(not topic.broader or topic.broader in known for topic in known.values())
    assert all(current_code(code) == code for code, topic in known.items() if not topic.is_retired)
    assert not any(known[topic.replacement].is_retired for topic in known.values() if topic.replacement)
    assert all(topic_name(code, language="") for code in known)
    assert all(set(names_in(language)) <= set(known) for language in languages())
    assert len(languages()) == 10


def test_every_topic_ends_at_one_of_the_seventeen() -> None:
    tops = {code for code, topic in topics().items() if not topic.broader}

    assert len(tops) == 17
    assert all((broader_codes(code) or (code,))[-1] in tops for code in topics())


def test_the_attribution_stands_beside_the_tables() -> None:
    notice = files("broadsheet.formats.mediatopics").joinpath("NOTICE.txt").read_text()

    assert "International Press Telecommunications Council" in notice
    assert "creativecommons.org/licenses/by/4.0" in notice

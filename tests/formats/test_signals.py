"""Signals and embargoes from codes, urgency and agencies' prose; ordinary news must not raise any."""

import json
from datetime import UTC, datetime

import pytest

from broadsheet.contracts.news import NewsItem, Signal, Status
from broadsheet.formats.reading import read_items


def item(**fields: object) -> NewsItem:
    (read,) = read_items(json.dumps({"uri": "urn:example:1", "body_text": "Copy.", **fields}).encode())
    return read


@pytest.mark.parametrize(
    ("headline", "signal"),
    [
        ("KILL: Harbour fire", Signal.KILL),
        ("MANDATORY KILL - Harbour fire", Signal.KILL),
        ("BC-US--Harbour Fire-KILL", Signal.KILL),
        ("STORY WITHDRAWN: Harbour fire", Signal.KILL),
        ("WITHDRAWN-Harbour fire destroys museum", Signal.KILL),
        ("KILL\u2014Harbour fire", Signal.KILL),
        ("CORRECTED-Ferry sails on Monday", Signal.CORRECTION),
        ("CORRECTED: Ferry sails on Monday", Signal.CORRECTION),
        ("KORREKTUR: Fähre fährt Montag", Signal.CORRECTION),
        ("UPDATE 2-Ferry sails on Monday", Signal.UPDATE),
        ("UPDATED: Ferry sails on Monday", Signal.UPDATE),
        ("BC-Ferry, 2nd Ld-Writethru", Signal.UPDATE),
        ("BC-Ferry, 1st Add", Signal.ADD),
        ("RPT-Ferry sails on Monday", Signal.REPEAT),
        ("ADVISORY: Ferry story to come", Signal.ADVISORY),
        ("DAYBOOK for Friday", Signal.ADVISORY),
        ("dpa-TAGESVORSCHAU für Dienstag", Signal.ADVISORY),
        ("AP News Digest at 6 a.m.", Signal.ADVISORY),
        ("TEST - please ignore", Signal.TEST),
        ("TEST", Signal.TEST),
        ("FLASH: King abdicates", Signal.FLASH),
        ("BULLETIN: King abdicates", Signal.BULLETIN),
        ("URGENT: King abdicates", Signal.URGENT),
        ("AP-NewsAlert", Signal.ALERT),
    ],
)
def test_a_headline_says_what_it_asks(headline: str, signal: Signal) -> None:
    assert signal in item(headline=headline).signals


@pytest.mark.parametrize(
    ("note", "signal"),
    [
        ("MANDATORY KILL. The fire was an exercise.", Signal.KILL),
        ("Editors: please kill this story, the fire was an exercise.", Signal.KILL),
        ("This story has been withdrawn.", Signal.KILL),
        ("Die Meldung wird zurückgezogen.", Signal.KILL),
        ("HOLD: facts are being checked", Signal.WITHHOLD),
        ("Please disregard until further notice", Signal.WITHHOLD),
        ("Eds: CORRECTS name in 2nd graf.", Signal.CORRECTION),
        ("Corrects price in paragraph two.", Signal.CORRECTION),
        ("Korrektur: 2. Absatz", Signal.CORRECTION),
        ("Eds: UPDATES with quote.", Signal.UPDATE),
        ("Eds: Adds full-year results.", Signal.UPDATE),
        ("This is a test", Signal.TEST),
        ("Repeats for wider distribution", Signal.REPEAT),
    ],
)
def test_a_note_to_editors_says_what_it_asks(note: str, signal: Signal) -> None:
    assert signal in item(headline="Harbour fire", ednote=note).signals


@pytest.mark.parametrize(
    "headline",
    [
        "Kill Bill returns to cinemas",
        "KILL BILL RETURNS TO CINEMAS",
        "Storm kills nine",
        "Police hold suspect",
        "Test match drawn at Lord's",
        "Minister corrects the record on taxes",
        "Oil embargo hits prices",
        "OIL EMBARGO HITS PRICES",
        "Update of law delayed",
        "Urgent repairs close bridge",
        "Troops withdrawn from border",
        "Diary of a prisoner found",
        "Lead pipes replaced",
    ],
)
def test_ordinary_headlines_ask_nothing(headline: str) -> None:
    read = item(headline=headline)

    assert read.signals == frozenset()
    assert read.unreadable_embargo == ""


@pytest.mark.parametrize(
    "note",
    [
        "Pictures of the killer whale are available.",
        "The oil embargo story will be updated.",
        "EMBARGO LIFTED: embargo is lifted at once, no embargo",
        "See also the test drive of April 3.",
    ],
)
def test_ordinary_notes_raise_no_alarm(note: str) -> None:
    read = item(headline="Harbour", ednote=note)

    assert read.signals.isdisjoint({Signal.KILL, Signal.WITHHOLD, Signal.TEST})
    assert read.unreadable_embargo == ""


def test_urgency_one_to_three_is_flash_bulletin_urgent() -> None:
    found = [item(urgency=urgency).signals for urgency in (1, 2, 3, 4, 0, 12)]

    none: frozenset[Signal] = frozenset()
    assert found == [{Signal.FLASH}, {Signal.BULLETIN}, {Signal.URGENT}, none, none, none]


@pytest.mark.parametrize(
    ("word", "status", "signals"),
    [
        ("usable", Status.USABLE, set()),
        ("withheld", Status.WITHHELD, {Signal.WITHHOLD}),
        ("canceled", Status.CANCELED, {Signal.KILL}),
        ("cancelled", Status.CANCELED, {Signal.KILL}),
        ("stat:canceled", Status.CANCELED, {Signal.KILL}),
    ],
)
def test_a_status_is_read_in_every_spelling(word: str, status: Status, signals: set[Signal]) -> None:
    read = item(pubstatus=word)

    assert read.status is status
    assert read.signals == signals


def test_an_unknown_status_withholds_and_says_so() -> None:
    read = item(pubstatus="commissioned")

    assert read.status is Status.WITHHELD
    assert "commissioned" in read.warnings[0]


def test_a_headline_alone_is_an_alert_but_a_kill_without_a_body_is_not() -> None:
    alert = item(headline="King abdicates", body_text="")
    kill = item(headline="King abdicates", body_text="", pubstatus="canceled")

    assert alert.signals == {Signal.ALERT}
    assert kill.signals == {Signal.KILL}


@pytest.mark.parametrize("name", ["embargoed", "embargoedUntil"], ids=["ninjs 1 and 2", "ninjs 3"])
def test_an_embargo_to_the_second_is_read(name: str) -> None:
    read = item(**{name: "2026-04-25T06:00:00+02:00"})

    assert read.embargoed_until == datetime(2026, 4, 25, 4, 0, tzinfo=UTC)
    assert read.unreadable_embargo == ""


@pytest.mark.parametrize("words", ["2026-04-25", "2026-04-25T06:00:00", "tomorrow morning", "25.4.2026 6 Uhr"])
def test_an_embargo_whose_second_cannot_be_told_keeps_its_words(words: str) -> None:
    read = item(embargoed=words)

    assert read.embargoed_until is None
    assert read.unreadable_embargo == words


@pytest.mark.parametrize(
    "note",
    [
        "STRICTLY EMBARGOED until noon",
        "Embargoed until 6 p.m.",
        "HOLD FOR RELEASE 6 p.m. Friday",
        "Sperrfrist: Samstag 6 Uhr",
        "Not for publication before Monday",
    ],
)
def test_an_embargo_that_only_prose_tells_of_is_kept_as_unreadable(note: str) -> None:
    assert item(ednote=note).unreadable_embargo == note


def test_prose_does_not_outweigh_a_readable_embargo() -> None:
    read = item(ednote="Embargoed until 6 p.m.", embargoed="2026-04-25T16:00:00Z")

    assert read.embargoed_until == datetime(2026, 4, 25, 16, 0, tzinfo=UTC)
    assert read.unreadable_embargo == ""

"""dpa digitalwires: which notes are whose, what tells an embargo, the corners of its copy."""

import json
from typing import Any

import pytest

from broadsheet.contracts.news import Kind, NewsItem, Signal, WireFormatError
from broadsheet.formats.reading import read_items


def one(**fields: Any) -> NewsItem:
    entry = {"format": "digitalwires@0.9.1", "entry_id": "e", "urn": "urn:newsml:example.org:1", **fields}
    (item,) = read_items(json.dumps(entry).encode())
    return item


def note(role: str, words: str, *, is_publishable: bool) -> dict[str, Any]:
    return {"role": f"dpaednoterole:{role}", "ednote": words, "is_publishable": is_publishable}


def test_only_what_must_not_be_published_is_the_editors_note() -> None:
    item = one(
        ednotes=[
            note("editorialnote", "Bilder folgen.", is_publishable=True),
            note("editorialnote", "Namen nicht nennen.", is_publishable=False),
            note("dpacontacts", "Redaktion: +49 0000", is_publishable=False),
        ]
    )

    assert item.editors_note == "Namen nicht nennen."


def test_an_entry_without_marked_notes_has_the_non_public_part_of_its_note_pad() -> None:
    pad = {"public_html": "<p>Für alle</p>", "nonpublic_html": "<section><p>Nicht für alle</p></section>"}

    assert one(notepad=pad).editors_note == "Nicht für alle"


def test_a_correction_is_told_beside_the_text() -> None:
    item = one(signal="sig:correction", ednotes=[note("correction", "1997 statt 1992.", is_publishable=True)])

    assert Signal.CORRECTION in item.signals
    assert item.warnings == ("The agency says of this version: 1997 statt 1992.",)
    assert item.editors_note == ""


def test_an_embargo_in_a_note_alone_blocks() -> None:
    item = one(headline="H", ednotes=[note("embargo", "Nicht vor Freitag", is_publishable=True)])

    assert (item.embargoed_until, item.unreadable_embargo) == (None, "Nicht vor Freitag")


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("Von Ilse Brandt, dpa", ("Ilse Brandt",)),
        ("Von dpa", ()),
        ("Ole Kamp", ("Ole Kamp",)),
        ("By JANE ROE, Coastal Press", ("JANE ROE, Coastal Press",)),
        (None, ()),
    ],
)
def test_bylines_name_people(byline: str | None, names: tuple[str, ...]) -> None:
    assert one(byline=byline, creditline="dpa").bylines == names


@pytest.mark.parametrize(("kind", "expected"), [("image", Kind.PICTURE), ("audio", Kind.AUDIO), ("x", Kind.TEXT)])
def test_an_entry_without_words_is_what_it_carries(kind: str, expected: Kind) -> None:
    assert one(article_html=None, associations=[{"type": kind, "urn": "urn:b"}]).kind is expected


def test_a_dateline_stands_once() -> None:
    article = '<p><span class="dateline">Hafenstadt (dpa) - </span>Es regnet.</p>'

    assert one(article_html=article, dateline="Hafenstadt (dpa) - ").body_html == "<p>Es regnet.</p>"
    assert one(article_html=article, dateline=None).body_html == "<p>Hafenstadt (dpa) - Es regnet.</p>"


@pytest.mark.parametrize("genre", ["Achtung", "Vorschau"])
def test_notes_and_calendars_are_for_the_desk(genre: str) -> None:
    item = one(article_html="<p>x</p>", categories=[{"type": "dnltype:genre", "name": genre, "qcode": "g:1"}])

    assert Signal.ADVISORY in item.signals


def test_a_feed_is_read_entry_by_entry() -> None:
    feed = {"entries": [{"entry_id": "a", "urn": "urn:a"}, {"entry_id": "b", "urn": "urn:b"}]}

    assert [item.guid for item in read_items(json.dumps(feed).encode())] == ["urn:a", "urn:b"]


def test_a_feed_without_entries_says_so() -> None:
    with pytest.raises(WireFormatError, match="empty"):
        read_items(b'{"entries": []}')

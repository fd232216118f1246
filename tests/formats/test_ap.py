"""AP Media API: how an item and the parts behind its addresses join, and the corners of its signals."""

import json
from typing import Any

import pytest

from broadsheet.contracts.news import NewsItem, Signal, Status, WireFormatError
from broadsheet.formats.ap import NITF_PROPERTY, parts_to_fetch, single_items, with_parts
from broadsheet.formats.reading import read_items

TEXT = "https://api.example.org/item/a/download"
PICTURE = "https://api.example.org/item/p"
DECLARED = '<?xml version="1.0" encoding="{encoding}"?>'
NITF = DECLARED + "<nitf><body><body.content><p>Brøndby won.</p></body.content></body></nitf>"


def story(**fields: object) -> dict[str, Any]:
    return {
        "altids": {"itemid": "a", "etag": "a_1"},
        "type": "text",
        "headline": "Brøndby wins",
        "signals": ["newscontent"],
        "renditions": {"nitf": {"href": TEXT}},
        "associations": {"1": {"uri": PICTURE, "type": "picture", "altids": {"itemid": "p"}}},
        **fields,
    }


def answer(*items: object) -> dict[str, Any]:
    return {"api_version": "2.2", "data": {"items": [{"meta": {}, "item": item} for item in items]}}


def picture_answer() -> bytes:
    renditions = {"main": {"href": "https://api.example.org/p.jpg", "mimetype": "image/jpeg"}}
    item = {"altids": {"itemid": "p"}, "type": "picture", "description_caption": "Cap", "renditions": renditions}
    return json.dumps({"api_version": "2.2", "data": {"item": item}}).encode()


def one(document: object) -> NewsItem:
    (item,) = read_items(json.dumps(document).encode())
    return item


def test_an_answer_comes_apart_into_documents_that_are_read_alone() -> None:
    documents = single_items(answer(story(), story(altids={"itemid": "b"})))

    assert [one(document).guid for document in documents] == ["a", "b"]


def test_a_search_answer_and_a_single_item_come_apart_alike() -> None:
    single = {"api_version": "2.2", "data": {"item": story()}}

    assert single_items(single) == single_items(answer(story()))


@pytest.mark.parametrize("data", [None, [], {}, {"items": None}, {"items": [None, {"item": None}, {"item": {}}]}])
def test_an_answer_without_items_has_no_documents(data: object) -> None:
    assert single_items({"api_version": "2.2", "data": data}) == []


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "utf-16"])
def test_text_and_pictures_join_their_item(encoding: str) -> None:
    (document,) = single_items(answer(story()))
    nitf = NITF.format(encoding=encoding).encode(encoding)

    whole = with_parts(document, dict(zip(parts_to_fetch(document), [nitf, picture_answer()], strict=True)))

    item = one(whole)
    assert parts_to_fetch(whole) == ()
    assert item.body_html == "<p>Brøndby won.</p>"
    assert [(found.guid, found.caption) for found in item.pictures] == [("p", "Cap")]
    assert item.warnings == ()


def test_a_part_that_did_not_come_is_still_to_be_fetched_and_does_not_make_an_alert() -> None:
    (document,) = single_items(answer(story()))

    whole = with_parts(document, {PICTURE: picture_answer()})

    item = one(whole)
    assert parts_to_fetch(whole) == (TEXT,)
    assert Signal.ALERT not in item.signals
    assert "not fetched" in item.warnings[0]


def test_joining_leaves_the_answer_as_it_was() -> None:
    (document,) = single_items(answer(story()))
    before = json.dumps(document)

    with_parts(document, {TEXT: NITF.format(encoding="utf-8").encode(), PICTURE: picture_answer()})

    assert json.dumps(document) == before


@pytest.mark.parametrize(
    "part", [b"", b"<html>", b"{}", b"[]", b'{"error": {"code": 401}}', b'{"data": {"items": []}}', b"\xff"]
)
def test_a_part_that_is_something_else_is_refused(part: bytes) -> None:
    (document,) = single_items(answer(story()))

    for address in (TEXT, PICTURE):
        with pytest.raises(WireFormatError):
            with_parts(document, {address: part})


def test_a_damaged_text_is_an_error_and_not_an_item_without_words() -> None:
    with pytest.raises(WireFormatError, match="well-formed"):
        one(story(**{NITF_PROPERTY: "<nitf><body>"}))


def test_one_bad_item_of_an_answer_leaves_the_others() -> None:
    items = read_items(json.dumps(answer(story(altids={}), story())).encode())

    assert [item.guid for item in items] == ["a"]
    assert any("altids.itemid" in warning for warning in items[0].warnings)


def test_an_error_of_the_api_is_told_in_its_words() -> None:
    document = {"api_version": "2.2", "error": {"code": 6060, "message": "Sequence is out of range"}}

    with pytest.raises(WireFormatError, match="6060: Sequence is out of range"):
        one(document)


@pytest.mark.parametrize(
    ("kind", "signal"),
    [
        ("Kill", Signal.KILL),
        ("Elimination", Signal.KILL),
        ("Withhold", Signal.WITHHOLD),
        ("Disregard", Signal.WITHHOLD),
        ("Corrective", Signal.CORRECTION),
        ("Clarification", Signal.CORRECTION),
        ("Correction", Signal.CORRECTION),
        ("Add", Signal.ADD),
        ("Takes", Signal.ADD),
        ("Lead", Signal.UPDATE),
        ("Writethru", Signal.UPDATE),
        ("Advisory", Signal.ADVISORY),
    ],
)
def test_editorial_types_count_whatever_the_status_says(kind: str, signal: Signal) -> None:
    item = one(story(pubstatus="usable", editorialtypes=[kind]))

    assert item.status is Status.USABLE
    assert signal in item.signals


@pytest.mark.parametrize(
    "fields", [{"pubstatus": "embargoed"}, {"editorialtypes": ["HoldForRelease"]}, {"embargoed": "Friday"}]
)
def test_an_embargo_without_a_readable_end_blocks(fields: dict[str, Any]) -> None:
    item = one(story(**fields))

    assert item.embargoed_until is None
    assert item.unreadable_embargo


def test_a_text_that_ap_does_not_call_news_is_for_the_desk() -> None:
    assert Signal.ADVISORY in one(story(signals=["APWhollyOwned"])).signals
    assert Signal.ADVISORY not in one(story(signals=["APWhollyOwned", "newscontent"])).signals


def test_a_test_is_a_test() -> None:
    assert Signal.TEST in one(story(signals=["Test", "newscontent"])).signals

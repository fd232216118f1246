"""AP's and dpa's JSON with properties of any type: an item or a clean error, in bounded time."""

import json
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.contracts.news import WireFormatError
from broadsheet.formats.ap import parts_to_fetch, single_items, with_parts
from broadsheet.formats.reading import read_items
from formats.test_hostile_input import SLOWEST, is_read_or_refused, json_values

AP_NAMES = [
    "altids", "type", "version", "pubstatus", "editorialtypes", "editorialpriority", "signals", "urgency",
    "embargoed", "ednote", "headline", "headline_extended", "title", "bylines", "located", "datelinelocation",
    "slugline", "keywords", "description_summary", "copyrightnotice", "usageterms", "rightsline", "renditions",
    "associations", "subject", "person", "place", "organisation", "event", "provider", "infosource", "links",
    "profile", "refersto", "broadsheet_nitf", "language", "versioncreated", "expires", "description_caption",
    "photographer",
]  # fmt: skip
DPA_NAMES = [
    "urn", "version", "version_created", "updated", "pubstatus", "signal", "embargoed", "language", "urgency",
    "headline", "subhead", "teaser", "byline", "dateline", "article_html", "infobox_html", "linkbox_html",
    "creditline", "copyrightnotice", "usageterms", "notepad", "ednotes", "descriptions", "associations",
    "categories", "rubric_names",
]  # fmt: skip
INNER_NAMES = [
    "name", "code", "href", "uri", "rel", "rels", "type", "role", "ednote", "is_publishable", "qcode", "rank", "url",
    "urn", "renditions", "nitf", "main", "itemid", "caption", "creditline", "nonpublic_html", "by",
    "is_featureimage", "mimetype", "width", "scheme",
]  # fmt: skip

inner = st.dictionaries(st.sampled_from(INNER_NAMES), json_values)
values = json_values | inner | st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)


@settings(max_examples=80, deadline=None)
@given(fields=st.dictionaries(st.sampled_from(AP_NAMES), values))
def test_ap_properties_of_any_type_are_read_or_refused(fields: dict[str, Any]) -> None:
    item = {"altids": {"itemid": "a"}, **fields}

    assert is_read_or_refused(json.dumps(item).encode())
    assert is_read_or_refused(json.dumps({"api_version": "2.2", "data": {"items": [{"item": item}]}}).encode())


@settings(max_examples=80, deadline=None)
@given(fields=st.dictionaries(st.sampled_from(DPA_NAMES), values))
def test_dpa_properties_of_any_type_are_read_or_refused(fields: dict[str, Any]) -> None:
    assert is_read_or_refused(json.dumps({"entry_id": "e", **fields}).encode())


@settings(max_examples=80, deadline=None)
@given(answer=st.dictionaries(st.sampled_from(["data", "items", "item"]), values), part=st.binary(max_size=60))
def test_joining_takes_any_answer_and_any_part(answer: dict[str, Any], part: bytes) -> None:
    for document in single_items({"data": answer}):
        for address in parts_to_fetch(document):
            with suppress(WireFormatError):
                assert address not in parts_to_fetch(with_parts(document, {address: part}))


def ap(**fields: Any) -> dict[str, Any]:
    return {"altids": {"itemid": "a"}, "signals": ["newscontent"], **fields}


COSTLY: dict[str, Callable[[], dict[str, Any]]] = {
    "an AP item with a long text": lambda: ap(
        broadsheet_nitf="<nitf><body><p>" + "word " * 2_000_000 + "</p></body></nitf>"
    ),
    "an AP item with many paragraphs": lambda: ap(
        broadsheet_nitf="<nitf><body>" + "<p>x</p>" * 190_000 + "</body></nitf>"
    ),
    "an AP text that opens like a declaration": lambda: ap(
        broadsheet_nitf=" " * 3_000_000 + "<?xml " + "a" * 3_000_000
    ),
    "an AP bomb": lambda: ap(broadsheet_nitf='<!DOCTYPE n [<!ENTITY a "ha">]><nitf><body>&a;</body></nitf>'),
    "an AP item with many subjects": lambda: ap(
        subject=[{"name": f"n{n}", "rels": ["direct"] * 20} for n in range(50_000)]
    ),
    "an AP item with many associations": lambda: ap(
        associations={
            str(n): {"uri": "u", "type": "picture", "renditions": {"m": {"href": str(n)}}} for n in range(50_000)
        }
    ),
    "an AP answer with many items": lambda: {"api_version": "1", "data": {"items": [{"item": ap()}] * 900}},
    "a dpa article of one long line": lambda: {"entry_id": "e", "article_html": "<p>" + "word " * 700_000},
    "a dpa article of many datelines": lambda: {
        "entry_id": "e", "dateline": "x", "article_html": '<p><span class="dateline">a</span>b</p>' * 100_000,
    },
    "a dpa dateline with many neighbours": lambda: {
        "entry_id": "e", "dateline": "x", "article_html": "<p>" + '<span class="dateline">a</span>b' * 80_000,
    },
    "a dpa entry with many notes": lambda: {"entry_id": "e", "ednotes": [{"ednote": "n" * 500}] * 20_000},
    "a dpa box of open tags": lambda: {"entry_id": "e", "article_html": "x", "infobox_html": "<figure><div>" * 100_000},
    "dpa figures in figures": lambda: {"entry_id": "e", "article_html": "<figure>" * 200 + "<table><tr><td>x" * 20_000},
}  # fmt: skip


@pytest.mark.parametrize("made", COSTLY.values(), ids=COSTLY.keys())
def test_costly_entries_are_read_or_refused_in_bounded_time(made: Callable[[], dict[str, Any]]) -> None:
    data = json.dumps(made()).encode()
    started = time.process_time()

    try:
        items = read_items(data)
    except WireFormatError:
        items = []

    assert time.process_time() - started < SLOWEST
    assert all(item.guid for item in items)

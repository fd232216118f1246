"""Bytes that mean harm or are damaged: a clean error in bounded time, never anything else."""

import html
import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.contracts.news import WireFormatError
from broadsheet.formats.jsonline import as_json
from broadsheet.formats.reading import LARGEST_FILE, read_items
from formats.hostile_shapes import FILLINGS, bent, filled
from formats.sample_pairs import documents, pairs

G2 = '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:example:1"><contentSet>{}</contentSet></newsItem>'
INLINE = G2.format('<inlineXML contenttype="application/xhtml+xml"><html><body>{}</body></html></inlineXML>')
NEWSML = (
    "<NewsML><NewsItem><Identification><NewsIdentifier><ProviderId>example.org</ProviderId><DateId>20260424</DateId>"
    "<NewsItemId>A</NewsItemId></NewsIdentifier></Identification>{}</NewsItem></NewsML>"
)
BOMB = '<!DOCTYPE b [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
)
SLOWEST = 10.0  # seconds of processor time, on a machine that others use too

# Each is made by its test alone: all at once they are half a gigabyte in every process that collects tests.
HOSTILE: dict[str, Callable[[], bytes]] = {
    "a billion laughs": (BOMB + "]><nitf><body>&j;</body></nitf>").encode,
    "a billion laughs in UTF-16": lambda: ('<?xml version="1.0" encoding="UTF-16"?>' + BOMB + "]><nitf/>").encode(
        "utf-16"
    ),
    "an external entity": lambda: (
        b'<!DOCTYPE n [<!ENTITY x SYSTEM "file:///etc/passwd">]><nitf><body>&x;</body></nitf>'
    ),
    "a parameter entity": lambda: b'<!DOCTYPE n [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x">%x;]><nitf/>',
    "ten thousand open elements": lambda: b"<newsItem>" + b"<p>" * 10_000,
    "ten thousand nested elements": lambda: b"<newsItem>" + b"<p>" * 10_000 + b"</p>" * 10_000 + b"</newsItem>",
    "ten megabytes of attributes": lambda: b"<newsItem " + b"".join(b'a%d="b" ' % n for n in range(800_000)) + b"/>",
    "a million tags": lambda: b"<newsItem>" + b"<a/>" * 1_000_000 + b"</newsItem>",
    "bytes that are not UTF-8": lambda: b'<?xml version="1.0" encoding="UTF-8"?><nitf><title>\xe9\xff</title></nitf>',
    "an encoding that nobody knows": lambda: b'<?xml version="1.0" encoding="x-klingon"?><nitf/>',
    "a NUL in XML": lambda: b"<nitf><head>\x00</head></nitf>",
    "a NUL alone": lambda: b"\x00" * 100,
    "spaces alone": lambda: b" \n\t " * 100,
    "half a document": lambda: b'<newsItem guid="a"><itemMeta>',
    "deep JSON": lambda: b'{"uri": ' + b"[" * 200_000,
    "deep and closed JSON": lambda: b'{"uri": "a", "x": ' + b"[" * 200_000 + b"]" * 200_000 + b"}",
    "JSON that is no object": lambda: b"[1, 2, 3]",
    "JSON in half": lambda: b'{"uri": "urn:x", "headline": "a',
    "a number of a million digits": lambda: b'{"uri": "urn:x", "version": ' + b"9" * 1_000_000 + b"}",
    "a text file": lambda: b"Dear editor, please find attached",
    "more than is read": lambda: b"<" + b"a" * LARGEST_FILE,
    "an item without guid": lambda: b'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/"><itemMeta/></newsItem>',
    "ninjs without uri": lambda: b'{"headline": "No name"}',
    "ninjs whose uri is an object": lambda: b'{"uri": {"a": 1}}',
    "NITF without anything": lambda: b"<nitf/>",
    "a concept": lambda: b'<conceptItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="a"/>',
    "an empty message": lambda: b'<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet/></newsMessage>',
    "a message of concepts": lambda: b"<newsMessage><itemSet><conceptItem guid='a'/></itemSet></newsMessage>",
    "NewsML 1 without items": lambda: b"<NewsML/>",
    "NewsML 1 without identity": lambda: b"<NewsML><NewsItem><NewsComponent/></NewsItem></NewsML>",
    "ten thousand nested NewsComponents": lambda: b"<NewsML><NewsItem>" + b"<NewsComponent>" * 10_000,
    "attributes of ten megabytes in NewsML 1": lambda: (
        b"<NewsML " + b"".join(b'a%d="b" ' % n for n in range(800_000)) + b"/>"
    ),
    "a million messages of IPTC 7901": lambda: b"\x01nbt0001 4 pl 9 nbt\n" * 1_000_000,
    "IPTC 7901 in one line of ten megabytes": lambda: b"\x01nbt0001 4 pl 9 nbt\n\x02H =\n" + b"x " * 5_000_000,
    "IPTC 7901 without a word": lambda: b"\x01nbt0001 4 pl 9 nbt\n",
    "a hundred thousand messages of ANPA 1312": lambda: b"\x01a0001\x1fnordx\n" * 100_000,
    "ANPA 1312 in one line of ten megabytes": lambda: (
        b"\x01a0001\x1fnordx\nr i BC-A 04-24\n\x02^A<\n\t" + b"x " * 5_000_000
    ),
    "a header of ANPA 1312 that is all spaces": lambda: b"\x01a0001\x1f\n" + b" " * 5_000_000,
    "a body of five megabytes": lambda: json.dumps({"uri": "urn:x", "body_text": "word " * 1_000_000}).encode(),
}


@pytest.mark.parametrize("made", HOSTILE.values(), ids=HOSTILE.keys())
def test_harm_and_damage_end_in_a_clean_error_in_bounded_time(made: Callable[[], bytes]) -> None:
    data = made()
    started = time.process_time()

    with pytest.raises(WireFormatError) as caught:
        read_items(data)

    assert time.process_time() - started < SLOWEST
    assert 10 < len(str(caught.value)) < 500
    assert str(caught.value).isprintable()


COSTLY: dict[str, Callable[[], str]] = {
    "nested tables": lambda: INLINE.format("<table><tr><td>" * 70 + "x" + "</td></tr></table>" * 70),
    "marks open over many paragraphs": lambda: INLINE.format("<b>" * 150 + "<p>x</p>" * 50_000 + "</b>" * 150),
    "a hundred thousand empty paragraphs": lambda: INLINE.format("<p/>" * 100_000),
    "many breaks": lambda: INLINE.format("<p>" + "a<br/>" * 100_000 + "</p>"),
    "a long note": lambda: G2.format("").replace(
        "<contentSet>", "<itemMeta><edNote>" + "(" * 500_000 + " Ed " * 100_000 + "</edNote></itemMeta><contentSet>"
    ),
    "a note of empty lines": lambda: json.dumps({"uri": "urn:x", "ednote": "Adds:\n" + "\n" * 2_000_000 + "kill test"}),
    "a note of spaces": lambda: json.dumps({"uri": "urn:x", "ednote": "embargo " + "." + " " * 2_000_000 + "correct"}),
    "many pictures": lambda: INLINE.format('<img src="a.jpg"/>' * 50_000),
    "many subjects": lambda: G2.format("").replace(
        "<contentSet>", "<contentMeta>" + '<subject qcode="medtop:1"/>' * 80_000 + "</contentMeta><contentSet>"
    ),
    "a wide plain text": lambda: json.dumps({"uri": "urn:x", "body_text": "\n" * 1_000_000 + " a" * 500_000}),
    "NewsML 1 with a hundred thousand contents ninety components deep": lambda: NEWSML.format(
        "<NewsComponent>" * 90 + '<ContentItem Href="a.jpg"/>' * 100_000 + "</NewsComponent>" * 90
    ),
    "NewsML 1 with forty thousand keywords": lambda: NEWSML.format(
        "<NewsComponent><DescriptiveMetadata>"
        + '<Property FormalName="Keyword" Value="a"/>' * 40_000
        + "</DescriptiveMetadata></NewsComponent>"
    ),
    "IPTC 7901 of empty lines": lambda: "\x01nbt0001 4 pl 9 nbt\n\x02H =\n" + "\n" * 3_000_000 + "x",
    "IPTC 7901 of brackets": lambda: "\x01nbt0001 4 pl 9 nbt\n\x02" + "(a\n" * 1_000_000,
    "IPTC 7901 of bars": lambda: "\x01nbt0001 4 pl 9 nbt\n\x02H =\n" + "|" * 3_000_000 + "\n" + "| |\n" * 200_000,
    "ANPA 1312 of tables and paragraphs in turn": lambda: (
        "\x01a0001\x1f\nr i BC-A 04-24\n\x02^A<\n" + "\x08a;b\n\tx\n" * 40_000
    ),
    "deep HTML": lambda: json.dumps({"uri": "urn:x", "body_html": "<div>" * 100_000 + "deep"}),
    "open marks": lambda: json.dumps({"uri": "urn:x", "body_html": "<b><i><a href='http://a'>" * 100_000}),
}


@pytest.mark.parametrize("made", COSTLY.values(), ids=COSTLY.keys())
def test_costly_documents_are_read_or_refused_in_bounded_time(made: Callable[[], str]) -> None:
    data = made().encode()
    started = time.process_time()

    try:
        items = read_items(data)
    except WireFormatError:
        items = []

    assert time.process_time() - started < SLOWEST
    assert all(item.guid for item in items)


def is_read_or_refused(data: bytes) -> bool:
    """Anything but items that print as JSON, or WireFormatError, is raised on."""
    try:
        items = read_items(data, name="some.xml")
    except WireFormatError as error:
        return bool(str(error))
    return all(json.dumps(as_json(item), ensure_ascii=False).encode() for item in items)


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    assert is_read_or_refused(data)


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_damaged_samples_are_read_or_refused(data: st.DataObject) -> None:
    sample = bytearray(data.draw(st.sampled_from(documents())))
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(sample) - 1))
        sample[place : place + data.draw(st.integers(0, 12))] = data.draw(st.binary(max_size=6))
    end = data.draw(st.one_of(st.none(), st.integers(0, len(sample))))

    assert is_read_or_refused(bytes(sample[:end]))


TELEPRINTED = [
    "\x01",
    "\x02",
    "\x03",
    "\x04",
    "\x16",
    "\x1f",
    "nbt0001 4 pl 9 nbt",
    "a0001\x1fx\nr i\x13\x11 BC-A 1stLd 04-24 1",
    "HAV001 3 GEN 0044 F",
    "Ferry/Tornby/",
    "^BC-A, 1st Ld",
    "\n",
    "\r\n",
    "=",
    "<",
    "(",
    ")",
    "\t",
    "\x08",
    ";",
    "| a |",
    "KILL",
    "240915 GMT Apr 26",
    "NBT-WF-04-24-26 1509GMT",
    "# Notizblock",
    "## Note to editors",
    "./.",
    "By A B",
    "Tornby (nbt) - x",
    "\xe9",
    "\ufffd",
]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(TELEPRINTED) | st.text(max_size=6), max_size=40), st.sampled_from(["utf-8", "utf-16"]))
def test_the_signs_of_teleprinters_in_any_order_are_read_or_refused(pieces: list[str], encoding: str) -> None:
    for opening in ("\x01nbt0001 4 pl 9 nbt\n\x02", "\x01a0001\x1fx\nr i\x13\x11 BC-A 04-24 1\n\x02^BC-A<\n", ""):
        assert is_read_or_refused((opening + "".join(pieces)).encode(encoding, "replace"))


NEWSML_ELEMENTS = [
    "NewsComponent",
    "Role",
    "NewsLines",
    "HeadLine",
    "ContentItem",
    "DataContent",
    "MediaType",
    "NewsLine",
    "DescriptiveMetadata",
    "SubjectCode",
    "Subject",
    "Location",
    "Property",
    "NewsItemRef",
    "Encoding",
    "TopicSet",
    "Topic",
    "nitf",
    "body",
    "body.content",
    "p",
    "Characteristics",
    "NewsManagement",
    "Status",
    "StatusWillChange",
]
newsml_trees = st.recursive(
    st.text(alphabet="ab <&\n", max_size=5).map(html.escape),
    lambda inner: st.builds(
        lambda name, value, parts: f'<{name} FormalName="{value}" Href="{value}">{"".join(parts)}</{name}>',
        st.sampled_from(NEWSML_ELEMENTS),
        st.sampled_from(["Main", "Caption", "Photo", "Text", "base64", "Usable", "a.jpg", ""]),
        st.lists(inner, max_size=4),
    ),
    max_leaves=25,
)


@settings(max_examples=150, deadline=None)
@given(st.lists(newsml_trees, max_size=4))
def test_elements_of_newsml_1_in_any_order_are_read_or_refused(trees: list[str]) -> None:
    assert is_read_or_refused(NEWSML.format("".join(trees)).encode())


SAMPLES = [sample for sample, _ in pairs()]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
@pytest.mark.parametrize("filling", FILLINGS)
def test_a_sample_filled_with_one_thing_over_and_over_is_read_or_refused(sample: Path, filling: str) -> None:
    assert is_read_or_refused(filled(sample, filling=filling, size=5_000))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_a_sample_bent_out_of_shape_is_read_or_refused(sample: Path) -> None:
    shapes = dict(bent(sample, size=5_000))

    assert shapes
    assert all(is_read_or_refused(data) for data in shapes.values())


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_a_sample_that_ends_anywhere_is_read_or_refused(sample: Path) -> None:
    data = sample.read_bytes()

    assert all(is_read_or_refused(data[: len(data) * part // 40]) for part in range(40))


POLYGLOTS = (
    b"%PDF-1.7\n",
    b"GIF89a/*",
    b"PK\x03\x04",
    b"\xff\xd8\xff\xe0",
    b"#!/bin/sh\n",
    b"MZ",
    b"\x89PNG\r\n\x1a\n",
)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
@pytest.mark.parametrize("opening", POLYGLOTS)
def test_a_document_that_opens_as_something_else_is_read_or_refused(sample: Path, opening: bytes) -> None:
    assert is_read_or_refused(opening + sample.read_bytes())


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-32", "utf-7", "cp500"])
def test_a_document_in_an_encoding_that_it_does_not_declare_is_read_or_refused(sample: Path, encoding: str) -> None:
    assert is_read_or_refused(sample.read_bytes().decode("latin-1").encode(encoding, "replace"))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)
NINJS_NAMES = [
    "type",
    "version",
    "versioncreated",
    "embargoed",
    "pubstatus",
    "urgency",
    "language",
    "headline",
    "headlines",
    "bodies",
    "body_html",
    "body_text",
    "descriptions",
    "associations",
    "renditions",
    "subject",
    "subjects",
    "place",
    "byline",
    "by",
    "authors",
    "infosource",
    "copyrightholder",
    "ednote",
    "signal",
    "genre",
    "keywords",
    "expires",
    "usageterms",
    "located",
    "slugline",
    "source",
    "evolvedfrom",
]


@settings(max_examples=60, deadline=None)
@given(
    fields=st.dictionaries(
        st.sampled_from(NINJS_NAMES),
        json_values
        | st.lists(
            st.dictionaries(
                st.sampled_from(["name", "value", "role", "href", "uri", "contenttype", "renditions", "width", "type"]),
                json_values,
            ),
            max_size=3,
        ),
    )
)
def test_ninjs_properties_of_any_type_are_read_or_refused(fields: dict[str, object]) -> None:
    assert is_read_or_refused(json.dumps({"uri": "urn:example:1", **fields}).encode())

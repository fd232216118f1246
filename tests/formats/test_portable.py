"""A story leaves as a ninjs document: our own reader gets all of it back, the reader of wires what wires can say."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from broadsheet.contracts.news import NewsItem, Status
from broadsheet.formats.portable import (
    NotPortableError,
    PortableBlock,
    PortableByline,
    PortableCorrection,
    PortableDocument,
    PortablePicture,
    PortableRecording,
    PortableSection,
    PortableStory,
    PortableTopic,
    PortableVersion,
    Standing,
    read_story,
    write_story,
)
from broadsheet.formats.reading import read_items

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
QUAY = PortablePicture(
    uri="urn:broadsheet:picture:7",
    file="picture-7.jpg",
    media_type="image/jpeg",
    width=1600,
    height=900,
    size=123_456,
    title="quay.jpg",
    caption="The quay at dawn.",
    credit="Cam Example",
    alt_text="A grey quay with one boat",
    usage_terms="No sales",
    usage_ends_at=NOON + timedelta(days=90),
    focal_point=(800, 450, 200, 100),
    card_crop=(100, 0, 1350, 900),
)
STORY = PortableStory(
    pinned=("urn:uuid:8", "urn:uuid:7"),
    banned=("urn:uuid:9",),
    uri="urn:uuid:0b1c0d4e-6c1d-4a53-9b9b-000000000001",
    standing=Standing.LIVE,
    address="/world/europe/rain-falls/",
    url="https://paper.example/world/europe/rain-falls/",
    created_at=NOON,
    changed_at=NOON + timedelta(hours=2, microseconds=1),
    language="en-gb",
    sections=(
        PortableSection(name="World", address="/world/"),
        PortableSection(name="Europe", address="/world/europe/"),
    ),
    formerly=("/world/rain/",),
    headline="Rain falls & the sea <rises>",
    kicker="Weather",
    standfirst="It rained all day.",
    bylines=(PortableByline(name="Ada Quill", author="ada-quill"), PortableByline(name="Mo Harbour")),
    dateline="Port Merrin",
    source_credit="Associated Press",
    topics=(
        PortableTopic(name="weather", slug="weather", mediatopic="17000000"),
        PortableTopic(name="Our harbour", slug="our-harbour"),
    ),
    urgency=4,
    lead_picture=QUAY,
    lead_caption="Grey, as ever.",
    body=(
        PortableBlock(kind="text", value='<p>It <b>rained</b> all day.<br/>See <a href="/sport/">sport</a>.</p>'),
        PortableBlock(kind="heading", value="What next"),
        PortableBlock(kind="quote", value={"text": "Wet.\n\nVery.", "speaker": "A sailor"}),
        PortableBlock(kind="aside", value={"heading": "In figures", "text": "<p>40 mm</p>"}),
        PortableBlock(kind="table", value={"data": [["Day", "mm"], ["Mon", 40]], "first_row_is_table_header": True}),
        PortableBlock(kind="picture", value={"picture": "urn:broadsheet:picture:8", "caption": ""}),
        PortableBlock(
            kind="gallery",
            value={"heading": "The day", "pictures": [{"picture": "urn:broadsheet:picture:8", "caption": "Wet"}]},
        ),
        PortableBlock(kind="recording", value={"recording": "urn:broadsheet:recording:1", "caption": ""}),
        PortableBlock(kind="document", value={"document": "urn:broadsheet:document:1", "label": "The <ruling>"}),
        PortableBlock(kind="related", value={"heading": "", "stories": ["urn:uuid:7"]}),
        PortableBlock(
            kind="embed",
            value={"address": "https://youtu.be/aBcDeFgHiJk?a=1&b=2", "title": "The fire", "source": "Brigade"},
        ),
    ),
    documents=(
        PortableDocument(
            uri="urn:broadsheet:document:1",
            file="document-1.pdf",
            media_type="application/pdf",
            size=7,
            name="ruling.pdf",
            title="Ruling",
        ),
    ),
    recordings=(
        PortableRecording(
            uri="urn:broadsheet:recording:1",
            file="recording-1.mp4",
            media_type="video/mp4",
            size=9,
            title="The siren",
            credit="Cam Example",
            transcript="A siren.",
            captions="recording-1.vtt",
            captions_language="en",
            poster="urn:broadsheet:picture:8",
            seconds=65,
            width=640,
            height=360,
        ),
    ),
    pictures=(PortablePicture(uri="urn:broadsheet:picture:8", file="p8.png", media_type="image/png", width=40,
                              height=30, size=9),),
    corrections=(PortableCorrection(note="It was Monday.", made_at=NOON, kind="clarification", version=2),),
    versions=(
        PortableVersion(number=1, published_at=NOON, kind="update", withheld="legal"),
        PortableVersion(number=2, published_at=NOON, kind="correction", words={"headline": [["p", "Rain falls"]]}),
    ),
    published_at=NOON + timedelta(minutes=5),
    updated_at=NOON + timedelta(hours=2),
    embargoed_until=NOON + timedelta(minutes=4),
    expires_at=NOON + timedelta(days=400),
    in_popular=False,
    search_title="Rain in Port Merrin",
)  # fmt: skip


def as_wire(story: PortableStory) -> NewsItem:
    (item,) = read_items(write_story(story), name="story.json")
    return item


def test_nothing_is_lost_on_the_way_out_and_back() -> None:
    assert read_story(write_story(STORY)) == STORY


def test_a_character_that_no_database_keeps_is_left_out() -> None:
    hostile = replace(STORY, headline="Rain\0 falls", body=(PortableBlock(kind="related", value={"heading": "A\0"}),))

    read = read_story(write_story(hostile))

    assert (read.headline, read.body[0].value) == ("Rain falls", {"heading": "A"})


def test_every_reader_of_ninjs_gets_the_words_and_the_pictures() -> None:
    item = as_wire(STORY)

    assert (item.guid, item.format, item.status) == (STORY.uri, "ninjs", Status.USABLE)
    assert (item.headline, item.standfirst, item.dateline) == (STORY.headline, STORY.standfirst, STORY.dateline)
    assert (item.bylines, item.credit, item.urgency) == (("Ada Quill", "Mo Harbour"), "Associated Press", 4)
    assert (item.embargoed_until, item.expires_at) == (STORY.embargoed_until, STORY.expires_at)
    assert item.canonical_url == STORY.url
    assert [(subject.scheme, subject.code) for subject in item.subjects] == [
        ("section", "/world/"),
        ("section", "/world/europe/"),
        ("mediatopic", "17000000"),
        ("topic", "our-harbour"),
    ]
    assert [(one.caption, one.credit, one.alt_text, one.usage_terms) for one in item.pictures][:1] == [
        (QUAY.caption, QUAY.credit, QUAY.alt_text, QUAY.usage_terms)
    ]
    assert [one.renditions[0].href for one in item.pictures] == ["picture-7.jpg", "p8.png"]
    assert "<p>It <strong>rained</strong> all day" in item.body_html
    assert "A sailor" in item.body_html
    assert "40 mm" in item.body_html


def test_a_section_that_is_called_like_a_topic_stays_a_section() -> None:
    sport = PortableSection(name="Sport", address="/sport/")

    item = as_wire(replace(STORY, sections=(sport,), topics=()))

    assert [(subject.scheme, subject.name) for subject in item.subjects] == [("section", "Sport")]


def test_the_body_is_well_formed() -> None:
    document = json.loads(write_story(STORY))

    body = etree.fromstring(f"<body>{document['bodies'][0]['value']}</body>")

    assert [child.tag for child in body] == [
        *["p", "h2", "blockquote", "aside", "table", "figure"],
        *["h2", "figure", "figure", "p", "p"],
    ]


def test_a_story_that_was_taken_back_leaves_without_a_word_of_it() -> None:
    withdrawn = PortableStory(
        uri=STORY.uri,
        standing=Standing.WITHDRAWN,
        address=STORY.address,
        url=STORY.url,
        created_at=NOON,
        changed_at=NOON,
        headline="The words that were wrong",
        body=STORY.body,
        lead_picture=QUAY,
        withdrawn_at=NOON,
        withdrawn_notice="This story was withdrawn.",
    )

    data = write_story(withdrawn)

    assert b"wrong" not in data
    assert b"rained" not in data
    assert b"picture-7" not in data
    assert (read_story(data).withdrawn_notice, read_story(data).withdrawn_at) == ("This story was withdrawn.", NOON)
    assert as_wire(withdrawn).status is Status.CANCELED


def test_the_same_story_is_the_same_bytes() -> None:
    assert write_story(STORY) == write_story(read_story(write_story(STORY)))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[1",
        b"[]",
        b'{"uri": "urn:x"}',
        b'{"uri": "urn:x", "broadsheet": 7}',
        b'{"uri": "urn:x", "broadsheet": {"format": 2}}',
        b'{"uri": "urn:x", "broadsheet": {"format": 1, "address": "/"}}',
        b"[" * 200_000,
        write_story(STORY).replace(b'"width": 1600', b'"width": Infinity'),
        write_story(STORY).replace(
            b'"firstCreated": "2026-06-01T12:00:00Z"', b'"firstCreated": "0001-01-01T00:00+14:00"'
        ),
    ],
)
def test_what_no_broadsheet_wrote_is_refused(data: bytes) -> None:
    with pytest.raises(NotPortableError):
        read_story(data)


words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
moments = st.datetimes(timezones=st.just(UTC), min_value=datetime(1900, 1, 1), max_value=datetime(2200, 1, 1))  # noqa: DTZ001


@given(
    st.builds(
        PortableStory,
        uri=st.just("urn:x"),
        standing=st.sampled_from([Standing.LIVE, Standing.DRAFT]),
        address=words.map("/{}/".format),
        url=words.map("https://paper.example/{}".format),
        created_at=moments,
        changed_at=moments,
        headline=words,
        kicker=words,
        standfirst=words,
        bylines=st.lists(st.builds(PortableByline, name=words, author=words), max_size=3).map(tuple),
        dateline=words,
        source_credit=words,
        urgency=st.integers(1, 9),
        body=st.lists(
            st.builds(PortableBlock, kind=words, value=st.one_of(words, st.dictionaries(words, words))), max_size=4
        ).map(tuple),
        published_at=st.none() | moments,
        in_popular=st.booleans(),
        in_latest=st.booleans(),
        shows_lists=st.booleans(),
        withdrawn_at=st.none(),
    )
)
def test_whatever_a_story_says_comes_back(story: PortableStory) -> None:
    assert read_story(write_story(story)) == story

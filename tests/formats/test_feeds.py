"""Feeds: what identifies an entry, what revises it, and what feeds get wrong."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from broadsheet.contracts.news import EmptyFeedError, Kind, NewsItem, Signal, Status, WireFormatError
from broadsheet.formats.mail_times import read_mail_time
from broadsheet.formats.reading import read_items

NAMESPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
)
PAGE = "https://e.example/feed"


def rss(*items: str, channel: str = "") -> bytes:
    inside = "".join(f"<item>{item}</item>" for item in items)
    return f'<rss version="2.0" {NAMESPACES}><channel>{channel}{inside}</channel></rss>'.encode()


def atom(*entries: str) -> bytes:
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0">'
        f"{''.join(entries)}</feed>"
    ).encode()


def only(data: bytes, *, charset: str = "", address: str = PAGE) -> NewsItem:
    (item,) = read_items(data, charset=charset, address=address)
    return item


@pytest.mark.parametrize(
    ("item", "guid"),
    [
        ("<guid>g</guid><link>https://e.example/1</link>", "g"),
        ("<link>https://e.example/1</link><title>T</title>", "https://e.example/1"),
        ("<link>/1</link>", "https://e.example/1"),
        ("<guid> \n g \n </guid>", "g"),
    ],
)
def test_an_entry_is_known_by_its_guid_else_by_its_link(item: str, guid: str) -> None:
    assert only(rss(item)).guid == guid


def test_an_entry_with_neither_is_known_by_its_day_and_words() -> None:
    item = "<title>Ferry back</title><pubDate>Wed, 25 Nov 2026 10:00:00 GMT</pubDate><description>{}</description>"

    first, again = only(rss(item.format("At nine."))), only(rss(item.format("At ten.")))

    assert first.guid == again.guid
    assert first.guid.startswith("feed:2026-11-25:")


def test_a_guid_longer_than_a_column_is_cut_and_still_its_own() -> None:
    one, other = only(rss(f"<guid>{'a' * 900}1</guid>")), only(rss(f"<guid>{'a' * 900}2</guid>"))

    assert len(one.guid) <= 500
    assert one.guid != other.guid


def test_a_feed_polled_again_gives_the_same_items_whatever_stands_around_them() -> None:
    item = "<guid>g</guid><title>T</title><description>Words</description>"
    early = rss(item, channel="<lastBuildDate>Wed, 25 Nov 2026 10:00:00 GMT</lastBuildDate><ttl>5</ttl>")
    late = rss("<guid>h</guid><title>New</title>", item, channel="<lastBuildDate>later</lastBuildDate>")

    assert read_items(early)[0] == read_items(late)[0]


def test_an_entry_that_stands_in_a_feed_twice_is_one_item() -> None:
    assert len(read_items(rss("<guid>g</guid><title>T</title>", "<guid>g</guid><title>T</title>"))) == 1


def test_the_newest_which_feeds_list_first_comes_last() -> None:
    assert [item.guid for item in read_items(rss("<guid>new</guid>", "<guid>old</guid>"))] == ["old", "new"]


def test_a_revision_is_told_by_the_time_of_its_update() -> None:
    entry = "<entry><id>a</id><title>T</title><published>2026-11-25T08:00:00Z</published><updated>{}</updated></entry>"

    before, after = only(atom(entry.format("2026-11-25T08:00:00Z"))), only(atom(entry.format("2026-11-25T09:00:00Z")))

    assert before.version == after.version == 1
    assert before.version_created_at is not None
    assert after.version_created_at is not None
    assert before.version_created_at < after.version_created_at
    assert before.first_created_at == after.first_created_at


def test_a_deleted_entry_cancels_its_item() -> None:
    item = only(atom('<at:deleted-entry ref="a" when="2026-11-25T08:00:00Z"/>'))

    assert (item.guid, item.status, item.signals) == ("a", Status.CANCELED, frozenset({Signal.KILL}))


def test_a_description_that_is_the_whole_story_is_its_body_and_a_teaser_is_not() -> None:
    story = only(rss("<guid>g</guid><description>&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;</description>"))
    teaser = only(rss("<guid>g</guid><title>T</title><description>One sentence.</description>"))

    assert (story.body_html, story.standfirst) == ("<p>One.</p>\n<p>Two.</p>", "")
    assert (teaser.body_html, teaser.standfirst) == ("", "One sentence.")


def test_a_teaser_that_a_machine_cut_from_the_copy_is_not_said_twice() -> None:
    item = only(
        rss(
            "<guid>g</guid><description>The ferry sails at [&amp;#8230;]</description>"
            "<content:encoded>&lt;p&gt;The ferry sails at nine.&lt;/p&gt;</content:encoded>"
        )
    )

    assert item.standfirst == ""


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ("<author>jane@e.example (Jane Roe)</author>", "Jane Roe"),
        ("<author>Jane Roe &lt;jane@e.example&gt;</author>", "Jane Roe"),
        ("<dc:creator>By Jane Roe</dc:creator>", "Jane Roe"),
        ("<itunes:author>Jane Roe</itunes:author>", "Jane Roe"),
    ],
)
def test_the_byline_is_a_name_and_no_address(author: str, name: str) -> None:
    assert only(rss(f"<guid>g</guid>{author}")).bylines == (name,)


def test_an_author_of_whom_only_an_address_is_told_is_no_byline() -> None:
    assert only(rss("<guid>g</guid><author>jane@e.example</author>")).bylines == ()


def test_each_picture_keeps_its_own_caption_and_credit() -> None:
    item = only(
        rss(
            "<guid>g</guid>"
            '<media:content url="a.jpg" medium="image"><media:description>A</media:description></media:content>'
            '<media:content url="b.jpg" medium="image"><media:description>B</media:description>'
            "<media:credit>Ole</media:credit></media:content>"
            '<media:thumbnail url="a-small.jpg"/><enclosure url="a.jpg" type="image/jpeg" length="9"/>'
        )
    )

    assert [(found.caption, found.credit) for found in item.pictures] == [("A", ""), ("B", "Ole")]
    assert [rendition.href for rendition in item.pictures[0].renditions] == [
        "https://e.example/a.jpg",
        "https://e.example/a-small.jpg",
    ]


def test_a_podcasts_recording_is_no_picture_and_its_episode_no_story() -> None:
    recording = '<itunes:duration>9</itunes:duration><enclosure url="a.mp3" type="audio/mpeg"/>'

    item = only(rss(f"<guid>g</guid><title>T</title>{recording}"))

    assert item.kind is Kind.AUDIO
    assert item.pictures == ()


def test_an_embargo_in_a_title_is_one() -> None:
    assert only(rss("<guid>g</guid><title>EMBARGOED until Friday: budget</title>")).unreadable_embargo


@pytest.mark.parametrize("data", [rss(), atom(), b'{"version": "https://jsonfeed.org/version/1", "items": []}'])
def test_a_feed_that_holds_nothing_says_so_in_a_way_of_its_own(data: bytes) -> None:
    with pytest.raises(EmptyFeedError, match="holds no entry"):
        read_items(data)


def test_entries_that_nothing_identifies_are_left_out_and_told() -> None:
    item = only(rss("<guid>g</guid>", "<category>x</category>"))

    assert item.guid == "g"
    assert item.warnings[0].startswith("One entry of the same feed")


def test_of_more_entries_than_are_read_the_first_are_read_and_the_rest_is_told() -> None:
    items = read_items(rss(*(f"<guid>{number}</guid>" for number in range(1_200))))

    assert len(items) == 1_000
    assert "1,200" in items[0].warnings[0]


def test_an_export_of_a_site_with_its_drafts_is_no_feed() -> None:
    wxr = b'<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><wp:wxr_version>1.2</wp:wxr_version></channel></rss>'

    with pytest.raises(WireFormatError, match="drafts"):
        read_items(wxr)


@pytest.mark.parametrize(
    ("damage", "headline"),
    [
        (b"<title>Fish & chips</title>", "Fish & chips"),
        (b"<title>Caf&eacute;</title>", "Café"),
        (b"<title>a\x0bb&#0;c</title>", "abc"),
        (b"<title>&bogus; &amp; &#228;</title>", "&bogus; & ä"),
        (b"<title><![CDATA[a & b]]> & c</title>", "a & b & c"),
    ],
)
def test_what_is_plainly_meant_is_mended_and_told(damage: bytes, headline: str) -> None:
    data = b"<br/>\n<rss><channel><item><guid>g</guid>" + damage + b"</item></channel></rss>"

    item = only(data.removeprefix(b"<br/>\n"))

    assert item.headline == headline
    assert item.warnings[0].startswith("Mended: ")


def test_a_feed_that_declares_no_encoding_is_read_as_cp1252_and_told() -> None:
    item = only(b"<rss><channel><item><guid>g</guid><title>Br\xf8ndby</title></item></channel></rss>")

    assert item.headline == "Brøndby"
    assert "read as cp1252" in item.warnings[0]


def test_what_a_server_prints_before_a_feed_is_left_out() -> None:
    assert only(b"<b>Warning</b>: x in y.php\n<?xml version='1.0'?>\n" + rss("<guid>g</guid>")).guid == "g"


def test_the_headers_charset_helps_where_the_feed_declares_none() -> None:
    data = "<rss><channel><item><guid>g</guid><title>Пожар</title></item></channel></rss>".encode("koi8-r")

    assert only(data, charset="koi8-r").headline == "Пожар"


def test_half_a_feed_is_refused_because_half_an_entry_looks_like_a_revision() -> None:
    whole = rss("<guid>g</guid><description>Long enough to be cut</description>")

    with pytest.raises(WireFormatError, match="well-formed"):
        read_items(whole[: whole.index(b"to be")])


def test_a_feed_that_declares_an_entity_is_refused() -> None:
    with pytest.raises(WireFormatError, match="entity"):
        read_items(b'<!DOCTYPE rss [<!ENTITY a "b">]><rss><channel><item><guid>&a;</guid></item></channel></rss>')


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Wed, 02 Oct 2002 13:00:00 GMT", "2002-10-02T13:00"),
        ("Mon, 02 Oct 2002 13:00:00 GMT", "2002-10-02T13:00"),
        ("2 Oct 02 13:00 EST", "2002-10-02T18:00"),
        ("Wed, 25 Nov 2026 10:00:00 +0100 (CET)", "2026-11-25T09:00"),
        ("Wed,25-Nov-2026 10:00:00 GMT+0200", "2026-11-25T08:00"),
        ("mié, 03 dic 2014 08:00:00 +0100", "2014-12-03T07:00"),
        ("Do, 5. März 2026 08:00 MEZ", "2026-03-05T07:00"),
        ("jeu., 5 août 2026 24:00:00 +0200", "2026-08-05T22:00"),
        ("14 juillet 2026", "2026-07-14T00:00"),
        ("November 25, 2026 10:05 PM", "2026-11-25T22:05"),
        ("Wed Nov 25 10:00:00 2026", "2026-11-25T10:00"),
        ("2026-11-25T10:00:00+01:00", "2026-11-25T09:00"),
        ("2026-11-25 10:00:00", "2026-11-25T10:00"),
        ("1764064800", "2025-11-25T10:00"),
        ("1764064800000", "2025-11-25T10:00"),
    ],
)
def test_dates_are_read_in_all_the_ways_in_which_feeds_write_them(text: str, moment: str) -> None:
    read = read_mail_time(text)

    assert read is not None
    assert read.isoformat().startswith(moment)


@pytest.mark.parametrize("text", ["", "yesterday", "10/02/2002", "25 Nov", "31 Feb 2026 10:00", "x" * 10_000, None])
def test_what_tells_no_day_is_no_date(text: str | None) -> None:
    assert read_mail_time(text) is None


NAMES = ["title", "link", "guid", "description", "pubDate", "author", "category", "enclosure", "image"]
xml_text = st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), max_size=30)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(NAMES), xml_text, xml_text), max_size=8))
def test_entries_of_any_words_are_read_alike_each_time_or_refused(parts: list[tuple[str, str, str]]) -> None:
    root = etree.Element("rss")
    item = etree.SubElement(etree.SubElement(root, "channel"), "item")
    for name, text, attribute in parts:
        etree.SubElement(item, name, url=attribute, type=attribute, domain=attribute).text = text

    try:
        items = read_items(etree.tostring(root), address=PAGE)
    except WireFormatError:
        return

    assert items == read_items(etree.tostring(root), address=PAGE)
    assert all(item.guid for item in items)

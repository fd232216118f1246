"""Feeds as we write them: what their rules want, whatever a story says, and what our own reader makes of them."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.contracts.news import NewsItem
from broadsheet.formats.reading import read_items
from broadsheet.formats.syndication import (
    FeedFacts,
    FeedItem,
    FeedPicture,
    Frame,
    atom_entry,
    atom_frame,
    json_frame,
    json_item,
    portable_html,
    rss_frame,
    rss_item,
)
from formats.feed_rules import FAULTS

NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)
SITE = "https://paper.example"
FACTS = FeedFacts(
    guid="urn:uuid:0f9d6c5e-3c53-4c6e-9d0e-7f5a3a1f2b4c",
    paper="The Harbour Post",
    title="World · The Harbour Post",
    description="Ships & <quays>",
    language="en-gb",
    front_url=f"{SITE}/world/",
    url=f"{SITE}/world/feed",
    icon_url=f"{SITE}/assets/icon.png",
)
FERRY = FeedItem(
    guid="urn:uuid:1b4e28ba-2fa1-11d2-883f-0016d3cca427",
    url=f"{SITE}/world/ferry/",
    title="Ferry & crew back in harbour",
    summary="Nine days after the crews walked out, the first boat sailed.",
    html=f'<p>The ferry is back, “at last” &amp; in <a href="{SITE}/x/">one piece</a>.</p><p>Nobody was hurt.</p>',
    published_at=NOON,
    changed_at=NOON + timedelta(hours=1),
    authors=("Ann Author", "Bob Byline"),
    categories=("World", "Shipping & ports"),
    credit="Associated Press",
    picture=FeedPicture(
        url=f"{SITE}/media/images/ferry.jpg",
        media_type="image/jpeg",
        width=960,
        height=640,
        caption="The first boat & its crew",
        credit="Ann Author/AP",
    ),
)
WRITERS = {
    "feed.xml": (rss_frame, rss_item),
    "atom.xml": (atom_frame, atom_entry),
    "feed.json": (json_frame, json_item),
}


def feed(name: str, *items: FeedItem, facts: FeedFacts = FACTS) -> bytes:
    """The feed as the edge joins it."""
    write_frame, write_item = WRITERS[name]
    frame: Frame = write_frame(facts)
    changes = (item.changed_at for item in items)
    newest = max(changes, default=datetime(1970, 1, 1, tzinfo=UTC)).astimezone(UTC)
    changed = f"{frame.opening}{newest:%Y-%m-%dT%H:%M:%SZ}" if frame.opening else ""
    entries = frame.between.join(write_item(item) for item in items)
    return f"{changed}{frame.head}{entries}{frame.closing}".encode()


@pytest.mark.parametrize("name", FAULTS)
def test_a_feed_keeps_the_rules_of_its_format(name: str) -> None:
    other = replace(FERRY, guid="urn:uuid:2", authors=(), categories=(), credit="", summary="", picture=None, html="")

    assert FAULTS[name](feed(name, FERRY, other)) == []


@pytest.mark.parametrize("name", FAULTS)
def test_a_feed_without_a_story_is_a_feed(name: str) -> None:
    assert FAULTS[name](feed(name)) == []


@pytest.mark.parametrize("name", FAULTS)
@given(words=st.text(max_size=60).filter(str.strip))
@settings(max_examples=60)
def test_no_words_break_a_feed(name: str, words: str) -> None:
    named = f"N{words}"
    picture = FeedPicture(url=f"{SITE}/a.jpg", media_type="image/jpeg", width=1, height=1, caption=words, credit=words)
    item = replace(
        FERRY,
        title=named,
        summary=words,
        html=portable_html(words, base=SITE),
        authors=(named,),
        categories=(named,),
        credit=words,
        picture=picture,
    )
    facts = replace(FACTS, title=named, description=named, paper=named)

    faults = FAULTS[name](feed(name, item, facts=facts))

    assert faults == []


@pytest.mark.parametrize("name", FAULTS)
def test_what_ends_a_cdata_section_ends_no_text(name: str) -> None:
    (read,) = read_items(feed(name, replace(FERRY, html="<p>a ]]&gt; b ]]> c</p>")))

    assert read.body_html == "<p>a ]]&gt; b ]]&gt; c</p>"


@pytest.mark.parametrize("name", FAULTS)
def test_our_own_reader_reads_a_story_back_as_it_went(name: str) -> None:
    figure = f'<figure><img src="{SITE}/media/images/ferry.jpg" alt="A ferry"><figcaption>The first boat &amp; its crew'
    html = f'{figure} <span class="credit">Ann Author/AP</span></figcaption></figure>{FERRY.html}'

    (read,) = read_items(feed(name, replace(FERRY, html=html)))

    assert facts_of(read) == {
        "guid": FERRY.guid,
        "headline": FERRY.title,
        "standfirst": FERRY.summary,
        "body": '<p>The ferry is back, “at last” &amp; in <a href="https://paper.example/x/">one piece</a>.</p>\n'
        "<p>Nobody was hurt.</p>",
        "credit": "Associated Press",
        "bylines": FERRY.authors,
        "published": NOON,
        "changed": NOON + timedelta(hours=1),
        "subjects": ["World", "Shipping & ports"],
        "url": FERRY.url,
        "picture": (f"{SITE}/media/images/ferry.jpg", "A ferry", "Ann Author/AP"),
    }
    assert read.pictures[0].caption.startswith("The first boat & its crew")


def facts_of(read: NewsItem) -> dict[str, object]:
    (picture,) = read.pictures
    return {
        "guid": read.guid,
        "headline": read.headline,
        "standfirst": read.standfirst,
        "body": read.body_html,
        "credit": read.credit,
        "bylines": read.bylines,
        "published": read.first_created_at,
        "changed": read.version_created_at,
        "subjects": [subject.name for subject in read.subjects],
        "url": read.canonical_url,
        "picture": (picture.renditions[0].href, picture.alt_text, picture.credit),
    }


@pytest.mark.parametrize("name", ["feed.xml", "atom.xml"])
def test_feedparser_finds_nothing_to_mend(name: str) -> None:
    feedparser = pytest.importorskip("feedparser")

    found = feedparser.parse(feed(name, FERRY))

    (entry,) = found.entries
    assert not found.bozo
    assert (entry.id, entry.title, entry.link) == (FERRY.guid, FERRY.title, FERRY.url)
    assert entry.published_parsed[:6] == (2026, 3, 5, 12, 0, 0)
    assert entry.updated_parsed[:6] == (2026, 3, 5, 13, 0, 0)
    assert "Nobody was hurt" in entry.content[0].value


def test_a_json_item_with_nothing_to_say_leaves_its_members_out() -> None:
    bare = replace(FERRY, summary="", authors=(), categories=(), credit="", picture=None)

    assert set(json.loads(json_item(bare))) == {"id", "url", "title", "content_html", "date_published", "date_modified"}


@pytest.mark.parametrize(
    ("markup", "portable"),
    [
        ('<p><a href="/world/x/?a=1&amp;b=2">x</a></p>', f'<p><a href="{SITE}/world/x/?a=1&amp;b=2">x</a></p>'),
        ('<p><a href="../y/">y</a></p>', f'<p><a href="{SITE}/world/y/">y</a></p>'),
        ('<p><a href="mailto:desk@paper.example">us</a></p>', '<p><a href="mailto:desk@paper.example">us</a></p>'),
        ('<p><a href="javascript:alert(1)">z</a> <a href="#top">up</a></p>', "<p><a>z</a> <a>up</a></p>"),
        ('<p><a href="http://[half">h</a></p>', "<p><a>h</a></p>"),
        ('<div class="table" tabindex="0"><p style="x" onclick="y">w</p></div>', "<p>w</p>"),
        ("<p>a</p><script>alert(1)</script><style>p{}</style>", "<p>a</p>"),
        ('<picture><source srcset="/a.avif 2w"><img src="/media/a.jpg" srcset="/b 1w" alt="A" width="3"></picture>',
         f'<img src="{SITE}/media/a.jpg" alt="A" width="3">'),
        ('<img src="data:image/png;base64,AA" alt="">', '<img alt="">'),
        ('<span class="caption">C</span><span class="credit">D</span>', '<span>C</span><span class="credit">D</span>'),
        ('<p>he typed href="/x/" &#1;\x02</p>', '<p>he typed href="/x/" </p>'),
        ('<table><thead><tr><th scope="col">A</th></tr></thead></table>',
         '<table><thead><tr><th scope="col">A</th></tr></thead></table>'),
    ],
)  # fmt: skip
def test_a_body_is_made_fit_for_pages_that_are_not_ours(markup: str, portable: str) -> None:
    assert portable_html(markup, base=f"{SITE}/world/ferry/") == portable


@given(st.text(max_size=200))
def test_whatever_stands_in_a_body_nothing_in_a_feed_runs(text: str) -> None:
    body = f'<p onclick="{text}">{text}</p><a href="{text}">{text}</a><img src="{text}">'

    html = portable_html(body, base=f"{SITE}/x/")

    assert [fault for name in FAULTS for fault in FAULTS[name](feed(name, replace(FERRY, html=html)))] == []

"""The feeds of the paper and its sections, pressed and joined: what stands in them, and what no longer may."""

import io
import json
from datetime import timedelta

import pytest
from lxml import html
from PIL import Image

from broadsheet.contracts.news import NewsItem
from broadsheet.contracts.pieces import Page, Redirect, Shape, Withdrawn
from broadsheet.formats.reading import read_items
from broadsheet.joining.joiner import join_page
from broadsheet.media.actions import add_picture, kill_picture
from broadsheet.media.models import Picture
from broadsheet.press.actions import press_everything
from broadsheet.press.composing.edition import Edition
from broadsheet.press.composing.entries import story_entry
from broadsheet.stories.models import Author, Byline, Correction, StoryPage, Topic
from broadsheet.stories.signals import section_changed, story_moved, story_published, story_withdrawn
from formats.feed_rules import FAULTS
from look.paper import full_story as full_story_view

from .conftest import NOON, Paper

SITE = "http://localhost:8000"
EUROPE = "world/uk-and-europe/"
LATER = NOON + timedelta(days=20_000)  # than the clock of whoever runs this: a save stamps its own time


@pytest.fixture(autouse=True)
def _site(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROADSHEET_URL", SITE)


def press(paper: Paper) -> None:
    press_everything(now=NOON)
    paper.press()


def publish(paper: Paper, story: StoryPage) -> None:
    story_published.send(sender=type(story), story=story, first=True, now=NOON)
    paper.press()


def feed(paper: Paper, address: str) -> bytes:
    """The bytes that readers get, after its rules have been looked at."""
    page = paper.store.read(f"page/{address}")
    assert isinstance(page, Page)
    joined = join_page(page, read=paper.store.read, now=NOON, token_key=b"k" * 32)
    assert (joined.status, joined.damaged, joined.valid_until) == (200, (), None)
    assert FAULTS[address.rpartition("/")[2]](joined.body) == []
    return joined.body


def items(paper: Paper, address: str) -> list[NewsItem]:
    """Newest first, as the feed has them."""
    return read_items(feed(paper, address))[::-1]


def headlines(paper: Paper, address: str) -> list[str]:
    return [item.headline for item in items(paper, address)]


def full_story(paper: Paper, **fields: object) -> StoryPage:
    blocks = [
        {"type": "text", "value": '<p>The ferry is back. <a href="/world/">More</a></p>'},
        {"type": "heading", "value": "What changes"},
        {"type": "quote", "value": {"text": "At last.", "speaker": "Maren"}},
        {"type": "aside", "value": {"heading": "At a glance", "text": "<p>3,400 people live there.</p>"}},
        {
            "type": "table",
            "value": {"data": [["Route", "Sailings"], ["Norrey", "28"]], "first_row_is_table_header": True},
        },
    ]
    facts = {"standfirst": "Nine days later.", "dateline": "ALDHAVEN", "source_credit": "Associated Press", **fields}
    story = paper.story("Ferry & crew <back>", body=json.dumps(blocks), **facts)
    Byline.objects.create(story=story, author=Author.objects.create(name="Ann Author", slug="ann"))
    story.topics.add(Topic.objects.create(name="Shipping", slug="shipping"))
    story.save()
    return story


@pytest.fixture
def picture(paper: Paper) -> Picture:
    data = io.BytesIO()
    Image.new("RGB", (800, 500), "teal").save(data, "JPEG")
    return add_picture(
        data.getvalue(), name="ferry.jpg", caption="The ferry leaves.", credit="Ann Author", alt_text="A white ship"
    )


@pytest.mark.parametrize("file", FAULTS)
def test_a_feed_holds_the_whole_story(paper: Paper, file: str) -> None:
    story = full_story(paper)
    press(paper)

    (item,) = items(paper, f"{EUROPE}{file}")

    assert item.guid == f"urn:uuid:{story.translation_key}"
    assert item.canonical_url == f"{SITE}/world/uk-and-europe/story-1/"
    assert (item.standfirst, item.credit, item.bylines) == ("Nine days later.", "Associated Press", ("Ann Author",))
    assert [subject.name for subject in item.subjects] == ["World", "UK and Europe", "Shipping"]
    assert item.first_created_at == story.first_published_at
    words = html.fromstring(item.body_html).text_content()
    for said in (
        "ALDHAVEN",
        "The ferry is back",
        "What changes",
        "At last.",
        "3,400 people",
        "Norrey",
        "Source: Assoc",
    ):
        assert said in words
    assert f'href="{SITE}/world/"' in item.body_html


@pytest.mark.parametrize("file", FAULTS)
def test_the_newest_stand_first_of_a_section_and_all_inside_it(paper: Paper, file: str) -> None:
    paper.story("Old", section=paper.world)
    paper.story("New", section=paper.europe)
    paper.story("Kept out of Latest", in_latest=False)
    press(paper)

    assert headlines(paper, file) == ["New", "Old"]
    assert headlines(paper, f"world/{file}") == ["New", "Old"]
    assert headlines(paper, f"{EUROPE}{file}") == ["New"]


@pytest.mark.parametrize("file", FAULTS)
def test_a_paper_without_stories_has_feeds_that_are_in_order(paper: Paper, file: str) -> None:
    press(paper)

    assert feed(paper, file) == feed(paper, file)
    assert b"The Harbour Post" in feed(paper, f"world/{file}")


def test_a_feed_ends_after_thirty_stories(paper: Paper) -> None:
    for _ in range(32):
        paper.story()
    press(paper)

    assert headlines(paper, "feed.xml") == [f"Story {number}" for number in range(32, 2, -1)]


@pytest.mark.parametrize("file", FAULTS)
def test_a_story_that_moved_or_was_corrected_is_the_same_entry(paper: Paper, file: str) -> None:
    story = full_story(paper)
    publish(paper, story)
    press(paper)
    (before,) = items(paper, file)

    story.slug, story.title = "elsewhere", "Ferry back"
    story.save()
    Correction.objects.create(story=story, note="It was the other ferry.", made_at=LATER)
    story_moved.send(sender=type(story), story=story, old_path="/world/uk-and-europe/story-1/", new_path="/x/")
    paper.press()
    (after,) = items(paper, file)

    assert (after.guid, after.first_created_at) == (before.guid, before.first_created_at)
    assert after.headline == "Ferry back"
    assert after.canonical_url == f"{SITE}/world/uk-and-europe/elsewhere/"
    assert after.version_created_at == LATER
    assert "It was the other ferry." in after.body_html


@pytest.mark.parametrize("file", FAULTS)
def test_a_withdrawn_story_leaves_every_feed_and_its_entry_goes(paper: Paper, file: str) -> None:
    story = full_story(paper)
    paper.story("Another")
    press(paper)
    story.live, story.withdrawn_at = False, NOON
    story.save(update_fields=["live", "withdrawn_at"])

    story_withdrawn.send(sender=type(story), story=story, now=NOON)
    paper.press()

    for address in (file, f"world/{file}", f"{EUROPE}{file}"):
        assert headlines(paper, address) == ["Another"]
        assert b"erry" not in feed(paper, address)
    assert paper.store.read(f"entry/{story.pk}") is None


@pytest.mark.parametrize("file", FAULTS)
def test_the_list_of_withdrawn_stories_alone_takes_one_out_of_every_feed(paper: Paper, file: str) -> None:
    story = paper.story("Killed")
    press(paper)

    paper.store.press({"withdrawn": Withdrawn(story_ids=frozenset({story.pk}))})

    assert all(b"Killed" not in feed(paper, address) for address in (file, f"world/{file}", f"{EUROPE}{file}"))


@pytest.mark.parametrize("file", ["feed.xml", "atom.xml"])
def test_a_lead_picture_stands_in_an_entry_with_its_caption_and_credit(
    paper: Paper, picture: Picture, file: str
) -> None:
    paper.story(lead_picture=picture)
    press(paper)

    (item,) = items(paper, file)

    (found,) = item.pictures
    assert (found.caption, found.credit, found.alt_text) == ("The ferry leaves.", "Ann Author", "A white ship")
    assert found.renditions[0].href.startswith(f"{SITE}/media/images/")
    assert (found.renditions[0].mimetype, found.renditions[0].width) == ("image/jpeg", 800)


@pytest.mark.parametrize("file", FAULTS)
def test_a_killed_picture_leaves_the_entry_and_the_story_stays(paper: Paper, picture: Picture, file: str) -> None:
    paper.story("Still here", lead_picture=picture)
    press(paper)
    before = feed(paper, file)

    kill_picture(picture, now=NOON)
    paper.press()

    assert b"The ferry leaves." in before
    assert b"/media/" not in feed(paper, file)
    assert b"The ferry leaves." not in feed(paper, file)
    assert headlines(paper, file) == ["Still here"]


def test_an_entry_holds_every_block_of_a_body_but_stories_named_inside_it() -> None:
    edition = Edition(paper="The Test Courier", home_id=1, guid="urn:x:1", site_url=SITE, language="en-gb", now=NOON)

    entry = story_entry(full_story_view(), path="/world/ferry/", guid="urn:x:7", edition=edition)

    markup = json.loads(entry.shapes[Shape.JSON])["content_html"]
    tree = html.fragment_fromstring(markup, create_parent="div")
    assert [part.tag for part in tree if part.tag != "p"] == [
        "figure", "h2", "figure", "blockquote", "aside", "table",
        "h2", "figure", "figure", "figure", "figure", "h3", "figure", "h2",
    ]  # fmt: skip
    assert {image.get("src") for image in tree.iter("img")} == {f"{SITE}/media/quay.960.jpg"}
    assert tree.xpath("//a/@href") == [
        f"{SITE}/media/documents/rota.pdf",
        f"{SITE}/media/recordings/film.mp4",
        f"{SITE}/media/recordings/horn.mp3",
        "https://youtu.be/aBcDeFgHiJk",
    ]


@pytest.mark.parametrize("file", FAULTS)
def test_hostile_words_stand_in_a_feed_as_words(paper: Paper, file: str) -> None:
    hostile = '<script>alert(1)</script>]]>&amp;"\\u0001'
    body = json.dumps([{"type": "heading", "value": hostile}, {"type": "text", "value": f"<p>{hostile}</p>"}])
    story = paper.story(f"Words {hostile}", standfirst=hostile, source_credit=hostile, body=body)
    Byline.objects.create(story=story, name=hostile)

    press(paper)

    assert len(items(paper, file)) == 1


@pytest.mark.parametrize("file", FAULTS)
def test_the_feeds_of_a_section_that_moved_lead_to_where_they_are(paper: Paper, file: str) -> None:
    press(paper)
    paper.europe.slug = "europe"
    paper.europe.save()

    section_changed.send(sender=type(paper.europe), section=paper.europe, now=NOON)
    paper.press()

    assert paper.store.read(f"page/{EUROPE}{file}") == Redirect(location=f"/world/europe/{file}")
    assert feed(paper, f"world/europe/{file}")


@pytest.mark.parametrize("file", FAULTS)
def test_the_feeds_of_a_closed_section_are_gone_as_its_front_is(paper: Paper, file: str) -> None:
    press(paper)
    paper.europe.live = False
    paper.europe.save()

    section_changed.send(sender=type(paper.europe), section=paper.europe, now=NOON)
    paper.press()

    assert paper.store.read(f"page/{EUROPE}{file}").status == 410


def test_pages_name_the_feeds_that_belong_to_them(paper: Paper) -> None:
    paper.story()
    press(paper)

    named = {path: feeds_named_on(paper, path) for path in ("", "world", f"{EUROPE}story-1", "404")}

    assert named == {
        "": ["/feed.xml", "/atom.xml", "/feed.json"],
        "world": ["/world/feed.xml", "/world/atom.xml", "/world/feed.json"],
        f"{EUROPE}story-1": [
            "/feed.xml", "/atom.xml", "/feed.json",
            f"/{EUROPE}feed.xml", f"/{EUROPE}atom.xml", f"/{EUROPE}feed.json",
        ],
        "404": [],
    }  # fmt: skip


def feeds_named_on(paper: Paper, path: str) -> list[str]:
    tree = joined_page(paper, path)
    return [str(link.get("href")) for link in tree.cssselect("head link[rel=alternate]")]


def joined_page(paper: Paper, path: str) -> html.HtmlElement:
    page = paper.store.read(f"page/{path}")
    assert isinstance(page, Page)
    body = join_page(page, read=paper.store.read, now=NOON, token_key=b"k" * 32).body
    return html.document_fromstring(body.decode())


def test_a_reader_finds_the_feeds_at_the_foot_of_every_page_and_of_a_section(paper: Paper) -> None:
    press(paper)

    foot, front = (joined_page(paper, path).cssselect(".feeds a") for path in ("404", "world"))

    assert [link.get("href") for link in foot] == ["/feed.xml", "/atom.xml", "/feed.json"]
    assert [link.get("href") for link in front[:3]] == ["/world/feed.xml", "/world/atom.xml", "/world/feed.json"]
    labels = [nav.get("aria-label") for nav in joined_page(paper, "world").cssselect(".feeds")]
    assert labels == ["World feeds", "Feeds"]


def test_feeds_and_popular_s_figures_are_open_to_every_page_on_the_web_and_nothing_else_is(paper: Paper) -> None:
    paper.story()
    press(paper)

    pages = {name: piece for name, piece in paper.store.pieces.items() if isinstance(piece, Page)}
    opened = {name for name, page in pages.items() if dict(page.headers).get("access-control-allow-origin") == "*"}

    feeds = {name for name in pages if name.rpartition("/")[2] in FAULTS}
    assert opened == feeds | {"page/popularity.json", "page/ninjs.json"}
    types = {file: dict(pages[f"page/{file}"].headers)["content-type"].partition(";")[0] for file in FAULTS}
    assert types == {
        "feed.xml": "application/rss+xml",
        "atom.xml": "application/atom+xml",
        "feed.json": "application/feed+json",
    }


def test_pressing_again_what_did_not_change_changes_no_feed(paper: Paper) -> None:
    full_story(paper)
    press(paper)
    batches = len(paper.store.batches)

    press_everything(now=NOON + timedelta(minutes=5))
    paper.press(now=NOON + timedelta(minutes=5))

    assert not any(name.endswith((*FAULTS,)) for batch in paper.store.batches[batches:] for name in batch)

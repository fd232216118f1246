"""The edition in text alone: what is pressed for it, what the edge makes of it, and what a kill leaves."""

import time

import brotli
import pytest
from lxml import html

from broadsheet.contracts.pieces import ENTRY_SHAPES, TEXT_FRAME, Card, PieceError
from broadsheet.edge.cache import Entry
from broadsheet.edge.composing import Composer
from broadsheet.look.assets import asset_files, asset_url
from broadsheet.press.actions import order, press_everything
from broadsheet.press.models import PressOrder
from broadsheet.press.orders import SHELL, TEXT, Priority
from broadsheet.stories.models import Correction, StoryPage
from broadsheet.stories.signals import section_changed, story_moved, story_published, story_withdrawn

from .conftest import NOON, Paper

WHERE = "/text/world/uk-and-europe/story-1/"
BUDGET = 14_000  # bytes, the page and its style sheet as they are sent


def asked(paper: Paper, address: str) -> Entry | None:
    composer = Composer(read=paper.store.read, token_key=b"k", repeats_allowed=False, security=[], clock=NOON.timestamp)
    return composer.compose(address)


def tree_of(paper: Paper, address: str = WHERE) -> html.HtmlElement:
    entry = asked(paper, address)
    assert entry is not None
    assert entry.plain.status == 200
    return html.document_fromstring(entry.plain.body.decode())


def told_to(paper: Paper, address: str) -> tuple[int, str]:
    entry = asked(paper, address)
    return (404, "") if entry is None else (entry.plain.status, dict(entry.plain.headers).get("location", ""))


def put_out(paper: Paper, story: StoryPage) -> None:
    story_published.send(sender=StoryPage, story=story, first=True, now=NOON)
    order([TEXT, SHELL], Priority.LISTS, now=NOON)
    paper.press()


BODY = [
    {"type": "heading", "value": "What changes"},
    {"type": "text", "value": '<p>Boats <b>sail</b> again, <a href="/world/">says</a> the port.</p>'},
    {"type": "quote", "value": {"text": "At last.", "speaker": "A skipper"}},
]


def test_a_story_stands_whole_in_text_alone(paper: Paper) -> None:
    story = paper.story("Öl & <more>", standfirst="In short", source_credit="Associated Press", body=BODY)
    Correction.objects.create(story=story, note="It was Tuesday.", made_at=NOON)
    put_out(paper, story)

    tree = tree_of(paper)

    words = " ".join(tree.body.text_content().split())
    assert [title.text_content() for title in tree.xpath("//title | //h1")] == [
        "Öl & <more> · The Harbour Post",
        "Öl & <more>",
    ]
    assert all(said in words for said in ("In short", "What changes", "Boats sail again", "At last.", "A skipper"))
    assert all(said in words for said in ("It was Tuesday.", "Source: Associated Press", "5 March 2026, 12:01 UTC"))


def test_a_text_page_loads_one_small_style_sheet_and_nothing_else(paper: Paper) -> None:
    put_out(paper, paper.story(body=BODY))

    for address in (WHERE, "/text/"):
        tree = tree_of(paper, address)
        assert tree.xpath("//img | //picture | //video | //audio | //iframe | //script | //style | //@style") == []
        assert tree.xpath('//link[@rel="stylesheet"]/@href') == [asset_url("text.css")]
        assert tree.xpath('//link[@rel="preload"]') == []
    assert len(asset_files()[asset_url("text.css").removeprefix("/assets/")].body) < 700
    assert b"url(" not in asset_files()[asset_url("text.css").removeprefix("/assets/")].body


def test_search_engines_are_led_to_the_story_itself(paper: Paper) -> None:
    put_out(paper, paper.story())

    tree = tree_of(paper)

    assert tree.xpath('//link[@rel="canonical"]/@href')[0].endswith("/world/uk-and-europe/story-1/")
    assert tree.xpath('//meta[@name="robots"]') == []
    assert tree.xpath("//main//a/@href")[-1] == tree.xpath('//link[@rel="canonical"]/@href')[0]


def test_the_front_has_every_story_once_and_leads_to_texts(paper: Paper) -> None:
    for _ in range(29):
        paper.story()
    put_out(paper, paper.story())

    tree = tree_of(paper, "/text/")

    assert [heading.text_content() for heading in tree.xpath("//h2")] == ["Latest Stories", "World"]
    links = tree.xpath("//h2/following-sibling::ul/li/a/@href")
    assert len(links) == len(set(links)) == 20
    assert links[0] == "/text/world/uk-and-europe/story-30/"
    assert all(asked(paper, link) for link in links)


def test_both_kinds_of_page_lead_to_the_sections_headlines_and_to_search(paper: Paper) -> None:
    for _ in range(12):
        paper.story()
    put_out(paper, paper.story())

    ways = [tree_of(paper, address).xpath("//nav//a/@href") for address in ("/text/", WHERE)]

    assert ways == [["/text/#world", "/search/"], ["/text/", "/text/#world", "/search/"]]
    assert tree_of(paper, "/text/").xpath('//h2[@id="world"]')


def test_the_page_and_the_foot_of_every_page_lead_there(paper: Paper) -> None:
    put_out(paper, paper.story())

    page = asked(paper, "/world/uk-and-europe/story-1/")

    assert page is not None
    tree = html.document_fromstring(page.plain.body.decode())
    assert tree.xpath('//article//a[text()="Text only"]/@href') == [WHERE]
    assert tree.xpath('//footer[@class="site-foot"]//a[text()="Text only"]/@href') == ["/text/"]


def test_a_story_needs_no_page_of_its_own_there(paper: Paper) -> None:
    put_out(paper, paper.story())

    assert [name for name in paper.store.pieces if name.startswith("page/text")] == ["page/text"]
    assert TEXT_FRAME in paper.store.pieces


def test_a_kill_takes_the_text_away_in_the_same_batch(paper: Paper) -> None:
    story = paper.story("Terrible mistake")
    put_out(paper, story)
    before = asked(paper, WHERE)
    story.live, story.withdrawn_at, story.withdrawn_notice = False, NOON, "Withdrawn on legal advice"
    story.save(update_fields=["live", "withdrawn_at", "withdrawn_notice"])
    paper.store.batches.clear()

    story_withdrawn.send(sender=StoryPage, story=story, now=NOON)
    paper.press()

    after = asked(paper, WHERE)
    assert before is not None
    assert after is not None
    assert after.plain.status == 410
    assert b"Withdrawn on legal advice" in after.plain.body
    assert b"Terrible" not in after.plain.body
    # What the edge kept of before hangs on what that batch changed.
    assert {"page/world/uk-and-europe/story-1", f"entry/{story.pk}", "withdrawn"} <= before.names
    assert {"page/world/uk-and-europe/story-1", f"entry/{story.pk}", "withdrawn"} <= paper.store.batches[0]
    assert b"Terrible" not in (asked(paper, "/text/") or after).plain.body


def test_a_story_named_as_withdrawn_is_gone_whatever_else_is_there(paper: Paper) -> None:
    story = paper.story()
    put_out(paper, story)
    StoryPage.objects.filter(pk=story.pk).update(withdrawn_at=NOON)
    paper.store.pieces["withdrawn"] = type(paper.store.pieces["withdrawn"])(story_ids=frozenset({story.pk}))

    assert asked(paper, WHERE) is None


@pytest.mark.parametrize("damaged", ["withdrawn", TEXT_FRAME, "entry", "page/world/uk-and-europe/story-1"])
def test_what_cannot_be_read_costs_the_page_for_a_moment_and_no_more(paper: Paper, damaged: str) -> None:
    story = paper.story()
    put_out(paper, story)
    name = f"entry/{story.pk}" if damaged == "entry" else damaged

    def read(wanted: str) -> object:
        if wanted == name:
            raise PieceError("damaged")
        return paper.store.read(wanted)

    composer = Composer(read=read, token_key=b"k", repeats_allowed=False, security=[], clock=time.time)
    entry = composer.compose(WHERE)

    assert entry is not None
    assert entry.plain.status == 503
    assert entry.valid_until < time.time() + 2


def test_a_draft_has_no_text(paper: Paper) -> None:
    put_out(paper, paper.story(live=False, first_published_at=None))

    assert asked(paper, WHERE) is None


def test_a_text_moves_with_its_story(paper: Paper) -> None:
    story = paper.story()
    put_out(paper, story)
    story.slug = "another"
    story.save()
    story_moved.send(sender=StoryPage, story=story, old_path="/world/uk-and-europe/story-1/", new_path="/x/")
    paper.press()

    assert told_to(paper, WHERE) == (301, "/text/world/uk-and-europe/another/")
    assert told_to(paper, "/text/world/uk-and-europe/another") == (301, "/text/world/uk-and-europe/another/")


@pytest.mark.parametrize(
    "address", ["/text/world/", "/text/nothing/", "/text/text/", f"/text{WHERE}", "/text/feed.xml", "/text/search/"]
)
def test_where_no_story_stands_there_is_no_text(paper: Paper, address: str) -> None:
    put_out(paper, paper.story())

    assert told_to(paper, address) == (404, "")


def test_the_versions_of_a_story_are_not_its_text(paper: Paper) -> None:
    story = paper.story()
    put_out(paper, story)
    page = paper.store.pieces["page/world/uk-and-europe/story-1"]
    paper.store.pieces["page/world/uk-and-europe/story-1/versions"] = page

    assert told_to(paper, f"{WHERE}versions/") == (404, "")


def test_a_section_that_has_the_address_keeps_it(paper: Paper) -> None:
    section = paper.section("Text", parent=paper.home)
    story = paper.story(section=section)
    section_changed.send(sender=type(section), section=section, now=NOON)
    put_out(paper, story)

    page = asked(paper, "/text/story-1/")

    assert page is not None
    assert b"Text only" not in page.plain.body
    assert paper.store.read(TEXT_FRAME) is None
    assert b"<h1>Text</h1>" in (asked(paper, "/text/") or page).plain.body


def test_the_whole_paper_has_its_text_edition_pressed_too(paper: Paper) -> None:
    press_everything(now=NOON)

    assert str(TEXT) in set(PressOrder.objects.values_list("key", flat=True))


def test_a_long_story_keeps_to_the_budget(paper: Paper) -> None:
    words = [f"{start}{end}" for start in ("har", "fer", "is", "quay", "rot") for end in ("bour", "ry", "land", "ing")]
    text = "".join(f"<p>{' '.join(words[(n * 7 + m * m) % 20] + str(n * m % 97) for m in range(60))}</p>"
                   for n in range(25))  # fmt: skip
    put_out(paper, paper.story(body=[{"type": "text", "value": text}]))

    entry = asked(paper, WHERE)

    assert entry is not None
    sheet = asset_files()[asset_url("text.css").removeprefix("/assets/")].body
    assert sum(len(brotli.compress(sent, quality=5)) for sent in (entry.plain.body, sheet)) < BUDGET


def test_an_entry_has_the_text_beside_the_items_of_feeds(paper: Paper) -> None:
    story = paper.story()
    put_out(paper, story)

    entry = paper.store.read(f"entry/{story.pk}")

    assert isinstance(entry, Card)
    assert set(entry.shapes) == ENTRY_SHAPES

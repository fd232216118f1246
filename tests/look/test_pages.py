"""The readers' pages: the marks that others rely on, what a story can do to them, and their weight."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html

from broadsheet import fronts, look, press
from broadsheet.contracts.pieces import ENTRY_SHAPES, PieceSlot, Shape, TokenSlot
from broadsheet.edge.encodings import compress
from broadsheet.look.assets import asset_files, asset_url
from broadsheet.look.bodies import (
    TextBlock,
)
from broadsheet.look.languages import Language
from broadsheet.look.lists import results_list, strip_list
from broadsheet.look.pages import (
    NoticeView,
    PageHead,
    SearchPlace,
    SearchView,
    SectionLink,
    StoryLanguages,
    StoryView,
)
from broadsheet.look.slots import render_parts
from look.paper import (
    AUTHOR,
    PARAGRAPH,
    QUAY,
    TRANSPORT,
    card,
    full_corrections,
    full_day,
    full_front,
    full_history,
    full_index,
    full_month,
    full_paper_page,
    full_popular,
    full_story,
    head,
    join,
)

PAGE_BUDGET = 20_000  # bytes of HTML, CSS and JS, compressed (DESIGN section 11)
FONT_BUDGET = 60_000
LOADED = ("site.css", "beacon.js", "frames.js")

SEARCH = {
    "search": SearchView(
        places=(SearchPlace(name="World", url="/world/"),), longest=200, results=results_list(limit=20)
    )
}
PAGES = {
    "press/story.html": {"story": full_story()},
    "fronts/front.html": {"front": full_front()},
    "fronts/section.html": {"front": full_front()},
    "press/popular.html": {"popular": full_popular()},
    "press/listing.html": {"listing": TRANSPORT},
    "press/author.html": {"listing": TRANSPORT, "author": AUTHOR},
    "press/day.html": {"day": full_day()},
    "press/month.html": {"month": full_month()},
    "press/index.html": {"index": full_index()},
    "press/paper_page.html": {"page": full_paper_page()},
    "press/history.html": {"history": full_history()},
    "press/corrections.html": {"corrections": full_corrections()},
    "press/withdrawn.html": {"notice": NoticeView()},
    "press/404.html": {"notice": NoticeView()},
    **{f"press/search_{state}.html": SEARCH for state in ("empty", "found", "nothing", "preparing")},
}


def page(template: str) -> str:
    return join(render_parts(template, {"head": head(), **PAGES[template]}))


def story_page(story: StoryView, *, of: PageHead | None = None) -> html.HtmlElement:
    return html.document_fromstring(join(render_parts("press/story.html", {"head": of or head(), "story": story})))


def text_of(tree: html.HtmlElement, selector: str) -> list[str]:
    return [" ".join(found.text_content().split()) for found in tree.xpath(selector)]


def test_a_story_has_the_marks_that_others_rely_on() -> None:
    tree = story_page(full_story())

    assert text_of(tree, '//nav[@aria-label="Breadcrumb"]//a') == ["World", "UK and Europe"]
    assert text_of(tree, "//h1") == ["Ferries sail again"]
    assert text_of(tree, '//*[@class="source"]') == ["Source: Harbour Agency"]
    assert tree.body.get("data-hit") == "a-token"
    assert [len(tree.xpath(f'//*[@data-list="{name}"]/{tag}/li')) for name, tag in LISTS] == [5, 5, 5]
    assert [heading for heading in text_of(tree, "//h2") if heading.endswith("Stories")] == [
        "Popular Stories",
        "Latest Stories",
        "Related Stories",
    ]


LISTS = (("popular", "ol"), ("latest", "ul"), ("related", "ul"))


@pytest.mark.parametrize("template", PAGES)
def test_a_moment_is_told_to_the_second(template: str) -> None:
    tree = html.document_fromstring(page(template))

    told = [*tree.xpath("//time/@datetime"), *tree.xpath('//meta[contains(@property, "_time")]/@content')]
    assert set(told) <= {"2026-03-05T12:00:00+00:00"}


def test_a_picture_has_three_texts_and_a_fixed_place() -> None:
    tree = story_page(full_story())

    picture = tree.xpath('//div[@class="lead-picture"]/figure')[0]
    image = picture.xpath(".//img")[0]
    assert image.get("alt") == QUAY.alt
    assert text_of(picture, './/*[@class="caption"]') == [QUAY.caption]
    assert text_of(picture, './/*[@class="credit"]') == [QUAY.credit]
    assert (image.get("width"), image.get("height")) == ("960", "640")
    assert image.get("srcset") == "/media/quay.480.jpg 480w, /media/quay.960.jpg 960w"


def test_a_picture_without_alt_text_is_not_given_its_caption() -> None:
    tree = story_page(replace(full_story(), lead_picture=replace(QUAY, alt="")))

    assert tree.xpath('//div[@class="lead-picture"]//img')[0].get("alt") == ""


def test_only_the_lead_picture_is_fetched_before_it_is_in_sight() -> None:
    tree = story_page(full_story())

    first, *others = tree.xpath("//img")
    assert first.get("fetchpriority") == "high"
    assert {image.get("loading") for image in others} == {"lazy"}


def test_the_lead_picture_is_asked_for_in_the_head_as_a_browser_would_choose_it() -> None:
    tree = story_page(full_story())

    (link,) = tree.xpath('//head/link[@rel="preload"][@as="image"]')
    source = tree.xpath('//div[@class="lead-picture"]//source')[0]
    assert (link.get("type"), link.get("imagesrcset")) == (source.get("type"), source.get("srcset"))
    assert link.get("imagesizes") == source.get("sizes")
    assert link.get("href") is None  # it would be loaded by who knows no imagesrcset


def test_while_a_picture_has_no_better_files_the_plain_one_is_asked_for() -> None:
    tree = story_page(replace(full_story(), lead_picture=replace(QUAY, sources=())))

    (link,) = tree.xpath('//head/link[@rel="preload"][@as="image"]')
    image = tree.xpath('//div[@class="lead-picture"]//img')[0]
    assert (link.get("href"), link.get("type")) == (image.get("src"), None)
    assert (link.get("imagesrcset"), link.get("imagesizes")) == (image.get("srcset"), image.get("sizes"))


def test_a_story_without_a_picture_asks_for_none() -> None:
    tree = story_page(replace(full_story(), lead_picture=None))

    assert tree.xpath('//link[@rel="preload"][@as="image"]') == []


def test_a_story_that_has_little_leaves_no_empty_parts() -> None:
    bare = full_story()
    bare = StoryView(
        story_id=7,
        headline=bare.headline,
        trail=bare.trail,
        published_at=bare.published_at,
        body=(TextBlock(html=PARAGRAPH),),
    )

    tree = story_page(bare)

    empty = [element.get("class") for element in tree.body.iter("p", "figure", "ul", "aside", "section", "nav")
             if not element.text_content().strip()]  # fmt: skip
    assert empty == []
    assert tree.xpath('//*[@class="source"] | //aside | //figure') == []


def test_words_of_a_story_are_never_markup() -> None:
    hostile = '"><script>alert(1)</script>'
    story = replace(full_story(), headline=hostile, kicker=hostile, dateline=hostile, source_credit=hostile)
    story = replace(story, lead_picture=replace(QUAY, alt=hostile, caption=hostile, credit=hostile))

    tree = story_page(story, of=replace(head(hostile), description=hostile, json_ld=({"headline": hostile},)))

    assert [script.get("src") or script.get("type") for script in tree.iter("script")] == [
        asset_url("frames.js"),
        "application/ld+json",
        asset_url("beacon.js"),
    ]
    assert text_of(tree, "//h1") == [hostile]


def test_the_json_ld_of_a_page_says_what_it_was_given() -> None:
    document = {"@type": "NewsArticle", "headline": "Quay & <Quai> </script>"}

    tree = story_page(full_story(), of=replace(head(), json_ld=(document,)))

    assert json.loads(tree.xpath('//script[@type="application/ld+json"]')[0].text) == document


@pytest.mark.parametrize("template", PAGES)
def test_every_page_stands_under_the_strict_policy(template: str) -> None:
    tree = html.document_fromstring(page(template))

    assert tree.xpath("//*[@style] | //style | //@*[starts-with(name(), 'on')]") == []
    assert [script for script in tree.xpath("//script[not(@src)]") if script.get("type") != "application/ld+json"] == []
    assert all(address.startswith("/") for address in tree.xpath("//script/@src | //link/@href[../@rel!='canonical']"))


@pytest.mark.parametrize("template", PAGES)
def test_every_page_has_one_headline_and_a_way_past_the_menu(template: str) -> None:
    tree = html.document_fromstring(page(template))

    assert len(tree.xpath("//h1")) == 1
    assert tree.xpath('//a[@class="skip"]/@href') == ["#main"]
    assert len(tree.xpath('//main[@id="main"]')) == 1


@pytest.mark.parametrize("template", PAGES)
def test_no_two_things_on_a_page_have_the_same_id_and_every_label_is_there(template: str) -> None:
    tree = html.document_fromstring(page(template))

    ids = tree.xpath("//@id")
    assert sorted(ids) == sorted(set(ids))
    assert set(tree.xpath("//@aria-labelledby")) <= set(ids)


@pytest.mark.parametrize("template", PAGES)
def test_masthead_and_footer_are_pieces_on_every_page(template: str) -> None:
    parts = render_parts(template, {"head": head(), **PAGES[template]})

    assert [part.name for part in parts if isinstance(part, PieceSlot)] == [
        "shell/head",
        "shell/masthead",
        "shell/footer",
    ]


def test_only_stories_carry_a_page_token() -> None:
    carrying = {
        template for template, view in PAGES.items()
        if any(isinstance(part, TokenSlot) for part in render_parts(template, {"head": head(), **view}))
    }  # fmt: skip

    assert carrying == {"press/story.html"}


@pytest.mark.parametrize("shape", [shape for shape in Shape if shape not in ENTRY_SHAPES])
def test_a_card_links_to_its_story_once_and_carries_its_date(shape: Shape) -> None:
    tree = html.fragment_fromstring(card(shape), create_parent="li")

    assert tree.xpath(".//a/@href") == ["/text/world/story-1/" if shape is Shape.PLAIN else "/world/story-1/"]
    if shape is Shape.PLAIN:
        return  # its list says what is new; a date beside each line would be half of the page
    assert tree.xpath(".//time/@datetime") == ["2026-03-05T12:00:00+00:00"]
    assert text_of(tree, './/*[@class="day"]') == ["5 Mar 2026"]


def test_names_of_sections_and_keys_are_escaped_in_lists() -> None:
    slot = strip_list(section=SectionLink(name="Law & <Order>", url='/l"/'), key='1"')

    assert 'href="/l&quot;/"' in slot.opening
    assert "Law &amp; &lt;Order&gt;" in slot.opening
    assert '1"' not in slot.opening.replace('id="strip-1', "")


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_a_story_page_keeps_to_its_budget_as_it_is_sent(encoding: str) -> None:
    sent = [compress(page("press/story.html").encode(), encoding=encoding)]
    sent += [compress(asset_body(name), encoding=encoding, best=True) for name in LOADED]

    assert sum(map(len, sent)) <= PAGE_BUDGET


def test_the_fonts_that_a_story_loads_keep_to_their_budget() -> None:
    fonts = set(re.findall(r'url\("/assets/([^"]+\.woff2)"\)', assets_text("site.css")))

    # Those for letters beyond Latin-1 are loaded only where such a letter stands.
    usual = [asset_files()[font].body for font in fonts if "-ext." not in font]
    assert len(usual) == 3
    assert sum(map(len, usual)) <= FONT_BUDGET
    assert sum(len(asset_files()[font].body) for font in fonts) <= FONT_BUDGET


@pytest.mark.parametrize("template", PAGES)
def test_no_page_loads_anything_from_elsewhere(template: str) -> None:
    tree = html.document_fromstring(page(template))

    loading = tree.xpath("//@src | //@poster | //link[@rel!='canonical']/@href | //object/@data")
    sets = [part.split()[0] for listed in tree.xpath("//@srcset") for part in listed.split(", ")]
    assert [address for address in (*loading, *sets) if not re.match(r"/(?!/)", address)] == []
    sheet = assets_text("site.css") + assets_text("text.css")
    assert [address for address in re.findall(r"url\(([^)]*)\)", sheet) if not address.startswith('"/assets/')] == []
    assert "@import" not in sheet


@pytest.mark.parametrize("template", PAGES)
def test_every_picture_keeps_its_place_and_waits_unless_it_leads(template: str) -> None:
    tree = html.document_fromstring(page(template))

    pictures = tree.xpath("//img")
    assert all(int(picture.get("width")) and int(picture.get("height")) for picture in pictures)
    leading = [picture for picture in pictures if picture.get("fetchpriority") == "high"]
    assert len(leading) <= 1
    assert all(picture.get("loading") == "lazy" for picture in pictures if picture not in leading)
    assert all(film.get("preload") == "none" for film in tree.xpath("//video | //audio"))


def test_a_page_in_a_language_from_right_to_left_says_so() -> None:
    arabic = replace(head(), language="ar")

    assert story_page(full_story(), of=arabic).get("dir") == "rtl"
    assert story_page(full_story()).get("dir") is None


def test_a_headline_in_another_language_brings_its_own_direction() -> None:
    hebrew = StoryLanguages(headline=Language(tag="he"), body=Language(tag="he"))

    tree = story_page(replace(full_story(), languages=hebrew))

    marked = [(part.tag, part.get("lang"), part.get("dir")) for part in tree.xpath("//main//*[@lang]")]
    assert marked == [("h1", "he", "rtl"), ("div", "he", "rtl")]


def test_the_style_sheets_name_no_side_that_a_language_could_turn_round() -> None:
    sheet = assets_text("site.css") + assets_text("text.css")

    sided = r"(?:margin|padding|border)-(?:left|right)|(?<![-\w])(?:left|right):|text-align: (?:left|right)"
    assert re.findall(sided, sheet) == []
    four = re.findall(r"(?:margin|padding|inset): (\S+) (\S+) (\S+) (\S+);", sheet)
    assert [sides for sides in four if sides[1] != sides[3]] == []


@pytest.mark.parametrize("template", ["press/story.html", "press/paper_page.html"])
def test_every_block_of_a_body_is_spaced_by_the_style_sheet(template: str) -> None:
    (body,) = html.document_fromstring(page(template)).xpath("//*[@class='body']")

    assert [child.get("class") for child in body] == ["article-body"]
    assert len(body[0]) > 1
    assert ".article-body > * + * {" in assets_text("site.css")


def test_every_class_that_a_template_writes_for_its_looks_is_known_to_the_style_sheet() -> None:
    sheet = assets_text("site.css")
    written = {name for template in PAGES for names in html.document_fromstring(page(template)).xpath("//@class")
               for name in names.split()}  # fmt: skip

    unknown = {name for name in written if not re.search(rf"\.{re.escape(name)}\b", sheet)}

    assert unknown == set()


@pytest.mark.parametrize("template", PAGES)
def test_every_page_has_its_whole_address_for_paper(template: str) -> None:
    tree = html.document_fromstring(page(template))

    assert text_of(tree, '//*[@class="printed"]') == tree.xpath('//link[@rel="canonical"]/@href')
    assert all(whole.startswith("https://paper.example/") for whole in tree.xpath("//@data-address"))
    assert bool(tree.xpath('//*[@class="document"]')) == bool(tree.xpath("//@data-address"))


def asset_body(name: str) -> bytes:
    return asset_files()[asset_url(name).removeprefix("/assets/")].body


def assets_text(name: str) -> str:
    return asset_body(name).decode()


def test_every_template_of_a_readers_page_is_among_those_looked_at() -> None:
    folders = [Path(module.__path__[0]) / "templates" for module in (fronts, look, press)]
    whole = {
        str(template.relative_to(folder))
        for folder in folders for template in folder.rglob("*.html")
        if '{% extends "look/shell.html" %}' in template.read_text("utf-8")
    }  # fmt: skip

    assert whole - {"press/search.html"} <= set(PAGES)  # that one is what its four states extend

"""What pages say of themselves to search engines and to whoever shares a link, read back as they read it."""

import io
import json
from datetime import datetime
from typing import Any

import extruct
import pytest
from lxml import html
from PIL import Image

from broadsheet.contracts.pieces import Card, Page
from broadsheet.joining.joiner import join_page
from broadsheet.look.assets import PREFIX, asset_files
from broadsheet.media.actions import add_picture
from broadsheet.media.models import Picture
from broadsheet.press.actions import press_everything
from broadsheet.stories.actions import correct_story, draft_story, publish_story, revise_story
from broadsheet.stories.models import Author, Byline, ChangeKind, StoryPage, Topic
from broadsheet.stories.words import StoryWords

from .conftest import NOON, Paper

SITE = "https://courier.example"
EUROPE = "/world/uk-and-europe/"
Found = dict[str, Any]


@pytest.fixture(autouse=True)
def _site(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROADSHEET_URL", SITE)
    monkeypatch.setenv("BROADSHEET_LANGUAGE", "en-gb")


@pytest.fixture
def picture(paper: Paper) -> Picture:
    data = io.BytesIO()
    Image.new("RGB", (1500, 1000), "teal").save(data, "JPEG")
    return add_picture(
        data.getvalue(), name="ferry.jpg", caption="The ferry leaves.", credit="Ann Author", alt_text="A white ship"
    )


@pytest.fixture
def story(paper: Paper, picture: Picture) -> StoryPage:
    topic = Topic.objects.create(name="Ferries & quays", slug="ferries")
    story = draft_story(
        paper.europe,
        headline='Ferry "sails" </script> again',
        standfirst="Nine days later.",
        bylines=["Ann Author"],
        dateline="ALDHAVEN",
        source_credit="Associated Press",
        body_html="<p>The ferry is back.</p><p>Nobody <b>calls</b> it a victory.</p>",
        lead_picture=picture,
        topics=[topic],
        owner=None,
        now=NOON,
    )
    publish_story(story, by=None, now=NOON)
    return story


def press(paper: Paper) -> None:
    press_everything(now=NOON)
    paper.press()


def html_at(paper: Paper, path: str) -> str:
    page = paper.store.read(f"page/{path.strip('/')}")
    assert isinstance(page, Page), path
    return join_page(page, read=paper.store.read, now=NOON, token_key=b"k" * 32).body.decode()


def said(paper: Paper, path: str) -> dict[str, Found]:
    """The page's JSON-LD by type."""
    found = extruct.extract(html_at(paper, path), base_url=SITE, syntaxes=["json-ld"])["json-ld"]
    assert all(document["@context"] == "https://schema.org" for document in found)
    return {document["@type"]: document for document in found}


def shared(paper: Paper, path: str) -> dict[str, list[str]]:
    """Its Open Graph."""
    (found,) = extruct.extract(html_at(paper, path), base_url=SITE, syntaxes=["opengraph"])["opengraph"]
    by_name: dict[str, list[str]] = {}
    for name, value in found["properties"]:
        by_name.setdefault(name, []).append(value)
    return by_name


def crumbs(data: Found) -> list[tuple[int, str, str]]:
    return [(one["position"], one["name"], one["item"]) for one in data["BreadcrumbList"]["itemListElement"]]


def test_a_story_says_all_that_a_news_article_should(paper: Paper, story: StoryPage, picture: Picture) -> None:
    press(paper)

    article = said(paper, f"{EUROPE}{story.slug}/")["NewsArticle"]

    url = f"{SITE}{EUROPE}{story.slug}/"
    image = article["image"][0]
    assert (article["url"], article["mainEntityOfPage"]) == (url, url)
    assert article["headline"] == 'Ferry "sails" </script> again'
    assert article["description"] == "Nine days later."
    assert article["author"] == [{"@type": "Person", "name": "Ann Author"}]
    assert article["articleSection"] == ["World", "UK and Europe"]
    assert article["about"] == [{"@type": "Thing", "name": "Ferries & quays", "url": f"{SITE}/topics/ferries/"}]
    assert (article["dateline"], article["creditText"]) == ("ALDHAVEN", "Associated Press")
    assert (article["inLanguage"], article["isAccessibleForFree"], article["wordCount"]) == ("en-gb", True, 9)
    assert article["datePublished"] == article["dateModified"] == NOON.isoformat()
    assert (image["width"], image["height"]) == (1500, 1000)
    assert image["url"].startswith(f"{SITE}/media/")
    assert (image["caption"], image["creditText"]) == ("The ferry leaves.", "Ann Author")


def test_pictures_of_the_body_are_among_the_images_each_once_the_lead_first(paper: Paper, picture: Picture) -> None:
    data = io.BytesIO()
    Image.new("RGB", (900, 600), "navy").save(data, "JPEG")
    other = add_picture(data.getvalue(), name="quay.jpg", caption="The quay.", credit="Bo", alt_text="A quay")
    shown = [{"type": "picture", "value": {"picture": number}} for number in (other.pk, picture.pk)]
    story = paper.story("With pictures", lead_picture=picture, body=json.dumps(shown))
    press(paper)

    images = said(paper, f"{EUROPE}{story.slug}/")["NewsArticle"]["image"]

    assert [image["caption"] for image in images] == ["The ferry leaves.", "The quay."]


def test_no_moment_has_more_than_seconds(paper: Paper) -> None:
    story = paper.story("Of the clock", first_published_at=NOON.replace(microsecond=123_456))
    correct_story(story, note="It was the other ferry.", by=None, now=NOON.replace(hour=15, microsecond=654_321))
    press(paper)

    page = html_at(paper, f"{EUROPE}{story.slug}/")

    assert '"datePublished":"2026-03-05T12:00:00+00:00"' in page
    assert '"dateModified":"2026-03-05T15:00:00+00:00"' in page
    assert "123456" not in page
    assert "654321" not in page


def test_the_publisher_has_a_logo_of_the_size_that_is_said(paper: Paper, story: StoryPage) -> None:
    press(paper)

    publisher = said(paper, f"{EUROPE}{story.slug}/")["NewsArticle"]["publisher"]

    logo = publisher["logo"]
    file = asset_files()[logo["url"].removeprefix(f"{SITE}{PREFIX}")]
    image = Image.open(io.BytesIO(file.body))
    assert (publisher["@type"], publisher["name"]) == ("NewsMediaOrganization", "The Harbour Post")
    assert (logo["width"], logo["height"]) == image.size


def test_a_story_without_picture_or_byline_names_whose_words_they_are(paper: Paper) -> None:
    agency, own = paper.story("Of an agency", source_credit="Associated Press"), paper.story("Our own")
    press(paper)

    of_agency, of_own = (said(paper, f"{EUROPE}{one.slug}/")["NewsArticle"] for one in (agency, own))

    assert of_agency["author"] == [{"@type": "Organization", "name": "Associated Press"}]
    assert of_own["author"][0]["name"] == "The Harbour Post"
    nothing = {"image", "description", "dateline", "video", "audio", "correction", "about"}
    assert not nothing & of_own.keys()


def test_a_correction_moves_the_day_of_the_last_change(paper: Paper, story: StoryPage) -> None:
    later = NOON.replace(hour=15)

    correct_story(story, note="It was the other ferry.", by=None, now=later)
    press(paper)

    article = said(paper, f"{EUROPE}{story.slug}/")["NewsArticle"]
    assert article["dateModified"] == later.isoformat()
    assert [one["text"] for one in article["correction"]] == ["It was the other ferry."]


def test_readers_search_engines_and_feeds_hear_of_one_moment_of_the_last_change(paper: Paper, story: StoryPage) -> None:
    later = NOON.replace(hour=15)

    correct_story(story, note="It was the other ferry.", by=None, now=later)
    press(paper)

    path = f"{EUROPE}{story.slug}/"
    tree = html.document_fromstring(html_at(paper, path))
    shown = tree.xpath('//*[@class="times"]/*[@class="updated"]//time/@datetime')
    entry = paper.store.read(f"entry/{story.pk}")
    assert isinstance(entry, Card)
    told = [*shared(paper, path)["article:modified_time"], said(paper, path)["NewsArticle"]["dateModified"], *shown]
    assert [datetime.fromisoformat(moment) for moment in told] == [later] * 3
    assert entry.changed_at == later


def test_a_corrected_story_says_so_at_its_top_and_leads_to_the_note(paper: Paper, story: StoryPage) -> None:
    correct_story(story, note="It was the other ferry.", by=None, now=NOON.replace(hour=15))
    press(paper)

    tree = html.document_fromstring(html_at(paper, f"{EUROPE}{story.slug}/"))

    (link,) = tree.xpath('//*[@class="times"]//a')
    assert link.text_content().split() == ["Corrected", "15:00", "UTC"]
    (heading,) = tree.xpath(f'//*[@id="{link.get("href").lstrip("#")}"]')
    assert heading.text_content() == "Correction"  # there is one


def test_several_notes_of_a_story_each_say_what_they_are(paper: Paper, story: StoryPage) -> None:
    correct_story(story, note="It was the other ferry.", by=None, now=NOON.replace(hour=15))
    correct_story(story, note="Of two.", kind=ChangeKind.CLARIFICATION, by=None, now=NOON.replace(hour=16))
    press(paper)

    tree = html.document_fromstring(html_at(paper, f"{EUROPE}{story.slug}/"))

    box = tree.xpath('//*[@class="corrections"]')[0]
    assert [each.text_content() for each in box.xpath(".//h2 | .//*[@class='change-kind']")] == [
        "Corrections", "Clarification", "Correction",
    ]  # fmt: skip
    assert tree.xpath('//*[@class="times"]//a')[0].text_content().startswith("Clarified 16:00")


def test_words_that_changed_after_a_correction_have_their_own_time(paper: Paper, story: StoryPage) -> None:
    correct_story(story, note="It was the other ferry.", by=None, now=NOON.replace(hour=15))
    revise_story(story, changes=StoryWords(headline="Back again"), by=None, now=NOON.replace(hour=17))
    publish_story(story, by=None, now=NOON.replace(hour=17))
    press(paper)

    tree = html.document_fromstring(html_at(paper, f"{EUROPE}{story.slug}/"))

    lines = [one.text_content() for one in tree.xpath('//*[@class="times"]/*[@class="updated"]')]
    assert lines == ["Updated 17:00\xa0UTC", "Corrected 15:00\xa0UTC"]


def test_stories_sections_and_topics_say_where_they_lie(paper: Paper, story: StoryPage) -> None:
    press(paper)

    ways = {path: crumbs(said(paper, path)) for path in (f"{EUROPE}{story.slug}/", EUROPE, "/topics/ferries/")}

    front, world = (1, "Front page", f"{SITE}/"), (2, "World", f"{SITE}/world/")
    europe = (3, "UK and Europe", f"{SITE}{EUROPE}")
    assert ways == {
        f"{EUROPE}{story.slug}/": [front, world, europe, (4, story.title, f"{SITE}{EUROPE}{story.slug}/")],
        EUROPE: [front, world, europe],
        "/topics/ferries/": [
            front,
            (2, "Topics", f"{SITE}/topics/"),
            (3, "Ferries & quays", f"{SITE}/topics/ferries/"),
        ],
    }


def test_the_front_page_says_who_makes_the_site_and_how_it_is_searched(paper: Paper) -> None:
    press(paper)

    found = said(paper, "/")

    search = found["WebSite"]["potentialAction"]
    maker = found["NewsMediaOrganization"]
    assert search["target"]["urlTemplate"] == f"{SITE}/search/?q={{search_term_string}}"
    assert search["query-input"] == "required name=search_term_string"
    assert found["WebSite"]["publisher"]["@id"] == maker["@id"]
    assert (maker["name"], maker["correctionsPolicy"]) == ("The Harbour Post", f"{SITE}/corrections/")


def test_sections_and_topics_are_collections(paper: Paper, story: StoryPage) -> None:
    paper.world.description = "Everything abroad"
    paper.world.save()
    press(paper)

    section, topic = (said(paper, path)["CollectionPage"] for path in ("/world/", "/topics/ferries/"))

    assert (section["name"], section["description"], section["url"]) == (
        "World", "Everything abroad", f"{SITE}/world/",
    )  # fmt: skip
    assert (topic["name"], topic["url"]) == ("Ferries & quays", f"{SITE}/topics/ferries/")
    assert section["isPartOf"]["@type"] == "WebSite"


def test_a_shared_story_has_its_picture_its_section_and_its_people(paper: Paper, story: StoryPage) -> None:
    Byline.objects.create(story=story, author=Author.objects.create(name="Bo Byline", slug="bo"), sort_order=9)
    press(paper)

    found = shared(paper, f"{EUROPE}{story.slug}/")

    assert found["og:type"] == ["article"]
    assert (found["og:image:width"], found["og:image:height"]) == (["1500"], ["1000"])
    assert (found["og:image:alt"], found["og:locale"]) == (["A white ship"], ["en_GB"])
    assert found["og:url"] == [f"{SITE}{EUROPE}{story.slug}/"]
    assert (found["article:section"], found["article:tag"]) == (["UK and Europe"], ["Ferries & quays"])
    # A profile, as Open Graph has it, where there is one; a name of an agency's reporter has none.
    assert found["article:author"] == ["Ann Author", f"{SITE}/authors/bo/"]


def test_a_page_without_a_picture_is_shared_with_the_papers_icon(paper: Paper) -> None:
    story = paper.story("Without a picture")
    press(paper)

    found = [shared(paper, path) for path in ("/", "/topics/", f"{EUROPE}{story.slug}/")]

    for said_of_it in found:
        (url,) = said_of_it["og:image"]
        image = Image.open(io.BytesIO(asset_files()[url.removeprefix(f"{SITE}{PREFIX}")].body))
        assert (said_of_it["og:image:width"], said_of_it["og:image:height"]) == tuple([str(n)] for n in image.size)
        assert said_of_it["og:image:alt"] == ["The Harbour Post"]
    assert metas(paper, "/", "twitter:card") == ["summary"]


def test_a_page_with_a_picture_is_shared_large(paper: Paper, story: StoryPage) -> None:
    press(paper)

    assert metas(paper, f"{EUROPE}{story.slug}/", "twitter:card") == ["summary_large_image"]


def test_search_engines_may_show_pictures_large_of_what_they_may_list(paper: Paper, story: StoryPage) -> None:
    press(paper)

    told = {path: metas(paper, path, "robots") for path in ("/", f"{EUROPE}{story.slug}/", "/search/", "404")}

    large, none = ["max-image-preview:large"], ["noindex"]
    assert told == {"/": large, f"{EUROPE}{story.slug}/": large, "/search/": none, "404": none}


def metas(paper: Paper, path: str, name: str) -> list[str]:
    return [
        str(one) for one in html.document_fromstring(html_at(paper, path)).xpath(f'//meta[@name="{name}"]/@content')
    ]


def test_a_language_without_a_country_says_no_locale(paper: Paper, settings: Any) -> None:
    settings.LANGUAGE_CODE = "de"
    press(paper)

    assert "og:locale" not in shared(paper, "/")


def test_every_page_says_which_address_is_its_own(paper: Paper, story: StoryPage) -> None:
    correct_story(story, note="It was the other ferry.", by=None, now=NOON)
    press(paper)
    paths = [
        name.removeprefix("page/")
        for name, page in paper.store.pieces.items()
        if name.startswith("page/") and isinstance(page, Page) and page.status == 200 and is_html(page)
    ]

    canonical = {path: canonical_of(html_at(paper, path)) for path in paths}

    assert canonical.pop("text") == [f"{SITE}/"]  # of the same stories in other clothes
    assert canonical == {path: [f"{SITE}/{path}/" if path else f"{SITE}/"] for path in canonical}
    assert {"search", "corrections", "popular/week", "topics/ferries"} < canonical.keys()
    assert canonical_of(html_at(paper, "404")) == []


def is_html(page: Page) -> bool:
    return dict(page.headers)["content-type"].startswith("text/html")


def canonical_of(page: str) -> list[str]:
    return [str(link.get("href")) for link in html.document_fromstring(page).cssselect("link[rel=canonical]")]


def test_words_of_a_story_end_no_script(paper: Paper, story: StoryPage) -> None:
    press(paper)

    page = html_at(paper, f"{EUROPE}{story.slug}/")

    documents = page.split('<script type="application/ld+json">')[1:]
    assert [json.loads(text.partition("</script>")[0])["@type"] for text in documents] == [
        "NewsArticle", "BreadcrumbList",
    ]  # fmt: skip

"""What the spine promises, from the bytes of a wire file to the bytes of a page."""

import random
import string
from dataclasses import replace
from datetime import timedelta

import pytest
from lxml import html

from broadsheet.demo.edition import Paragraph, StoryPicture
from broadsheet.demo.newspaper import Agency, WireFormat
from broadsheet.demo.pictures import print_picture
from broadsheet.demo.wirecopy import WireCopy
from broadsheet.demo.wirefiles import as_wire
from broadsheet.formats.reading import read_items

from .conftest import FEEDS, NOON, Newspaper

AGENCY = Agency(slug="ap", name="Associated Press", provider="AP", domain="agency.example")
ENDINGS = {WireFormat.NINJS: "json", WireFormat.NEWSML_G2: "xml", WireFormat.NITF: "nitf.xml"}
HEADLINE = "Envoy calls for harbour truce in meeting with admiral"
ADDRESS = "/world/uk-and-europe/envoy-calls-for-harbour-truce-in-meeting-with-admiral/"
WANTED_TAGS = (("popular", "ol"), ("latest", "ul"), ("related", "ul"))
PARAGRAPHS = tuple(
    f"The envoy said at the quay on day {day} that both fleets, “{day} ships or more”, had agreed to speak again."
    for day in range(1, 7)
)
PICTURE = StoryPicture(
    name="quay-1.jpg",
    motif="ferry-berth",
    seed=7,
    mirrored=False,
    caption="The envoy, left, speaks to the admiral during their meeting on the quay.",
    credit="Source: Associated Press",
    alt_text="Two people at a long table beside a moored ship",
)


def copy(format: WireFormat = WireFormat.NINJS, **changes: object) -> WireCopy:  # noqa: A002  the word of the trade
    usual = WireCopy(
        guid="tag:agency.example,2026:envoy",
        version=1,
        format=format,
        agency=AGENCY,
        section="world/uk-and-europe",
        first_sent_at=NOON,
        sent_at=NOON,
        urgency=4,
        slugline="HARBOUR-TRUCE",
        headline=HEADLINE,
        blocks=tuple(Paragraph(text=text) for text in PARAGRAPHS),
        pictures=(PICTURE,),
    )
    return replace(usual, **changes)  # type: ignore[arg-type]


def send(newspaper: Newspaper, item: WireCopy) -> None:
    for picture in item.pictures:
        newspaper.drop(picture.name, print_picture(picture))
    newspaper.drop(f"{item.guid.rpartition(':')[2]}-{item.version}.{ENDINGS[item.format]}", as_wire(item))


def words_of_its_own(number: int) -> str:
    """Unlike the words of any other number: stories that say the same are one event, and take one place on a front."""
    chance = random.Random(number)  # noqa: S311
    words = ("".join(chance.choices(string.ascii_lowercase, k=chance.randint(3, 9))) for _ in range(80))
    return f"{' '.join(words).capitalize()}."


def send_other_stories(newspaper: Newspaper, *, count: int = 18) -> None:
    for number in range(count):
        other = copy(
            guid=f"tag:agency.example,2026:other-{number}",
            headline=f"Fleet report number {number} from the quay",
            blocks=(Paragraph(text=words_of_its_own(number)),),
            pictures=(),
            sent_at=NOON - timedelta(minutes=number),
        )
        send(newspaper, other)
    newspaper.work()


def read_one(newspaper: Newspaper) -> None:
    """Let readers see one of the other stories: of what nobody read there is no Popular."""
    seen = newspaper.page("/world/uk-and-europe/fleet-report-number-11-from-the-quay/").cssselect("body")[0]
    newspaper.readers_see(seen.get("data-hit"), readers=40)
    newspaper.work()


def texts(page: html.HtmlElement, selector: str) -> list[str]:
    return [" ".join(element.text_content().split()) for element in page.cssselect(selector)]


def links(page: html.HtmlElement, name: str) -> list[str]:
    return [link.get("href") for link in page.cssselect(f'[data-list="{name}"] li a')]


@pytest.mark.parametrize("format", WireFormat)
def test_a_wire_file_becomes_a_story_page_with_all_its_parts(newspaper: Newspaper, format: WireFormat) -> None:  # noqa: A002
    send_other_stories(newspaper)

    send(newspaper, copy(format))
    newspaper.work()

    page = newspaper.page(ADDRESS)
    assert texts(page, 'nav[aria-label="Breadcrumb"] a')[-2:] == ["World", "UK and Europe"]
    assert texts(page, "h1") == [HEADLINE]
    assert texts(page, ".source") == ["Source: Associated Press"]
    assert texts(page, ".body p") == list(PARAGRAPHS)
    assert texts(page, "figure .caption") == [PICTURE.caption]
    assert texts(page, "figure .credit") == [PICTURE.credit]
    assert texts(page, ".origin")[0].startswith("From Associated Press, version 1, received 1 June 2026")
    (picture,) = page.cssselect("figure img")
    assert picture.get("alt") == PICTURE.alt_text
    assert picture.get("width")
    assert picture.get("height")


def test_three_full_lists_neither_repeat_one_another_nor_name_the_story_itself(newspaper: Newspaper) -> None:
    send_other_stories(newspaper)
    read_one(newspaper)

    send(newspaper, copy())
    newspaper.work()

    page = newspaper.page(ADDRESS)
    lists = [links(page, name) for name in ("popular", "latest", "related")]
    named = [link for one in lists for link in one]
    assert [len(one) for one in lists] == [5, 5, 5]
    assert len(set(named)) == 15
    assert ADDRESS not in named
    assert [
        page.cssselect(f'[data-list="{name}"] > {tag}') != [] for name, tag in (("popular", "ol"), ("latest", "ul"))
    ]


def test_a_published_story_stands_on_its_section_front_on_home_in_latest_and_in_feeds(newspaper: Newspaper) -> None:
    send(newspaper, copy())

    newspaper.work()

    assert newspaper.names_anywhere(ADDRESS) == ["/", "/world/", "/world/uk-and-europe/", "/404/"]
    assert newspaper.feeds_naming(ADDRESS) == FEEDS


@pytest.mark.parametrize("feed", FEEDS[:3])
def test_a_feed_reads_back_as_the_item_that_the_story_came_from(newspaper: Newspaper, feed: str) -> None:
    send(newspaper, copy())

    newspaper.work()

    (item,) = read_items(newspaper.answer(feed)[1].encode())
    (picture,) = item.pictures
    assert (item.headline, item.credit) == (HEADLINE, "Associated Press")
    assert NOON <= item.first_created_at <= newspaper.now
    assert [f"<p>{text}</p>" in item.body_html for text in PARAGRAPHS] == [True] * len(PARAGRAPHS)
    assert PICTURE.caption in picture.caption
    assert (picture.credit, picture.alt_text) == (PICTURE.credit, PICTURE.alt_text)
    assert picture.renditions[0].href.startswith("http://localhost:8000/media/images/")


@pytest.mark.parametrize("format", WireFormat)
def test_an_embargoed_item_is_nowhere_before_its_second_and_out_after_it(
    newspaper: Newspaper,
    format: WireFormat,  # noqa: A002
) -> None:
    until = NOON + timedelta(seconds=10)
    send(newspaper, copy(format, embargoed_until=until))

    newspaper.work(seconds=9.75)
    before = (newspaper.answer(ADDRESS)[0], newspaper.names_anywhere(HEADLINE), newspaper.feeds_naming(HEADLINE))
    newspaper.work(seconds=1)

    assert before == (404, [], [])
    assert newspaper.answer(ADDRESS)[0] == 200
    assert newspaper.names_anywhere(HEADLINE) == ["/", "/world/", "/world/uk-and-europe/", "/404/"]
    assert newspaper.feeds_naming(HEADLINE) == FEEDS


@pytest.mark.parametrize("format", WireFormat)
def test_a_canceled_revision_leaves_a_plain_notice_and_no_list_and_no_feed_names_it(
    newspaper: Newspaper,
    format: WireFormat,  # noqa: A002
) -> None:
    send_other_stories(newspaper, count=3)
    send(newspaper, copy(format))
    newspaper.work()

    send(newspaper, copy(format, version=2, is_canceled=True, blocks=(), pictures=()))
    newspaper.work()

    status, notice = newspaper.answer(ADDRESS)
    other = newspaper.page("/world/uk-and-europe/fleet-report-number-0-from-the-quay/")
    assert status == 410
    assert HEADLINE not in notice
    assert "withdrawn" in notice
    assert newspaper.names_anywhere(HEADLINE) == []
    assert newspaper.feeds_naming(HEADLINE) == []
    assert newspaper.feeds_naming("Fleet report") == FEEDS
    assert ADDRESS not in [link for name in ("popular", "latest", "related") for link in links(other, name)]


def test_an_agency_s_correction_is_public_and_names_what_changed(newspaper: Newspaper) -> None:
    send(newspaper, copy())
    newspaper.work()

    corrected = (Paragraph(text="The envoy said that three fleets had agreed to speak again."),) * 6
    send(newspaper, copy(version=2, blocks=corrected, editors_note="CORRECTION: three fleets, not two"))
    newspaper.work()

    page = newspaper.page(ADDRESS)
    assert "three fleets" in texts(page, ".body")[0]
    assert "the text of this story was changed" in texts(page, ".corrections")[0]
    assert "not two" not in newspaper.answer(ADDRESS)[1]


def test_what_readers_see_most_stands_first_in_popular_on_every_other_story(newspaper: Newspaper) -> None:
    send_other_stories(newspaper)

    read_one(newspaper)

    for number in (0, 3, 17):
        other = newspaper.page(f"/world/uk-and-europe/fleet-report-number-{number}-from-the-quay/")
        assert links(other, "popular")[0].endswith("/fleet-report-number-11-from-the-quay/")


def test_a_front_is_filled_from_the_top_down_so_that_latest_is_the_latest(newspaper: Newspaper) -> None:
    send_other_stories(newspaper)
    read_one(newspaper)

    home = newspaper.page("/")

    top = [link.get("href") for link in home.cssselect(".top a")]
    assert set(top) - {"/latest/"} == set(newspaper.latest()[:10])
    assert len(links(home, "popular")) == 5

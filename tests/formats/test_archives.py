"""Exports of other systems, read without Django: samples to values, and what is hostile or no export at all."""

import io
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from broadsheet.contracts.archives import Archive, ArchivedStory, ArchiveError, Category, Standing
from broadsheet.contracts.news import ItemPicture
from broadsheet.formats.archives.ghost import GhostArchive
from broadsheet.formats.archives.ninjs import NinjsArchive
from broadsheet.formats.archives.wordpress import WordpressArchive

SAMPLES = Path(__file__).parent / "archived"
OPENING = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>T</title><link>https://old.example</link>"""
ITEM = """<item><title>{title}</title><wp:post_id>{number}</wp:post_id><wp:post_type>post</wp:post_type>
<wp:status>publish</wp:status><content:encoded><![CDATA[{content}]]></content:encoded></item>"""
CLOSING = "</channel></rss>"


def wordpress(data: bytes | None = None) -> WordpressArchive:
    held = (SAMPLES / "wordpress.xml").read_bytes() if data is None else data
    return WordpressArchive(lambda: io.BytesIO(held), size=len(held))


def ghost(data: bytes | None = None) -> GhostArchive:
    held = (SAMPLES / "ghost.json").read_bytes() if data is None else data
    return GhostArchive(lambda: io.BytesIO(held), size=len(held), site="https://mud-courier.example/")


def export(*items: str, opening: str = OPENING) -> bytes:
    return f"{opening}{''.join(items)}{CLOSING}".encode()


def item(content: str = "Words.", *, number: int = 1, title: str = "A headline") -> str:
    return ITEM.format(content=content, number=number, title=title)


def told(_: int) -> None:
    """Nobody watches."""


def stories(archive: Archive) -> dict[str, ArchivedStory]:
    archive.survey(told=told)
    return {story.headline: story for story in archive.stories(told=told)}


def words(story: ArchivedStory) -> str:
    return " ".join(part for part in story.parts if isinstance(part, str))


def pictures(story: ArchivedStory) -> list[tuple[str, str, str, str]]:
    """File, caption, credit and alt text of the pictures in the body."""
    return [
        (part.renditions[0].href.rpartition("/")[2], part.caption, part.credit, part.alt_text)
        for part in story.parts
        if isinstance(part, ItemPicture)
    ]


@pytest.fixture(scope="module")
def courier() -> dict[str, ArchivedStory]:
    return stories(wordpress())


def test_a_wordpress_export_says_whose_it_is_and_what_it_holds() -> None:
    survey = wordpress().survey(told=told)

    assert survey.identity == "wordpress old-courier.example"
    assert survey.title == "The Old Courier"
    assert survey.stories == 10
    assert survey.categories == {"News": 5, "Harbour & Docks": 2, "Sport": 2}
    assert survey.left_out == {"files of the media library": 3}


def test_a_post_of_the_block_editor_keeps_its_words_order_and_pictures(courier: dict[str, ArchivedStory]) -> None:
    story = courier["Ferry “Santa Rita” returns & brings 312 home"]

    assert story.standing is Standing.PUBLISHED
    assert story.standfirst == "After eleven days the ferry is back."
    assert story.bylines == ("Inês Carvalho",)
    assert story.categories == (Category(name="Harbour & Docks", slug="harbour-docks"),)
    assert story.topics == ("Ferries", "Santa Rita")
    assert story.published_at == datetime(2019, 5, 12, 8, 30, tzinfo=UTC)  # written in Lisbon's summer
    assert story.updated_at == datetime(2019, 5, 13, 17, 0, tzinfo=UTC)
    assert story.addresses == ("/2019/05/12/ferry-returns/", "/?p=7")
    assert story.comments == 2
    assert "日本 and Ærø on board" in words(story)
    assert "<li>No fuel</li>" in words(story)
    assert "<cite>A passenger</cite>" in words(story)
    assert "<td>2 trips</td>" in words(story)
    assert [type(part).__name__ for part in story.parts] == ["str", "ItemPicture", "ItemPicture", "str"]


def test_the_lead_picture_has_its_three_texts_and_is_not_shown_twice(courier: dict[str, ArchivedStory]) -> None:
    story = courier["Ferry “Santa Rita” returns & brings 312 home"]

    lead = story.lead_picture

    assert lead is not None
    assert (lead.caption, lead.credit, lead.alt_text) == (
        "The ferry on Sunday", "Ana Lima/The Old Courier", "A white ferry at a quay",
    )  # fmt: skip
    assert lead.renditions[0].href == "https://old-courier.example/wp-content/uploads/2019/05/ferry.jpg"
    assert [name for name, *_ in pictures(story)] == ["crane.jpg", "quay.jpg"]


def test_pictures_of_a_gallery_name_their_originals(courier: dict[str, ArchivedStory]) -> None:
    story = courier["Ferry “Santa Rita” returns & brings 312 home"]

    assert pictures(story) == [("crane.jpg", "The crane, still", "", "A crane"), ("quay.jpg", "", "", "")]


def test_a_post_of_the_old_editor_has_paragraphs_captions_and_galleries(courier: dict[str, ArchivedStory]) -> None:
    story = courier["The crane that stood still"]

    assert "<p>For a year nobody moved it [sic].<br>Then, one morning, it turned.</p>" in words(story)
    assert "Boxed words that must stay." in words(story)
    assert "[" not in words(story).replace("[sic]", "")
    assert pictures(story) == [
        ("crane.jpg", "The crane in spring", "", "A crane over the water"),
        ("ferry.jpg", "The ferry on Sunday", "Ana Lima/The Old Courier", "A white ferry at a quay"),
        ("quay.jpg", "The new quay", "", ""),
    ]


def test_what_cannot_be_kept_is_told_and_its_address_stays(courier: dict[str, ArchivedStory]) -> None:
    ferry, crane = courier["Ferry “Santa Rita” returns & brings 312 home"], courier["The crane that stood still"]

    assert [remark.what for remark in ferry.remarks] == ["block latest-posts", "embed"]
    assert [remark.what for remark in crane.remarks] == ["[fancy_box]", "[contact-form-7]", "embed"]
    assert '<a href="https://videos.example/watch?v=1">' in words(ferry)
    assert '<a href="https://maps.example/embed?id=9">' in words(crane)


def test_every_state_of_a_post_is_known(courier: dict[str, ArchivedStory]) -> None:
    standings = {headline: story.standing for headline, story in courier.items()}

    assert standings["For the desk only"] is Standing.PRIVATE
    assert standings["Behind a password"] is Standing.PROTECTED
    assert standings["Half a thought"] is Standing.DRAFT
    assert standings["The quay opens"] is Standing.SCHEDULED
    assert courier["Half a thought"].addresses == ()


def test_a_page_keeps_its_address_inside_another(courier: dict[str, ArchivedStory]) -> None:
    page = courier["Our people"]

    assert page.is_page
    assert page.addresses == ("/about-us/our-people/", "/?page_id=10")


def test_an_address_in_letters_of_any_script_is_what_a_reader_types(courier: dict[str, ArchivedStory]) -> None:
    assert courier["雨の港"].addresses[0] == "/2015/07/07/雨の港/"


def test_a_ghost_export_keeps_pictures_people_and_tags_in_their_order() -> None:
    story = stories(ghost())["The tide tables were wrong"]

    assert story.key == "1f0e7a30-0000-4000-8000-000000000001"
    assert story.bylines == ("Jo Bloom", "Max Reed")
    assert (story.categories, story.topics) == ((Category(name="Harbour", slug="harbour"),), ("Tides",))
    assert story.standfirst == "A printer's error, and what it cost."
    assert story.addresses == ("/tide-tables/",)
    assert story.updated_at == datetime(2021, 3, 4, 10, tzinfo=UTC)
    assert pictures(story) == [
        ("slack.jpg", "Low water, Tuesday", "", "Boats on mud"),
        ("one.jpg", "", "", ""),
        ("two.jpg", "", "", ""),
    ]
    assert story.lead_picture is not None
    assert story.lead_picture.renditions[0].href == "https://mud-courier.example/content/images/2021/03/tables.jpg"
    assert (story.lead_picture.caption, story.lead_picture.alt_text) == ("The tables, as printed", "A page of figures")
    assert "High water is at noon." in words(story)


def test_what_ghost_showed_to_some_is_private() -> None:
    found = stories(ghost())

    assert {
        headline: story.standing for headline, story in found.items() if story.standing is not Standing.PUBLISHED
    } == {
        "For members": Standing.PRIVATE,
        "Half done": Standing.DRAFT,
        "The year 2040": Standing.SCHEDULED,
        "Sent by mail alone": Standing.PRIVATE,
    }
    assert found["About"].is_page
    assert words(found["Words alone"]) == "<p>One.</p>\n<p>Two &amp; three.</p>"


def test_an_older_ghost_export_without_its_wrapping_is_read_too() -> None:
    old = {"meta": {"version": "003"}, "data": {"posts": [{"id": 5, "title": "Old", "slug": "old", "html": "<p>x</p>",
           "status": "published", "page": 0, "published_at": 1388805572000}]}}  # fmt: skip

    story = stories(ghost(json.dumps(old).encode()))["Old"]

    assert (story.key, story.published_at) == ("5", datetime(2014, 1, 4, 3, 19, 32, tzinfo=UTC))


def test_a_folder_of_ninjs_is_an_archive_in_which_one_bad_file_stops_nothing() -> None:
    good = {"uri": "urn:1", "type": "text", "headline": "Tide turns", "body_html": "<p>It did.</p>",
            "firstcreated": "2020-02-03T04:05:06Z", "byline": "Jo Bloom", "subject": [{"name": "Tides"}]}  # fmt: skip
    files = {"a.json": b"{", "b.json": json.dumps(good).encode()}

    def read(name: str) -> bytes:
        if name not in files:
            raise FileNotFoundError(name)
        return files[name]

    archive = NinjsArchive(sorted(files), read=read, identity="ninjs")

    survey = archive.survey(told=told)
    [story] = archive.stories(told=told)

    assert (survey.stories, survey.left_out) == (1, {"files that cannot be read": 1})
    assert (story.key, story.headline, story.bylines, story.topics) == (
        "urn:1",
        "Tide turns",
        ("Jo Bloom",),
        ("Tides",),
    )
    assert story.published_at == datetime(2020, 2, 3, 4, 5, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "not even XML"),
        (b"\x89PNG\r\n\x1a\n", "not even XML"),
        (b'{"db": []}', "not even XML"),
        (b"<html><body>Not found</body></html>", "begins with <html>"),
        (b'<rss version="2.0"><channel><title>x</title></channel></rss>', "a plain feed"),
        (b'<?xml version="1.0" encoding="klingon"?><rss/>', "which nobody knows"),
        (b'<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><rss>&b;</rss>', "document type"),
        (b'<!DOCTYPE rss SYSTEM "http://169.254.169.254/x.dtd"><rss/>', "document type"),
    ],
)
def test_what_is_no_wordpress_export_is_refused_with_the_way_out(data: bytes, says: str) -> None:
    with pytest.raises(ArchiveError, match=says) as caught:
        wordpress(data).survey(told=told)

    assert "Tools > Export" in str(caught.value)


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b"<rss/>", b'{"db": [{"data": {"posts": []}}]}'])
def test_what_is_no_ghost_export_is_refused_with_the_way_out(data: bytes) -> None:
    with pytest.raises(ArchiveError, match="no Ghost export") as caught:
        ghost(data).survey(told=told)

    assert "Settings > Import/Export" in str(caught.value)


def test_a_wordpress_file_that_is_cut_off_gives_what_stands_before() -> None:
    data = export(item(number=1, title="Whole"), item(number=2, title="Half"))
    archive, read = wordpress(data[: data.index(b"Half") + 2]), []

    with pytest.raises(ArchiveError, match=r"cut off or damaged.*a second time"):
        read.extend(story.headline for story in archive.stories(told=told))

    assert read == ["Whole"]
    with pytest.raises(ArchiveError, match="cut off"):
        wordpress((SAMPLES / "wordpress.xml").read_bytes()[:-400]).survey(told=told)


def test_a_ghost_file_that_is_cut_off_says_so() -> None:
    data = (SAMPLES / "ghost.json").read_bytes()

    with pytest.raises(ArchiveError, match="nothing that was imported already comes a second time"):
        ghost(data[: len(data) // 2]).survey(told=told)


def test_control_characters_and_stray_bytes_of_older_encodings_are_put_right() -> None:
    data = export(item("Caf\x00\x0b\x1fe")).replace(b"A headline", b"Stra\xdfe")

    story = stories(wordpress(data))["Straße"]

    assert "Cafe" in words(story)


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1", "windows-1252"])
def test_an_export_in_another_encoding_is_read_as_it_says(encoding: str) -> None:
    text = export(item(title="Straße")).decode().replace('encoding="UTF-8"', f'encoding="{encoding}"')

    assert list(stories(wordpress(text.encode(encoding)))) == ["Straße"]


def test_a_post_without_end_is_refused_before_it_is_held() -> None:
    def endless() -> Any:
        opening = OPENING.encode() + b"<item>"
        return io.BytesIO(opening + b"<wp:comment>" * 3_000_000)

    with pytest.raises(ArchiveError, match=r"more than 30,000,000 characters|damaged"):
        WordpressArchive(endless, size=1).survey(told=told)


def test_a_large_export_is_read_in_the_memory_of_its_largest_post() -> None:
    import tracemalloc

    one = item("word " * 20_000).encode()

    class Large(io.RawIOBase):
        """60 MB that are made while they are read."""

        left = 600

        def readable(self) -> bool:
            return True

        def read(self, size: int = -1) -> bytes:  # noqa: ARG002
            self.left -= 1
            return (
                OPENING.encode()
                if self.left == 599
                else one
                if self.left > 0
                else CLOSING.encode()
                if self.left == 0
                else b""
            )

    tracemalloc.start()
    try:
        survey = WordpressArchive(Large, size=1).survey(told=told)  # type: ignore[arg-type]
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert survey.stories == 598
    assert peak < 5_000_000


def test_a_block_that_is_used_again_brings_its_words() -> None:
    block = item("<!-- wp:paragraph --><p>Said everywhere.</p><!-- /wp:paragraph -->", number=9)
    block = block.replace(">post<", ">wp_block<")
    user = item('<!-- wp:block {"ref":9} /-->', number=1)

    assert "Said everywhere." in words(stories(wordpress(export(user, block)))["A headline"])


@pytest.mark.parametrize("make", [wordpress, ghost])
def test_reading_tells_how_far_it_is_and_never_too_much(make: Callable[[], Archive]) -> None:
    archive, heard = make(), []

    archive.survey(told=heard.append)

    assert heard[-1] == archive.size

"""Archives of other kinds than WordPress's, and what comes of hostile words in any."""

import io
import json
from datetime import UTC, datetime

import pytest

from broadsheet.contracts.archives import Standing
from broadsheet.formats.archives.ghost import GhostArchive
from broadsheet.formats.archives.ninjs import NinjsArchive
from broadsheet.formats.archives.passages import parts_of
from broadsheet.press.models import KnownAddress
from importing.conftest import ARCHIVED, MadeArchive, archived, bring, page_at, press, story

pytestmark = pytest.mark.usefixtures("paper")


def test_a_ghost_export_comes_without_pictures_where_none_are_at_hand() -> None:
    data = (ARCHIVED / "ghost.json").read_bytes()

    report = bring(GhostArchive(lambda: io.BytesIO(data), size=len(data)), has_pictures=False)

    assert report.counts["live"] == 3
    assert report.counts["scheduled"] == 1
    assert report.remarks["picture missing"] == 4
    tides = story("The tide tables were wrong")
    assert [str(byline) for byline in tides.bylines.all()] == ["Jo Bloom", "Max Reed"]
    assert KnownAddress.objects.get(path="/tide-tables/").page_id == tides.pk


def test_a_folder_of_ninjs_brings_the_pictures_beside_it() -> None:
    document = {
        "uri": "urn:paper:1", "type": "text", "headline": "Tide turns", "body_html": "<p>It did.</p>",
        "firstcreated": "2020-02-03T04:05:06Z", "canonicalurl": "https://old.example/tide-turns",
        "associations": {"main": {"uri": "urn:paper:p1", "type": "picture", "creditline": "Ana Lima",
                                  "renditions": {"full": {"href": "2019/05/crane.jpg"}}}},
    }  # fmt: skip
    archive = NinjsArchive(["1.json"], read=lambda _: json.dumps(document).encode(), identity="ninjs")

    bring(archive)

    tide = story("Tide turns")
    assert tide.live
    assert tide.lead_picture.credit == "Ana Lima"
    assert tide.first_published_at == datetime(2020, 2, 3, 4, 5, 6, tzinfo=UTC)
    assert KnownAddress.objects.get(path="/tide-turns/").page_id == tide.pk


def test_nothing_that_runs_comes_with_a_story() -> None:
    hostile = (
        '<p onclick="steal()">Words <a href="javascript:steal()">here</a></p><script>steal()</script>'
        '<img src="x" onerror="steal()"><svg onload="steal()"></svg><iframe srcdoc="<script>steal()</script>"></iframe>'
    )
    bring(MadeArchive([archived(1, headline="<script>steal()</script>", parts=parts_of(hostile)[0])]))

    press()

    page = page_at("/news/story-1/")
    assert "Words" in page
    for harmless in ("&lt;script&gt;steal()&lt;/script&gt;", r"\u003Cscript\u003Esteal()\u003C/script\u003E"):
        page = page.replace(harmless, "")  # the headline's own words, as text and in its data for machines
    assert "steal()" not in page


@pytest.mark.parametrize("moment", [datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, tzinfo=UTC)])
def test_a_time_that_no_calendar_holds_is_none(moment: datetime) -> None:
    bring(MadeArchive([archived(1, published_at=moment), archived(2, standing=Standing.PRIVATE, published_at=moment)]))

    assert story("Story 1").live
    assert not story("Story 2").live


def test_a_name_of_any_length_is_remembered() -> None:
    document = {"uri": "urn:" + "long" * 200, "type": "text", "headline": "Long", "body_html": "<p>Words.</p>"}
    archive = NinjsArchive(["1.json"], read=lambda _: json.dumps(document).encode(), identity="ninjs")

    counts = [bring(archive).counts for _ in range(2)]

    assert [dict(count).get("here already", 0) for count in counts] == [0, 1]

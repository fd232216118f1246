"""From a headline to its address: nothing of a number is lost, no script is left out, and each is free."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from broadsheet.importing.slugs import free_slugs
from broadsheet.stories.slugs import free_name, free_slug, slug_of


@pytest.mark.parametrize(
    ("headline", "slug"),
    [
        ("Exports reach 2.3bn", "exports-reach-2-3bn"),
        ("Rate cut to 3.25 per cent", "rate-cut-to-3-25-per-cent"),
        ("Quake of magnitude 6.4.", "quake-of-magnitude-6-4"),
        ("3,400 people, 12 islands", "3-400-people-12-islands"),
        ("Singapore's port, Corvane's ferries", "singapores-port-corvanes-ferries"),
        ("Zürich und São Paulo", "zurich-und-sao-paulo"),
        ("Паромы снова ходят", "паромы-снова-ходят"),
        ("Новый йод", "новый-йод"),
        ("渡輪復航", "渡輪復航"),
        ("…", "story"),
    ],
)
def test_an_address_says_what_its_headline_says(headline: str, slug: str) -> None:
    assert slug_of(headline, fallback="story") == slug


def test_an_address_ends_with_a_whole_word() -> None:
    slug = slug_of("ferries " * 20, fallback="story")

    assert slug == "-".join(["ferries"] * 10)
    assert len(slug_of("f" * 200, fallback="story")) == 80


def test_a_free_name_is_the_first() -> None:
    assert free_name("weather", ()) == "weather"
    assert free_name("weather", {"weather", "weather-2", "weather-4"}) == "weather-3"


def test_a_story_is_numbered_past_those_of_its_section(paper: Any) -> None:
    drafts = [paper.draft("Погода") for _ in range(3)]

    assert [draft.slug for draft in drafts] == ["погода", "погода-2", "погода-3"]


def test_a_new_address_does_not_read_all_that_begin_like_it(paper: Any) -> None:
    section = paper.draft("Weather in the north").get_parent()

    with CaptureQueriesContext(connection) as asked:
        slug = free_slug("Weather", under=section, fallback="story")

    assert slug == "weather"
    assert not [query["sql"] for query in asked if "LIKE" in query["sql"] and "weather%" in query["sql"]]


def test_no_way_in_gives_a_story_the_address_of_the_archive(paper: Any) -> None:
    section = paper.draft("Anything").get_parent()

    by_hand = free_slug("Older", under=section, fallback="story")
    brought = free_slugs([("older", "Older"), ("", "Older")], under=section)

    assert (by_hand, brought) == ("older-2", ["older-2", "older-3"])


def test_an_import_keeps_addresses_in_their_own_script(paper: Any) -> None:
    section = paper.draft("Anything").get_parent()

    brought = free_slugs([("%d0%bf%d0%be%d0%b3%d0%be%d0%b4%d0%b0", "Weather"), ("", "Прогноз 2.5")], under=section)

    assert brought == ["погода", "прогноз-2-5"]

"""Addresses that the edge answers by itself, and that no page can have."""

from broadsheet.edge import asking, media
from broadsheet.look import assets
from broadsheet.stories.addresses import (
    AUTHORS_PATH,
    CORRECTIONS_PATH,
    LATEST_PATH,
    POPULAR_PATH,
    POPULARITY_PATH,
    SITES_OWN,
    TEXT_PATH,
    TOPICS_PATH,
)

HITS = "/hit"


def test_the_newsroom_knows_every_address_of_the_site_itself() -> None:
    doors = (asking.ADDRESS, media.PREFIX, assets.PREFIX, HITS)
    pages = (AUTHORS_PATH, CORRECTIONS_PATH, LATEST_PATH, POPULAR_PATH, POPULARITY_PATH, TEXT_PATH, TOPICS_PATH)

    assert {door.strip("/") for door in (*doors, *pages)} == SITES_OWN

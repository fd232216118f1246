"""Addresses that the edge answers by itself, and that no page can have."""

from broadsheet.edge import asking, media
from broadsheet.look import assets
from broadsheet.stories.addresses import CORRECTIONS_PATH, SITES_OWN

HITS = "/hit"


def test_the_newsroom_knows_every_address_of_the_site_itself() -> None:
    doors = (asking.ADDRESS, media.PREFIX, assets.PREFIX, HITS)

    assert {door.strip("/") for door in (*doors, CORRECTIONS_PATH)} == SITES_OWN

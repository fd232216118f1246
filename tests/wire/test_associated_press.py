"""AP's long poll with AP's own format: from a feed page and the text behind it to a live story, and away again."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from broadsheet.contracts.fetching import SourceKind
from broadsheet.fetching.addresses import read_allowed
from broadsheet.fetching.web import Web
from broadsheet.formats import ap
from broadsheet.stories.models import StoryPage
from broadsheet.wire.actions import receive
from broadsheet.wire.fetching.fetchers import Fetchers
from broadsheet.wire.models import WireItem
from broadsheet.wire.models.sources import FETCHED_KINDS
from fetching.agency_server import AgencyLoop
from fetching.ap_newsroom import Wire
from wire.newsroom import NOON, Agency

TEXT = b"<nitf><body><body.content><block><p>Rain fell on the harbour all day.</p></block></body.content></body></nitf>"


@pytest.fixture
def wire() -> Iterator[Wire]:
    loop = AgencyLoop()
    with loop.server() as server:
        yield Wire(server=server, web=Web(allowed=read_allowed(["127.0.0.1"])), joinery=ap)
    loop.close()


def test_an_item_becomes_a_story_with_its_text_and_a_kill_takes_it_away(publishing: Agency, wire: Wire) -> None:
    usable = {"signals": ["newscontent"], "versioncreated": "2026-06-01T08:00:00Z"}
    killed = {**usable, "version": 2, "editorialtypes": ["Kill"], "versioncreated": "2026-06-01T09:00:00Z"}
    wire.pages([wire.item("Aby", **usable)], [wire.item("Aby", **killed)])
    wire.server.serves("/text/Aby", TEXT)

    take(wire, publishing, seconds=1)
    story = StoryPage.objects.get()
    take(wire, publishing, seconds=2)

    assert story.live
    assert "Rain fell on the harbour" in str(story.body)
    assert WireItem.objects.get().verdict == "killed"
    assert StoryPage.objects.get().withdrawn_at is not None


def take(wire: Wire, publishing: Agency, *, seconds: int) -> None:
    for document in wire.look().documents:
        now = NOON + timedelta(seconds=seconds)
        assert receive(publishing.source, data=document.data, name=document.name, now=now).error == ""


@pytest.mark.parametrize("kind", FETCHED_KINDS)
def test_every_kind_that_is_fetched_has_a_fetcher(kind: SourceKind) -> None:
    assert callable(Fetchers()(kind).fetch)

"""Pictures that items name at an address come in after their story, through the guard, and never hold it up."""

import io
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import monotonic, sleep

import pytest
from PIL import Image

from broadsheet.fetching.addresses import read_allowed
from broadsheet.fetching.web import Web
from broadsheet.media.models import Picture
from broadsheet.stories.actions import publish_story, revise_story
from broadsheet.stories.words import StoryWords
from broadsheet.wire.fetching.illustrating import MOST_AT_ONCE, MOST_ATTEMPTS, Illustrator
from broadsheet.wire.fetching.turns import MOST_OF_A_SOURCE
from broadsheet.wire.models import WantedPicture, WireItem
from broadsheet.wire.sources import SourceFacts, add_source
from wire.newsroom import Agency, Paper, ninjs, story_of


def jpeg(colour: str = "teal") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(out, "JPEG")
    return out.getvalue()


class Library(ThreadingHTTPServer):
    """Serves a picture at /quay.jpg, says no at /none.jpg, and a byte now and then at /drip/…"""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.asked: list[str] = []
        self.ending = threading.Event()

    def address(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_port}{path}"


class _Answers(BaseHTTPRequestHandler):
    server: Library

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        if self.path.startswith("/drip"):
            self.server.ending.wait(30)
            return
        body = jpeg() if self.path == "/quay.jpg" else b"no"
        self.send_response(200 if self.path in {"/quay.jpg", "/page.jpg"} else 404)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words: object) -> None:
        """Keep the test's output clean."""


@pytest.fixture
def library() -> Iterator[Library]:
    server = Library()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.ending.set()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def illustrator() -> Iterator[Illustrator]:
    made = Illustrator(make_web=lambda: Web(allowed=read_allowed(["127.0.0.1"])))
    yield made
    made.end()


def work(illustrator: Illustrator, *, now: datetime, until_asked: tuple[Library, int] | None = None) -> None:
    """Let the clerk look until nothing is fetched any more, or so many questions were asked."""
    ends = monotonic() + 20
    while monotonic() < ends:
        now += timedelta(seconds=1)
        illustrator.look(now)
        if until_asked is not None and len(until_asked[0].asked) >= until_asked[1]:
            return
        waits = WantedPicture.objects.filter(not_before__lte=now).exists() or illustrator._running
        if until_asked is None and not waits:
            return
        sleep(0.01)
    raise AssertionError("the pictures did not come in time")


def named(*addresses: str, guid: str = "urn:text", version: int = 1, **fields: str) -> bytes:
    renditions = {f"r{place}": {"href": address, "width": 900 - place} for place, address in enumerate(addresses)}
    picture = {"uri": "urn:photo", "type": "picture", "byline": "Cam Example", "renditions": renditions}
    return ninjs(guid, version=version, associations={"main": picture}, **fields)


def test_a_story_is_out_at_once_and_its_picture_follows(
    publishing: Agency, library: Library, illustrator: Illustrator
) -> None:
    item = publishing.sends(named(library.address("/quay.jpg")))
    before = story_of(item).live, story_of(item).lead_picture

    work(illustrator, now=publishing.now)

    story = story_of(item)
    assert before == (True, None)
    assert story.live
    assert story.lead_picture is not None
    assert story.lead_picture.credit == "Cam Example"
    assert not story.has_unpublished_changes


def test_a_picture_does_not_replace_one_that_the_newsroom_chose(
    publishing: Agency, paper: Paper, library: Library, illustrator: Illustrator
) -> None:
    from broadsheet.media.actions import add_picture

    item = publishing.sends(named(library.address("/quay.jpg")))
    ours = add_picture(jpeg("red"), name="ours.jpg", credit="Us")
    revise_story(story_of(item), changes=StoryWords(lead_picture=ours), by=paper.chief, now=publishing.now)
    publish_story(story_of(item), by=paper.chief, now=publishing.now)

    work(illustrator, now=publishing.now)

    assert story_of(item).lead_picture == ours


def test_where_the_best_file_fails_the_next_best_is_taken(
    publishing: Agency, library: Library, illustrator: Illustrator
) -> None:
    item = publishing.sends(named(library.address("/none.jpg"), library.address("/quay.jpg")))

    for minutes in range(0, 40, 5):
        work(illustrator, now=publishing.now + timedelta(minutes=minutes))

    assert story_of(item).lead_picture is not None
    assert library.asked[:3] == ["/none.jpg", "/none.jpg", "/quay.jpg"]


@pytest.mark.parametrize(("path", "why"), [("/none.jpg", "could not be fetched"), ("/page.jpg", "no picture")])
def test_a_picture_that_cannot_be_had_is_given_up_and_the_item_says_why(
    publishing: Agency, library: Library, illustrator: Illustrator, path: str, why: str
) -> None:
    publishing.sends(named(library.address(path)))

    for minutes in range(0, 60, 5):
        work(illustrator, now=publishing.now + timedelta(minutes=minutes))

    assert any(why in warning for warning in WireItem.objects.get().warnings)
    assert not WantedPicture.objects.exists()
    assert len(library.asked) <= MOST_ATTEMPTS


def test_an_address_of_this_machine_is_refused_where_nobody_allowed_it(publishing: Agency, library: Library) -> None:
    publishing.sends(named(library.address("/quay.jpg")))
    guarded = Illustrator(make_web=Web)

    for minutes in range(0, 60, 5):
        work(guarded, now=publishing.now + timedelta(minutes=minutes))

    assert library.asked == []
    assert not Picture.objects.exists()


def test_a_server_that_drips_holds_up_its_own_pictures_alone(
    publishing: Agency, library: Library, illustrator: Illustrator
) -> None:
    for number in range(5):
        publishing.sends(named(library.address(f"/drip/{number}"), guid=f"urn:{number}"), name=f"{number}.json")

    work(illustrator, now=publishing.now, until_asked=(library, MOST_OF_A_SOURCE))
    illustrator.look(publishing.now + timedelta(minutes=1))
    sleep(0.1)

    assert len(library.asked) == MOST_OF_A_SOURCE


def test_a_picture_that_was_killed_meanwhile_is_not_taken(
    publishing: Agency, library: Library, illustrator: Illustrator
) -> None:
    item = publishing.sends(named(library.address("/quay.jpg")))
    publishing.sends(ninjs("urn:photo", type="picture", pubstatus="canceled", body_xhtml=None), name="kill.json")

    work(illustrator, now=publishing.now)

    assert story_of(item).lead_picture is None
    assert not Picture.objects.exists()


def test_pictures_of_another_source_come_past_a_crowd_that_waits_for_one(
    publishing: Agency, library: Library, illustrator: Illustrator, tmp_path: Path
) -> None:
    other = Agency(
        source=add_source(SourceFacts(slug="other", folder=tmp_path / "other", name="Other", credit="Other"))
    )
    for number in range(40):
        publishing.sends(named(library.address(f"/drip/{number}"), guid=f"urn:{number}"), name=f"{number}.json")
    other.sends(named(library.address("/quay.jpg"), guid="urn:quick"))

    work(illustrator, now=publishing.now, until_asked=(library, MOST_OF_A_SOURCE + 1))

    assert "/quay.jpg" in library.asked


def test_a_source_has_its_turn_however_many_pictures_the_others_named_before(
    publishing: Agency, library: Library, illustrator: Illustrator, tmp_path: Path
) -> None:
    for name in ("first", "second", "third", "fourth", "fifth", "sixth", "last"):
        source = add_source(SourceFacts(slug=name, folder=tmp_path / name, name=name, credit=name))
        agency = Agency(source=source, now=publishing.now)
        for number in range(1 if name == "last" else 4):
            address = library.address("/page.jpg" if name == "last" else "/quay.jpg")
            agency.sends(named(address, guid=f"urn:{name}:{number}"), name=f"{number}.json")

    work(illustrator, now=publishing.now + timedelta(minutes=1))

    assert len(library.asked) == 25
    assert "/page.jpg" in library.asked[: 2 * MOST_AT_ONCE]


def test_a_look_keeps_pictures_for_a_moment_only_and_says_that_more_wait(
    publishing: Agency, library: Library, illustrator: Illustrator
) -> None:
    illustrator.clock = iter(range(1000)).__next__
    for number in range(2):
        publishing.sends(named(library.address("/quay.jpg"), guid=f"urn:{number}"), name=f"{number}.json")
    illustrator.look(publishing.now)
    ends = monotonic() + 20
    while illustrator._came.qsize() < 2 and monotonic() < ends:
        sleep(0.01)

    is_more = [illustrator.look(publishing.now) for _ in range(3)]

    assert is_more == [True, False, False]
    assert not WantedPicture.objects.exists()


def test_of_more_pictures_than_can_be_fetched_the_oldest_are_given_up_and_their_items_say_so(
    publishing: Agency, library: Library, illustrator: Illustrator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("broadsheet.wire.fetching.illustrating.MOST_WANTED", 2)
    items = [
        publishing.sends(named(library.address(f"/drip/{number}"), guid=f"urn:{number}"), name=f"{number}.json")
        for number in range(4)
    ]

    illustrator.look(publishing.now)

    kept = set(WantedPicture.objects.values_list("revision__item__guid", flat=True))
    assert kept == {"urn:2", "urn:3"}
    assert [WireItem.objects.get(pk=item.pk).warnings for item in items] == [
        *[["2 newer pictures of its source wait to be fetched"]] * 2, *[[]] * 2
    ]  # fmt: skip

"""The Demo script in the newsroom: who sees it, what it shows, what a kill does."""

import http.server
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from broadsheet.accounts.actions import make_person
from broadsheet.accounts.models import User
from broadsheet.accounts.roles import Role
from broadsheet.demo import places
from broadsheet.demo.agency import Performance, send, write_state
from broadsheet.demo.script import ScriptStep, copy_for, read_script
from broadsheet.demo.sources import demo_sources
from broadsheet.stories.actions import make_section
from broadsheet.stories.founding import found_paper
from broadsheet.stories.models import StoryPage
from broadsheet.stories.rights import found_workflow, give_section
from broadsheet.wire.folders import FolderWatch
from broadsheet.wire.models import WireItem
from broadsheet.wire.sources import SourceFacts, add_source

NOON = datetime(2026, 5, 14, 12, 0, tzinfo=UTC)
FERRY = read_script()[0]
SCREENS = ("script", "lines")
PAGE = (
    "<!doctype html><html><head><title>Ferry &amp; strike</title></head><body><script>alert(1)</script></body></html>"
)
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; frame-ancestors 'none'"


@dataclass(slots=True)
class Edge:
    """A readers' server that obeys at once: everything is 410 from the moment that an agency's folder holds a kill."""

    asked: list[str] = field(default_factory=list)


@pytest.fixture
def edge(monkeypatch: pytest.MonkeyPatch, home: Path) -> Iterator[Edge]:
    fake = Edge()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            fake.asked.append(self.path)
            killed = [path for path in places.wire_folder().rglob("*") if b"KILL" in _bytes_of(path)]
            self.send_response(410 if killed else 200)
            self.send_header("Content-Security-Policy", POLICY)
            self.end_headers()
            self.wfile.write(PAGE.encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    monkeypatch.setenv("BROADSHEET_EDGE_PORT", str(server.server_address[1]))
    yield fake
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: object) -> Path:
    monkeypatch.setenv("BROADSHEET_HOME", str(tmp_path))
    settings.MEDIA_ROOT = str(tmp_path / "media")  # type: ignore[attr-defined]
    return tmp_path


@pytest.fixture
def people(db: None, home: Path) -> dict[str, User]:
    """A paper with the section and the source that the script's first item needs, and one person a role."""
    paper = found_paper("The Courier", address="http://localhost:8000", now=NOON)
    found_workflow(paper)
    give_section(make_section(paper, title="National", now=NOON))
    (source,) = demo_sources((), [FERRY], folder=places.wire_folder())
    add_source(
        SourceFacts(
            slug=source.slug,
            folder=source.folder,
            credit=source.credit,
            name=source.name,
            publish_to=source.publish_to,
            hourly_cap=source.hourly_cap,
        )
    )
    return {
        role.name: make_person(
            role.name.lower(), name=role.name, email=f"{role.name}@c.example", password="four plain words", role=role
        )
        for role in Role
    }


def client_of(person: User, *, checks: bool = False) -> Client:
    client = Client(enforce_csrf_checks=checks)
    client.force_login(person)
    return client


def take(step: ScriptStep, *, at: datetime = NOON) -> StoryPage:
    """The agency sends a step, the wire takes it, a route publishes it."""
    send(copy_for(step, sent_at=at), places.wire_folder())
    write_state(Performance(played=step.at + 1.0, ticked_at=at, sent={step.name: at}), places.state_path())
    watch = FolderWatch()
    watch.look(at)
    watch.look(at.replace(second=at.second + 1))
    story: StoryPage = StoryPage.objects.get(wire_uses__item__guid=step.guid)
    return story


@pytest.mark.parametrize("name", SCREENS)
@pytest.mark.parametrize(
    ("role", "status"), [("REPORTER", 403), ("SECTION_EDITOR", 403), ("CHIEF", 200), ("ADMINISTRATOR", 200)]
)
def test_the_script_is_for_chiefs_and_administrators(
    people: dict[str, User], name: str, role: str, status: int
) -> None:
    headers = {"X-Requested-With": "XMLHttpRequest"}

    answer = client_of(people[role]).get(reverse(f"broadsheet_demo:{name}"), headers=headers)

    assert answer.status_code == status


@pytest.mark.parametrize(("role", "is_shown"), [("REPORTER", False), ("CHIEF", True)])
def test_the_menu_names_it_to_those_who_may_see_it(people: dict[str, User], role: str, is_shown: bool) -> None:
    page = client_of(people[role]).get(reverse("wagtailadmin_home")).content.decode()

    assert ("Demo script" in page) is is_shown


def test_a_fresh_script_says_what_comes_next(people: dict[str, User]) -> None:
    page = client_of(people["CHIEF"]).get(reverse("broadsheet_demo:script")).content.decode()

    assert FERRY.headline in page
    assert "next in" in page
    assert page.count(">waiting<") + page.count("waiting\n") == len(read_script()) - 1
    assert "Send a kill of this story</button>" in page


@pytest.mark.slow
def test_a_story_of_the_script_leads_to_readers_and_offers_its_kill(people: dict[str, User], edge: Edge) -> None:
    story = take(FERRY)

    page = client_of(people["CHIEF"]).get(reverse("broadsheet_demo:script"), {"watch": story.pk}).content.decode()

    assert "sent at 12:00:00" in page
    assert f'data-kill="{story.pk}"' in page
    assert "Readers see: 200 OK" in page
    assert edge.asked == [f"/national/{story.slug}/"]


@pytest.mark.slow
def test_a_kill_reaches_the_wire_and_says_how_long_readers_had_the_page(people: dict[str, User], edge: Edge) -> None:
    story = take(FERRY)
    client = client_of(people["CHIEF"])

    answer = client.post(reverse("broadsheet_demo:kill"), {"guid": FERRY.guid}, follow=True)
    watch = FolderWatch()
    watch.look(NOON)
    watch.look(NOON.replace(second=9))

    assert "Readers see: 200 OK → 410 Gone, 0.0" in answer.content.decode()
    assert WireItem.objects.get(guid=FERRY.guid).killed_at is not None
    story.refresh_from_db()
    assert not story.live


@pytest.mark.slow
def test_the_page_s_own_script_is_answered_in_json(people: dict[str, User], edge: Edge) -> None:
    take(FERRY)

    answer = client_of(people["CHIEF"]).post(
        reverse("broadsheet_demo:kill"), {"guid": FERRY.guid}, headers={"Accept": "application/json"}
    )

    assert answer.json()["error"] == ""
    assert float(answer.json()["measured"]) < 1


@pytest.mark.slow
@pytest.mark.parametrize(("role", "status"), [("REPORTER", 403), ("SECTION_EDITOR", 403), ("CHIEF", 405)])
def test_nobody_kills_by_a_link_and_only_chiefs_by_the_button(
    people: dict[str, User], edge: Edge, role: str, status: int
) -> None:
    take(FERRY)
    client = client_of(people[role])
    headers = {"X-Requested-With": "XMLHttpRequest"}

    got = client.get(reverse("broadsheet_demo:kill"), {"guid": FERRY.guid}, headers=headers)
    if role != "CHIEF":
        refused = client.post(reverse("broadsheet_demo:kill"), {"guid": FERRY.guid}, headers=headers)
        assert refused.status_code == status

    assert got.status_code == 405
    assert not (places.demo_folder() / "kills.json").exists()


def test_a_kill_without_its_token_is_refused(people: dict[str, User]) -> None:
    answer = client_of(people["CHIEF"], checks=True).post(reverse("broadsheet_demo:kill"), {"guid": FERRY.guid})

    assert answer.status_code == 403
    assert not (places.demo_folder() / "kills.json").exists()


@pytest.mark.parametrize("guid", ["", "tag:other,2026:x", FERRY.guid])
def test_what_no_agency_of_the_demo_sent_cannot_be_killed(people: dict[str, User], guid: str) -> None:
    answer = client_of(people["CHIEF"]).post(reverse("broadsheet_demo:kill"), {"guid": guid})

    assert answer.status_code == 404
    assert not (places.demo_folder() / "kills.json").exists()


@pytest.mark.slow
def test_the_frame_shows_the_readers_page_without_its_scripts(people: dict[str, User], edge: Edge) -> None:
    story = take(FERRY)

    answer = client_of(people["CHIEF"]).get(reverse("broadsheet_demo:reader", args=[story.pk]))

    policy = answer["Content-Security-Policy"]
    assert "Ferry &amp; strike" in answer.content.decode()
    assert "<script" not in answer.content.decode()
    assert "script-src" not in policy
    assert "default-src 'none'" in policy
    assert "style-src 'self'" in policy
    assert policy.endswith("frame-ancestors 'self'; sandbox allow-same-origin")
    assert answer["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.slow
def test_with_no_edge_the_screen_says_so_and_stands(people: dict[str, User], monkeypatch: pytest.MonkeyPatch) -> None:
    story = take(FERRY)
    monkeypatch.setenv("BROADSHEET_EDGE_PORT", "1")
    client = client_of(people["CHIEF"])

    page = client.get(reverse("broadsheet_demo:script"), {"watch": story.pk})
    frame = client.get(reverse("broadsheet_demo:reader", args=[story.pk]))

    assert "The readers&#x27; server does not answer" in page.content.decode()
    assert frame.status_code == 502


@pytest.mark.slow
def test_a_damaged_state_is_told_on_the_screen(people: dict[str, User]) -> None:
    places.demo_folder().mkdir(parents=True, exist_ok=True)
    places.state_path().write_text("{")

    page = client_of(people["CHIEF"]).get(reverse("broadsheet_demo:script")).content.decode()

    assert "is damaged" in page
    assert "delete it" in page


@pytest.mark.slow
def test_the_timetable_asks_the_database_as_often_for_many_items_as_for_one(
    people: dict[str, User], edge: Edge, django_assert_max_num_queries: object
) -> None:
    take(FERRY)
    client = client_of(people["CHIEF"])
    client.get(reverse("broadsheet_demo:lines"))

    with django_assert_max_num_queries(10):  # type: ignore[operator]
        client.get(reverse("broadsheet_demo:lines"))


def _bytes_of(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""

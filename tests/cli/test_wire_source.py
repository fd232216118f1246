"""Sources and routes by command: the same questions and answers as on screen."""

import pytest
from click.testing import CliRunner

from broadsheet.cli import founding, main
from broadsheet.contracts.fetching import SourceKind
from broadsheet.stories.actions import make_section
from broadsheet.stories.founding import found_paper
from broadsheet.wire.locking import unlock
from broadsheet.wire.models import Route, Source
from wire.newsroom import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _founded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(founding, "require_site", lambda: None)
    monkeypatch.setattr(founding, "start_django", lambda: None)


def broadsheet(*words: str, **environment: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, words, env=environment)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    return done.exit_code, done.output


ADD = ("wire_source", "add", "coast", "--kind", "http", "--address", "https://coast.example/feed.xml")


def test_a_source_is_added_with_its_secret_from_the_environment() -> None:
    status, said = broadsheet(*ADD, "--option", "header=X-Key", BROADSHEET_SOURCE_SECRET="sesame")

    source = Source.objects.get()
    assert (status, said.strip()) == (0, "coast is saved.")
    assert (source.options, source.interval, unlock(source.locked_secret)) == ({"header": "X-Key"}, 60, "sesame")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--address", "ftp://coast.example"), "begins with https://"),
        (("--folder", "/in"), "has no --folder"),
        (("--option", "colour=blue"), "has no --option colour="),
        (("--interval", "1"), "--interval:"),
    ],
)
def test_what_the_screen_refuses_the_command_refuses_and_names(words: tuple[str, ...], why: str) -> None:
    status, said = broadsheet(*ADD, *words)

    assert status == 1
    assert why in said
    assert not Source.objects.exists()


def test_what_is_not_given_stays_as_it_was() -> None:
    broadsheet(*ADD, "--colour", "teal", "--secret", "sesame")

    broadsheet("wire_source", "edit", "coast", "--interval", "120")

    source = Source.objects.get()
    assert (source.interval, source.colour, unlock(source.locked_secret)) == (120, "teal", "sesame")


def test_a_source_is_switched_archived_and_listed_with_its_state() -> None:
    broadsheet(*ADD)

    broadsheet("wire_source", "off", "coast")
    listed = broadsheet("wire_source", "list")[1]
    broadsheet("wire_source", "archive", "coast")
    refused = broadsheet("wire_source", "on", "coast")

    assert "Switched off" in listed
    assert refused[0] == 1
    assert "take it back first" in refused[1]


def test_a_token_is_printed_for_push_sources_alone() -> None:
    Source.objects.create(slug="pushed", name="Pushed", kind=SourceKind.PUSH)
    broadsheet(*ADD)

    assert broadsheet("wire_source", "token", "pushed")[1].startswith("broadsheet_")
    assert broadsheet("wire_source", "token", "coast")[0] == 1
    assert "Sources: coast, pushed" in broadsheet("wire_source", "token", "nowhere")[1]


def test_a_route_is_added_listed_switched_and_deleted() -> None:
    make_section(found_paper("The Daily Example", address="http://localhost:8000", now=NOON), title="World", now=NOON)
    broadsheet(*ADD)

    added = broadsheet(
        "wire_route", "add", "coast", "/world/", "--mode", "publish", "--from", "22:00", "--until", "6:00"
    )
    doubled = broadsheet("wire_route", "add", "coast", "/world/")
    listed = broadsheet("wire_route", "list")[1]
    number = str(Route.objects.get().pk)
    off = broadsheet("wire_route", "off", number)[0]
    deleted = broadsheet("wire_route", "delete", number)[0]

    assert added[0] == off == deleted == 0
    assert "has a route to World already" in doubled[1]
    assert "22:00 to 06:00\t/world/\tpublish by itself" in listed
    assert not Route.objects.exists()


def test_all_routes_are_stopped_and_resumed_once() -> None:
    stopped = [broadsheet("wire_route", "stop_all")[0] for _ in range(2)]
    listed = broadsheet("wire_route", "list")[1]
    resumed = [broadsheet("wire_route", "resume_all")[0] for _ in range(2)]

    assert stopped == resumed == [0, 1]
    assert "All routes are stopped" in listed
    assert "by a command" in listed

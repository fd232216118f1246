"""What the doctor finds, and that it finds nothing where nothing is wrong."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections import namedtuple
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from broadsheet.accounts.models import User
from broadsheet.contracts.pieces import Page
from broadsheet.keeping import KeepingError
from broadsheet.keeping.checking import backups, clocks, databases, pages, people, processes, queues, settings, storage
from broadsheet.keeping.checking.findings import Check, Finding, Ground, Needs, Severity
from broadsheet.keeping.checking.register import CHECKS
from broadsheet.keeping.examining import GROUND_CHECKS, Examination, examine, run
from broadsheet.press.actions import order
from broadsheet.press.models import PressOrder
from broadsheet.press.orders import HOME_FRONT, Priority, story_key
from broadsheet.stories.actions import withdraw_story
from broadsheet.stories.models import StoryPage
from edge.running import free_port
from keeping.conftest import NOON, Paper

SOURCE = Path(__file__).parents[2] / "src"


def found(check: Callable[[Ground], Iterable[Finding]], ground: Ground) -> list[tuple[Severity, str]]:
    return [(finding.severity, finding.what) for finding in check(ground)]


def doctor(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("BROADSHEET_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "-m", "broadsheet", "doctor", *words],
        env={**ours, "PYTHONPATH": str(SOURCE), **environment}, check=False, capture_output=True, text=True,
    )  # fmt: skip


def test_a_paper_that_is_well_has_nothing_found_in_its_database(paper: Paper, ground: Ground) -> None:
    paper.publish("Rain falls")
    paper.press()

    examinations = [run(CHECKS, replace(ground, looks_at_all=True), needs=needs) for needs in Needs]

    assert [one.found for one in examinations if one.found] == [
        (("backup: last one", next(iter(backups.last_backup(ground)))),)
    ]


def test_a_home_that_does_not_exist_is_told_and_not_made(tmp_path: Path) -> None:
    told = doctor("--json", BROADSHEET_HOME=str(tmp_path / "nowhere"))

    found_there = {finding["check"]: finding for finding in json.loads(told.stdout)["found"]}
    assert told.returncode == 2
    assert "There is no site in" in found_there["the home"]["what"]
    assert "broadsheet init" in found_there["the home"]["do"]
    assert not (tmp_path / "nowhere").exists()


def test_words_for_people_say_what_is_wrong_why_it_matters_and_what_to_do(tmp_path: Path) -> None:
    told = doctor(BROADSHEET_HOME=str(tmp_path / "nowhere"), BROADSHEET_EDGE_PORT="http")

    assert told.stdout.startswith("broken  ")
    assert told.stdout.count("  why   ") == told.stdout.count("  do    ") == 2
    assert "BROADSHEET_EDGE_PORT=http: a port is a number" in told.stdout
    assert "Not looked at: everything in the home." in told.stdout
    assert told.stdout.rstrip().endswith("2 broken, 0 to be warned of.")


@pytest.mark.slow
def test_a_database_that_is_down_is_told_and_the_rest_is_looked_at(home: Path) -> None:
    address = f"postgresql://nobody@127.0.0.1:{free_port()}/none"

    told = doctor("--json", BROADSHEET_HOME=str(home), DATABASE_URL=address)

    report = json.loads(told.stdout)
    whats = " ".join(finding["what"] for finding in report["found"])
    assert told.returncode == 2
    assert "The database does not answer" in whats
    assert "The clerk does not answer" in whats
    assert "storage: room" in report["looked_at"]
    assert "queues: press" in report["skipped"][0]


def test_settings_that_django_refuses_are_told_and_nobody_falls_over(ground: Ground) -> None:
    def start() -> None:
        raise KeepingError("SQLite 3.40 may lose commits")

    told = examine(ground, start_django=start)

    assert told.worst is Severity.BROKEN
    assert any("cannot start: SQLite 3.40 may lose commits" in finding.what for _, finding in told.found)


def test_a_check_that_breaks_is_a_finding_and_the_others_go_on(ground: Ground) -> None:
    def breaks(_: Ground) -> Iterable[Finding]:
        raise ZeroDivisionError("by zero")

    checks = [
        Check(name="first", needs=Needs.HOME, look=breaks),
        Check(name="second", needs=Needs.HOME, look=backups.last_backup),
    ]

    told = run(checks, ground, needs=Needs.HOME)

    assert [name for name, _ in told.found] == ["first", "second"]
    assert "ZeroDivisionError: by zero" in told.found[0][1].what


def test_the_worst_finding_is_the_exit_code() -> None:
    warned = Finding(severity=Severity.WARNING, what="", why="", remedy="")
    hurt = replace(warned, severity=Severity.BROKEN)

    worst = [
        Examination(looked_at=(), found=tuple(("a check", one) for one in findings)).worst
        for findings in ((), (warned,), (warned, hurt, warned))
    ]

    assert [int(one) for one in worst] == [0, 1, 2]


def test_a_journal_that_can_be_changed_is_told(paper: Paper, ground: Ground) -> None:
    paper.publish("Rain falls")
    with connection.cursor() as cursor:
        of_table = " ON wagtailcore_pagelogentry" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER wagtailcore_pagelogentry_no_delete{of_table}")

    told = found(people.journal_is_guarded, ground)

    assert [severity for severity, _ in told] == [Severity.BROKEN]
    assert "wagtailcore_pagelogentry" in told[0][1]


def test_every_check_has_a_name_of_its_own() -> None:
    names = [check.name for check in (*GROUND_CHECKS, *CHECKS)]

    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("name", "value", "what"),
    [
        ("BROADSHEET_EDGE_PORT", "http", "a port is a number"),
        ("BROADSHEET_CLERK_STATUS_PORT", "99999", "a port is a number"),
        ("BROADSHEET_TRUSTED_PROXIES", "nginx", "give networks"),
        ("BROADSHEET_SMTP_URL", "mail.example.org", "give smtp://"),
        ("BROADSHEET_ZONE", "Mars/Olympus", "is no time zone"),
        ("BROADSHEET_SECURITY_CONTACT", "the editor", "give a mail address"),
        ("DATABASE_URL", "mysql://host/name", "does not speak"),
    ],
)
def test_a_setting_that_cannot_be_read_is_named(
    ground: Ground, monkeypatch: pytest.MonkeyPatch, name: str, value: str, what: str
) -> None:
    monkeypatch.setenv(name, value)

    told = found(settings.unusable_settings, ground)

    assert [severity for severity, _ in told] == [Severity.BROKEN]
    assert what in told[0][1]


@pytest.mark.parametrize(
    ("addresses", "what"),
    [
        (("http://localhost:8000", "http://localhost:8001", ""), ["only this machine can open"]),
        (("http://paper.example", "https://desk.paper.example", ""), ["BROADSHEET_URL is not https"]),
        (("https://paper.example", "https://paper.example:8443", "127.0.0.1"), ["share the host name"]),
        (("https://paper.example", "https://desk.paper.example", ""), ["BROADSHEET_TRUSTED_PROXIES is empty"]),
        (("https://paper.example", "https://desk.paper.example", "127.0.0.1"), []),
    ],
)
def test_addresses_that_would_mislead_are_told(
    ground: Ground, monkeypatch: pytest.MonkeyPatch, addresses: tuple[str, str, str], what: list[str]
) -> None:
    for name, value in zip(("URL", "NEWSROOM_URL", "TRUSTED_PROXIES"), addresses, strict=True):
        monkeypatch.setenv(f"BROADSHEET_{name}", value)

    told = found(settings.public_addresses, ground)

    assert len(told) == len(what)
    assert all(part in text for part, (_, text) in zip(what, told, strict=True))


@pytest.mark.parametrize(
    ("free", "severities"),
    [(50_000_000, [Severity.BROKEN]), (500_000_000, [Severity.WARNING]), (50_000_000_000, [])],
)
def test_a_disk_that_fills_up_is_told(
    ground: Ground, monkeypatch: pytest.MonkeyPatch, free: int, severities: list[Severity]
) -> None:
    usage = namedtuple("usage", "total used free")  # noqa: PYI024  as shutil gives it
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10**12, 0, free))

    told = found(storage.free_space, ground)

    assert [severity for severity, _ in told] == severities


def test_a_secret_that_others_can_read_is_told(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BROADSHEET_SECRET")
    (ground.home / "secret").write_text("a secret")
    (ground.home / "secret").chmod(0o644)
    open_to_all = found(storage.secret_is_secret, ground)
    (ground.home / "secret").chmod(0o600)

    assert "can be read by other users" in open_to_all[0][1]
    assert found(storage.secret_is_secret, ground) == []


def test_files_of_another_user_are_told(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    (ground.home / "pieces").mkdir()
    (ground.home / "pieces" / "lock").touch()
    owner = ground.home.stat().st_uid
    monkeypatch.setattr(storage, "_owner", lambda path: owner + 1 if path.name == "lock" else owner)

    told = found(storage.owners, ground)

    assert len(told) == 1
    assert "pieces/lock" in told[0][1]


def test_what_interrupted_work_left_is_told_once_it_is_old(ground: Ground) -> None:
    for name in (".site.toml.12.part", ".restoring"):
        (ground.home / name).mkdir()
    young = found(storage.half_written, ground)
    for name in (".site.toml.12.part", ".restoring"):
        os.utime(ground.home / name, (1, 1))

    assert young == []
    assert "left 2 things" in found(storage.half_written, ground)[0][1]


def test_processes_that_do_not_answer_are_told_by_name(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("EDGE_STATUS", "CLERK_STATUS", "NEWSROOM"):
        monkeypatch.setenv(f"BROADSHEET_{name}_PORT", str(free_port()))

    told = found(processes.answering, ground)

    assert [severity for severity, _ in told] == [Severity.BROKEN] * 3
    assert all(name in what for name, (_, what) in zip(("edge", "clerk", "newsroom"), told, strict=True))


def test_a_clock_that_was_never_set_is_told(ground: Ground) -> None:
    early = replace(ground, now=NOON.replace(year=1970))

    assert [severity for severity, _ in found(clocks.system_clock, early)] == [Severity.BROKEN]
    assert found(clocks.system_clock, ground) == found(clocks.disk_clock, ground) == []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (None, "No backup was ever made"),
        (json.dumps({"taken_at": (NOON - timedelta(days=9)).isoformat()}), "is 9 days old"),
        ("[1", "cannot be read"),
        (json.dumps({"taken_at": (NOON - timedelta(hours=20)).isoformat()}), ""),
    ],
)
def test_the_age_of_the_last_backup_is_told(ground: Ground, text: str | None, what: str) -> None:
    if text is not None:
        (ground.home / "last-backup.json").write_text(text)

    told = found(backups.last_backup, ground)

    assert [what in words for _, words in told] == ([True] if what else [])


def test_a_paper_without_an_administrator_is_told(paper: Paper, ground: Ground) -> None:
    User.objects.filter(pk=paper.ada.pk).update(is_active=False)

    assert "no active administrator" in found(people.administrators_exist, ground)[0][1]


def test_rights_that_a_release_brought_and_a_role_lacks_are_told(paper: Paper, ground: Ground) -> None:
    Group.objects.get(name="Chiefs").permissions.remove(Permission.objects.get(codename="change_preset"))

    told = found(people.roles_have_their_rights, ground)

    assert [what for _, what in told] == [
        "Chiefs lack 1 rights of this release, such as broadsheet_wire.change_preset."
    ]


def test_a_page_that_waits_for_the_press_is_told_and_a_mass_repress_is_not(paper: Paper, ground: Ground) -> None:
    paper.press()
    order([story_key(1)], Priority.MASS, now=NOON - timedelta(hours=3))
    calm = found(queues.press_orders, ground)
    order([HOME_FRONT], Priority.PUBLISH, now=NOON - timedelta(minutes=7))

    assert calm == []
    assert found(queues.press_orders, ground) == [(Severity.BROKEN, "A page has waited 7 minutes to be pressed.")]


def test_an_order_that_fails_is_told_with_its_error(paper: Paper, ground: Ground) -> None:
    paper.press()
    order([story_key(7)], Priority.PUBLISH, now=NOON)
    PressOrder.objects.update(attempts=4, last_error="PieceError: half a letter")

    assert found(queues.press_orders, ground) == [
        (Severity.BROKEN, "story:7 could not be pressed in 4 tries: PieceError: half a letter")
    ]


def test_a_live_story_without_a_page_is_told_once_nothing_is_ordered(paper: Paper, ground: Ground) -> None:
    paper.publish("Rain falls")
    waiting = found(pages.stories_without_page, ground)
    paper.press()
    paper.store.press({}, remove=["page/world/rain-falls"])

    assert waiting == []
    assert found(pages.stories_without_page, ground) == [
        (Severity.BROKEN, "1 live stories have no page: /world/rain-falls/.")
    ]


def test_a_damaged_page_is_told(paper: Paper, ground: Ground) -> None:
    paper.publish("Rain falls")
    paper.press()
    paper.store.file_of("page/world/rain-falls").write_bytes(b"half a pa")

    assert "damaged or of another format: /world/rain-falls/" in found(pages.stories_without_page, ground)[0][1]


def test_a_page_that_still_shows_a_withdrawn_story_is_told(paper: Paper, ground: Ground) -> None:
    story = paper.publish("Rain falls")
    paper.press()
    shown = paper.store.read("page/world/rain-falls")
    assert isinstance(shown, Page)
    withdraw_story(StoryPage.objects.get(pk=story.pk), notice="It was not so.", by=None, now=NOON)
    paper.press()
    clean = found(pages.pages_without_story, ground)
    paper.store.press({"page/world/rain-falls": shown})

    assert clean == []
    assert found(pages.pages_without_story, ground) == [
        (Severity.BROKEN, "1 pages show stories that are not live: /world/rain-falls/.")
    ]


def test_a_section_at_an_address_of_the_site_is_told(paper: Paper, ground: Ground) -> None:
    paper.world.slug = "popular"
    paper.world.save()

    ((severity, what),) = found(pages.sections_at_addresses_of_the_site, ground)

    assert severity is Severity.BROKEN
    assert what == "Sections stand where the site itself answers: /popular/."


def test_tables_of_another_release_are_told(paper: Paper, ground: Ground) -> None:
    missing, _ = MigrationRecorder.Migration.objects.filter(app="broadsheet_press").delete()
    MigrationRecorder.Migration.objects.create(app="broadsheet_wire", name="0999_of_tomorrow")

    told = [what for _, what in found(databases.migrations, ground)]

    assert f"{missing} migrations are not applied" in told[0]
    assert "newer release (0999_of_tomorrow)" in told[1]


def test_a_damaged_database_file_is_found_when_all_is_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "home" / "broadsheet.sqlite3"
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE story (words TEXT)")
        connection.executemany("INSERT INTO story VALUES (?)", [("ferry " * 300,)] * 200)
        connection.commit()
    whole = path.read_bytes()
    path.write_bytes(whole[:5000] + bytes(4000) + whole[9000:])
    (tmp_path / "home" / "site.toml").write_text('zone = "UTC"\n')

    told = doctor("--all", "--json", BROADSHEET_HOME=str(tmp_path / "home"))

    assert "The database file is damaged" in told.stdout

"""What the clerk does with real files and sockets: leading, waking, answering."""

import sqlite3
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from broadsheet.clerk.answering import StatusServer
from broadsheet.clerk.leading import FileLeadership
from broadsheet.clerk.status import Status
from broadsheet.clerk.waking import SqliteWaker


def never() -> bool:
    return False


def test_one_clerk_leads_and_the_next_takes_over(tmp_path: Path) -> None:
    first, second = FileLeadership(tmp_path / "clerk.lock"), FileLeadership(tmp_path / "clerk.lock")

    outcomes = [first.take(), second.take(), first.take()]
    first.release()
    outcomes.append(second.take())
    second.release()

    assert outcomes == [True, False, True, True]
    assert not first.is_held()


def test_a_commit_of_another_connection_wakes_the_clerk(tmp_path: Path) -> None:
    path = str(tmp_path / "content.sqlite3")
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("PRAGMA journal_mode=WAL")
    waker = SqliteWaker(path)

    seen = [waker.has_changed(), waker.has_changed()]
    writer.execute("CREATE TABLE stories (id INTEGER)")
    waker.wait(5.0, stop=never)
    seen.append(waker.has_changed())
    waker.wait(0.02, stop=never)
    seen.append(waker.has_changed())
    writer.close()
    waker.close()

    assert seen == [True, False, True, False]


def test_a_rollback_wakes_nobody(tmp_path: Path) -> None:
    path = str(tmp_path / "content.sqlite3")
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("PRAGMA journal_mode=WAL")
    writer.execute("CREATE TABLE stories (id INTEGER)")
    waker = SqliteWaker(path)
    waker.has_changed()

    writer.execute("BEGIN IMMEDIATE")
    writer.execute("INSERT INTO stories VALUES (1)")
    writer.execute("ROLLBACK")
    changed = waker.has_changed()
    writer.close()
    waker.close()

    assert not changed


def test_the_waker_can_write_nothing(tmp_path: Path) -> None:
    waker = SqliteWaker(str(tmp_path / "content.sqlite3"))

    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        waker._connection.execute("CREATE TABLE stories (id INTEGER)")
    waker.close()


def test_health_and_metrics_are_answered_on_loopback() -> None:
    status = Status(monotonic=lambda: 0.0)
    server = StatusServer(status, port=0)
    server.start()

    answers = {}
    for path in ("healthz", "metrics", "other"):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{server.port}/{path}", timeout=5) as answer:
                answers[path] = (answer.status, answer.read().decode())
        except urllib.error.HTTPError as error:
            with error:
                answers[path] = (error.code, "")
    server.stop()

    assert answers["healthz"] == (200, "standing by\n")
    assert "broadsheet_clerk_leading 0" in answers["metrics"][1]
    assert answers["other"][0] == 404

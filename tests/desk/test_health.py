from typing import NoReturn

import pytest
from django.db import DatabaseError, connection
from django.test import Client


@pytest.mark.django_db
def test_a_newsroom_whose_database_answers_is_healthy() -> None:
    answer = Client().get("/healthz")

    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_a_newsroom_without_its_database_says_so_to_a_watchdog(monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> NoReturn:
        raise DatabaseError("connection refused")

    monkeypatch.setattr(connection, "cursor", away)

    answer = Client().get("/healthz")

    assert answer.status_code == 503
    assert b"refused" not in answer.content

"""How often somebody may try, counted where every process of the newsroom sees it."""

import os
import threading
import uuid
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache, caches
from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.redis import RedisCache
from django.test import Client

from accounts.signing import OTHER, SECRET, code_of, errors_in, is_let_in, person, sign_in, signed_in, with_app
from broadsheet.accounts.caching import NotesCache
from broadsheet.accounts.limits import in_words, wait_for
from broadsheet.accounts.models import User
from broadsheet.accounts.roles import Role

REDIS = os.environ.get("BROADSHEET_TEST_REDIS")
TOO_OFTEN = "Too many wrong tries. Try again in 5 minutes."


@pytest.fixture
def rita(db: None) -> User:
    return person("rita", role=Role.REPORTER)


def guess(name: str, *, times: int, address: str = "192.0.2.1", **facts: str) -> list[str]:
    """What the page says to each wrong password typed at an address."""
    client = Client(REMOTE_ADDR=address, **facts)
    return ["".join(errors_in(sign_in(client, name, OTHER))) for _ in range(times)]


def test_whoever_guesses_too_often_is_told_when_to_try_again(rita: User) -> None:
    said = guess("rita", times=11)

    assert said[9] == "User name and password do not match. The password minds capital letters."
    assert said[10] == TOO_OFTEN


def test_a_name_is_guarded_from_however_many_addresses_it_is_tried(rita: User) -> None:
    for number in range(10):
        guess("rita", times=1, address=f"192.0.2.{number}")

    right = sign_in(Client(REMOTE_ADDR="198.51.100.7"), "rita")

    assert errors_in(right) == [TOO_OFTEN]


def test_the_right_password_is_not_counted(rita: User) -> None:
    for _ in range(12):
        client = signed_in(rita)

    assert is_let_in(client)


def test_who_tries_many_names_from_one_address_is_stopped_and_others_are_not(rita: User) -> None:
    said = [guess(f"name{number}", times=1)[0] for number in range(11)]

    assert said[10] == TOO_OFTEN
    assert sign_in(Client(REMOTE_ADDR="198.51.100.7"), "rita")["Location"] == "/admin/"


def test_a_forged_address_is_not_believed(rita: User) -> None:
    said = [guess(f"name{number}", times=1, HTTP_X_FORWARDED_FOR=f"203.0.113.{number}")[0] for number in range(11)]

    assert said[10] == TOO_OFTEN


def test_behind_a_proxy_of_ours_each_client_is_counted_alone(rita: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROADSHEET_TRUSTED_PROXIES", "192.0.2.1")

    for number in range(11):
        guess(f"name{number}", times=1, HTTP_X_FORWARDED_FOR="203.0.113.5")

    assert guess("one", times=1, HTTP_X_FORWARDED_FOR="203.0.113.5") == [TOO_OFTEN]
    assert guess("two", times=1, HTTP_X_FORWARDED_FOR="203.0.113.6") != [TOO_OFTEN]


def test_whoever_sends_the_form_all_the_time_gets_a_page_that_says_when(rita: User) -> None:
    client = Client()
    answers = [client.post("/sign-in/") for _ in range(31)]

    assert answers[29].status_code == HTTPStatus.OK
    assert answers[30].status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert answers[30]["Retry-After"] == "60"
    assert "Try again in 1 minute." in answers[30].content.decode()
    assert "script-src 'self'" in answers[30]["Content-Security-Policy"]
    assert "unsafe-inline" not in answers[30]["Content-Security-Policy"]


def test_codes_of_the_second_factor_are_not_to_be_guessed(rita: User) -> None:
    with_app(rita)
    client = Client()
    sign_in(client, "rita")

    said = [errors_in(client.post("/sign-in/code/", {"code": f"00000{number % 10}"})) for number in range(11)]
    right = client.post("/sign-in/code/", {"code": code_of(SECRET)})

    assert said[10] == errors_in(right) == [TOO_OFTEN]
    assert not is_let_in(client)


def test_passwords_are_not_to_be_guessed_by_whoever_finds_a_session(rita: User) -> None:
    client = signed_in(rita)

    answers = [client.post("/sign-in/again/", {"password": OTHER}).status_code for _ in range(11)]
    changes = [client.post("/password/", {"oldpassword": OTHER}).status_code for _ in range(6)]

    assert answers[9:] == [200, 429]
    assert changes[4:] == [200, 429]


def test_asking_for_a_passkey_is_counted_because_it_writes_a_session(rita: User) -> None:
    client = Client(headers={"accept": "application/json"})

    answers = [client.get("/sign-in/passkey/").status_code for _ in range(21)]

    assert answers[19:] == [200, 429]
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize(
    ("seconds", "words"), [(60, "1 minute"), (61, "2 minutes"), (300, "5 minutes"), (3_600, "1 hour")]
)
def test_a_wait_is_said_in_minutes_or_hours(seconds: int, words: str) -> None:
    assert in_words(seconds) == words


def test_how_long_to_wait_is_the_longest_of_an_action_s_limits() -> None:
    assert [wait_for(action) for action in ("login", "login_failed", "reset_password", "webauthn_login")] == [
        60,
        300,
        3_600,
        60,
    ]


@pytest.fixture(params=["notes", pytest.param("redis", marks=pytest.mark.skipif(not REDIS, reason="no Redis named"))])
def two(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[BaseCache, BaseCache]]:
    """The shared cache as two processes have it."""
    if request.param == "notes":
        # Another spelling of the path, and so a connection of its own.
        yield (
            NotesCache(str(tmp_path / "notes.sqlite3"), {}),
            NotesCache(str(tmp_path / ".." / tmp_path.name / "notes.sqlite3"), {}),
        )
    else:
        prefix = {"KEY_PREFIX": f"test-{uuid.uuid4()}"}
        pair = RedisCache(REDIS, prefix), RedisCache(REDIS, prefix)
        for one in pair:
            one.get("tries")  # makes the pool: of two that threads make at once, one would never be closed
        yield pair
        for one in pair:
            one.delete_many(["tries", "turn"])
            for pool in one._cache._pools.values():
                pool.disconnect()


def test_only_what_signing_in_counts_goes_where_all_processes_see_it() -> None:
    cache.set("allauth:rl:login", [1.0], 60)
    cache.set("wagtail_site_root_paths", "the site's", 60)

    assert caches["shared"].get("allauth:rl:login") == cache.get("allauth:rl:login") == [1.0]
    assert caches["shared"].get("wagtail_site_root_paths") is None
    assert cache.get("wagtail_site_root_paths") == "the site's"
    assert not cache.add("allauth:rl:login", [2.0], 60)
    assert cache.delete("allauth:rl:login")


def test_what_one_process_counts_another_sees(two: tuple[BaseCache, BaseCache]) -> None:
    one, other = two

    one.set("tries", [3.5, 2.5], 60)

    assert other.get("tries") == [3.5, 2.5]
    assert other.delete("tries")
    assert one.get("tries", []) == []


def test_of_two_processes_one_gets_the_turn(two: tuple[BaseCache, BaseCache]) -> None:
    got: list[bool] = []
    start = threading.Barrier(6)

    def take(one: BaseCache) -> None:
        start.wait()
        got.append(one.add("turn", value=True, timeout=60))

    threads = [threading.Thread(target=take, args=(one,)) for one in two * 3]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(got) == [False] * 5 + [True]

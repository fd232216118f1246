"""Agencies that post to the newsroom: who may, what is answered, what is kept."""

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from broadsheet.contracts.fetching import SourceKind
from broadsheet.wire.actions import settle_due_items
from broadsheet.wire.models import Delivery, Route, Source, WireItem
from broadsheet.wire.rates import RateLimit
from broadsheet.wire.sources import SourceError
from broadsheet.wire.tokens import renew_token
from broadsheet.wire.views import push as pushing
from wire.newsroom import NOON, Paper, ninjs, story_of

ADDRESS = "/wire/push/harbour/"


@pytest.fixture
def source(paper: Paper, monkeypatch: pytest.MonkeyPatch) -> Source:
    monkeypatch.setattr(pushing, "STRANGERS", RateLimit(most=30))
    monkeypatch.setattr(pushing, "DELIVERIES", RateLimit(most=100))
    return Source.objects.create(slug="harbour", name="Harbour Wire", kind=SourceKind.PUSH)


@pytest.fixture
def token(source: Source) -> str:
    return renew_token(source, now=NOON)


def post(data: bytes, *, token: str = "", address: str = ADDRESS, **headers: str) -> tuple[int, dict[str, object]]:
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    known = {"Authorization": f"Bearer {token}"} if token else {}
    answer = client.post(address, data, content_type="application/json", headers={**known, **headers})  # type: ignore[arg-type]
    assert not answer.cookies
    return answer.status_code, answer.json()


def test_a_document_is_kept_and_counted_in_the_answer(token: str) -> None:
    status, words = post(ninjs(), token=token)

    assert (status, words) == (202, {"items": 1})
    assert WireItem.objects.get().headline == "Rain falls, version 1"


def test_what_it_demands_is_done_by_the_clerk_right_after(token: str, source: Source, paper: Paper) -> None:
    Route.objects.create(source=source, section=paper.europe, mode=Route.Mode.PUBLISH)
    post(ninjs(), token=token)
    item = WireItem.objects.get()
    before = item.uses.count()

    settle_due_items(timezone.now())

    assert before == 0
    assert story_of(item).live


def test_a_kill_that_is_posted_holds_from_the_moment_it_is_kept(token: str) -> None:
    post(ninjs(pubstatus="canceled"), token=token)

    assert WireItem.objects.get().killed_at is not None


def test_the_same_document_again_changes_nothing(token: str, source: Source) -> None:
    post(ninjs(), token=token)

    status, _ = post(ninjs(), token=token)

    source.refresh_from_db()
    assert (status, source.repeats) == (200, 1)
    assert Delivery.objects.count() == 1


def test_what_cannot_be_read_is_told_and_kept_all_the_same(token: str) -> None:
    status, words = post(b"{ half a file", token=token)

    assert status == 400
    assert words["kept"] is True
    assert Delivery.objects.get().body == b"{ half a file"
    assert Delivery.objects.get().error == words["error"]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer wrong"},
        {"Authorization": "Bearer "},
        {"Authorization": "Basic aGFyYm91cjp4"},
        {"Authorization": "Bearer ☃".encode().decode("latin-1")},
    ],
)
def test_without_the_token_nothing_is_taken(source: Source, token: str, headers: dict[str, str]) -> None:
    status, _ = post(ninjs(), **headers)

    assert status == 401
    assert Delivery.objects.count() == 0


def test_a_source_without_a_token_is_closed(source: Source) -> None:
    assert post(ninjs(), token="anything")[0] == 401
    assert post(ninjs(), Authorization="Bearer ")[0] == 401


def test_nobody_learns_which_sources_there_are(source: Source, token: str) -> None:
    assert post(ninjs(), token="x", address="/wire/push/nowhere/") == post(ninjs(), token="x")


def test_a_token_opens_its_own_source_alone(token: str) -> None:
    other = Source.objects.create(slug="other", name="Other", kind=SourceKind.PUSH)
    renew_token(other, now=NOON)

    assert post(ninjs(), token=token, address="/wire/push/other/")[0] == 401


def test_a_renewed_token_voids_the_earlier_one_and_is_nowhere_to_be_read(token: str, source: Source) -> None:
    newer = renew_token(source, now=NOON)

    assert post(ninjs("urn:a"), token=token)[0] == 401
    assert post(ninjs("urn:b"), token=newer)[0] == 202
    assert newer not in str(Source.objects.values().get())


def test_only_push_sources_have_a_token(paper: Paper) -> None:
    folder = Source.objects.create(slug="f", name="F", folder="/srv/f")

    with pytest.raises(SourceError):
        renew_token(folder, now=NOON)


def test_a_source_that_is_off_says_so_to_its_agency(token: str, source: Source) -> None:
    Source.objects.filter(pk=source.pk).update(enabled=False)

    assert post(ninjs(), token=token)[0] == 403


def test_a_document_that_is_too_large_is_not_read(token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pushing, "LARGEST_FILE", 1000)

    assert post(b"x" * 1001, token=token)[0] == 413
    assert Delivery.objects.count() == 0


@pytest.mark.parametrize(("headers", "status"), [({"Content-Encoding": "gzip"}, 415)])
def test_packed_bodies_are_refused(token: str, headers: dict[str, str], status: int) -> None:
    assert post(ninjs(), token=token, **headers)[0] == status


def test_an_empty_body_is_refused(token: str) -> None:
    assert post(b"", token=token)[0] == 400
    assert Delivery.objects.count() == 0


def test_other_methods_are_refused(token: str) -> None:
    answer = Client().get(ADDRESS, headers={"Authorization": f"Bearer {token}"})  # type: ignore[arg-type]

    assert (answer.status_code, answer["Allow"]) == (405, "POST")


def test_a_flood_is_told_when_to_come_back(token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pushing, "DELIVERIES", RateLimit(most=2, monotonic=lambda: 30.0))
    statuses = [post(ninjs(f"urn:{number}"), token=token)[0] for number in range(3)]

    answer = Client().post(
        ADDRESS,
        b"x",
        content_type="text/plain",
        headers={"Authorization": f"Bearer {token}"},  # type: ignore[arg-type]
    )

    assert statuses == [202, 202, 429]
    assert answer["Retry-After"] == "31"


def test_who_guesses_tokens_does_not_lock_the_agency_out(token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pushing, "STRANGERS", RateLimit(most=2, monotonic=lambda: 30.0))

    guesses = [post(ninjs(), token="guess")[0] for _ in range(3)]

    assert guesses == [401, 401, 429]
    assert post(ninjs(), token=token)[0] == 202


def test_one_who_guesses_behind_our_proxy_does_not_stand_for_all_others(
    token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BROADSHEET_TRUSTED_PROXIES", "127.0.0.1")
    monkeypatch.setattr(pushing, "STRANGERS", RateLimit(most=1, monotonic=lambda: 30.0))

    guesses = [post(ninjs(), token="guess", **{"X-Forwarded-For": "203.0.113.7"})[0] for _ in range(2)]

    assert guesses == [401, 429]
    assert post(ninjs(), token="guess", **{"X-Forwarded-For": "203.0.113.8"})[0] == 401


def test_a_database_that_refuses_asks_the_agency_to_send_it_again(token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(pushing, "receive", refuse)

    assert post(ninjs(), token=token)[0] == 503


def test_rates_begin_anew_with_the_minute_and_keep_no_endless_memory() -> None:
    at = [0.0]
    limit = RateLimit(most=1, monotonic=lambda: at[0])
    first = [limit.take("a"), limit.take("a")]
    for number in range(20_001):
        limit.take(str(number))

    at[0] = 60.0

    assert first == [0.0, 60.0]
    assert limit.take("a") == 0.0
    assert len(limit._counts) <= 10_001

import pytest

from broadsheet.environment.places import EnvironmentError  # noqa: A004
from broadsheet.environment.redis import redis_url


def test_one_machine_needs_no_redis(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BROADSHEET_REDIS_URL", raising=False)

    assert redis_url() == ""


def test_an_address_that_is_no_redis_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROADSHEET_REDIS_URL", "http://cache.example")

    with pytest.raises(EnvironmentError, match="BROADSHEET_REDIS_URL"):
        redis_url()

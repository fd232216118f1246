import pytest

from broadsheet.environment.fetching import fetch_allowed


@pytest.mark.parametrize("text", ["feeds.intern, 10.0.0.0/8", "feeds.intern 10.0.0.0/8", " feeds.intern,10.0.0.0/8,"])
def test_hosts_and_networks_of_ours_are_named_by_comma_or_space(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROADSHEET_FETCH_ALLOW", text)

    assert fetch_allowed() == ("feeds.intern", "10.0.0.0/8")


def test_nothing_of_ours_is_reached_unless_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BROADSHEET_FETCH_ALLOW", raising=False)

    assert fetch_allowed() == ()

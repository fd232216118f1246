from ipaddress import ip_network

import pytest

from broadsheet.environment import places
from broadsheet.environment.places import EnvironmentError  # noqa: A004


def test_a_port_that_is_none_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROADSHEET_EDGE_PORT", "80000")

    with pytest.raises(EnvironmentError, match="BROADSHEET_EDGE_PORT=80000"):
        places.edge_port()


def test_trusted_proxies_are_networks_by_comma_or_space(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROADSHEET_TRUSTED_PROXIES", "10.0.0.0/8, 127.0.0.1 fd00::/8")

    networks = places.trusted_proxies()

    assert networks == (ip_network("10.0.0.0/8"), ip_network("127.0.0.1/32"), ip_network("fd00::/8"))


def test_a_proxy_that_is_no_network_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROADSHEET_TRUSTED_PROXIES", "proxy.example")

    with pytest.raises(EnvironmentError, match="BROADSHEET_TRUSTED_PROXIES"):
        places.trusted_proxies()


def test_the_newsroom_answers_under_its_own_name_and_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROADSHEET_NEWSROOM_URL", "https://newsroom.example/")

    hosts = places.newsroom_hosts()

    assert hosts == ["127.0.0.1", "[::1]", "localhost", "newsroom.example"]


def test_a_process_answers_for_its_health_where_it_is_told_or_by_default_or_nowhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("BROADSHEET_CLERK_STATUS_PORT", "0")
    monkeypatch.delenv("BROADSHEET_EDGE_STATUS_PORT", raising=False)

    ports = [
        places.status_port("clerk", default=8102),
        places.status_port("edge", default=8100),
        places.status_port("edge", default=65_600),
    ]

    assert ports == [0, 8100, 0]

from ipaddress import ip_network

import pytest

from broadsheet.environment.proxies import client_address

PROXIES = (ip_network("10.0.0.0/8"), ip_network("fd00::/8"))


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("203.0.113.5:4711", "", "203.0.113.5"),
        ("203.0.113.5", "198.51.100.7", "203.0.113.5"),  # nobody's proxy says so
        ("10.0.0.1", "198.51.100.7", "198.51.100.7"),
        ("10.0.0.1", "198.51.100.7, 203.0.113.5", "203.0.113.5"),  # the first is what the client wrote
        ("10.0.0.1", "198.51.100.7, 203.0.113.5, 10.0.0.2", "203.0.113.5"),
        ("10.0.0.1", "nonsense", "10.0.0.1"),
        ("[fd00::1]:80", "2001:db8::7", "2001:db8::7"),
        ("::ffff:203.0.113.5", "", "203.0.113.5"),
        ("", "198.51.100.7", ""),
    ],
)
def test_a_client_s_address_is_that_of_the_nearest_hop_that_is_no_proxy_of_ours(
    peer: str, forwarded: str, address: str
) -> None:
    assert client_address(peer, forwarded, PROXIES) == address


def test_nothing_forwarded_is_believed_where_no_proxy_is_trusted() -> None:
    assert client_address("10.0.0.1", "198.51.100.7", ()) == "10.0.0.1"

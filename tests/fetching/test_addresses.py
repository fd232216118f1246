"""Which addresses may be reached: the check held against Python's own categories and the registries' names."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.environment.places import EnvironmentError  # noqa: A004
from broadsheet.fetching.addresses import Address, read_address, read_allowed, special_kind

# Where addresses of some meaning lie thick: the whole range alone would hit none of them.
EDGES = [
    "0.0.0.0", "9.255.255.255", "10.0.0.0", "100.63.255.255", "100.64.0.0", "127.0.0.1", "169.253.255.255",  # noqa: S104
    "169.254.169.254", "172.15.255.255", "172.16.0.0", "172.32.0.0", "191.255.255.255", "192.0.0.0", "192.0.2.0",
    "192.88.99.0", "192.168.0.0", "198.17.255.255", "198.18.0.0", "198.51.100.0", "203.0.113.0", "223.255.255.255",
    "224.0.0.0", "255.255.255.255", "::", "::1", "::ffff:0:0", "64:ff9b::", "64:ff9b:1::", "100::", "2000::", "2001::",
    "2001:200::", "2001:db8::", "2002::", "3fff::", "4000::", "fc00::", "fe80::", "fec0::", "ff00::",
]  # fmt: skip


@st.composite
def addresses(draw: st.DrawFn) -> Address:
    start = ip_address(draw(st.sampled_from(EDGES)))
    step = draw(st.integers(-300, 300) | st.integers(-(2**24), 2**24) | st.integers(0, 2**start.max_prefixlen))
    return type(start)((int(start) + step) % 2**start.max_prefixlen)


@given(addresses())
def test_what_python_calls_special_is_never_reached(address: Address) -> None:
    is_special = (
        address.is_private
        or address.is_loopback
        or address.is_link_local
        or address.is_multicast
        or address.is_reserved
        or address.is_unspecified
        or not address.is_global
    )

    assert not is_special or special_kind(address)


@given(st.ip_addresses(v=4))
def test_no_way_of_writing_an_ipv4_address_into_ipv6_leads_around_the_check(hidden: IPv4Address) -> None:
    number = int(hidden)
    for start, shift in (("::ffff:0:0", 0), ("::", 0), ("64:ff9b::", 0), ("64:ff9b:1::", 0), ("2002::", 80)):
        assert special_kind(IPv6Address(int(IPv6Address(start)) + (number << shift)))
    assert special_kind(IPv6Address(int(IPv6Address("2001::")) + (number ^ 0xFFFFFFFF)))  # Teredo


@given(st.ip_addresses(v=6).filter(lambda address: address not in IPv6Network("2000::/3")))
def test_of_ipv6_nothing_but_global_unicast_is_reached(address: IPv6Address) -> None:
    assert special_kind(address)


@pytest.mark.parametrize("text", ["8.8.8.8", "1.1.1.1", "100.63.255.255", "172.32.0.1", "2a00:1450::1", "2606:4700::1"])
def test_public_addresses_are_reached(text: str) -> None:
    assert not special_kind(ip_address(text))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("10.1.2.3", "private"),
        ("127.0.0.53", "loopback"),
        ("169.254.169.254", "link-local"),
        ("100.100.100.200", "carrier"),
        ("0.0.0.0", "unspecified"),  # noqa: S104
        ("224.0.0.1", "multicast"),
        ("255.255.255.255", "reserved"),
        ("192.0.2.1", "documentation"),
        ("::1", "loopback"),
        ("fd12::1", "private"),
        ("fe80::1", "link-local"),
        ("::ffff:8.8.8.8", "IPv4-mapped"),
        ("64:ff9b::808:808", "NAT64"),
        ("64:ff9b:1::1", "NAT64"),
        ("2002:808:808::1", "6to4"),
        ("2001::1", "Teredo"),
        ("2001:db8::1", "documentation"),
        ("ff02::1", "multicast"),
    ],
)
def test_a_special_address_is_called_by_its_name(text: str, kind: str) -> None:
    assert kind in special_kind(ip_address(text))


def test_a_newsroom_allows_hosts_addresses_and_networks_of_its_own() -> None:
    allowed = read_allowed(["Feeds.Intern.", "züri.intern", "10.20.0.0/16", "192.168.1.7", "[fd00::]/8"])

    assert allowed.permits(ip_address("172.16.0.1"), host="feeds.intern")
    assert allowed.permits(ip_address("172.16.0.1"), host="xn--zri-hoa.intern")
    assert allowed.permits(ip_address("10.20.30.40"), host="other.intern")
    assert allowed.permits(ip_address("192.168.1.7"), host="192.168.1.7")
    assert allowed.permits(ip_address("fd00::1"), host="six.intern")
    assert allowed.permits(ip_address("8.8.8.8"), host="anybody.example")
    assert not allowed.permits(ip_address("10.21.0.1"), host="other.intern")
    assert not allowed.permits(ip_address("172.16.0.1"), host="not-feeds.intern")
    assert not allowed.permits(ip_address("::ffff:10.20.0.1"), host="other.intern")


@pytest.mark.parametrize("word", ["10.0.0.0/33", "http://feeds.intern", "feeds.intern:8080", "10.0.0/8/9", "a..b"])
def test_what_is_neither_a_host_nor_a_network_is_refused_by_the_settings_name(word: str) -> None:
    with pytest.raises(EnvironmentError, match="BROADSHEET_FETCH_ALLOW"):
        read_allowed([word])


def test_a_zone_is_no_part_of_an_address() -> None:
    assert read_address("fe80::1%eth0") == ip_address("fe80::1")
    assert read_address("not an address") is None

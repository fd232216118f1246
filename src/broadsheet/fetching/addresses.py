"""Which addresses on the network a source may lead to: public ones, and those that the newsroom allows by name."""

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from broadsheet.environment.fetching import ALLOW_SETTING
from broadsheet.environment.places import EnvironmentError  # noqa: A004

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

# IANA's registries of special-purpose addresses (RFC 6890 and later), of multicast (RFC 5771) and class E. Written out,
# since `ipaddress` of Python before 3.11.10 and 3.12.4 takes several of them for public.
_SPECIAL_IPV4: dict[str, str] = {
    "0.0.0.0/8": "an unspecified",
    "10.0.0.0/8": "a private",
    "100.64.0.0/10": "a carrier's private",
    "127.0.0.0/8": "a loopback",
    "169.254.0.0/16": "a link-local",
    "172.16.0.0/12": "a private",
    "192.0.0.0/24": "a reserved",
    "192.0.2.0/24": "a documentation",
    "192.88.99.0/24": "a 6to4",
    "192.168.0.0/16": "a private",
    "198.18.0.0/15": "a benchmarking",
    "198.51.100.0/24": "a documentation",
    "203.0.113.0/24": "a documentation",
    "224.0.0.0/4": "a multicast",
    "240.0.0.0/4": "a reserved",
}
# The first that holds the address names it; what is left of 2000::/3 is public (RFC 4291, section 2.4).
_SPECIAL_IPV6: dict[str, str] = {
    "::/128": "an unspecified",
    "::1/128": "a loopback",
    "::ffff:0:0/96": "an IPv4-mapped",
    "64:ff9b::/96": "a NAT64",
    "64:ff9b:1::/48": "a NAT64",
    "2001::/32": "a Teredo",
    "2001::/23": "a reserved",
    "2001:db8::/32": "a documentation",
    "2002::/16": "a 6to4",
    "3fff::/20": "a documentation",
    "fc00::/7": "a private",
    "fe80::/10": "a link-local",
    "ff00::/8": "a multicast",
}
_IPV4 = tuple((IPv4Network(network), kind) for network, kind in _SPECIAL_IPV4.items())
_IPV6 = tuple((IPv6Network(network), kind) for network, kind in _SPECIAL_IPV6.items())
_GLOBAL_UNICAST = IPv6Network("2000::/3")


def special_kind(address: Address) -> str:
    """Say what kind of special address this is ("a private", "a loopback"), or "" for a public one."""
    if isinstance(address, IPv4Address):
        return next((kind for network, kind in _IPV4 if address in network), "")
    kind = next((kind for network, kind in _IPV6 if address in network), "")
    return kind or ("" if address in _GLOBAL_UNICAST else "a reserved")


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """Hosts and networks of the newsroom's own that sources may reach although they are not public."""

    hosts: frozenset[str] = frozenset()
    networks: tuple[Network, ...] = ()

    def permits(self, address: Address, *, host: str) -> bool:
        """Whether a connection to that address may be made for that host."""
        if not special_kind(address):
            return True
        if host.lower().rstrip(".") in self.hosts:
            return True
        return any(address in network for network in self.networks if network.version == address.version)


def read_allowed(words: Iterable[str]) -> Allowed:
    """
    Read host names, addresses and networks, as they stand in a setting, into what they allow.

    :raises EnvironmentError: if a word is neither a host's name nor a network
    """
    hosts: set[str] = set()
    networks: list[Network] = []
    for word in words:
        network = _network(word)
        if network is not None:
            networks.append(network)
        else:
            hosts.add(_ascii_host(word))
    return Allowed(hosts=frozenset(hosts), networks=tuple(networks))


def _ascii_host(word: str) -> str:
    """Write a host as it is connected to: names with letters beyond ASCII in their xn-- form."""
    try:
        return word.lower().rstrip(".").encode("idna").decode("ascii")
    except UnicodeError as error:
        raise EnvironmentError(f"{ALLOW_SETTING}: {word!r} is no host name ({error})") from error


def _network(word: str) -> Network | None:
    try:
        return ip_network(word.replace("[", "").replace("]", ""), strict=False)
    except ValueError:
        if "/" in word or ":" in word:
            raise EnvironmentError(
                f"{ALLOW_SETTING}: {word!r} is neither a host name (feeds.example.com) nor a network (10.0.0.0/8)"
            ) from None
        return None


def read_address(text: str) -> Address | None:
    """Read an address as the resolver gives it; a zone ("%eth0") is left out. None for what is no address."""
    try:
        return ip_address(text.partition("%")[0])
    except ValueError:
        return None

"""What the edge needs to know, read from the environment once, before the first worker starts."""

import os
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path

from broadsheet.environment import places, site
from broadsheet.environment.secrets import derived_key

STATUS_PORT_ABOVE = 100  # readers at 8000, status at 8100


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeSettings:
    """One edge. Plain values only: it travels to the worker processes."""

    pieces: Path
    media: Path
    index: Path
    language: str
    zone: str
    token_key: bytes
    is_secure: bool  # readers come over https: HSTS
    repeats_allowed: bool
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...] = ()
    cache_bytes: int = 64 * 1024 * 1024
    status_port: int = 0  # 0: no status address


def edge_settings(*, port: int) -> EdgeSettings:
    """
    The edge's settings as the environment has them.

    :raises EnvironmentError: if one of them cannot be used; the text names it
    """
    return EdgeSettings(
        pieces=places.pieces_folder(),
        media=places.media_folder(),
        index=places.index_folder(),
        language=site.language(),
        zone=site.time_zone(),
        token_key=derived_key("page-token"),
        is_secure=places.site_url().startswith("https://"),
        repeats_allowed=places.repeats_allowed(),
        trusted_proxies=places.trusted_proxies(),
        cache_bytes=_number("BROADSHEET_EDGE_CACHE_MB", default=64, lowest=1, highest=1_048_576) * 1024 * 1024,
        status_port=places.status_port("edge", default=port + STATUS_PORT_ABOVE),
    )


def _number(name: str, *, default: int, lowest: int, highest: int) -> int:
    text = os.environ.get(name) or str(default)
    if not (text.isascii() and text.isdecimal() and lowest <= int(text) <= highest):
        raise places.EnvironmentError(f"{name}={text}: give a whole number from {lowest} to {highest}")
    return int(text)

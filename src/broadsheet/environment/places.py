"""Where things lie and where processes listen."""

import os
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import urlsplit

LAST_PORT = 65_535


class EnvironmentError(ValueError):  # noqa: A001  the builtin is an alias of OSError that nobody raises by this name
    """A setting in the environment that cannot be used; the text names it and what it should be."""


def home() -> Path:
    """The folder that holds everything of one site (BROADSHEET_HOME, default `var`)."""
    return Path(os.environ.get("BROADSHEET_HOME") or "var").resolve()


def pieces_folder() -> Path:
    return home() / "pieces"


def media_folder() -> Path:
    return home() / "media"


def index_folder() -> Path:
    return home() / "index"


def static_folder() -> Path:
    """The newsroom's collected static files."""
    return home() / "static"


def content_path() -> Path:
    """The embedded content database, where DATABASE_URL names no other."""
    return home() / "broadsheet.sqlite3"


def audience_path() -> Path:
    return home() / "audience.sqlite3"


def notes_path() -> Path:
    """What the newsroom's processes leave for one another for minutes: tries to sign in."""
    return home() / "notes.sqlite3"


def edge_port() -> int:
    return _port("BROADSHEET_EDGE_PORT", default=8000)


def newsroom_port() -> int:
    return _port("BROADSHEET_NEWSROOM_PORT", default=8001)


def status_port(process: str, *, default: int) -> int:
    """
    Where a process answers /healthz and /metrics, on loopback alone (BROADSHEET_<PROCESS>_STATUS_PORT).

    0 is nowhere, and what is taken where `default` would lie beyond the last port.

    :raises EnvironmentError: if the setting is no port
    """
    name = f"BROADSHEET_{process.upper()}_STATUS_PORT"
    text = os.environ.get(name) or str(default if default <= LAST_PORT else 0)
    if not (text.isascii() and text.isdecimal() and int(text) <= LAST_PORT):
        raise EnvironmentError(f"{name}={text}: a port is a number from 1 to {LAST_PORT}; 0 turns it off")
    return int(text)


def site_url() -> str:
    """What readers type, without a trailing slash (BROADSHEET_URL)."""
    return (os.environ.get("BROADSHEET_URL") or f"http://localhost:{edge_port()}").rstrip("/")


def newsroom_url() -> str:
    """What editors type, without a trailing slash (BROADSHEET_NEWSROOM_URL)."""
    return (os.environ.get("BROADSHEET_NEWSROOM_URL") or f"http://localhost:{newsroom_port()}").rstrip("/")


def newsroom_hosts() -> list[str]:
    """The host names under which the newsroom answers: its own address, and this machine."""
    own = urlsplit(newsroom_url()).hostname or "localhost"
    return sorted({own, "localhost", "127.0.0.1", "[::1]"})


def demo_wanted() -> bool:
    """Whether this home holds the demo edition (BROADSHEET_DEMO=1, set by `broadsheet demo`)."""
    return os.environ.get("BROADSHEET_DEMO") == "1"


def trusted_proxies() -> tuple[IPv4Network | IPv6Network, ...]:
    """
    The networks whose X-Forwarded-For is believed (BROADSHEET_TRUSTED_PROXIES, by comma or space).

    :raises EnvironmentError: if one of them is no network
    """
    words = os.environ.get("BROADSHEET_TRUSTED_PROXIES", "").replace(",", " ").split()
    try:
        return tuple(ip_network(word, strict=False) for word in words)
    except ValueError as error:
        raise EnvironmentError(
            f"BROADSHEET_TRUSTED_PROXIES: {error}; give networks such as 10.0.0.0/8 or 127.0.0.1, by comma"
        ) from error


def repeats_allowed() -> bool:
    """Whether lists on a page may repeat one another (BROADSHEET_REPEATS=allow)."""
    return os.environ.get("BROADSHEET_REPEATS", "").lower() == "allow"


def _port(name: str, *, default: int) -> int:
    text = os.environ.get(name) or str(default)
    if not (text.isascii() and text.isdecimal() and 0 < int(text) <= LAST_PORT):
        raise EnvironmentError(f"{name}={text}: a port is a number from 1 to {LAST_PORT}")
    return int(text)

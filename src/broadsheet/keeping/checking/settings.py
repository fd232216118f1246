"""What the environment says."""

from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

from broadsheet.environment import mail, places, site
from broadsheet.environment.database import database_url
from broadsheet.environment.places import EnvironmentError  # noqa: A004
from broadsheet.keeping.checking.findings import Finding, Ground, broken, warning

_LOCAL = {"localhost", "127.0.0.1", "::1"}
_READ: tuple[Callable[[], object], ...] = (
    places.edge_port,
    places.newsroom_port,
    places.trusted_proxies,
    mail.mail_settings,
    site.time_zone,
    site.security_contact,
    lambda: places.status_port("edge", default=8100),
    lambda: places.status_port("newsroom", default=8101),
    lambda: places.status_port("clerk", default=8102),
)


def unusable_settings(_: Ground) -> Iterable[Finding]:
    """Settings that some process would refuse to start with."""
    for read in _READ:
        try:
            read()
        except EnvironmentError as error:
            yield broken(
                str(error),
                why="Broadsheet does not start with a setting that it cannot read.",
                remedy="Correct it where the processes get their environment (the units' EnvironmentFile).",
            )
    if database_url() and urlsplit(database_url()).scheme not in {"postgres", "postgresql"}:
        yield broken(
            "DATABASE_URL names a database that Broadsheet does not speak.",
            why="Newsroom and clerk do not start.",
            remedy="Give postgresql://user:password@host:5432/name, or leave it out for SQLite.",
        )


def public_addresses(_: Ground) -> Iterable[Finding]:
    """Addresses that readers' links and editors' sign-in are made with."""
    try:
        readers, newsroom = urlsplit(places.site_url()), urlsplit(places.newsroom_url())
    except EnvironmentError:
        return  # told above
    if readers.hostname in _LOCAL:
        yield warning(
            f"BROADSHEET_URL is {places.site_url()}, which only this machine can open.",
            why="Feeds, canonical links and mails name this address to everybody.",
            remedy="Set BROADSHEET_URL to what readers type, such as https://www.example.org.",
        )
        return
    for name, parts in (("BROADSHEET_URL", readers), ("BROADSHEET_NEWSROOM_URL", newsroom)):
        if parts.hostname in _LOCAL or parts.scheme == "https":
            continue
        yield warning(
            f"{name} is not https.",
            why="Passwords and pages travel where others can read and change them.",
            remedy="Put a proxy with TLS in front (docs/deployment.md) and give the https address.",
        )
    if readers.hostname == newsroom.hostname:
        yield warning(
            f"Readers and newsroom share the host name {readers.hostname}.",
            why="What an attacker gets into a page then runs beside the newsroom's cookies.",
            remedy="Give the newsroom a host name of its own in BROADSHEET_NEWSROOM_URL.",
        )
    if readers.scheme == "https" and not places.trusted_proxies():
        yield warning(
            "Readers come over https, and BROADSHEET_TRUSTED_PROXIES is empty.",
            why="The edge speaks no TLS, so all readers seem to be the proxy: Popular counts sixteen of them in all.",
            remedy="Name the proxy's network, 127.0.0.1 where it runs on this machine.",
        )

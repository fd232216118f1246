"""What a site was founded with: `site.toml` in its home, written by `broadsheet init`."""

import json
import os
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from broadsheet.environment.files import write_whole
from broadsheet.environment.places import EnvironmentError, home  # noqa: A004

DEFAULT_LANGUAGE = "en-gb"
DEFAULT_ZONE = "UTC"


def site_file() -> Path:
    return home() / "site.toml"


def language() -> str:
    """The language of the site and its newsroom, BCP 47 (BROADSHEET_LANGUAGE, else `site.toml`, else en-gb)."""
    return os.environ.get("BROADSHEET_LANGUAGE") or str(_facts().get("language", DEFAULT_LANGUAGE))


def time_zone() -> str:
    """
    The zone of the site's clocks, IANA (BROADSHEET_ZONE, else `site.toml`, else UTC).

    :raises EnvironmentError: if there is no such zone
    """
    return checked_zone(os.environ.get("BROADSHEET_ZONE") or str(_facts().get("zone", DEFAULT_ZONE)))


def origin_of(setting: str) -> str:
    """Where "language" or "zone" comes from: the environment variable, the file, or "" where neither names it."""
    variable = f"BROADSHEET_{setting.upper()}"
    if os.environ.get(variable):
        return variable
    return str(site_file()) if setting in _facts() else ""


def is_overridden(setting: str) -> bool:
    """Whether the environment decides on "language" or "zone", whatever `site.toml` says."""
    return origin_of(setting).startswith("BROADSHEET_")


def zone() -> ZoneInfo:
    return ZoneInfo(time_zone())


def security_contact() -> str:
    """
    Where somebody who found a hole in the site tells of it, as an address of the web (BROADSHEET_SECURITY_CONTACT):
    "mailto:security@example.org"; empty where nobody was named.

    :raises EnvironmentError: if it is neither a mail address, a page over TLS nor a telephone's number
    """
    said = os.environ.get("BROADSHEET_SECURITY_CONTACT", "").strip()
    address = f"mailto:{said}" if re.fullmatch(r"[^\s@:/]+@[^\s@:/]+", said) else said
    if said and not re.fullmatch(r"(mailto:[^\s@]+@[^\s@]+|https://[^\s/]+\S*|tel:\+?[\d.()-]+)", address):
        raise EnvironmentError(
            f"BROADSHEET_SECURITY_CONTACT={said}: give a mail address, a page (https://…) or a number (tel:+44…)"
        )
    return address


def time_zones() -> list[str]:
    """Every zone that people may choose; files of the system's own among them mean nothing to their browsers."""
    return sorted(_known_zones() - {"Factory", "localtime"})


def checked_zone(name: str) -> str:
    """
    Give the name back if it is a time zone.

    :raises EnvironmentError: if it is none
    """
    if name not in _known_zones():
        raise EnvironmentError(f"{name!r} is no time zone; give one such as Europe/London or Pacific/Auckland")
    return name


def checked_language(tag: str) -> str:
    """
    Give the tag back in lower case if it has the form of a language tag (RFC 5646: en, en-gb, zh-hant).

    :raises EnvironmentError: if it has not
    """
    if not re.fullmatch(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", tag.lower()):
        raise EnvironmentError(f"{tag!r} is no language tag; give one such as en-gb, de or pt-br")
    return tag.lower()


def found_site(*, language: str, zone: str) -> None:
    """Write `site.toml` whole."""
    text = f"language = {json.dumps(language)}\nzone = {json.dumps(checked_zone(zone))}\n"
    write_whole(site_file(), text.encode())


def refound_site(*, language: str = "", zone: str = "") -> None:
    """Write `site.toml` anew with what is given; the rest stays as the file has it, whatever the environment says."""
    facts = _facts()
    found_site(
        language=language or str(facts.get("language", DEFAULT_LANGUAGE)),
        zone=zone or str(facts.get("zone", DEFAULT_ZONE)),
    )


@cache
def _known_zones() -> frozenset[str]:
    """Kept: it walks through 600 files of the machine's, 5 ms a time, and every press asks for the zone."""
    return frozenset(available_timezones())


def _facts() -> dict[str, Any]:
    path = site_file()
    if not path.exists():
        return {}
    try:
        return tomllib.loads(path.read_text())
    except tomllib.TOMLDecodeError as error:
        raise EnvironmentError(f"{path} cannot be read: {error}") from error

"""The Redis or Valkey that several machines of one newsroom share."""

import os
from urllib.parse import urlsplit

from broadsheet.environment.places import EnvironmentError  # noqa: A004

_SCHEMES = {"redis", "rediss", "unix"}


def redis_url() -> str:
    """
    BROADSHEET_REDIS_URL, or an empty string where everything runs on one machine.

    :raises EnvironmentError: if it is no such address
    """
    url = os.environ.get("BROADSHEET_REDIS_URL", "")
    if url and urlsplit(url).scheme not in _SCHEMES:
        raise EnvironmentError("BROADSHEET_REDIS_URL: give redis://user:password@host:6379/0, or rediss:// for TLS")
    return url

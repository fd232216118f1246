"""What of the newsroom's own network sources may reach."""

import os

ALLOW_SETTING = "BROADSHEET_FETCH_ALLOW"


def fetch_allowed() -> tuple[str, ...]:
    """Host names, addresses and networks that sources may reach although not public, by comma or space."""
    return tuple(os.environ.get(ALLOW_SETTING, "").replace(",", " ").split())

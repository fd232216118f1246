"""The site's one secret, made on first use, from which every key is derived."""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from broadsheet.environment.places import home


def site_secret() -> bytes:
    """
    BROADSHEET_SECRET, or the contents of `secret` in the home, made there with mode 0600 on first use.

    Made whole under another name and linked into place, so that two processes starting at once agree.
    """
    given = os.environ.get("BROADSHEET_SECRET")
    if given:
        return given.encode()
    path = home() / "secret"
    if not path.exists():
        _make(path)
    return path.read_bytes()


def derived_key(purpose: str) -> bytes:
    """A key of 32 bytes for one purpose; knowing it tells nothing of the others."""
    return hmac.new(site_secret(), purpose.encode(), hashlib.sha256).digest()


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".secret-{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(48))
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()

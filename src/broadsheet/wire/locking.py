"""Passwords of sources at rest: encrypted with a key of the site's own, so that a copy of the database tells none."""

import base64

from cryptography.fernet import Fernet, InvalidToken

from broadsheet.environment.secrets import derived_key
from broadsheet.wire.sentences import gettext_noop


class LockedError(Exception):
    """A password that this site's secret does not open."""


def lock(secret: str) -> str:
    """The secret, encrypted and sealed (Fernet: AES-128-CBC with HMAC-SHA-256); "" for none."""
    return _fernet().encrypt(secret.encode()).decode() if secret else ""


def unlock(locked: str) -> str:
    """
    The secret again.

    :raises LockedError: if it was locked under another secret, or changed
    """
    if not locked:
        return ""
    try:
        return _fernet().decrypt(locked.encode()).decode()
    except InvalidToken as error:
        raise LockedError(
            gettext_noop("Its password was saved under another site secret and cannot be opened; type it in again.")
        ) from error


def _fernet() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(derived_key("wire sources")))

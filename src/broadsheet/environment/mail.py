"""Where the newsroom's e-mail goes: one address of a mail server, or nowhere."""

import os
from typing import Any
from urllib.parse import unquote, urlsplit

from broadsheet.environment.places import EnvironmentError  # noqa: A004

_PORTS = {"smtp": 587, "smtps": 465}


def has_mail() -> bool:
    """Whether a mail server is named (BROADSHEET_SMTP_URL)."""
    return bool(os.environ.get("BROADSHEET_SMTP_URL"))


def mail_settings() -> dict[str, Any]:
    """
    Django's settings for BROADSHEET_SMTP_URL: smtp://user:password@host:587 (STARTTLS) or smtps://… (TLS at once).

    Without one nothing is sent: approving a story must not fail on a mail server that nobody has.

    :raises EnvironmentError: if it is no such address
    """
    if not has_mail():
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    parts = urlsplit(os.environ["BROADSHEET_SMTP_URL"])
    try:
        port = parts.port or _PORTS[parts.scheme]
    except (ValueError, KeyError) as error:
        raise EnvironmentError(
            "BROADSHEET_SMTP_URL: give smtp://user:password@host:587, or smtps:// for TLS"
        ) from error
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp" and parts.username is not None,
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 10,
    }

"""Django's DATABASES from DATABASE_URL or the embedded default (DESIGN section 8)."""

from typing import Any
from urllib.parse import unquote, urlsplit

from broadsheet.environment.database import database_url, sqlite_journal, use_newest_sqlite
from broadsheet.environment.places import EnvironmentError, content_path  # noqa: A004


def databases() -> dict[str, Any]:
    """
    The content database.

    :raises EnvironmentError: if DATABASE_URL names a database that Broadsheet does not speak
    """
    url = database_url()
    if not url:
        return {"default": _embedded()}
    if url.split("://", 1)[0] in {"postgres", "postgresql"}:
        return {"default": _postgres(url)}
    raise EnvironmentError("DATABASE_URL: give postgresql://user:password@host:5432/name, or leave it out for SQLite")


def _embedded() -> dict[str, Any]:
    use_newest_sqlite()
    content_path().parent.mkdir(parents=True, exist_ok=True)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(content_path()),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": f"PRAGMA journal_mode={sqlite_journal()}; PRAGMA synchronous=FULL;",
        },
        "TEST": {"NAME": None},
    }


def _postgres(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }

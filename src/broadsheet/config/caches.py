"""Django's CACHES: what each process remembers for itself, and what all of them share."""

from typing import Any

from broadsheet.environment.places import notes_path
from broadsheet.environment.redis import redis_url


def caches() -> dict[str, Any]:
    """
    The caches, the shared one in Redis where one is named, else in a file of the home.

    :raises EnvironmentError: if BROADSHEET_REDIS_URL is no such address
    """
    return {
        "default": {"BACKEND": "broadsheet.accounts.caching.NewsroomCache"},
        "shared": _redis(redis_url()) if redis_url() else _notes(),
        # Several processes make and delete renditions: a memory of one's own would name files that are gone.
        "renditions": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
    }


def _redis(url: str) -> dict[str, Any]:
    return {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": url,
        "KEY_PREFIX": "broadsheet",
        "OPTIONS": {"socket_timeout": 2, "socket_connect_timeout": 2},
    }


def _notes() -> dict[str, Any]:
    return {"BACKEND": "broadsheet.accounts.caching.NotesCache", "LOCATION": str(notes_path())}

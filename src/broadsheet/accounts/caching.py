"""
Django's caches of the newsroom: each process remembers for itself, save what signing in counts.

allauth keeps tries and used codes in the default cache. In a memory of each process's own, four processes would allow
four times as many tries, and a code could be used once in each of them.
"""

import json
import time
from functools import cache
from pathlib import Path
from typing import Any

from django.core.cache import caches
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.core.cache.backends.locmem import LocMemCache

from broadsheet.stores.notes import SharedNotes

SHARED = "shared"
_SHARED_KEYS = ("allauth:", "allauth.")
_FOREVER = float(2**53)


class NewsroomCache(LocMemCache):
    """The default cache: of this process alone, except for keys of allauth's, which all processes see."""

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        cache = _cache_of(key)
        return super().add(key, value, timeout, version) if cache is None else cache.add(key, value, timeout, version)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        cache = _cache_of(key)
        return super().get(key, default, version) if cache is None else cache.get(key, default, version)

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        cache = _cache_of(key)
        if cache is None:
            super().set(key, value, timeout, version)
        else:
            cache.set(key, value, timeout, version)

    def delete(self, key: str, version: int | None = None) -> bool:
        cache = _cache_of(key)
        return super().delete(key, version) if cache is None else cache.delete(key, version)


class NotesCache(BaseCache):
    """What all processes of one machine see, in a file of its own. LOCATION is the file; values are JSON."""

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        self._notes = _notes_in(Path(location))

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return self._notes.claim(
            self._name(key, version), json.dumps(value), until=self._until(timeout), now=time.time()
        )

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        text = self._notes.read(self._name(key, version), now=time.time())
        return default if text is None else json.loads(text)

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        self._notes.write(self._name(key, version), json.dumps(value), until=self._until(timeout), now=time.time())

    def delete(self, key: str, version: int | None = None) -> bool:
        return self._notes.forget(self._name(key, version))

    def clear(self) -> None:
        self._notes.forget_all()

    def _name(self, key: str, version: int | None) -> str:
        return str(self.make_key(key, version=version))

    def _until(self, timeout: Any) -> float:
        until = self.get_backend_timeout(timeout)
        return _FOREVER if until is None else float(until)


def _cache_of(key: str) -> BaseCache | None:
    return caches[SHARED] if key.startswith(_SHARED_KEYS) else None


@cache  # Django makes a cache object for each thread
def _notes_in(path: Path) -> SharedNotes:
    return SharedNotes(path)

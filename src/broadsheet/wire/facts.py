"""A NewsItem as JSON and back: how a revision keeps what the wire said."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from broadsheet.contracts.news import ItemPicture, Kind, Link, NewsItem, Rendition, Signal, Status, Subject

_TIMES = ("version_created_at", "first_created_at", "embargoed_until", "expires_at")


def facts_of(item: NewsItem) -> dict[str, Any]:
    """The item's fields as JSON holds them: times as ISO 8601 in UTC, signals sorted, no bytes of pictures."""
    facts = asdict(item)
    for rendition in (rendition for picture in facts["pictures"] for rendition in picture["renditions"]):
        del rendition["embedded"]
    for name in _TIMES:
        facts[name] = facts[name].astimezone(UTC).isoformat() if facts[name] else None
    facts["signals"] = sorted(facts["signals"])
    normal: dict[str, Any] = json.loads(json.dumps(facts))
    return normal


def item_from(facts: Mapping[str, Any]) -> NewsItem:
    """The NewsItem that `facts_of` was given."""
    words = dict(facts)
    for name in _TIMES:
        words[name] = datetime.fromisoformat(words[name]) if words.get(name) else None
    words["status"] = Status(words["status"])
    words["kind"] = Kind(words["kind"])
    words["signals"] = frozenset(Signal(name) for name in words["signals"])
    words["pictures"] = tuple(_picture_from(picture) for picture in words["pictures"])
    words["subjects"] = tuple(Subject(**subject) for subject in words["subjects"])
    words["links"] = tuple(Link(**link) for link in words["links"])
    for name in ("bylines", "places", "warnings", "refused_uses"):
        words[name] = tuple(words.get(name, ()))
    return NewsItem(**words)


def digest_of(item: NewsItem) -> str:
    """The same for two deliveries that say the same in other bytes; what was read leniently does not count."""
    facts = facts_of(item)
    del facts["warnings"]
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


def _picture_from(facts: Mapping[str, Any]) -> ItemPicture:
    return ItemPicture(**{**facts, "renditions": tuple(Rendition(**rendition) for rendition in facts["renditions"])})

"""A NewsItem as plain JSON values, for `broadsheet wire_read`."""

from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from enum import Enum

from broadsheet.contracts.news import NewsItem


def as_json(item: NewsItem) -> dict[str, object]:
    """Every field under its own name: times as ISO 8601 with Z, sets as sorted lists, bytes as how many they are."""
    return {field.name: _plain(getattr(item, field.name)) for field in fields(item)}


def _plain(value: object) -> object:
    if isinstance(value, AbstractSet):
        return sorted(str(_plain(entry)) for entry in value)
    if isinstance(value, tuple | list):
        return [_plain(entry) for entry in value]
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return _plain_leaf(value)


def _plain_leaf(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, bytes):
        return len(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return value

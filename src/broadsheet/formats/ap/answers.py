"""What AP's Media API answers, and the files its agent saves: one item, several, an error."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from broadsheet.contracts.news import NewsItem, WireFormatError
from broadsheet.formats.ap.items import identity_of, read_item
from broadsheet.formats.fields import Fields
from broadsheet.formats.wording import one_line

_MOST_ITEMS = 1_000  # AP answers with 100 at most


def is_ap(document: Mapping[str, Any]) -> bool:
    """Whether a JSON object is an answer of the Media API, or one of its items."""
    if isinstance(document.get("api_version"), str | int | float):
        return True
    return any(identity_of(Fields.of(holder)) for holder in (document, document.get("item")))


def read_ap(document: Mapping[str, Any]) -> list[NewsItem]:
    """
    Every item of an answer; one that cannot be read is told among the warnings of the first.

    :raises WireFormatError: if the answer is an error, holds no item, or none that can be read
    """
    entries = _entries(document)
    if not entries:
        raise WireFormatError(_why_empty(document))
    if len(entries) > _MOST_ITEMS:
        raise WireFormatError(f"AP's answer holds {len(entries):,} items; {_MOST_ITEMS:,} is the most that is read")
    items: list[NewsItem] = []
    failures: list[WireFormatError] = []
    for entry in entries:
        try:
            items.append(read_item(entry))
        except WireFormatError as error:
            failures.append(error)
    if not items:
        raise failures[0]
    skipped = [f"Another item of the same answer could not be read: {failure}" for failure in failures]
    items[0] = replace(items[0], warnings=(*items[0].warnings, *skipped))
    return items


def _entries(document: Mapping[str, Any]) -> list[object]:
    if "altids" in document:
        return [document]
    data = document.get("data", document)
    if not isinstance(data, dict):
        return []
    listed = data.get("items", [data])
    holders = listed if isinstance(listed, list) else []
    return [entry["item"] for entry in holders if isinstance(entry, dict) and entry.get("item")]


def _why_empty(document: Mapping[str, Any]) -> str:
    error = Fields.of(document.get("error"))
    if error.values:
        return one_line(f"AP's Media API answered with error {error.line('code')}: {error.line('message')}")[:400]
    return "The answer of AP's Media API holds no item: there was nothing new"

"""A stand-in for `formats.ap` that keeps its convention: text under `broadsheet_nitf`, no linked pictures."""

from collections.abc import Mapping
from typing import Any

from broadsheet.contracts.news import WireFormatError


def single_items(answer: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [{"item": entry["item"]} for entry in answer["data"].get("items", [])]


def parts_to_fetch(document: Mapping[str, Any]) -> tuple[str, ...]:
    item = document["item"]
    href = item.get("renditions", {}).get("nitf", {}).get("href")
    return (href,) if href and "broadsheet_nitf" not in item else ()


def with_parts(document: Mapping[str, Any], parts: Mapping[str, bytes]) -> dict[str, Any]:
    (text,) = (part.decode() for part in parts.values())
    if not text.startswith("<nitf>"):
        raise WireFormatError("What came is no NITF")
    return {"item": {**document["item"], "broadsheet_nitf": text}}

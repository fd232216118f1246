"""The parts of an AP item that lie behind addresses of their own: its text in NITF and its linked pictures."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from broadsheet.contracts.news import WireFormatError
from broadsheet.formats.xml import parse_xml

NITF_PROPERTY = "broadsheet_nitf"
_PICTURES = frozenset(("picture", "photo", "graphic"))
_MOST_PARTS = 50


def single_items(answer: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Each item of a feed, search or item answer as a document of its own, in the order of the answer."""
    data = answer.get("data")
    holders = data.get("items") if isinstance(data, dict) and "items" in data else [data]
    entries = holders if isinstance(holders, list) else []
    return [{"item": entry["item"]} for entry in entries if isinstance(entry, dict) and _is_item(entry.get("item"))]


def parts_to_fetch(document: Mapping[str, Any]) -> tuple[str, ...]:
    """The addresses of what is missing from a document of `single_items`: the text, then the linked pictures."""
    item = document.get("item")
    return tuple(address for _, address in _missing(item))[:_MOST_PARTS] if isinstance(item, dict) else ()


def with_parts(document: Mapping[str, Any], parts: Mapping[str, bytes]) -> dict[str, Any]:
    """
    The document with the parts that came, by address; the others stay as they are.

    :raises WireFormatError: if a part is neither well-formed NITF nor an answer with the picture's item
    """
    item: dict[str, Any] = dict(document["item"])
    for name, address in list(_missing(item)):
        if address not in parts:
            continue
        if name == NITF_PROPERTY:
            item[NITF_PROPERTY] = _nitf_text(parts[address])
        else:
            item["associations"] = {**item["associations"], name: _linked_item(parts[address], address=address)}
    return {**document, "item": item}


def nitf_address(item: Mapping[str, Any]) -> str:
    """Where the text of an item lies, or ""."""
    renditions = item.get("renditions")
    nitf = renditions.get("nitf") if isinstance(renditions, dict) else None
    href = nitf.get("href") if isinstance(nitf, dict) else None
    return href.strip() if isinstance(href, str) else ""


def _missing(item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Which property each missing part belongs to, and its address."""
    address = nitf_address(item)
    if address and item.get("type", "text") == "text" and NITF_PROPERTY not in item:
        yield NITF_PROPERTY, address
    associations = item.get("associations")
    for name, linked in associations.items() if isinstance(associations, dict) else ():
        is_stub = isinstance(linked, dict) and linked.get("type") in _PICTURES and "renditions" not in linked
        uri = linked.get("uri") if is_stub else None
        if isinstance(uri, str) and uri.strip():
            yield name, uri.strip()


def _is_item(value: object) -> bool:
    return isinstance(value, dict) and bool(value)


def _nitf_text(data: bytes) -> str:
    """NITF in whatever encoding it declares, as a string that declares none."""
    return etree.tostring(parse_xml(data), encoding="unicode")


def _linked_item(data: bytes, *, address: str) -> dict[str, Any]:
    try:
        answer = json.loads(data)
    except ValueError as error:
        raise WireFormatError(f"What AP answers at {address} is not well-formed JSON: {str(error)[:200]}") from error
    found = single_items(answer) if isinstance(answer, dict) else []
    if len(found) != 1:
        raise WireFormatError(f"What AP answers at {address} is not the item of a linked picture")
    linked: dict[str, Any] = found[0]["item"]
    return linked

"""
Any sample made hostile, to any size: what it says is filled with one thing over and over, or it is bent out of shape.

Knows XML, JSON and lines of text, and nothing of any format: a new format is covered by adding a sample.
"""

import html
import json
from collections.abc import Callable, Iterator
from pathlib import Path

from lxml import etree

_MARK = "\ue000"  # stands where the filling comes
_FEWEST_WORDS = 3

FILLINGS = {
    "letters": "a",
    "spaces": " ",
    "line breaks": "\n",
    "brackets": "(",
    "angle brackets": "<",
    "ampersands": "&",
    "references": "&amp;eacute;",
    "paragraphs": "<p>x</p>",
    "open paragraphs": "<p>",
    "open marks": "<b><i><a href='http://e.example/'>",
    "hidden spans": "<span style='display:none'></span>x",
    "breaks": "a<br>",
    "pictures": "<img src='a.jpg'>",
    "figures": "<figure><img src='a.jpg'><figcaption>x</figcaption>",
    "tables": "<table><tr><td>",
    "comments": "<!--",
    "half tags": "<a b=",
    "scripts": "<script>x()</script>",
    "unended CDATA": "<![CDATA[",
    "bytes of pictures": "<img src='data:image/png;base64,iVBORw0KGgo='>",
    "embargoes": "Embargo: 26 November 2026, 10:00 GMT. ",
    "kills": "Eds: KILL. Please kill. ",
    "encoded words": "=?utf-8?q?a?= ",
    "signatures": "\n-- \n> x \n",
    "wide characters": "\U0001f6a2",
}


def filled(sample: Path, *, filling: str, size: int) -> bytes:
    """The sample with about `size` bytes of the filling, shared out among everything that it says."""
    text, escaped = _marked(sample)
    places = max(text.count(_MARK), 1)
    unit = escaped(FILLINGS[filling])
    words = unit * max(size // places // len(unit.encode()), 1)
    return text.replace(_MARK, words).encode()


def bent(sample: Path, *, size: int) -> Iterator[tuple[str, bytes]]:
    """The sample in shapes that no words make: nested, repeated, overgrown, each of about `size` bytes."""
    data = sample.read_bytes()
    if data.lstrip()[:1] == b"<":
        yield from _bent_xml(data, size=size)
    elif data.lstrip()[:1] in (b"{", b"["):
        yield from _bent_json(data, size=size)
    else:
        yield from _bent_text(data, size=size)


def _marked(sample: Path) -> tuple[str, Callable[[str], str]]:
    """The sample's text with a mark behind everything that is words, and how a filling is written in it."""
    data = sample.read_bytes()
    opening = data.lstrip()[:1]
    if opening == b"<":
        return _marked_xml(data), lambda text: html.escape(text, quote=False)
    if opening in (b"{", b"["):
        marked = json.dumps(_marked_json(json.loads(data)), ensure_ascii=False)
        return marked, lambda text: json.dumps(text, ensure_ascii=False)[1:-1]
    lines = data.decode("utf-8", "replace").split("\n")
    return "\n".join(line + _MARK if len(line.split()) >= _FEWEST_WORDS else line for line in lines), lambda text: text


def _marked_xml(data: bytes) -> str:
    root = etree.fromstring(data, _parser())
    for element in root.iter("*"):
        if element.text and " " in element.text.strip():
            element.text += _MARK
    return etree.tostring(root, encoding="unicode")


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True)


def _marked_json(value: object) -> object:
    if isinstance(value, dict):
        return {name: _marked_json(entry) for name, entry in value.items()}
    if isinstance(value, list):
        return [_marked_json(entry) for entry in value]
    return value + _MARK if isinstance(value, str) and " " in value else value


def _bent_xml(data: bytes, *, size: int) -> Iterator[tuple[str, bytes]]:
    root = etree.fromstring(data, _parser())
    whole = etree.tostring(root)
    end = whole.index(b">")
    closing = whole.rindex(b"</")
    yield "attributes", whole[:end] + b"".join(b' a%d="b"' % n for n in range(size // 10)) + whole[end:]
    yield "elements in elements", whole[:closing] + b"<p>" * (size // 7) + b"</p>" * (size // 7) + whole[closing:]
    for depth, name in ((1, "its parts over and over"), (2, "their parts over and over")):
        part = root
        for _ in range(depth):
            part = max(part, key=lambda inner: len(etree.tostring(inner)), default=part)
        again = etree.tostring(part)
        place = whole.find(again.split(b">")[0].split(b" ")[0])
        place = whole.find(b"<", 1) if place < 0 else place
        yield name, whole[:place] + again * max(size // len(again), 1) + whole[place:]
    references = b"&eacute; " * (size // 9)
    yield "references of a DTD", b"<!DOCTYPE x SYSTEM 'x.dtd'>" + whole[:closing] + references + whole[closing:]


def _bent_json(data: bytes, *, size: int) -> Iterator[tuple[str, bytes]]:
    document = json.loads(data)
    whole = json.dumps(document).encode()
    yield "lists in lists", whole[:-1] + b', "x": ' + b"[" * (size // 2) + b"]" * (size // 2) + b"}"
    yield "properties", whole[:-1] + b"".join(b', "p%d": 1' % n for n in range(size // 12)) + b"}"
    for name, value in document.items():
        if isinstance(value, list) and value:
            entry = value[0]
            count = max(size // max(len(json.dumps(entry)), 1), 1)
            yield f"{name} over and over", json.dumps({**document, name: [entry] * count}).encode()


def _bent_text(data: bytes, *, size: int) -> Iterator[tuple[str, bytes]]:
    lines = data.split(b"\n")
    for share in (4, 2):
        place = len(lines) // share
        part = b"\n".join(lines[place : place + 12]) + b"\n"
        again = part * max(size // max(len(part), 1), 1)
        yield (
            f"lines from {place} on, over and over",
            b"\n".join(lines[:place]) + b"\n" + again + b"\n".join(lines[place:]),
        )
    yield "its opening over and over", b"\n".join(lines[:3]) * max(size // max(len(b"".join(lines[:3])), 1), 1)

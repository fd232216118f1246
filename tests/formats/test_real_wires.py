"""Every real wire file beside the repository: read, or refused with a clean error. Prints the figures with -s."""

from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

from broadsheet.contracts.news import WireFormatError
from broadsheet.formats.reading import read_items

WIRES = Path(__file__).parents[2].parent / "shared" / "wire"
NEWS_ROOTS = {"newsItem", "packageItem", "nitf"}
INVALID_MARKS = ("should_fail", "not-valid", "invalid", "validation/Windows-dot.net/ninjs-schema")
# JSON in folders of ninjs examples that is no ninjs document.
NO_NINJS = ("schema-extension/extension-schema.json",)

pytestmark = [
    pytest.mark.skipif(not WIRES.is_dir(), reason="the collection of real wire files is not beside the repository"),
    pytest.mark.slow,
]


def wire_files() -> list[Path]:
    return sorted(path for path in WIRES.rglob("*") if path.is_file())


def is_called_valid_news(path: Path) -> bool:
    """True for a news or package item, message with one, NITF or ninjs or dpa document that its suite calls valid."""
    place = path.relative_to(WIRES).as_posix()
    if any(mark in place for mark in INVALID_MARKS):
        return False
    if path.suffix == ".json":
        return is_ninjs(place) or is_dpa(place)
    try:
        root = etree.fromstring(path.read_bytes(), etree.XMLParser(recover=True, resolve_entities=False))
    except (etree.XMLSyntaxError, ValueError):
        return False
    if root is None:
        return False
    name = etree.QName(root).localname
    inside = {etree.QName(part).localname for part in root.iter("*")}
    return name in NEWS_ROOTS or (name == "newsMessage" and bool(inside & NEWS_ROOTS))


def is_ninjs(place: str) -> bool:
    in_suite = place.startswith("iptc-newsinjson/") and ("examples" in place or "should_pass" in place)
    in_fixtures = place.startswith("superdesk-core/tests/io/fixtures/ninjs") and "mock" not in place
    return (in_suite or in_fixtures) and not place.endswith(NO_NINJS)


def is_dpa(place: str) -> bool:
    return place.startswith("dpa-digitalwires-to-") and "/input/" in place


def test_every_file_that_its_suite_calls_valid_is_read_and_no_other_gives_a_traceback() -> None:
    read, refused = Counter[str](), Counter[str]()
    missed = []

    for path in wire_files():
        suite = path.relative_to(WIRES).parts[0]
        try:
            items = read_items(path.read_bytes(), name=path.name)
        except WireFormatError as error:
            refused[suite] += 1
            if is_called_valid_news(path):
                missed.append(f"{path.relative_to(WIRES)}: {error}")
        else:
            read[suite] += 1
            assert items
            assert all(item.guid for item in items)

    for suite in sorted(read | refused):
        print(f"{suite}: {read[suite]} read, {refused[suite]} refused cleanly")  # noqa: T201  the figures for the record
    assert missed == []
    assert sum(read.values()) > 500


def test_there_are_several_hundred_valid_files_to_measure_against() -> None:
    valid = [path for path in wire_files() if is_called_valid_news(path)]

    assert len(valid) > 400

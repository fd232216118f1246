"""Each sample document gives exactly the items that stand beside it."""

import json
from pathlib import Path

import pytest

from broadsheet.formats.jsonline import as_json
from broadsheet.formats.reading import read_items
from formats.sample_pairs import pairs


@pytest.mark.parametrize(("document", "expected"), pairs(), ids=lambda path: path.name)
def test_a_sample_gives_the_items_beside_it(document: Path, expected: Path) -> None:
    items = read_items(document.read_bytes(), name=document.name)

    assert [as_json(item) for item in items] == json.loads(expected.read_text())

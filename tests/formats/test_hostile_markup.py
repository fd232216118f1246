"""Markup that acts, wherever it stands in a document, is not in the copy that comes out."""

import re
from pathlib import Path

import pytest

from broadsheet.contracts.news import WireFormatError
from broadsheet.formats.reading import read_items
from formats.hostile_shapes import FILLINGS, filled
from formats.sample_pairs import pairs

SAMPLES = [sample for sample, _ in pairs()]
STORY_TAGS = {
    "p",
    "h2",
    "h3",
    "h4",
    "ul",
    "ol",
    "li",
    "blockquote",
    "table",
    "tr",
    "th",
    "td",
    "a",
    "em",
    "strong",
    "br",
}
HARM = (
    "<script>x()</script>",
    "<img src=x onerror=x()>",
    "<a href='javascript:x()'>a</a>",
    "<iframe src='https://e.example'></iframe>",
    "<svg onload=x()>",
    "<p style='position:fixed' onclick='x()'>a</p>",
    "<object data='x'></object><embed src='x'><form action='x'><input></form>",
    "<base href='https://e.example/'><meta http-equiv=refresh content='0;https://e.example'>",
)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
@pytest.mark.parametrize("harm", HARM)
def test_of_markup_that_acts_nothing_is_left_in_the_copy(
    sample: Path, harm: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(FILLINGS, "harm", harm)

    try:
        items = read_items(filled(sample, filling="harm", size=1))
    except WireFormatError:
        return

    for item in items:
        tags = {tag.casefold() for tag in re.findall(r"<([a-zA-Z0-9]+)", item.body_html)}
        assert tags <= STORY_TAGS
        assert not re.search(r"<[^>]*\b(?:on\w+|style|srcdoc)\s*=|<[^>]*javascript:", item.body_html)

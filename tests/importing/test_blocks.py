"""Blocks of a stranger's export: made anew by their shape, or refused; what is not at hand is told."""

from typing import Any

import pytest

from broadsheet.contracts.archives import ArchivedBlock, ArchivedDocument, ArchivedRecording
from broadsheet.contracts.news import ItemPicture
from broadsheet.importing.blocks import NotRebuiltError, rebuilt_block
from importing.exported import TABLE


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("script", "steal()"),
        ("text", {"html": "<p>Words</p>"}),
        ("heading", ""),
        ("quote", "no struct"),
        ("quote", {"speaker": "Nobody said anything"}),
        ("table", {"data": [[{"html": "<b>"}]]}),
        ("table", {"data": [["x"] * 60_000]}),
        ("table", {"data": "rows"}),
        ("picture", {"picture": "urn:uuid:of-no-picture"}),
        ("picture", {"picture": 1}),
        ("picture", {"picture": "urn:document"}),
        ("document", {"document": "urn:recording"}),
        ("recording", {"recording": "urn:document"}),
        ("recording", {"recording": ["urn:recording"]}),
        ("related", {"stories": "urn:uuid:one"}),
        ("related", {"stories": [7]}),
    ],
)
def test_a_block_that_no_newsroom_wrote_is_refused(kind: str, value: Any) -> None:
    attached = {
        "urn:document": ArchivedDocument(uri="urn:document", file="a.pdf"),
        "urn:recording": ArchivedRecording(uri="urn:recording", file="a.mp4"),
    }
    with pytest.raises(NotRebuiltError):
        rebuilt_block(ArchivedBlock(kind=kind, value=value, attached=attached), number_of=lambda _: 1)


def test_what_runs_does_not_come_with_a_block() -> None:
    hostile = '<p onclick="steal()">Words <a href="javascript:steal()">here</a></p><script>steal()</script>'

    text = rebuilt_block(ArchivedBlock(kind="text", value=hostile), number_of=lambda _: 1).value
    table = rebuilt_block(
        ArchivedBlock(kind="table", value={**TABLE, "cell": [{"row": 0, "col": 0, "className": '"><b'}], "js": 1}),
        number_of=lambda _: 1,
    ).value

    assert text == "<p>Words here</p>"
    assert (table["cell"], "js" in table) == ([], False)


def test_a_gallery_keeps_the_pictures_that_are_at_hand() -> None:
    pictures = {f"urn:{name}": ItemPicture(guid=f"urn:{name}") for name in ("gone", "here")}
    shown = [{"picture": uri, "caption": f"Of {uri}"} for uri in pictures]
    gallery = ArchivedBlock(kind="gallery", value={"heading": "The quay", "pictures": shown}, attached=pictures)

    rebuilt = rebuilt_block(gallery, number_of=lambda one: 7 if one.guid == "urn:here" else "not in the folder")
    emptied = rebuilt_block(gallery, number_of=lambda _: "not in the folder")

    assert rebuilt.value == {"heading": "The quay", "pictures": [{"picture": 7, "caption": "Of urn:here"}]}
    assert [one.attachment.guid for one in rebuilt.missing] == ["urn:gone"]
    assert emptied.value is None
    assert [one.attachment.guid for one in emptied.missing] == ["urn:gone", "urn:here"]

"""Pictures beside a wire file leave the folder with it, whenever the clerk dies, and later versions find them."""

import io
from pathlib import Path

import pytest
from PIL import Image

from broadsheet.media.models import Picture
from broadsheet.wire import folders
from broadsheet.wire.folders import FolderWatch
from broadsheet.wire.models import WireItem, WirePicture
from broadsheet.wire.pictures import FolderPictures
from wire.newsroom import Agency, ninjs


class DiedError(BaseException):
    """The process ends here."""


def jpeg(colour: str = "teal", *, width: int = 40) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, 30), colour).save(out, "JPEG")
    return out.getvalue()


def naming(*names: str, version: int = 1, guid: str = "urn:text") -> bytes:
    """An item with one picture, the largest of its files first."""
    renditions = {f"r{place}": {"href": name, "width": 900 - place} for place, name in enumerate(names)}
    picture = {"uri": "urn:photo", "type": "picture", "byline": "Cam Example", "renditions": renditions}
    return ninjs(guid, version=version, associations={"main": picture})


def left_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if path.is_file()}


@pytest.mark.parametrize(
    "place", [FolderPictures, folders], ids=["before the pictures go", "before the wire file goes"]
)
def test_a_clerk_that_dies_before_it_tidied_up_leaves_nothing_in_the_folder(
    agency: Agency, monkeypatch: pytest.MonkeyPatch, place: object
) -> None:
    agency.drop("quay.jpg", jpeg())
    agency.drop("item.json", naming("quay.jpg"))

    def die(*_: object, **__: object) -> None:
        raise DiedError

    with monkeypatch.context() as dying:
        dying.setattr(place, "move_away", die)
        with pytest.raises(DiedError):
            agency.work()
    agency.watch = FolderWatch()
    agency.work()

    assert left_in(agency.folder) == set()
    assert left_in(agency.folder / "done") == {"item.json", "quay.jpg"}
    assert WireItem.objects.count() == WirePicture.objects.count() == Picture.objects.count() == 1


def test_a_later_version_finds_a_picture_that_was_moved_away(agency: Agency) -> None:
    agency.drop("quay.jpg", jpeg())
    agency.sends(naming("quay.jpg"), name="first.json")

    item = agency.sends(naming("quay.jpg", version=2), name="second.json")

    assert item.current is not None
    assert item.current.pictures.count() == 1
    assert item.warnings == []


def test_all_files_of_a_picture_go_and_those_of_nobody_stay(agency: Agency) -> None:
    agency.drop("large.jpg", jpeg(width=80))
    agency.drop("small.jpg", jpeg())
    agency.drop("other.jpg", jpeg("red"))

    agency.sends(naming("large.jpg", "small.jpg"))

    assert left_in(agency.folder) == {"other.jpg"}


def test_a_picture_that_comes_with_the_same_bytes_again_does_not_stay(agency: Agency) -> None:
    agency.drop("quay.jpg", jpeg())
    agency.sends(naming("quay.jpg"), name="first.json")

    agency.drop("quay.jpg", jpeg())
    agency.sends(naming("quay.jpg"), name="again.json")

    assert left_in(agency.folder) == set()


def test_an_item_that_names_another_wire_file_as_its_picture_does_not_take_it_away(agency: Agency) -> None:
    agency.drop("victim.json.part", ninjs("urn:victim"))
    agency.drop("item.json", naming("victim.json.part"))
    agency.work(seconds=6)

    (agency.folder / "victim.json.part").rename(agency.folder / "victim.json")
    agency.work()

    assert set(WireItem.objects.values_list("guid", flat=True)) == {"urn:text", "urn:victim"}


def test_a_picture_under_a_name_that_no_file_can_have_stops_nothing(agency: Agency) -> None:
    agency.drop("odd.json", naming("\ud800.jpg"))
    agency.drop("item.json", ninjs("urn:next"))
    agency.work(seconds=6)

    assert WireItem.objects.filter(guid="urn:next").exists()
    assert left_in(agency.folder) == set()

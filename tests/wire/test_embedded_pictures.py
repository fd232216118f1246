"""Pictures that come inside an item reach the library with what is said of them."""

import base64
from io import BytesIO

from PIL import Image

from broadsheet.media.models import Picture
from broadsheet.wire.models import WirePicture
from wire.newsroom import Agency, ninjs

HEAD = (
    "From: Press Office <press@board.example>\nMessage-ID: <m1@board.example>\nSubject: Ferry back\n"
    'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain\n\nIt sails.\n'
)


def jpeg(*, grey: int = 90) -> bytes:
    data = BytesIO()
    Image.new("RGB", (320, 200), (grey, grey, grey)).save(data, "JPEG")
    return data.getvalue()


def mail(*, identity: str = "m1", picture: bytes) -> bytes:
    head = HEAD.replace("m1@", f"{identity}@").encode()
    fields = (
        "Content-Type: image/jpeg",
        "Content-Description: The ferry on Tuesday.",
        "Content-Transfer-Encoding: base64",
    )
    part = "\n".join(("--b", *fields, "", "")).encode()
    return head + part + base64.encodebytes(picture) + b"--b--\n"


def test_an_attached_picture_is_in_the_library_with_its_caption(agency: Agency) -> None:
    item = agency.sends(mail(picture=jpeg()), name="release.eml")

    (found,) = WirePicture.objects.filter(revision=item.current)
    assert found.picture.caption == "The ferry on Tuesday."
    assert (found.picture.width, found.picture.height) == (320, 200)


def test_a_picture_that_came_before_is_not_added_again(agency: Agency) -> None:
    agency.sends(mail(picture=jpeg()), name="one.eml")
    agency.sends(mail(identity="m2", picture=jpeg()), name="two.eml")

    assert (Picture.objects.count(), WirePicture.objects.count()) == (1, 2)


def test_what_only_opens_as_a_picture_is_told_and_the_item_kept(agency: Agency) -> None:
    item = agency.sends(mail(picture=b"\xff\xd8\xff\xe0" + b"no picture" * 20), name="release.eml")

    assert item.headline == "Ferry back"
    assert Picture.objects.count() == 0
    assert item.warnings


def test_a_picture_in_a_data_address_is_in_the_library(agency: Agency) -> None:
    address = f"data:image/jpeg;base64,{base64.b64encode(jpeg()).decode()}"

    item = agency.sends(ninjs(body_xhtml=f"<p>x</p><img alt='A ferry' src='{address}'/>"))

    (found,) = WirePicture.objects.filter(revision=item.current)
    assert found.picture.alt_text == "A ferry"

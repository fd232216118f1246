"""Uploading through the newsroom's own screens."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from broadsheet.accounts.actions import found_roles, make_person
from broadsheet.accounts.roles import Role
from broadsheet.media.actions import add_picture
from broadsheet.media.models import Picture

from .conftest import PACKET, drawn

pytestmark = pytest.mark.django_db


@pytest.fixture
def reporter() -> Client:
    found_roles()
    person = make_person("rita", name="Rita Rowe", email="r@p.example", password="long enough 10", role=Role.REPORTER)
    client = Client()
    client.force_login(person)
    return client


def upload(client: Client, **words: str) -> Picture:
    file = SimpleUploadedFile("DSC_0042.jpg", drawn(xmp=PACKET.encode()), "image/jpeg")
    client.post("/admin/images/multiple/add/", {"title": "DSC_0042", "files[]": file, **words})
    return Picture.objects.get()


def test_an_upload_is_filled_from_the_file(reporter: Client) -> None:
    picture = upload(reporter)

    assert picture.title == "Ferry at dawn"
    assert picture.caption == "The ferry leaves Saltmarsh at dawn."
    assert (picture.credit, picture.alt_text) == ("Harbour Pictures", "A white ferry on a grey sea.")


def test_unpublished_media_is_for_the_newsroom_alone(reporter: Client) -> None:
    picture = add_picture(drawn(), name="a.jpg", credit="Us")

    inside, outside = reporter.get(picture.file.url), Client().get(picture.file.url)

    assert inside.status_code == 200
    assert inside["Content-Security-Policy"].startswith("default-src 'none'; sandbox")
    assert b"".join(inside.streaming_content)  # type: ignore[attr-defined]
    assert outside.status_code == 403


def test_no_path_leads_out_of_the_media_folder(reporter: Client) -> None:
    for path in ("/media/../broadsheet.sqlite3", "/media/%2e%2e/secret", "/media//etc/passwd"):
        assert reporter.get(path).status_code in {400, 404}

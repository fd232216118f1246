"""Uploading through the newsroom's own screens."""

from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from broadsheet.accounts.actions import found_roles, make_person
from broadsheet.accounts.roles import Role
from broadsheet.media.actions import add_picture, kill_picture
from broadsheet.media.models import Picture

from .conftest import PACKET, drawn

pytestmark = pytest.mark.django_db
DRAWN = drawn()


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


def send(client: Client, name: str, data: bytes) -> dict[str, object]:
    """One file as the uploader's script sends it, and its answer."""
    answer = client.post(
        "/admin/images/multiple/add/",
        {"title": name.rsplit(".", 1)[0], "files[]": SimpleUploadedFile(name, data, "image/jpeg")},
    )
    told: dict[str, object] = answer.json()
    return told


def test_the_form_after_an_upload_tells_which_texts_the_file_gave(reporter: Client) -> None:
    told = send(reporter, "DSC_0042.jpg", drawn(xmp=PACKET.encode()))

    form = str(told["form"])
    assert form.count("Taken from the file.") == 5  # title, alt text, caption, credit, terms
    assert "The ferry leaves Saltmarsh at dawn." in form
    assert "No sales." in form
    assert "May be used until" in form


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("notes.jpg", b"hello", "notes.jpg is no picture that can be read"),
        ("torn.jpg", drawn()[:3000], "torn.jpg is damaged"),
        ("drawing.png", b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", "drawing.png is an SVG"),
        ("scan.jpg", drawn(kind="BMP"), "scan.jpg: BMP pictures are not taken"),
    ],
)
def test_a_file_that_is_not_taken_is_named_with_the_reason(
    reporter: Client, name: str, data: bytes, message: str
) -> None:
    told = send(reporter, name, data)

    assert not told["success"]
    assert message in str(told["error_message"])
    assert not Picture.objects.exists()


def test_a_giant_and_a_heavy_file_are_refused_by_name(reporter: Client, settings: object) -> None:
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 100_000  # type: ignore[attr-defined]
    giant = send(reporter, "giant.jpg", drawn())
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 1_000  # type: ignore[attr-defined]
    heavy = send(reporter, "heavy.jpg", drawn())

    assert "giant.jpg has 400 by 300 pixels" in str(giant["error_message"])
    assert "heavy.jpg is too large" in str(heavy["error_message"])


def test_the_name_of_a_stranger_s_file_is_no_markup(reporter: Client) -> None:
    told = send(reporter, "<img src=x onerror=alert(1)>.jpg", b"hello")

    assert "<img" not in str(told["error_message"])
    assert "&lt;img" in str(told["error_message"])


def test_the_same_bytes_again_offer_the_picture_that_is_here(reporter: Client) -> None:
    data = drawn()
    add_picture(data, name="first.jpg", title="The first of them", credit="Us")

    told = send(reporter, "second.jpg", data)

    assert told["duplicate"] is True
    assert "The first of them" in str(told["confirm_duplicate_upload"])


def test_the_bytes_of_a_killed_picture_do_not_come_back(reporter: Client) -> None:
    data = drawn()
    kill_picture(add_picture(data, name="first.jpg", credit="Us"), now=datetime(2026, 5, 4, 12, tzinfo=UTC))

    told = send(reporter, "again.jpg", data)

    assert "again.jpg was killed and is not taken again" in str(told["error_message"])
    assert Picture.objects.count() == 1


def test_a_file_with_another_kind_s_ending_gets_its_own(reporter: Client) -> None:
    send(reporter, "really.jpg", drawn(kind="PNG"))

    assert Picture.objects.get().filename == "really.png"


def test_the_newsroom_decodes_no_upload_itself(reporter: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def decode(*_: object) -> None:
        raise AssertionError("decoded outside the darkroom")

    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", decode)

    page = reporter.post(
        "/admin/images/multiple/add/",
        {"title": "a", "files[]": SimpleUploadedFile("a.jpg", DRAWN, "image/jpeg")},
    )

    assert page.json()["success"] is True
    assert (Picture.objects.get().width, Picture.objects.get().height) == (400, 300)


def test_the_end_of_the_right_comes_from_the_file(reporter: Client) -> None:
    licence = 'xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/" plus:LicenseEndDate="2026-06-30"'
    packet = PACKET.replace("photoshop:Credit=", f"{licence} photoshop:Credit=")

    send(reporter, "a.jpg", drawn(xmp=packet.encode()))

    end = Picture.objects.get().usage_ends_at
    assert end is not None
    assert end.date() in {datetime(2026, 6, 30, tzinfo=UTC).date(), datetime(2026, 7, 1, tzinfo=UTC).date()}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=havsula", {"ferry"}),
        ("q=rask", {"ferry"}),
        ("q=gulls", {"ferry"}),
        ("credit=harbour", {"ferry"}),
        ("shape=upright", {"tower"}),
        ("lack=alt_text", {"tower"}),
        ("lack=credit", {"tower"}),
        ("right=ended", {"ferry"}),
        ("right=ending", set()),
        ("q=havsula&shape=upright", set()),
    ],
)
def test_the_library_and_the_chooser_find_by_words_and_by_kind(reporter: Client, query: str, found: set[str]) -> None:
    owner = reporter.get("/admin/").wsgi_request.user
    add_picture(
        drawn(),
        name="ferry.jpg",
        title="ferry",
        caption="The Havsula leaves.",
        credit="Jon Rask/Harbour Pictures",
        alt_text="A ship with gulls above it",
        usage_ends_at=datetime(2020, 1, 1, tzinfo=UTC),
        owner=owner,
    )
    add_picture(drawn(size=(200, 300)), name="tower.jpg", title="tower", owner=owner)

    library = reporter.get(f"/admin/images/results/?{query}").context["images"]
    chooser = reporter.get(f"/admin/images/chooser/results/?{query}").context["results"]

    assert [{picture.title for picture in listed} for listed in (library, chooser)] == [found, found]


def test_the_chooser_offers_no_killed_picture_and_marks_one_whose_right_is_over(reporter: Client) -> None:
    add_picture(drawn(), name="a.jpg", title="Ended", credit="Us", usage_ends_at=datetime(2020, 1, 1, tzinfo=UTC))
    kill_picture(add_picture(drawn(), name="b.jpg", title="Killed", credit="Us"), now=datetime(2026, 5, 4, tzinfo=UTC))

    page = reporter.get("/admin/images/chooser/results/").content.decode()

    assert "Right ended 01 January 2020" in page
    assert "Killed" not in page

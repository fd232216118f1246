"""Pictures and documents, asked of a real edge over a socket; the hostile addresses byte by byte."""

import os
import socket
from pathlib import Path

import pytest

from edge.running import RunningEdge

PICTURE = bytes(range(256)) * 8
LARGE = bytes(range(251)) * 10_000


@pytest.fixture(scope="module", autouse=True)
def media(edge: RunningEdge) -> Path:
    media = edge.home / "media"
    for name in ("images/2026", "documents", "recordings", "killed", "original_images", "images/.hidden"):
        (media / name).mkdir(parents=True)
    (media / "images/2026/ferry.width-800.jpg").write_bytes(PICTURE)
    (media / "images/2026/large.png").write_bytes(LARGE)
    (media / "images/page.html").write_bytes(b"<script>")
    (media / "images/picture.svg").write_bytes(b"<svg/>")
    (media / "images/.hidden/ferry.jpg").write_bytes(PICTURE)
    (media / "documents/report.pdf").write_bytes(b"%PDF-1.7")
    (media / "documents/figures.csv").write_bytes(b"=1+1,<script>")
    (media / "recordings/0a1b.mp4").write_bytes(LARGE)
    (media / "recordings/0a1b.vtt").write_bytes(b"WEBVTT")
    (media / "recordings/0a1b.html").write_bytes(b"<script>")
    (media / "killed/0a1b.mp4").write_bytes(b"original")
    (media / "original_images/ferry.jpg").write_bytes(b"original")
    (edge.home / "outside.jpg").write_bytes(b"outside")
    (media / "images/link.jpg").symlink_to(edge.home / "outside.jpg")
    (media / "images/original.jpg").symlink_to(media / "original_images/ferry.jpg")
    (media / "images/folder.jpg").mkdir()
    os.mkfifo(media / "images/pipe.jpg")
    return media


def test_a_picture_is_served_and_not_for_ever(edge: RunningEdge) -> None:
    answer = edge.client.get("/media/images/2026/ferry.width-800.jpg")

    assert answer.status_code == 200
    assert answer.content == PICTURE
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["cache-control"] == "max-age=10"
    assert "stale-if-error" in answer.headers["cdn-cache-control"]
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["accept-ranges"] == "bytes"


def test_a_document_is_a_download(edge: RunningEdge) -> None:
    answer = edge.client.get("/media/documents/report.pdf")

    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == "attachment"


def test_a_table_of_figures_is_a_download_and_no_page(edge: RunningEdge) -> None:
    answer = edge.client.get("/media/documents/figures.csv")

    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == "attachment"
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_film_is_played_from_anywhere_in_it(edge: RunningEdge) -> None:
    begun = edge.client.get("/media/recordings/0a1b.mp4", headers={"range": "bytes=0-"})
    later = edge.client.get("/media/recordings/0a1b.mp4", headers={"range": "bytes=2000000-2000099"})
    captions = edge.client.get("/media/recordings/0a1b.vtt")

    assert (begun.status_code, begun.content) == (206, LARGE)
    assert (later.status_code, later.content) == (206, LARGE[2_000_000:2_000_100])
    assert later.headers["content-type"] == "video/mp4"
    assert "content-disposition" not in later.headers
    assert captions.headers["content-type"] == "text/vtt; charset=utf-8"


def test_a_withdrawn_picture_is_simply_no_longer_there(edge: RunningEdge, media: Path) -> None:
    path = media / "images/killed.jpg"
    path.write_bytes(PICTURE)
    before = edge.client.get("/media/images/killed.jpg")
    path.unlink()

    assert before.status_code == 200
    assert edge.client.get("/media/images/killed.jpg").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/media/original_images/ferry.jpg",
        "/media/killed/0a1b.mp4",
        "/media/recordings/../killed/0a1b.mp4",
        "/media/recordings/0a1b.html",
        "/media/images/../original_images/ferry.jpg",
        "/media/images/%2e%2e/original_images/ferry.jpg",
        "/media/images/..%2foriginal_images/ferry.jpg",
        "/media/images/..%5coriginal_images%5cferry.jpg",
        "/media/images/%252e%252e/original_images/ferry.jpg",
        "/media/../outside.jpg",
        "/media/images/../../outside.jpg",
        "/media//images/../../outside.jpg",
        "/media/images//2026/ferry.width-800.jpg",
        "/media/images/link.jpg",
        "/media/images/original.jpg",
        "/media/images/folder.jpg",
        "/media/images/.hidden/ferry.jpg",
        "/media/images/2026/ferry.width-800.jpg%00.jpg",
        "/media/images/2026/ferry.width-800.jpg/",
        "/media/images/2026/",
        "/media/images/page.html",
        "/media/images/picture.svg",
        "/media/images/" + "a/" * 600 + "a.jpg",
        "/media/",
        "/media/secret",
        "/media/outside.jpg",
    ],
)
def test_nothing_but_published_files_leaves_the_media_folder(edge: RunningEdge, address: str) -> None:
    with socket.create_connection(("127.0.0.1", edge.port), timeout=5) as connection:
        connection.sendall(f"GET {address} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        answer = b"".join(iter(lambda: connection.recv(65_536), b""))

    assert answer.startswith(b"HTTP/1.1 404 ")
    assert b"original" not in answer.partition(b"\r\n\r\n")[2]


@pytest.mark.parametrize(
    ("address", "content"),
    [("/media/images/2026/ferry.width-800.jpg", PICTURE), ("/media/images/2026/large.png", LARGE)],
)
@pytest.mark.parametrize(
    ("wanted", "part"),
    [("bytes=0-99", slice(0, 100)), ("bytes=100-", slice(100, None)), ("bytes=-50", slice(-50, None))],
)
def test_a_part_of_a_picture_is_served(
    edge: RunningEdge, address: str, content: bytes, wanted: str, part: slice
) -> None:
    answer = edge.client.get(address, headers={"range": wanted})

    start, end, _ = part.indices(len(content))
    assert answer.status_code == 206
    assert answer.content == content[part]
    assert answer.headers["content-range"] == f"bytes {start}-{end - 1}/{len(content)}"


def test_a_large_picture_comes_whole(edge: RunningEdge) -> None:
    answer = edge.client.get("/media/images/2026/large.png")

    assert answer.content == LARGE


def test_a_range_behind_the_end_is_416(edge: RunningEdge) -> None:
    answer = edge.client.get("/media/images/2026/ferry.width-800.jpg", headers={"range": "bytes=9999-"})

    assert answer.status_code == 416
    assert answer.headers["content-range"] == f"bytes */{len(PICTURE)}"


@pytest.mark.parametrize("wanted", ["bytes=0-1,5-6", "lines=1-2", "bytes=5-1", "bytes=-", "bytes=" + "9" * 5_000 + "-"])
def test_a_range_that_cannot_be_served_is_ignored(edge: RunningEdge, wanted: str) -> None:
    answer = edge.client.get("/media/images/2026/ferry.width-800.jpg", headers={"range": wanted})

    assert answer.status_code == 200
    assert answer.content == PICTURE


def test_a_range_of_another_version_gives_the_whole_file(edge: RunningEdge) -> None:
    address = "/media/images/2026/ferry.width-800.jpg"
    etag = edge.client.get(address).headers["etag"]

    same = edge.client.get(address, headers={"range": "bytes=0-1", "if-range": etag})
    other = edge.client.get(address, headers={"range": "bytes=0-1", "if-range": '"other"'})

    assert same.status_code == 206
    assert other.status_code == 200


def test_a_reader_who_has_the_picture_gets_304_until_it_changes(edge: RunningEdge, media: Path) -> None:
    path = media / "images/changing.jpg"
    path.write_bytes(PICTURE)
    etag = edge.client.get("/media/images/changing.jpg").headers["etag"]
    had = edge.client.get("/media/images/changing.jpg", headers={"if-none-match": etag})
    path.write_bytes(PICTURE + b"cropped")

    changed = edge.client.get("/media/images/changing.jpg", headers={"if-none-match": etag})

    assert had.status_code == 304
    assert had.content == b""
    assert changed.status_code == 200


@pytest.mark.parametrize("address", ["/media/images/2026/ferry.width-800.jpg", "/media/images/2026/large.png"])
def test_head_of_a_picture_has_its_length_and_no_body(edge: RunningEdge, address: str) -> None:
    size = len(edge.client.get(address).content)

    answer = edge.client.head(address)

    assert answer.status_code == 200
    assert answer.content == b""
    assert int(answer.headers["content-length"]) == size


def test_posting_to_a_picture_is_refused(edge: RunningEdge) -> None:
    assert edge.client.post("/media/images/2026/ferry.width-800.jpg").status_code == 405

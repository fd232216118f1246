"""Folders on SFTP servers, against asyncssh."""

import os
import socket
from pathlib import Path

import asyncssh
import pytest

from broadsheet.contracts.fetching import Fetched, FetchError, FetchOrder
from broadsheet.fetching.addresses import Allowed, read_allowed
from broadsheet.fetching.patience import never
from broadsheet.fetching.remote import RemoteFetcher
from fetching.remote.ftp_servers import PASSWORD, USER
from fetching.remote.sftp_servers import Sftp, sftp_over

HERE = read_allowed(["127.0.0.1"])
FETCHER = RemoteFetcher(allowed=HERE, settling=0.05, seconds=60)


def order_for(server: Sftp, *, secret: str = PASSWORD, cursor: str = "", **options: str) -> FetchOrder:
    return FetchOrder(
        address=f"sftp://127.0.0.1:{server.port}/out",
        user=USER,
        secret=secret,
        cursor=cursor,
        options={"fingerprint": server.fingerprint, **options},
    )


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "root" / "out"
    folder.mkdir(parents=True)
    return folder


def names(fetched: Fetched) -> list[str]:
    return [document.name for document in fetched.documents]


def test_files_come_once_and_are_moved_when_committed(out: Path) -> None:
    (out / "a.xml").write_bytes(b"<x/>")
    (out / "b.xml").mkdir()
    with sftp_over(out.parent) as server:
        order = order_for(server, after="move")
        fetched = FETCHER.fetch(order, stop=never)
        FETCHER.finish(order, fetched.documents)

        again = FETCHER.fetch(order_for(server, after="move", cursor=fetched.cursor), stop=never)

    assert [(document.name, document.data) for document in fetched.documents] == [("a.xml", b"<x/>")]
    assert names(again) == []
    assert (out / "done" / "a.xml").read_bytes() == b"<x/>"


def test_a_host_key_is_confirmed_before_anything_is_sent(out: Path) -> None:
    with sftp_over(out.parent) as server:
        with pytest.raises(FetchError) as unknown:
            FETCHER.fetch(order_for(server, fingerprint=""), stop=never)
        with pytest.raises(FetchError, match="Somebody may be posing as the agency"):
            FETCHER.fetch(order_for(server, fingerprint="SHA256:" + "A" * 43), stop=never)

    assert f"{server.fingerprint} (ssh-ed25519)" in str(unknown.value)
    assert "Confirm this fingerprint with the agency" in str(unknown.value)


@pytest.mark.parametrize("kind", ["ssh-ed25519", "ecdsa-sha2-nistp256", "ssh-rsa"])
def test_a_private_key_lets_the_source_in(out: Path, kind: str) -> None:
    (out / "a.xml").write_bytes(b"<x/>")
    key = asyncssh.generate_private_key(kind)
    with sftp_over(out.parent, guests=[key]) as server:
        fetched = FETCHER.fetch(order_for(server, secret=key.export_private_key().decode()), stop=never)

    assert names(fetched) == ["a.xml"]


def test_a_key_that_cannot_be_used_is_said(out: Path) -> None:
    locked = asyncssh.generate_private_key("ssh-ed25519").export_private_key("pkcs8-pem", passphrase="x").decode()
    with sftp_over(out.parent) as server:
        with pytest.raises(FetchError, match="locked by a passphrase"):
            FETCHER.fetch(order_for(server, secret=locked), stop=never)
        with pytest.raises(FetchError, match="cannot be read"):
            FETCHER.fetch(order_for(server, secret="-----BEGIN PRIVATE KEY-----\nAAAA\n"), stop=never)


def test_a_wrong_password_is_said(out: Path) -> None:
    with sftp_over(out.parent) as server, pytest.raises(FetchError, match="does not let this source in"):
        FETCHER.fetch(order_for(server, secret="wrong"), stop=never)


def test_a_link_out_of_the_folder_is_left_alone(out: Path) -> None:
    (out.parent / "secret.xml").write_bytes(b"root")
    (out / "link.xml").symlink_to("../secret.xml")
    (out / "a.xml").write_bytes(b"<x/>")
    with sftp_over(out.parent) as server:
        fetched = FETCHER.fetch(order_for(server), stop=never)

    assert names(fetched) == ["a.xml"]


def test_a_name_in_any_bytes_is_taken(out: Path) -> None:
    with open(os.fsencode(out) + b"/m\xe4rz.xml", "wb") as file:  # noqa: PTH123  bytes that are no UTF-8
        file.write(b"<x/>")
    with sftp_over(out.parent) as server:
        order = order_for(server, after="delete")
        fetched = FETCHER.fetch(order, stop=never)
        FETCHER.finish(order, fetched.documents)

    assert names(fetched) == ["m\N{REPLACEMENT CHARACTER}rz.xml"]
    assert list(out.iterdir()) == []


def test_a_file_that_is_closed_to_us_troubles_no_other(out: Path) -> None:
    (out / "a.xml").write_bytes(b"<x/>")
    (out / "b.xml").write_bytes(b"<x/>")

    class Closed(asyncssh.SFTPServer):
        def open(self, path: bytes, *rest: object) -> object:
            if path.endswith(b"a.xml"):
                raise asyncssh.SFTPPermissionDenied("closed")
            return super().open(path, *rest)  # type: ignore[arg-type]

    with sftp_over(out.parent, kind=Closed) as server:
        fetched = FETCHER.fetch(order_for(server), stop=never)

    assert names(fetched) == ["b.xml"]
    assert [trouble.partition(":")[0] for trouble in fetched.troubles] == ["a.xml"]


def test_a_large_file_comes_whole(out: Path) -> None:
    data = os.urandom(300_000)
    (out / "a.xml").write_bytes(data)
    with sftp_over(out.parent) as server:
        fetched = FETCHER.fetch(order_for(server), stop=never)

    assert fetched.documents[0].data == data


def test_nothing_but_allowed_addresses_is_reached(out: Path) -> None:
    with sftp_over(out.parent) as server, pytest.raises(FetchError, match="a loopback address"):
        RemoteFetcher(allowed=Allowed()).fetch(order_for(server), stop=never)


def test_a_server_that_says_nothing_is_cut_off_at_the_deadline() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        server = Sftp(port=silent.getsockname()[1], fingerprint="SHA256:x")

        with pytest.raises(FetchError, match=r"0\.4 seconds"):
            RemoteFetcher(allowed=HERE, seconds=0.4).fetch(order_for(server), stop=never)


def test_a_folder_that_is_not_there_is_said(out: Path) -> None:
    out.rmdir()
    with sftp_over(out.parent) as server, pytest.raises(FetchError, match="has no folder /out"):
        FETCHER.fetch(order_for(server), stop=never)

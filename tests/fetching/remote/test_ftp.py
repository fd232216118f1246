"""Folders on FTP and FTPS servers, against pyftpdlib and against a server that misbehaves."""

import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from broadsheet.contracts.fetching import Fetched, FetchError, FetchOrder
from broadsheet.fetching.addresses import Allowed, read_allowed
from broadsheet.fetching.patience import never
from broadsheet.fetching.remote import RemoteFetcher
from fetching.certificates import make_certificate
from fetching.remote.ftp_servers import PASSWORD, USER, SmallFtp, ftp_over

HERE = read_allowed(["127.0.0.1", "localhost"])
FETCHER = RemoteFetcher(allowed=HERE, settling=0.05, seconds=60)
SCANDAL = 10**9  # 2001; every file of a test was written long before the newest


def order_for(port: int, *, cursor: str = "", scheme: str = "ftp", **options: str) -> FetchOrder:
    return FetchOrder(
        address=f"{scheme}://localhost:{port}/", user=USER, secret=PASSWORD, cursor=cursor, options=options
    )


def names(fetched: Fetched) -> list[str]:
    return [document.name for document in fetched.documents]


def write(folder: Path, name: str, *, data: bytes = b"<x/>", at: int = SCANDAL) -> Path:
    path = folder / name
    path.write_bytes(data)
    os.utime(path, (at, at))
    return path


def test_settled_files_come_oldest_first(tmp_path: Path) -> None:
    write(tmp_path, "second.xml", data=b"2", at=SCANDAL + 1)
    write(tmp_path, "first.xml", data=b"1", at=SCANDAL)
    (tmp_path / "folder.xml").mkdir()
    write(tmp_path, ".hidden.xml")
    write(tmp_path, "half.xml.filepart")
    write(tmp_path, "picture.jpg")

    with ftp_over(tmp_path) as port:
        fetched = FETCHER.fetch(order_for(port), stop=never)

    assert [(document.name, document.data) for document in fetched.documents] == [
        ("first.xml", b"1"),
        ("second.xml", b"2"),
    ]
    assert fetched.troubles == ()
    assert not fetched.is_more


def test_what_was_taken_is_not_taken_again_until_it_changes(tmp_path: Path) -> None:
    write(tmp_path, "a.xml")
    with ftp_over(tmp_path) as port:
        first = FETCHER.fetch(order_for(port), stop=never)

        again = FETCHER.fetch(order_for(port, cursor=first.cursor), stop=never)
        write(tmp_path, "a.xml", data=b"<changed/>", at=SCANDAL + 5)
        changed = FETCHER.fetch(order_for(port, cursor=again.cursor), stop=never)

    assert names(again) == []
    assert [document.data for document in changed.documents] == [b"<changed/>"]


@pytest.mark.parametrize(
    ("after", "left", "done"), [("move", [], ["a.xml"]), ("delete", [], []), ("leave", ["a.xml"], [])]
)
def test_finishing_does_what_the_source_says(tmp_path: Path, after: str, left: list[str], done: list[str]) -> None:
    write(tmp_path, "a.xml")
    with ftp_over(tmp_path) as port:
        order = order_for(port, after=after)
        fetched = FETCHER.fetch(order, stop=never)

        FETCHER.finish(order, fetched.documents)

    assert [path.name for path in tmp_path.glob("*.xml")] == left
    assert [path.name for path in tmp_path.glob("done/*")] == done


def test_a_file_written_anew_meanwhile_is_not_moved_away(tmp_path: Path) -> None:
    write(tmp_path, "a.xml")
    with ftp_over(tmp_path) as port:
        order = order_for(port, after="delete")
        fetched = FETCHER.fetch(order, stop=never)
        write(tmp_path, "a.xml", data=b"<newer/>", at=SCANDAL + 9)

        FETCHER.finish(order, fetched.documents)

    assert (tmp_path / "a.xml").read_bytes() == b"<newer/>"


def test_moving_keeps_what_has_the_same_name(tmp_path: Path) -> None:
    (tmp_path / "done").mkdir()
    (tmp_path / "done" / "a.xml").write_bytes(b"yesterday's")
    write(tmp_path, "a.xml", data=b"today's")
    with ftp_over(tmp_path) as port:
        order = order_for(port, after="move")
        fetched = FETCHER.fetch(order, stop=never)

        FETCHER.finish(order, fetched.documents)

    assert (tmp_path / "done" / "a.xml").read_bytes() == b"yesterday's"
    assert (tmp_path / "done" / "a.2.xml").read_bytes() == b"today's"


def test_what_an_earlier_look_did_not_put_away_is_put_away_later(tmp_path: Path) -> None:
    write(tmp_path, "a.xml")
    with ftp_over(tmp_path) as port:
        order = order_for(port, after="move")
        cursor = FETCHER.fetch(order, stop=never).cursor  # and the process dies before it is finished

        FETCHER.fetch(order_for(port, after="move", cursor=cursor), stop=never)

    assert [path.name for path in tmp_path.glob("done/*")] == ["a.xml"]


def test_a_server_that_lets_nothing_be_moved_is_told_of_and_not_read_over_and_over(tmp_path: Path) -> None:
    write(tmp_path, "a.xml")
    with ftp_over(tmp_path, rights="elr") as port:
        order = order_for(port, after="move")
        first = FETCHER.fetch(order, stop=never)
        with pytest.raises(FetchError, match=r"a\.xml: taken, but it could not be moved into done"):
            FETCHER.finish(order, first.documents)

        again = FETCHER.fetch(order_for(port, after="move", cursor=first.cursor), stop=never)

    assert names(again) == []
    assert len(again.troubles) == 1


def test_only_names_that_fit_the_patterns_are_taken(tmp_path: Path) -> None:
    for name in ("a.xml", "b.XML", "c.json", "d.txt"):
        write(tmp_path, name)

    with ftp_over(tmp_path) as port:
        fetched = FETCHER.fetch(order_for(port, pattern="*.xml, c*"), stop=never)

    assert sorted(names(fetched)) == ["a.xml", "b.XML", "c.json"]


def test_a_name_of_other_letters_is_taken(tmp_path: Path) -> None:
    write(tmp_path, "größe %20 'x'.xml")

    with ftp_over(tmp_path) as port:
        order = order_for(port, after="delete")
        fetched = FETCHER.fetch(order, stop=never)
        FETCHER.finish(order, fetched.documents)

    assert names(fetched) == ["größe %20 'x'.xml"]
    assert list(tmp_path.iterdir()) == []


def test_a_name_that_is_no_utf_8_is_asked_for_as_it_stands() -> None:
    with SmallFtp(files={"m\xe4rz.xml": b"<x/>"}) as server:  # Latin-1 on the line
        fetched = FETCHER.fetch(order_for(server.port), stop=never)

    assert names(fetched) == ["m\N{REPLACEMENT CHARACTER}rz.xml"]


def test_a_growing_file_waits(tmp_path: Path) -> None:
    path = write(tmp_path, "a.xml")
    done = threading.Event()

    def grow() -> None:
        while not done.wait(0.005):
            with path.open("ab") as file:
                file.write(b"more")

    with ftp_over(tmp_path) as port:
        growing = threading.Thread(target=grow)
        growing.start()
        fetched = FETCHER.fetch(order_for(port), stop=never)
        done.set()
        growing.join()

    assert names(fetched) == []


def test_a_backlog_comes_in_batches(tmp_path: Path) -> None:
    for number in range(130):
        write(tmp_path, f"{number:03}.xml", at=SCANDAL + number)
    write(tmp_path, "now.xml", at=SCANDAL + 5_000)

    with ftp_over(tmp_path) as port:
        first = FETCHER.fetch(order_for(port), stop=never)
        second = FETCHER.fetch(order_for(port, cursor=first.cursor), stop=never)
        third = FETCHER.fetch(order_for(port, cursor=second.cursor), stop=never)

    assert [len(look.documents) for look in (first, second, third)] == [100, 30, 1]
    assert [look.is_more for look in (first, second, third)] == [True, True, False]
    assert len({name for look in (first, second, third) for name in names(look)}) == 131


def test_a_wrong_password_is_said() -> None:
    with SmallFtp() as server, pytest.raises(FetchError, match="does not let this source in"):
        FETCHER.fetch(FetchOrder(address=f"ftp://localhost:{server.port}/", user=USER, secret="wrong"), stop=never)


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with ftp_over(tmp_path) as port, pytest.raises(FetchError, match="has no folder /out"):
        FETCHER.fetch(FetchOrder(address=f"ftp://localhost:{port}/out", user=USER, secret=PASSWORD), stop=never)


def test_nothing_but_allowed_addresses_is_reached() -> None:
    with SmallFtp() as server, pytest.raises(FetchError, match="a loopback address"):
        RemoteFetcher(allowed=Allowed()).fetch(order_for(server.port), stop=never)
    assert server.said == []


def test_a_name_that_turns_to_another_address_is_followed_no_further() -> None:
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])

    with SmallFtp(files={"a.xml": b"<x/>"}) as server:
        fetcher = RemoteFetcher(allowed=HERE, settling=0.05, resolver=lambda *_: next(answers))
        fetched = fetcher.fetch(order_for(server.port), stop=never)

    assert names(fetched) == ["a.xml"]  # asked once, and the files came from the address that was checked


def test_ftps_is_trusted_by_its_fingerprint_alone(tmp_path: Path) -> None:
    certificate = make_certificate(tmp_path)
    with SmallFtp(files={"a.xml": b"<x/>"}, context=certificate.context()) as server:
        with pytest.raises(FetchError, match="cannot be trusted"):
            FETCHER.fetch(order_for(server.port, scheme="ftps"), stop=never)
        with pytest.raises(FetchError, match=certificate.fingerprint):
            FETCHER.fetch(order_for(server.port, scheme="ftps", fingerprint="ab" * 32), stop=never)
        before = list(server.said)

        fetched = FETCHER.fetch(order_for(server.port, scheme="ftps", fingerprint=certificate.fingerprint), stop=never)

    assert "PASS" not in before
    assert names(fetched) == ["a.xml"]
    assert "PROT" in server.said


def test_no_password_is_sent_where_there_is_no_tls() -> None:
    with SmallFtp() as server, pytest.raises(FetchError):
        FETCHER.fetch(order_for(server.port, scheme="ftps"), stop=never)

    assert "PASS" not in server.said


def test_a_file_that_vanishes_troubles_no_other() -> None:
    lists = [f"type=file;size=4;modify=20260601120000; {name}" for name in ("a.xml", "gone.xml")]
    with SmallFtp(files={"a.xml": b"<x/>"}, lists=lists) as server:
        fetched = FETCHER.fetch(order_for(server.port), stop=never)

    assert names(fetched) == ["a.xml"]
    assert fetched.troubles == ("gone.xml: 550 gone",)


def test_files_that_cannot_be_read_keep_no_later_one_waiting() -> None:
    lists = [f"type=file;size=4;modify=20260601120000; gone{number:03}.xml" for number in range(110)]
    lists.append("type=file;size=4;modify=20260601120001; last.xml")
    with SmallFtp(files={"last.xml": b"<x/>"}, lists=lists) as server:
        fetched = FETCHER.fetch(order_for(server.port), stop=never)

    assert (names(fetched), fetched.is_more) == (["last.xml"], False)
    assert fetched.troubles[-1] == "and 90 more like these"


def test_hostile_names_lead_nowhere() -> None:
    lists = [
        f"type=file;size=4;modify=20260601120000; {name}"
        for name in ("../../etc/passwd.xml", "..", "x/../y.xml", "tab\tand\x07bell.xml", "a.xml")
    ]
    with SmallFtp(files={"a.xml": b"<x/>", "passwd.xml": b"root"}, lists=lists) as server:
        fetched = FETCHER.fetch(order_for(server.port), stop=never)

    assert names(fetched) == ["a.xml"]
    assert len(fetched.troubles) == 2  # what begins with a dot is hidden, whatever follows
    assert server.said.count("RETR") == 1


def test_a_server_that_knows_no_mlsd_is_read_by_its_old_list() -> None:
    old = [
        "total 3",
        "-rw-r--r-- 1 ap wire 4 Jun 01 2025 second.xml",
        "-rw-r--r-- 1 ap wire 4 May 31 2025 first.xml",
        "lrwxrwxrwx 1 ap wire 4 May 31 2025 link.xml -> /etc/passwd",
        "drwxr-xr-x 1 ap wire 4 May 31 2025 folder.xml",
    ]
    with SmallFtp(files={"first.xml": b"<x/>", "second.xml": b"<x/>", "link.xml": b"root"}, old_lists=old) as server:
        first = FETCHER.fetch(order_for(server.port), stop=never)
        second = FETCHER.fetch(order_for(server.port, cursor=first.cursor), stop=never)

    assert (names(first), first.is_more) == (["first.xml"], True)
    assert names(second) == ["second.xml"]


def test_a_link_is_left_alone() -> None:
    lists = ["type=OS.unix=slink:/etc/passwd;size=4;modify=20260601120000; link.xml"]
    with SmallFtp(files={"link.xml": b"root"}, lists=lists) as server:
        fetched = FETCHER.fetch(order_for(server.port), stop=never)

    assert names(fetched) == []


def test_a_file_out_of_proportion_stays_where_it_is() -> None:
    lists = [f"type=file;size={size};modify=20260601120000; {name}" for name, size in (("a.xml", 4), ("b.xml", 10**12))]
    with SmallFtp(files={"a.xml": b"<x/>", "b.xml": b""}, lists=lists) as server:
        fetched = FETCHER.fetch(order_for(server.port), stop=never)

    assert names(fetched) == ["a.xml"]
    assert "1,000,000,000,000 bytes are more than a wire file may have" in fetched.troubles[0]


def test_a_file_without_end_is_cut_off_and_the_others_come() -> None:
    lists = [f"type=file;size=4;modify=20260601120000; {name}" for name in ("a.xml", "b.xml")]
    with SmallFtp(files={"a.xml": b"<x/>", "b.xml": b"<x/>"}, lists=lists, is_endless=True) as server:
        fetched = FETCHER.fetch(order_for(server.port), stop=never)

    assert names(fetched) == []
    assert [trouble.partition(":")[0] for trouble in fetched.troubles] == ["a.xml", "b.xml"]


def test_a_server_that_drips_is_cut_off_at_the_deadline() -> None:
    lists = ["type=file;size=400;modify=20260601120000; a.xml"]
    hasty = RemoteFetcher(allowed=HERE, settling=0.01, seconds=0.6)
    with (
        SmallFtp(files={"a.xml": b""}, lists=lists, drips=True) as server,
        pytest.raises(FetchError, match=r"did not answer whole within 0\.6 seconds"),
    ):
        hasty.fetch(order_for(server.port), stop=never)


def test_a_server_that_says_nothing_is_cut_off_at_the_deadline() -> None:
    hasty = RemoteFetcher(allowed=HERE, seconds=0.4)
    with SmallFtp(greeting=b"220-wait\r\n") as server, pytest.raises(FetchError, match=r"0\.4 seconds"):
        hasty.fetch(order_for(server.port), stop=never)


def test_a_greeting_without_end_is_cut_off() -> None:
    with SmallFtp(greeting=b"220-more\r\n" * 30_000) as server, pytest.raises(FetchError, match="answers without end"):
        FETCHER.fetch(order_for(server.port), stop=never)


def test_a_crowded_folder_is_refused_with_the_way_out() -> None:
    lists = [f"type=file;size=1;modify=20260601120000; {number}.xml" for number in range(52_000)]
    with SmallFtp(lists=lists) as server, pytest.raises(FetchError, match="after=move"):
        FETCHER.fetch(order_for(server.port), stop=never)


def test_stopping_ends_a_look_at_once_and_keeps_the_cursor() -> None:
    asked = iter(range(1_000))
    stop: Callable[[], bool] = lambda: next(asked) > 3  # noqa: E731
    with SmallFtp(greeting=b"") as server:
        fetched = FETCHER.fetch(order_for(server.port, cursor="1 AbCdEfGh"), stop=stop)

    assert fetched == Fetched(cursor="1 AbCdEfGh")


@pytest.mark.parametrize(
    ("address", "options", "said"),
    [
        ("s3://bucket/out", {}, "no address of a remote folder"),
        ("sftp://me:word@example.com/out", {}, "holds a password"),
        ("sftp://example.com/out", {"after": "burn"}, "leave, move, delete"),
        ("sftp://example.com/out", {"done": "../x"}, "name of a folder inside"),
        ("sftp://example.com/out", {"patern": "*"}, "no setting 'patern'"),
        ("sftp://example.com:99999/out", {}, "no address of a remote folder"),
    ],
)
def test_settings_that_cannot_be_used_are_named(address: str, options: dict[str, str], said: str) -> None:
    with pytest.raises(FetchError, match=said):
        FETCHER.fetch(FetchOrder(address=address, options=options), stop=never)

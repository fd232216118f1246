"""What a hostile or broken server cannot do."""

import gzip

import brotli
import pytest
import zstandard

from broadsheet.contracts.fetching import FetchError
from broadsheet.fetching.connecting import OversizeError
from broadsheet.fetching.patience import OutOfTimeError
from broadsheet.fetching.web import BadAnswerError, Limits, Web
from fetching.agency_server import AgencyServer, Asked, Line

SMALL = Limits(seconds=20, raw_bytes=200_000, decoded_bytes=300_000)
SHORT = Limits(seconds=0.4)
HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n"
# What a server may have sent beyond what was read: the buffers of two sockets.
UNDER_WAY = 8_000_000


def test_a_document_comes_whole_with_its_headers_and_address(agency: AgencyServer, web: Web) -> None:
    address = agency.serves("/feed", b"<rss/>", content_type="text/xml; charset=utf-8")

    answer = web.get(address + "#top")

    assert (answer.status, answer.body, answer.address) == (200, b"<rss/>", address)
    assert answer.headers["content-type"] == "text/xml; charset=utf-8"
    assert agency.asked[0].headers["host"] == f"127.0.0.1:{agency.port}"


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [
        ("gzip", gzip.compress),
        ("br", lambda data: brotli.compress(data, quality=4)),
        ("zstd", zstandard.compress),
        ("gzip, br", lambda data: brotli.compress(gzip.compress(data))),
    ],
)
class TestPackedAnswers:
    def test_are_unpacked(self, encoding: str, pack: type[bytes], agency: AgencyServer, web: Web) -> None:
        address = agency.serves("/feed", pack(b"news " * 9_000), content_encoding=encoding)

        assert web.get(address, limits=SMALL).body == b"news " * 9_000

    def test_that_end_in_the_middle_are_refused(
        self, encoding: str, pack: type[bytes], agency: AgencyServer, web: Web
    ) -> None:
        address = agency.serves("/feed", pack(b"news " * 9_000)[:-9], content_encoding=encoding)

        with pytest.raises(BadAnswerError, match=r"127\.0\.0\.1 cannot be used: it"):
            web.get(address, limits=SMALL)

    def test_that_swell_are_cut_off(self, encoding: str, pack: type[bytes], agency: AgencyServer, web: Web) -> None:
        address = agency.serves("/feed", pack(bytes(50_000_000)), content_encoding=encoding)

        with pytest.raises(BadAnswerError, match="more than 300,000 bytes when unpacked"):
            web.get(address, limits=SMALL)


def test_more_layers_of_packing_than_anybody_needs_are_refused(agency: AgencyServer, web: Web) -> None:
    address = agency.serves("/feed", b"", content_encoding="gzip, gzip, gzip")

    with pytest.raises(BadAnswerError, match="3 times over"):
        web.get(address)


def test_a_packing_that_nobody_offered_to_read_is_named(agency: AgencyServer, web: Web) -> None:
    address = agency.serves("/feed", b"1234", content_encoding="compress")

    with pytest.raises(BadAnswerError, match="'compress'"):
        web.get(address)


def test_an_announced_oversize_is_refused_before_it_is_read(agency: AgencyServer, web: Web) -> None:
    address = agency.serves("/feed", bytes(1_000_000))

    with pytest.raises(OversizeError, match="announces 1,000,000 bytes"):
        web.get(address, limits=SMALL)


@pytest.mark.parametrize(
    "start",
    [
        HEAD + b"\r\n",
        HEAD + b"transfer-encoding: chunked\r\n\r\nffffffff\r\n",
        HEAD + b"content-length: 100\r\n",  # and headers without end
        b"HTTP/1.1 200 OK\r\n",
        b"",
    ],
)
def test_an_endless_answer_is_cut_off(start: bytes, agency: AgencyServer, web: Web) -> None:
    async def flood(line: Line, _: Asked) -> None:
        await line.send(start)
        await line.endlessly(b"x-flood: " + bytes(9_000).replace(b"\0", b"x") + b"\r\n")

    address = agency.on("/feed", flood)

    with pytest.raises((OversizeError, BadAnswerError)):
        web.get(address, limits=SMALL)
    assert agency.sent < UNDER_WAY


def test_an_answer_in_crumbs_is_cut_off(agency: AgencyServer, web: Web) -> None:
    async def crumble(line: Line, _: Asked) -> None:
        await line.send(HEAD + b"transfer-encoding: chunked\r\n\r\n")
        await line.endlessly(b"1\r\nx\r\n" * 1_000)

    address = agency.on("/feed", crumble)

    with pytest.raises(OversizeError, match=r"127\.0\.0\.1 sends its answer in crumbs"):
        web.get(address)
    assert agency.sent < UNDER_WAY


def test_a_feed_in_small_chunks_is_read(agency: AgencyServer, web: Web) -> None:
    async def lines(line: Line, _: Asked) -> None:
        chunk = b"<item>%b</item>\n" % (b"x" * 60)
        await line.send(HEAD + b"transfer-encoding: chunked\r\n\r\n")
        await line.send((b"%x\r\n%b\r\n" % (len(chunk), chunk)) * 21_000 + b"0\r\n\r\n")

    assert len(web.get(agency.on("/feed", lines)).body) == 21_000 * 74


def test_interim_answers_without_end_are_cut_off(agency: AgencyServer, web: Web) -> None:
    async def flood(line: Line, _: Asked) -> None:
        await line.endlessly(b"HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n" * 100)

    address = agency.on("/feed", flood)

    with pytest.raises(OversizeError, match=r"127\.0\.0\.1 sent more"):
        web.get(address, limits=SMALL)
    assert agency.sent < UNDER_WAY


@pytest.mark.parametrize("start", [b"", b"HTTP/1.1 200 OK\r\n", HEAD + b"\r\n", HEAD + b"content-length: 900\r\n\r\n"])
def test_a_dripping_server_ends_at_the_deadline(start: bytes, agency: AgencyServer, web: Web) -> None:
    async def drip(line: Line, _: Asked) -> None:
        await line.send(start)
        await line.endlessly(b"x", pause=0.02)

    address = agency.on("/feed", drip)

    with pytest.raises(OutOfTimeError, match=r"127\.0\.0\.1 did not answer whole within 0\.4 seconds"):
        web.get(address, limits=SHORT)


def test_the_deadline_is_one_for_all_redirects(agency: AgencyServer, web: Web) -> None:
    async def slowly(line: Line, asked: Asked) -> None:
        step = int(asked.target.partition("?")[2])
        await line.endlessly(b"", pause=0.15) if step > 2 else None
        await line.answer(302, location=f"/feed?{step + 1}")

    agency.on("/feed", slowly)

    with pytest.raises(OutOfTimeError):
        web.get(f"{agency.url}/feed?0", limits=SHORT)


def test_a_server_that_hangs_up_in_the_middle_gives_no_document(agency: AgencyServer, web: Web) -> None:
    async def half(line: Line, _: Asked) -> None:
        await line.send(HEAD + b"content-length: 900\r\n\r\nhalf a story")
        await line.hang_up()

    address = agency.on("/feed", half)

    with pytest.raises(BadAnswerError, match=r"127\.0\.0\.1 did not give a whole answer"):
        web.get(address)


def test_a_server_that_hangs_up_at_once_gives_no_document(agency: AgencyServer, web: Web) -> None:
    async def nothing(line: Line, _: Asked) -> None:
        await line.hang_up()

    address = agency.on("/feed", nothing)

    with pytest.raises(BadAnswerError, match="tried again"):
        web.get(address)


def test_what_comes_after_the_announced_length_is_no_part_of_the_document(agency: AgencyServer, web: Web) -> None:
    async def longer(line: Line, _: Asked) -> None:
        await line.send(HEAD + b"content-length: 5\r\n\r\nstory and more")
        await line.hang_up()

    address = agency.on("/feed", longer)

    assert web.get(address).body == b"story"


@pytest.mark.parametrize("length", ["-1", "1e3", "9" * 40, "5, 7"])
def test_a_length_that_is_none_ends_cleanly(length: str, agency: AgencyServer, web: Web) -> None:
    address = agency.serves("/feed", b"story", content_length=length)

    with pytest.raises(FetchError):
        web.get(address)

"""Where an address may lead: redirects, names, secrets, and what a refusal says."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from threading import Event

import pytest

from broadsheet.fetching.addresses import Allowed
from broadsheet.fetching.connecting import RefusedAddressError, UnreachableError
from broadsheet.fetching.patience import OutOfTimeError, StoppedError
from broadsheet.fetching.places import BadAddressError
from broadsheet.fetching.web import BadAnswerError, BadHeaderError, Limits, StatusError, TooManyRedirectsError, Web
from fetching.agency_server import AgencyServer, Asked, Line

SMALL = Limits(seconds=20, raw_bytes=200_000, decoded_bytes=300_000)
SHORT = Limits(seconds=0.4)
HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n"
# What a server may have sent beyond what was read: the buffers of two sockets.
UNDER_WAY = 8_000_000


def test_five_redirects_are_followed_and_no_more(agency: AgencyServer, web: Web) -> None:
    for step in range(6):
        agency.sends_elsewhere(f"/{step}", f"/{step + 1}")
    address = agency.serves("/6", b"story")

    with pytest.raises(TooManyRedirectsError, match="more than 5 times"):
        web.get(f"{agency.url}/0")
    assert web.get(f"{agency.url}/1").address == address


def test_a_circle_of_redirects_is_named(agency: AgencyServer, web: Web) -> None:
    agency.sends_elsewhere("/there", "/back")
    address = agency.sends_elsewhere("/back", "/there")

    with pytest.raises(TooManyRedirectsError, match="in a circle"):
        web.get(address)
    assert len(agency.asked) == 2


@pytest.mark.parametrize(
    ("location", "words"),
    [
        ("http://127.0.0.2/", "a loopback address"),
        ("http://[::1]/", "a loopback address"),
        ("http://10.0.0.1/", "a private address"),
        ("http://169.254.169.254/latest/meta-data/", "a link-local address"),
        ("http://[::ffff:127.0.0.1]/", "an IPv4-mapped address"),
        ("http://[64:ff9b::7f00:1]/", "a NAT64 address"),
        ("http://[fd00::1]/", "a private address"),
        ("http://2130706434/", "127.0.0.2, a loopback address"),
        ("http://0x7f000002/", "127.0.0.2, a loopback address"),
        ("http://127.2/", "a loopback address"),
    ],
)
def test_a_redirect_to_an_address_of_ours_is_refused(location: str, words: str, agency: AgencyServer, web: Web) -> None:
    address = agency.sends_elsewhere("/feed", location)

    with pytest.raises(RefusedAddressError, match=words) as refused:
        web.get(address)
    assert "BROADSHEET_FETCH_ALLOW" in str(refused.value)


@pytest.mark.parametrize(
    "location", ["file:///etc/passwd", "gopher://127.0.0.1/", "ftp://x.example/", "javascript:alert(1)", ""]
)
def test_a_redirect_to_anything_but_the_web_is_refused(location: str, agency: AgencyServer, web: Web) -> None:
    address = agency.sends_elsewhere("/feed", location)

    with pytest.raises((BadAddressError, BadAnswerError), match=r"127\.0\.0\.1"):
        web.get(address)


def test_a_redirect_with_a_password_in_it_is_refused_and_the_password_not_told(agency: AgencyServer, web: Web) -> None:
    address = agency.sends_elsewhere("/feed", "http://me:hunter2@127.0.0.1/")

    with pytest.raises(BadAddressError, match="holds a user name") as refused:
        web.get(address)
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("", "has no https"),
        ("feeds.example.com/news", "has no https"),
        ("file:///etc/passwd", "only https"),
        ("https:///news", "names no host"),
        ("https://me:hunter2@feeds.example.com/", "own fields"),
        ("https://exa mple/", "cannot be read"),
        ("http://127.0.0.1:99999/", "cannot be read"),
        ("https://feeds.example.com/" + "a" * 9_000, "longer than"),
    ],
)
def test_an_address_that_cannot_be_fetched_says_why(address: str, words: str, web: Web) -> None:
    with pytest.raises(BadAddressError, match=words) as refused:
        web.get(address)
    assert "hunter2" not in str(refused.value)


class TestNames:
    def test_an_allowed_name_may_lead_to_a_private_address(self, agency: AgencyServer) -> None:
        web = Web(allowed=Allowed(hosts=frozenset({"feeds.example"})), resolver=lambda *_: ["127.0.0.1"])
        agency.serves("/feed", b"story")

        answer = web.get(f"http://Feeds.Example:{agency.port}/feed")

        assert answer.body == b"story"
        assert agency.asked[0].headers["host"] == f"feeds.example:{agency.port}"

    def test_that_an_allowed_name_sends_to_its_bare_address_is_refused(self, agency: AgencyServer) -> None:
        web = Web(allowed=Allowed(hosts=frozenset({"feeds.example"})), resolver=_as_written)
        agency.sends_elsewhere("/feed", f"http://127.0.0.1:{agency.port}/")

        with pytest.raises(RefusedAddressError, match=r"127\.0\.0\.1 is a loopback address"):
            web.get(f"http://feeds.example:{agency.port}/feed")

    def test_a_name_is_asked_once_so_that_it_cannot_change_its_mind(self, agency: AgencyServer, web: Web) -> None:
        answers = count()
        seen: list[str] = []

        def rebinding(host: str, _: int) -> Sequence[str]:
            seen.append(host)
            return ["127.0.0.1"] if next(answers) == 0 else ["169.254.169.254"]

        agency.serves("/feed", b"story")
        web = Web(allowed=web._allowed, resolver=rebinding)

        answer = web.get(f"http://rebinding.example:{agency.port}/feed")

        assert (answer.body, seen) == (b"story", ["rebinding.example"])
        with pytest.raises(RefusedAddressError, match=r"rebinding\.example leads to 169\.254\.169\.254"):
            web.get(f"http://rebinding.example:{agency.port}/feed")

    def test_of_several_addresses_only_those_that_may_be_reached_are_tried(self, agency: AgencyServer) -> None:
        web = Web(
            allowed=Allowed(hosts=frozenset(), networks=()),
            resolver=lambda *_: ["10.0.0.1", "127.0.0.1", "fe80::1%eth0"],
        )

        with pytest.raises(RefusedAddressError):
            web.get(f"http://mixed.example:{agency.port}/")
        assert agency.connections == 0

    def test_an_address_that_does_not_answer_gives_way_to_the_next(self, agency: AgencyServer) -> None:
        web = Web(
            allowed=Allowed(hosts=frozenset({"two.example"})),
            resolver=lambda *_: ["127.0.0.3", "127.0.0.1"],
        )
        agency.serves("/", b"story")

        assert web.get(f"http://two.example:{agency.port}/").body == b"story"

    def test_a_name_that_is_not_found_is_named(self) -> None:
        def unknown(host: str, _: int) -> Sequence[str]:
            raise OSError(host)

        with pytest.raises(UnreachableError, match=r"nowhere\.example cannot be found"):
            Web(resolver=unknown).get("http://nowhere.example/")

    def test_a_name_server_that_never_answers_ends_at_the_deadline(self) -> None:
        ended = Event()

        def hanging(_: str, __: int) -> Sequence[str]:
            ended.wait()
            return []

        with pytest.raises(OutOfTimeError, match=r"slow\.example"):
            Web(resolver=hanging).get("http://slow.example/", limits=Limits(seconds=0.3))
        ended.set()

    def test_a_name_server_that_never_answers_holds_up_no_stop(self) -> None:
        asked, ended = Event(), Event()

        def hanging(_: str, __: int) -> Sequence[str]:
            asked.set()
            ended.wait()
            return []

        with pytest.raises(StoppedError):
            Web(resolver=hanging).get("http://slow.example/", limits=Limits(seconds=60), stop=asked.is_set)
        ended.set()


def test_many_looks_at_once_do_not_mix(agency: AgencyServer, web: Web) -> None:
    addresses = [agency.serves(f"/{number}", b"story %d" % number) for number in range(40)]

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(web.get, addresses))

    assert [answer.body for answer in answers] == [b"story %d" % number for number in range(40)]


def test_a_server_that_does_not_run_is_named_with_its_port(agency: AgencyServer, web: Web) -> None:
    with pytest.raises(UnreachableError, match=r"127\.0\.0\.1 does not answer on port 9 \("):
        web.get("http://127.0.0.1:9/")


def test_a_look_that_is_no_longer_wanted_ends(agency: AgencyServer, web: Web) -> None:
    async def nothing(line: Line, _: Asked) -> None:
        await line.wait()

    address = agency.on("/feed", nothing)

    with pytest.raises(StoppedError):
        web.get(address, limits=Limits(seconds=60), stop=agency.waiting.is_set)


class TestSecrets:
    def test_are_told_to_the_host_that_they_are_for(self, agency: AgencyServer, web: Web) -> None:
        agency.serves("/new", b"story")
        address = agency.sends_elsewhere("/old", "/new")

        web.get(address, secrets={"Authorization": "Bearer key"})

        assert [asked.headers["authorization"] for asked in agency.asked] == ["Bearer key", "Bearer key"]

    def test_never_follow_a_redirect_to_another_host(self, agency: AgencyServer) -> None:
        web = Web(allowed=Allowed(hosts=frozenset({"one.example", "two.example"})), resolver=lambda *_: ["127.0.0.1"])
        agency.serves("/new", b"story")
        agency.sends_elsewhere("/old", f"http://two.example:{agency.port}/new")

        web.get(f"http://one.example:{agency.port}/old", secrets={"X-Api-Key": "key"}, headers={"Accept": "text/xml"})

        first, second = agency.asked
        assert (first.headers["x-api-key"], second.headers.get("x-api-key")) == ("key", None)
        assert second.headers["accept"] == "text/xml"

    @pytest.mark.parametrize("value", ["a\r\nx: y", "a\0", "\N{SNOWMAN}", " hunter2 "])
    def test_that_http_cannot_carry_are_refused(self, value: str, agency: AgencyServer, web: Web) -> None:
        with pytest.raises(BadHeaderError) as refused:
            web.get(agency.url, secrets={"Authorization": value})
        assert value not in str(refused.value)


def test_no_cookie_is_ever_sent_back(agency: AgencyServer, web: Web) -> None:
    address = agency.serves("/", set_cookie="session=1")

    web.get(address)
    web.get(address)

    assert all("cookie" not in asked.headers for asked in agency.asked)


def test_no_proxy_of_the_environment_is_used(agency: AgencyServer, web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")

    assert web.get(agency.serves("/", b"story")).body == b"story"


@pytest.mark.parametrize(
    ("status", "words"),
    [(401, "password"), (404, "typing mistake"), (410, "gone for good"), (418, "refuses"), (500, "tried again")],
)
def test_what_the_server_refuses_is_said_in_an_editors_words(
    status: int, words: str, agency: AgencyServer, web: Web
) -> None:
    address = agency.serves("/", b"page " * 90_000, status=status)

    with pytest.raises(StatusError, match=rf"127\.0\.0\.1 .*{words}") as refused:
        web.get(address)
    assert refused.value.status == status


def test_an_error_that_drips_still_says_what_it_is(agency: AgencyServer, web: Web) -> None:
    async def drip(line: Line, _: Asked) -> None:
        await line.send(b"HTTP/1.1 410 Gone\r\n\r\n")
        await line.endlessly(b"x", pause=0.02)

    with pytest.raises(StatusError, match="gone for good"):
        web.get(agency.on("/feed", drip), limits=Limits(seconds=1))


def _as_written(host: str, _: int) -> Sequence[str]:
    return ["127.0.0.1" if host == "feeds.example" else host]

"""AP's long poll: nothing lost, nothing held up, whatever one item or the server does."""

import json

import pytest

from broadsheet.contracts.fetching import FetchError, FetchOrder
from broadsheet.fetching.ap import ApFetcher
from broadsheet.fetching.ap.answers import BadPageError, may_have_key
from broadsheet.fetching.ap.fetcher import MOST_HELD, BadKeyError
from broadsheet.fetching.ap.joining import MOST_TRIES
from broadsheet.fetching.web import Limits, StatusError, Web
from fetching import plain_joinery
from fetching.agency_server import AgencyServer, Asked, Line
from fetching.ap_newsroom import FEED, KEY, Wire, bodies


@pytest.fixture
def wire(agency: AgencyServer, web: Web) -> Wire:
    return Wire(server=agency, web=web)


def test_items_come_with_their_text_and_the_next_page_is_asked_at_once(wire: Wire) -> None:
    wire.pages([wire.item("Aby"), wire.item("Boro")], [wire.item("Caldby")])
    for itemid in ("Aby", "Boro", "Caldby"):
        wire.gives_text(itemid)

    first, second = wire.look(), wire.look()

    assert bodies(first) == {"Aby": "<nitf>Aby</nitf>", "Boro": "<nitf>Boro</nitf>"}
    assert bodies(second) == {"Caldby": "<nitf>Caldby</nitf>"}
    assert (first.is_more, first.pause, first.troubles) == (True, None, ())
    assert first.documents[0].name == "Aby.1.json"
    assert wire.server.asked_for(f"{FEED}/1")[0].target.endswith("?qt=token&seq=1")
    assert {asked.headers["x-api-key"] for asked in wire.server.asked} == {KEY}
    assert not any(KEY in asked.target for asked in wire.server.asked)


def test_what_was_not_committed_comes_again_with_the_same_bytes(wire: Wire) -> None:
    wire.pages([wire.item("Aby"), wire.item("Boro", pubstatus="canceled")])
    wire.gives_text("Aby")
    wire.gives_text("Boro")

    lost = wire.look(is_committed=False)
    again = wire.look()

    assert [document.data for document in again.documents] == [document.data for document in lost.documents]


def test_an_empty_page_that_was_held_open_is_followed_at_once(wire: Wire) -> None:
    async def after_a_while(line: Line, asked: Asked) -> None:
        wire.now += 15
        await Wire.says(200, {"data": {"items": [], "next_page": wire.page_address(1)}})(line, asked)

    wire.server.on(FEED, after_a_while)
    held_open = wire.look()
    wire.pages()
    wire.server.on(f"{FEED}/1", Wire.says(200, {"data": {"next_page": wire.page_address(2)}}))
    answered_at_once = wire.look()

    assert (held_open.documents, held_open.is_more) == ((), True)
    assert (answered_at_once.documents, answered_at_once.is_more) == ((), False)


class TestAnItemWhoseTextCannotBeHad:
    def test_stops_no_other_and_is_tried_again(self, wire: Wire) -> None:
        wire.pages([wire.item("Aby"), wire.item("Boro")], [wire.item("Caldby")])
        wire.gives_text("Boro")
        wire.gives_text("Caldby")
        wire.server.serves("/text/Aby", status=500)

        first = wire.look()
        second = wire.look()
        wire.gives_text("Aby")
        wire.now += 3
        third = wire.look()

        assert bodies(first) == {"Boro": "<nitf>Boro</nitf>"}
        assert first.troubles[0].startswith("“Harbour of Aby opens” waits")
        assert bodies(second) == {"Caldby": "<nitf>Caldby</nitf>"}
        assert (bodies(third), third.troubles, third.is_more) == ({"Aby": "<nitf>Aby</nitf>"}, (), True)

    def test_is_delivered_without_it_in_the_end_and_once(self, wire: Wire) -> None:
        wire.pages([wire.item("Aby")])
        wire.server.serves("/text/Aby", status=500)

        looks = []
        for _ in range(MOST_TRIES + 3):
            looks.append(wire.look())
            wire.now += 60

        delivered = [bodies(fetched) for fetched in looks if fetched.documents]
        assert delivered == [{"Aby": None}]
        assert len(wire.server.asked_for("/text/Aby")) == MOST_TRIES
        assert any("came without a part of it" in told for told in looks[MOST_TRIES - 1].troubles)

    def test_is_tried_no_oftener_while_the_feed_is_down(self, wire: Wire) -> None:
        wire.pages([wire.item("Aby")])
        wire.server.serves("/text/Aby", status=500)
        wire.look()
        wire.server.serves(f"{FEED}/1", status=500)

        looks = []
        for _ in range(MOST_TRIES - 1):
            wire.now += 60
            looks.append(wire.look())

        assert [bodies(fetched) for fetched in looks] == [{}, {}, {"Aby": None}]
        assert any("trouble of its own" in told for told in looks[0].troubles)
        with pytest.raises(StatusError):
            wire.look()

    def test_is_not_asked_for_again_where_the_contract_does_not_hold_it(self, wire: Wire) -> None:
        wire.pages([wire.item("Aby")])
        wire.server.serves("/text/Aby", status=403)

        fetched = wire.look()

        assert bodies(fetched) == {"Aby": None}
        assert "“Harbour of Aby opens” came without its text" in fetched.troubles[0]

    def test_is_tried_again_where_what_came_is_no_text(self, wire: Wire) -> None:
        wire.pages([wire.item("Aby")])
        wire.server.serves("/text/Aby", b"<html>Try later</html>")

        fetched = wire.look()

        assert fetched.documents == ()
        assert "What came is no NITF" in fetched.troubles[0]

    def test_is_asked_for_at_no_other_server(self, wire: Wire) -> None:
        elsewhere = f"http://localhost:{wire.server.port}/text/Aby"
        wire.pages([wire.item("Aby", renditions={"nitf": {"href": elsewhere}})])

        assert bodies(wire.look()) == {"Aby": None}
        assert wire.server.asked_for("/text/Aby") == []

    @pytest.mark.parametrize(
        "fields",
        [{"pubstatus": "canceled"}, {"pubstatus": "withheld"}, {"editorialtypes": [{"name": "Kill"}]}],
    )
    def test_is_delivered_at_once_and_alone_if_it_may_be_a_kill(self, fields: dict[str, object], wire: Wire) -> None:
        wire.pages([wire.item("Aby"), wire.item("Boro", **fields)])
        wire.gives_text("Aby")
        wire.server.serves("/text/Boro", status=500)

        first, second = wire.look(), wire.look()

        assert (bodies(first), first.is_more) == ({"Boro": None}, True)
        assert bodies(second) == {"Aby": "<nitf>Aby</nitf>"}

    def test_costs_the_look_no_more_than_its_deadline_if_it_drips(self, wire: Wire) -> None:
        async def drip(line: Line, _: Asked) -> None:
            await line.endlessly(b"x", pause=0.02)

        wire.parts = Limits(seconds=0.3)
        wire.pages([wire.item("Aby"), wire.item("Boro")])
        wire.server.on("/text/Aby", drip)
        wire.gives_text("Boro")

        first = wire.look()
        wire.parts = Limits(seconds=20)
        second = wire.look()

        assert (bodies(first), first.is_more) == ({}, True)
        assert bodies(second) == {"Boro": "<nitf>Boro</nitf>"}


def test_a_spent_quota_of_downloads_holds_the_texts_and_not_the_feed(wire: Wire) -> None:
    killed = wire.item("Caldby", pubstatus="canceled")
    wire.pages([wire.item("Aby"), wire.item("Boro")], [killed])
    wire.server.serves("/text/Aby", status=429, x_mediaapi_q_secondsleft="40", x_mediaapi_q_used="60/60")
    wire.gives_text("Boro")

    first = wire.look()
    second = wire.look()
    wire.gives_text("Aby")
    wire.now += 41
    third = wire.look()

    assert (bodies(first), first.is_more, first.pause) == ({}, True, None)
    assert bodies(second) == {"Caldby": None}
    assert bodies(third) == {"Aby": "<nitf>Aby</nitf>", "Boro": "<nitf>Boro</nitf>"}


def test_no_more_pages_are_asked_for_than_can_be_held(wire: Wire) -> None:
    many = [wire.item(f"Item{number}") for number in range(MOST_HELD)]
    wire.pages(many, [wire.item("Aby")])
    wire.server.serves("/text/Item0", status=429, retry_after="40")

    first, second = wire.look(), wire.look()

    assert (first.documents, first.is_more) == ((), True)
    assert (second.documents, second.is_more, second.pause) == ((), False, 40.0)
    assert wire.server.asked_for(f"{FEED}/1") == []


def test_an_expired_token_starts_over_from_the_newest_and_says_so(wire: Wire) -> None:
    wire.pages([wire.item("Aby")])
    wire.gives_text("Aby")
    wire.look()
    wire.server.on(f"{FEED}/1", Wire.says(400, Wire.fails(6060)))

    fetched = wire.look()

    assert bodies(fetched) == {"Aby": "<nitf>Aby</nitf>"}
    assert "starts again with the newest" in fetched.troubles[0]
    assert json.loads(wire.cursor)["next_page"] == wire.page_address(1)


def test_a_token_that_expires_at_once_ends_with_aps_words(wire: Wire) -> None:
    wire.server.on(FEED, Wire.says(400, Wire.fails(6060, message=f"No token for {KEY}.")))

    with pytest.raises(StatusError, match="AP says: No token") as refused:
        wire.look()
    assert KEY not in str(refused.value)


@pytest.mark.parametrize(
    ("status", "headers", "pause"),
    [
        (429, {"retry_after": "17"}, 17.0),
        (429, {"x_mediaapi_q_used": "20/20", "x_mediaapi_q_secondsleft": "33"}, 33.0),
        (429, {"x_mediaapi_q_used": "1/20", "x_mediaapi_qday_used": "9/9", "x_mediaapi_qday_minutesleft": "2"}, 120.0),
        (429, {}, 60.0),
        (503, {"retry_after": "5"}, 5.0),
    ],
)
def test_ap_is_left_alone_when_it_asks_for_it(status: int, headers: dict[str, str], pause: float, wire: Wire) -> None:
    wire.server.on(FEED, Wire.says(status, {}, **headers))

    fetched = wire.look()

    assert (fetched.documents, fetched.pause, fetched.is_more) == ((), pause, False)
    assert fetched.troubles[0].startswith("127.0.0.1 ")


def test_the_last_question_of_a_quota_brings_its_items_and_then_a_pause(wire: Wire) -> None:
    wire.pages([wire.item("Aby")], x_mediaapi_q_used="20/20", x_mediaapi_q_secondsleft="33")
    wire.gives_text("Aby")

    fetched = wire.look()

    assert (bodies(fetched), fetched.pause, fetched.is_more) == ({"Aby": "<nitf>Aby</nitf>"}, 33.0, False)


@pytest.mark.parametrize("status", [401, 403, 404, 500, 503])
def test_what_ap_refuses_is_an_error(status: int, wire: Wire) -> None:
    wire.server.on(FEED, Wire.says(status, Wire.fails(1)))

    with pytest.raises(StatusError, match=str(status)):
        wire.look()


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"data": []}', b"[" * 100_000])
def test_an_answer_that_is_no_page_of_a_feed_is_an_error(body: bytes, wire: Wire) -> None:
    wire.server.serves(FEED, body)

    with pytest.raises(BadPageError, match="Media API"):
        wire.look()


def test_a_next_page_at_another_server_is_not_followed(wire: Wire) -> None:
    wire.server.on(FEED, Wire.says(200, {"data": {"next_page": "https://evil.example/feed?seq=2"}}))

    fetched = wire.look()

    assert json.loads(fetched.cursor)["next_page"] == ""
    assert "names no next page at AP" in fetched.troubles[0]


def test_a_key_in_the_next_page_is_not_kept(wire: Wire) -> None:
    wire.server.on(FEED, Wire.says(200, {"data": {"next_page": wire.page_address(1) + f"&apikey={KEY}"}}))

    assert KEY not in wire.look().cursor


def test_what_waits_outlives_a_change_of_the_feeds_address(wire: Wire) -> None:
    wire.pages([wire.item("Aby")])
    wire.server.serves("/text/Aby", status=500)
    wire.look()
    wire.cursor = wire.cursor.replace("productid:1", "productid:2")
    wire.gives_text("Aby")
    wire.now += 3

    fetched = wire.look()

    assert bodies(fetched) == {"Aby": "<nitf>Aby</nitf>"}
    assert json.loads(fetched.cursor)["next_page"] == ""


@pytest.mark.parametrize("cursor", ["", "nonsense", "{}", '{"feed": "https://other.example/", "held": []}'])
def test_a_cursor_of_another_making_is_the_beginning(cursor: str, wire: Wire) -> None:
    wire.pages([wire.item("Aby")])
    wire.gives_text("Aby")
    wire.cursor = cursor

    assert bodies(wire.look()) == {"Aby": "<nitf>Aby</nitf>"}


def test_a_stop_ends_the_long_poll_and_loses_nothing_that_waits(wire: Wire) -> None:
    async def nothing(line: Line, _: Asked) -> None:
        await line.wait()

    wire.pages([wire.item("Aby")])
    wire.server.serves("/text/Aby", status=500)
    wire.look()
    wire.server.on(f"{FEED}/1", nothing)

    fetched = wire.look(stop=wire.server.waiting.is_set)

    assert (fetched.documents, fetched.is_more) == ((), False)
    assert [held[0]["item"]["altids"]["itemid"] for held in json.loads(fetched.cursor)["held"]] == ["Aby"]


def test_a_stop_among_the_texts_delivers_what_is_whole_and_holds_the_rest(wire: Wire) -> None:
    async def nothing(line: Line, _: Asked) -> None:
        await line.wait()

    wire.pages([wire.item("Aby"), wire.item("Boro"), wire.item("Caldby")])
    wire.gives_text("Aby")
    wire.server.on("/text/Boro", nothing)

    stopped = wire.look(stop=wire.server.waiting.is_set)
    wire.gives_text("Boro")
    wire.gives_text("Caldby")
    later = wire.look()

    assert bodies(stopped) == {"Aby": "<nitf>Aby</nitf>"}
    assert bodies(later) == {"Boro": "<nitf>Boro</nitf>", "Caldby": "<nitf>Caldby</nitf>"}


@pytest.mark.parametrize(("address", "secret"), [(FEED, ""), (f"{FEED}?apikey={KEY}", KEY)])
def test_a_key_that_is_missing_or_in_the_address_is_refused(address: str, secret: str, wire: Wire) -> None:
    fetcher = ApFetcher(plain_joinery, web=wire.web)

    with pytest.raises(BadKeyError, match="key"):
        fetcher.fetch(FetchOrder(address=wire.server.url + address, secret=secret), stop=lambda: False)
    assert wire.server.asked == []


@pytest.mark.parametrize(
    ("address", "feed", "may"),
    [
        ("https://api.ap.org/media/v/content/1/download", "https://api.ap.org/media/v/content/feed", True),
        ("https://files.ap.org/1", "https://api.ap.org/media/v/content/feed", True),
        ("http://api.ap.org/1", "https://api.ap.org/media/v/content/feed", False),
        ("https://api.ap.org.evil.example/1", "https://api.ap.org/media/v/content/feed", False),
        ("https://evilap.org/1", "https://api.ap.org/media/v/content/feed", False),
        ("https://api.ap.org/1", "https://feeds.example/", False),
        ("https://feeds.example:444/1", "https://feeds.example/", False),
        ("file:///etc/passwd", "https://feeds.example/", False),
        ("", "https://feeds.example/", False),
    ],
)
def test_the_key_is_told_to_the_feeds_own_server_alone(address: str, feed: str, may: bool) -> None:
    assert may_have_key(address, feed=feed) is may


def test_every_failure_is_one_for_an_editor(wire: Wire) -> None:
    with pytest.raises(FetchError):
        ApFetcher(plain_joinery, web=wire.web).fetch(FetchOrder(address="nonsense", secret=KEY), stop=lambda: False)

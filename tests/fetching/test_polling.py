"""Polling an address: what is asked, what comes, and what an editor is told."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from broadsheet.contracts.fetching import Fetched, FetchError, FetchOrder
from broadsheet.fetching.polling import HttpFetcher, NotAFeedError
from broadsheet.fetching.web import StatusError, Web
from fetching.agency_server import AgencyServer, Asked, Line

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
FEED = b'<?xml version="1.0"?><rss version="2.0"><channel><title>Northmark Wire</title></channel></rss>'


def look(web: Web, order: FetchOrder) -> Fetched:
    return HttpFetcher(web, clock=lambda: NOON).fetch(order, stop=lambda: False)


def test_a_feed_comes_as_one_document_with_what_its_reading_needs(agency: AgencyServer, web: Web) -> None:
    address = agency.serves("/news/rss.xml", FEED, content_type='application/rss+xml; charset="ISO-8859-1"')

    fetched = look(web, FetchOrder(address=address + "?all"))

    (document,) = fetched.documents
    assert (document.data, document.charset) == (FEED, "iso-8859-1")
    assert (document.name, document.address) == ("127.0.0.1/news/rss.xml", address + "?all")
    assert (fetched.pause, fetched.is_more, fetched.troubles) == (None, False, ())


def test_the_next_look_asks_only_for_what_changed(agency: AgencyServer, web: Web) -> None:
    async def unless_known(line: Line, asked: Asked) -> None:
        if asked.headers.get("if-none-match") == 'W/"7"' and "if-modified-since" in asked.headers:
            await line.answer(304, etag='W/"7"', cache_control="max-age=120")
        else:
            await line.answer(200, FEED, etag='W/"7"', last_modified="Wed, 04 Mar 2026 11:00:00 GMT")

    address = agency.on("/feed", unless_known)

    first = look(web, FetchOrder(address=address))
    again = look(web, FetchOrder(address=address))
    second = look(web, FetchOrder(address=address, cursor=first.cursor))

    assert len(first.documents) == len(again.documents) == 1  # what was not committed comes again
    assert (second.documents, second.cursor, second.pause) == ((), first.cursor, 120.0)


def test_a_server_that_knows_no_conditions_brings_the_same_bytes_once(agency: AgencyServer, web: Web) -> None:
    address = agency.serves("/feed", FEED)
    first = look(web, FetchOrder(address=address))

    assert look(web, FetchOrder(address=address, cursor=first.cursor)).documents == ()


@pytest.mark.parametrize("cursor", ["not json", "[]", '{"page": 1}', "null", '"x"'])
def test_a_cursor_of_another_making_is_as_good_as_none(cursor: str, agency: AgencyServer, web: Web) -> None:
    address = agency.serves("/feed", FEED)

    assert len(look(web, FetchOrder(address=address, cursor=cursor)).documents) == 1


def test_a_cursor_of_another_address_asks_no_conditions(agency: AgencyServer, web: Web) -> None:
    old = look(web, FetchOrder(address=agency.serves("/old", FEED, etag='"7"')))
    address = agency.serves("/new", FEED)

    assert len(look(web, FetchOrder(address=address, cursor=old.cursor)).documents) == 1
    assert "if-none-match" not in agency.asked[-1].headers


@pytest.mark.parametrize(
    ("headers", "pause"),
    [
        ({"retry_after": "90"}, 90.0),
        ({"retry_after": "Wed, 04 Mar 2026 12:02:00 GMT"}, 120.0),
        ({"retry_after": "Wed, 04 Mar 2026 11:00:00 GMT"}, 0.0),
        ({"retry_after": "9" * 30}, 24 * 3600.0),
        ({"retry_after": "soon"}, 60.0),
        ({}, 60.0),
    ],
)
def test_a_server_that_wants_to_be_left_alone_is(
    headers: dict[str, str], pause: float, agency: AgencyServer, web: Web
) -> None:
    address = agency.serves("/feed", status=429, **headers)

    fetched = look(web, FetchOrder(address=address, cursor="kept"))

    assert (fetched.documents, fetched.cursor, fetched.pause) == ((), "kept", pause)
    assert "asked less often" in fetched.troubles[0]


def test_a_server_that_says_when_it_is_back_is_left_alone_until_then(agency: AgencyServer, web: Web) -> None:
    assert look(web, FetchOrder(address=agency.serves("/feed", status=503, retry_after="300"))).pause == 300.0
    with pytest.raises(StatusError, match="not serving just now"):
        look(web, FetchOrder(address=agency.serves("/feed", status=503)))


@pytest.mark.parametrize(
    ("headers", "body", "pause"),
    [
        ({"cache_control": "public, max-age=300"}, FEED, 300.0),
        ({"cache_control": "max-age=300", "age": "250"}, FEED, 50.0),
        ({"cache_control": "max-age=300", "age": "400"}, FEED, None),
        ({"cache_control": "max-age=0"}, FEED, None),
        ({"cache_control": "no-cache, max-age=300"}, FEED, None),
        ({"cache_control": "s-maxage=300"}, FEED, None),
        ({"cache_control": "max-age=31536000"}, FEED, 900.0),
        ({"cache_control": "max-age=60"}, FEED.replace(b"<title>", b"<ttl> 5 </ttl><title>"), 300.0),
        ({}, FEED.replace(b"<title>", b"<ttl>60</ttl><title>"), 900.0),
        ({}, FEED.replace(b"<title>", b"<ttl>often</ttl><title>"), None),
    ],
)
def test_a_feed_says_how_long_it_stays_the_newest(
    headers: dict[str, str], body: bytes, pause: float | None, agency: AgencyServer, web: Web
) -> None:
    assert look(web, FetchOrder(address=agency.serves("/feed", body, **headers))).pause == pause


def test_a_move_for_good_is_told_so_that_somebody_changes_the_address(agency: AgencyServer, web: Web) -> None:
    new = agency.serves("/new", FEED)
    agency.sends_elsewhere("/newer", "/new", status=302)
    agency.sends_elsewhere("/moved", "/newer", status=308)
    old = agency.sends_elsewhere("/old", "/moved", status=301)

    fetched = look(web, FetchOrder(address=old))

    assert fetched.documents[0].address == new
    assert f"moved for good to {agency.url}/newer." in fetched.troubles[0]


def test_a_detour_for_now_is_not_told(agency: AgencyServer, web: Web) -> None:
    agency.serves("/new", FEED)
    agency.sends_elsewhere("/moved", "/new", status=301)
    old = agency.sends_elsewhere("/old", "/moved", status=307)

    assert look(web, FetchOrder(address=old)).troubles == ()


def test_an_address_that_is_gone_for_good_says_so(agency: AgencyServer, web: Web) -> None:
    with pytest.raises(StatusError, match="gone for good"):
        look(web, FetchOrder(address=agency.serves("/feed", status=410)))


def test_a_web_page_in_place_of_a_feed_is_no_document(agency: AgencyServer, web: Web) -> None:
    address = agency.serves("/feed", b"\n<!DOCTYPE html><title>Sign in</title>", content_type="text/html")

    with pytest.raises(NotAFeedError, match="web page"):
        look(web, FetchOrder(address=address))


@pytest.mark.parametrize("status", [200, 204])
def test_an_empty_answer_is_nothing_new(status: int, agency: AgencyServer, web: Web) -> None:
    fetched = look(web, FetchOrder(address=agency.serves("/feed", status=status), cursor="kept"))

    assert (fetched.documents, fetched.cursor) == ((), "kept")


@pytest.mark.parametrize(
    ("told", "header", "value"),
    [
        (FetchOrder(address="", user="desk", secret="pässword"), "authorization", "Basic ZGVzazpww6Rzc3dvcmQ="),
        (FetchOrder(address="", secret=" token\n"), "authorization", "Bearer token"),
        (FetchOrder(address="", secret="key", options={"header": "X-Api-Key"}), "x-api-key", "key"),
        (FetchOrder(address=""), "authorization", None),
    ],
)
def test_a_source_tells_who_it_is(
    told: FetchOrder, header: str, value: str | None, agency: AgencyServer, web: Web
) -> None:
    look(web, replace(told, address=agency.serves("/feed", FEED)))

    assert agency.asked[0].headers.get(header) == value


@pytest.mark.parametrize("name", ["Host", "Transfer-Encoding", "X Key", "X-Key: 1\r\nHost", "Ключ"])
def test_a_header_that_would_bend_the_request_is_refused(name: str, agency: AgencyServer, web: Web) -> None:
    order = FetchOrder(address=agency.serves("/feed", FEED), secret="key", options={"header": name})

    with pytest.raises(FetchError, match="X-Api-Key"):
        look(web, order)
    assert agency.asked == []


def test_a_look_that_is_no_longer_wanted_brings_nothing_and_forgets_nothing(agency: AgencyServer, web: Web) -> None:
    async def nothing(line: Line, _: Asked) -> None:
        await line.wait()

    order = FetchOrder(address=agency.on("/feed", nothing), cursor="kept")

    assert HttpFetcher(web).fetch(order, stop=agency.waiting.is_set) == Fetched(cursor="kept")


def test_a_secret_shows_in_no_error(agency: AgencyServer, web: Web) -> None:
    order = FetchOrder(address=agency.serves("/feed", status=401), user="desk", secret="hunter2")

    with pytest.raises(StatusError) as refused:
        look(web, order)
    assert "hunter2" not in str(refused.value) + repr(order)

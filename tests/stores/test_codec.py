from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.contracts.pieces import (
    Candidate,
    Card,
    ChangedSlot,
    FillSlot,
    Fragment,
    ListSlot,
    Mention,
    MentionSlot,
    Outsiders,
    Page,
    Piece,
    PieceError,
    PieceSlot,
    Redirect,
    Role,
    SectionTree,
    Shape,
    StoryList,
    TokenSlot,
    Withdrawn,
)
from broadsheet.stores.codec import decode_piece, encode_piece

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
ids = st.integers(min_value=1, max_value=2**62)
moments = st.datetimes(timezones=st.just(UTC))
slots = st.builds(
    ListSlot,
    role=st.sampled_from(Role),
    list_name=texts,
    shape=st.sampled_from(Shape),
    limit=st.integers(0, 50),
    candidates=st.lists(st.builds(Candidate, story_id=ids, note=texts), max_size=4).map(tuple),
    sources=st.lists(texts, max_size=3).map(tuple),
    pins=st.lists(st.builds(Candidate, story_id=ids, note=texts, instead=texts), max_size=2).map(tuple),
    source_notes=st.lists(texts, max_size=3).map(tuple),
    barred=st.lists(ids, max_size=3).map(tuple),
    opening=texts,
    closing=texts,
    item_opening=texts,
    item_closing=texts,
    between=texts,
)
fills = st.builds(
    FillSlot, names=st.lists(texts, max_size=3).map(tuple), texts=st.lists(texts, min_size=1, max_size=4).map(tuple)
)
mentions = st.builds(
    MentionSlot,
    mentions=st.lists(st.builds(Mention, story_id=ids, text=texts, until=st.none() | moments), max_size=4).map(tuple),
)
parts = st.one_of(
    texts,
    st.builds(PieceSlot, name=texts),
    st.builds(TokenSlot, story_id=ids),
    st.builds(ChangedSlot),
    slots,
    fills,
    mentions,
)
hosts = st.lists(texts, max_size=3).map(tuple)
pieces = st.one_of(
    st.builds(
        Page,
        parts=st.lists(parts, max_size=6).map(tuple),
        status=st.sampled_from([200, 404, 410]),
        headers=st.lists(st.tuples(texts, texts), max_size=3).map(tuple),
        story_id=st.none() | ids,
    ),
    st.builds(Redirect, location=texts),
    st.builds(
        Card,
        story_id=ids,
        url=texts,
        published_at=moments,
        shapes=st.dictionaries(st.sampled_from(Shape), texts, max_size=4),
        changed_at=st.none() | moments,
    ),
    st.builds(
        StoryList,
        story_ids=st.lists(ids, max_size=9).map(tuple),
        stale_at=st.none() | moments,
        ranked=st.none() | ids,
    ),
    st.builds(Fragment, html=texts),
    st.builds(Withdrawn, story_ids=st.frozensets(ids, max_size=9)),
    st.builds(Outsiders, scripts=hosts, connections=hosts, pictures=hosts, frames=hosts),
    st.builds(SectionTree, ids=st.dictionaries(texts, st.frozensets(ids, max_size=4), max_size=4)),
)
PAGE = Page(parts=("<h1>Ferry back in harbour</h1>", PieceSlot(name="shell/menu"), "<p>é</p>"), story_id=7)
# As they were written before there were feeds.
OLD_PAGE = (
    b"BSHT\x01e\x02\xda\xca\x00\x00\x01\x04"
    b'{"name":"page/","kind":"page","status":200,"headers":[["content-type","text/html; charset=utf-8"]],"story":null,'
    b'"parts":[14,{"list":"latest","role":"latest","shape":"line","limit":5,"candidates":[],'
    b'"sources":["list/latest/all"],"html":["","","<li>","</li>"]}]}<h1>Front</h1>'
)
OLD_CARD = (
    b"BSHT\x01\x8c\xdc&\xba\x00\x00\x00t"
    b'{"name":"card/7","kind":"card","story":7,"url":"/x/","published_at":"2026-11-24T00:00:00+00:00",'
    b'"shapes":{"line":5}}Ferry'
)


@given(name=texts, piece=pieces)
def test_every_piece_comes_back_as_it_went(name: str, piece: Piece) -> None:
    data = encode_piece(name, piece)

    assert decode_piece(name, data) == piece


@given(at=st.integers(min_value=0), bit=st.integers(0, 7))
def test_one_flipped_bit_is_always_noticed(at: int, bit: int) -> None:
    data = bytearray(encode_piece("page/a", PAGE))
    data[at % len(data)] ^= 1 << bit

    with pytest.raises(PieceError, match="page/a"):
        decode_piece("page/a", bytes(data))


@given(end=st.integers(min_value=0))
def test_a_piece_cut_short_is_always_noticed(end: int) -> None:
    data = encode_piece("page/a", PAGE)

    with pytest.raises(PieceError, match="page/a"):
        decode_piece("page/a", data[: end % len(data)])


@given(st.binary(max_size=200))
def test_strangers_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(PieceError):
        decode_piece("page/a", data)


def test_another_format_version_says_what_to_do() -> None:
    data = bytearray(encode_piece("page/a", PAGE))
    data[4] = 2

    with pytest.raises(PieceError, match="format version 2, this Broadsheet reads 1; press it again"):
        decode_piece("page/a", bytes(data))


def test_a_piece_under_a_wrong_name_is_refused() -> None:
    data = encode_piece("page/a", PAGE)

    with pytest.raises(PieceError, match="page/b"):
        decode_piece("page/b", data)


def test_a_time_without_a_zone_is_refused_before_it_is_kept() -> None:
    naive = datetime(2026, 11, 24, 9, 30)  # noqa: DTZ001  the point of the test

    with pytest.raises(PieceError, match="no time zone"):
        encode_piece("list/popular/all", StoryList(story_ids=(1,), stale_at=naive))


def test_a_text_that_utf8_cannot_hold_is_a_piece_error() -> None:
    with pytest.raises(PieceError, match="cannot be written as UTF-8"):
        encode_piece("shell/menu", Fragment(html="\ud800"))


def test_a_list_and_a_card_of_before_there_were_feeds_still_read() -> None:
    slot = ListSlot(role=Role.LATEST, list_name="latest", shape=Shape.LINE, limit=5, sources=("list/latest/all",))
    card = Card(story_id=7, url="/x/", published_at=datetime(2026, 11, 24, tzinfo=UTC), shapes={Shape.LINE: "Ferry"})

    found = decode_piece("page/", OLD_PAGE), decode_piece("card/7", OLD_CARD)

    assert found == (Page(parts=("<h1>Front</h1>", slot)), card)

"""Content encodings undone in pieces, however the bytes are cut."""

import gzip
import os
import tracemalloc
import zlib
from collections.abc import Callable

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.fetching.decoding import UndecodableError, decoded

MOST = 1_000_000


def bare_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": lambda data: brotli.compress(data, quality=3),
    "zstd": zstandard.compress,
    "identity": bytes,
    "UTF-8": bytes,
}


def cut(data: bytes, size: int) -> list[bytes]:
    return [data[start : start + size] for start in range(0, len(data), size)]


@given(st.sampled_from(sorted(PACKERS)), st.binary(max_size=3_000), st.integers(1, 2_000))
def test_what_was_packed_comes_out_however_it_is_cut(encoding: str, data: bytes, size: int) -> None:
    chunks = cut(PACKERS[encoding](data), size)

    assert b"".join(decoded(chunks, encoding=encoding, most=MOST)) == data


@given(st.sampled_from(["gzip", "deflate", "br", "zstd"]), st.binary(max_size=500), st.integers(1, 50))
def test_bytes_that_were_never_packed_end_cleanly(encoding: str, data: bytes, size: int) -> None:
    try:
        pieces = list(decoded(cut(data, size), encoding=encoding, most=MOST))
    except UndecodableError:
        return
    assert sum(map(len, pieces)) <= MOST


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
def test_packed_bytes_that_end_early_are_no_document(encoding: str) -> None:
    packed = PACKERS[encoding](os.urandom(5_000))

    with pytest.raises(UndecodableError):
        list(decoded(cut(packed[:-3], 100), encoding=encoding, most=MOST))


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
def test_members_in_a_row_are_one_document(pack: Callable[[bytes], bytes]) -> None:
    encoding = "gzip" if pack is gzip.compress else "zstd"

    assert b"".join(decoded([pack(b"one ") + pack(b"two")], encoding=encoding, most=MOST)) == b"one two"


def test_deflate_without_its_frame_is_read_too() -> None:
    packed = bare_deflate(b"news " * 1_000)

    assert b"".join(decoded([packed], encoding="deflate", most=MOST)) == b"news " * 1_000


def test_what_follows_a_gzip_document_is_left_out() -> None:
    assert b"".join(decoded([gzip.compress(b"story") + b"\0\0\0"], encoding="gzip", most=MOST)) == b"story"


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
def test_a_bomb_takes_little_room_before_it_is_cut_off(encoding: str) -> None:
    packed = PACKERS[encoding](bytes(20_000_000))

    tracemalloc.start()
    try:
        with pytest.raises(UndecodableError, match="more than 1,000,000 bytes"):
            for _ in decoded([packed], encoding=encoding, most=MOST):
                pass
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert peak < 8_000_000


@pytest.mark.parametrize("encoding", ["gzip", "zstd"])
def test_parts_without_number_are_cut_off(encoding: str) -> None:
    with pytest.raises(UndecodableError, match="more than 1,000 parts"):
        list(decoded([PACKERS[encoding](b"") * 1_001], encoding=encoding, most=MOST))


def test_a_bomb_in_a_bomb_is_cut_off_at_the_layer_that_swells() -> None:
    packed = gzip.compress(brotli.compress(os.urandom(1_100_000), quality=1))

    with pytest.raises(UndecodableError, match="more than 1,000,000 bytes"):
        list(decoded([packed], encoding="br, gzip", most=MOST))

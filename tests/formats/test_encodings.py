"""The order in which a wire is believed about its encoding: mark, declaration, headers, UTF-8, cp1252."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.formats.encodings import declared_in_xml, decode, encoding_named

WORDS = "Brøndby \u2013 €5"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be", "utf-32-be"])
def test_a_byte_order_mark_and_zeros_are_believed_before_any_word(encoding: str) -> None:
    text, _ = decode(WORDS.encode(encoding), declared="iso-8859-1", headers="koi8-r")

    assert text == WORDS


def test_the_declaration_is_believed_before_the_headers() -> None:
    text, warning = decode("Łódź".encode("iso-8859-2"), declared="ISO-8859-2", headers="cp1251")

    assert (text, warning) == ("Łódź", "")


def test_the_headers_are_believed_where_nothing_is_declared() -> None:
    text, warning = decode("Москва".encode("koi8-r"), headers='"KOI8-R"')

    assert (text, warning) == ("Москва", "")


def test_undeclared_bytes_are_utf_8_if_they_can_be_and_cp1252_if_not() -> None:
    assert decode(WORDS.encode()) == (WORDS, "")
    assert decode(WORDS.encode("cp1252")) == (WORDS, "")


@pytest.mark.parametrize("name", ["iso-8859-1", "latin1", "us-ascii", "windows-1252"])
def test_latin_1_and_ascii_are_read_as_cp1252(name: str) -> None:
    assert decode(WORDS.encode("cp1252"), declared=name) == (WORDS, "")


@pytest.mark.parametrize(
    ("data", "declared"),
    [
        (WORDS.encode("cp1252"), "utf-8"),
        (WORDS.encode(), "iso-8859-1"),
        (WORDS.encode(), "utf-16"),
        (WORDS.encode(), "x-klingon"),
        (WORDS.encode(), "unicode_escape"),
        (WORDS.encode("utf-16"), "utf-8"),
    ],
)
def test_a_wrong_declaration_is_overruled_with_a_warning(data: bytes, declared: str) -> None:
    text, warning = decode(data, declared=declared)

    assert text == WORDS
    assert declared in warning


def test_one_damaged_byte_does_not_spoil_a_text_in_utf_8() -> None:
    text, warning = decode("Ærø, Fyn, Rømø".encode() + b"\xff.")

    assert text == "Ærø, Fyn, Rømø\ufffd."
    assert "utf-8" in warning


def test_a_byte_that_cp1252_leaves_empty_is_shown_and_said() -> None:
    text, warning = decode(b"caf\xe9 \x81")

    assert text == "café \ufffd"
    assert "cp1252" in warning


def test_what_headers_say_wrongly_of_plain_ascii_does_not_matter() -> None:
    assert decode(b"plain", headers="utf-16") == ("plain", "")


@pytest.mark.parametrize("name", ["idna", "rot13", "hex", "utf-7", "unicode_escape", "punycode", "\x00", "", "a" * 999])
def test_what_is_no_encoding_of_text_is_not_known(name: str) -> None:
    assert encoding_named(name) == ""


def test_the_encoding_of_an_xml_declaration_is_found_in_wide_bytes_too() -> None:
    declaration = '<?xml version="1.0" encoding="UTF-16"?><a/>'

    assert declared_in_xml(declaration.encode("utf-16")) == "UTF-16"
    assert declared_in_xml(b"<a/>") == ""


@given(st.binary(max_size=200), st.sampled_from(["", "utf-8", "utf-16", "latin-1", "gb18030", "shift_jis", "x"]))
def test_any_bytes_become_text_that_can_be_stored(data: bytes, declared: str) -> None:
    text, warning = decode(data, declared=declared, headers=declared)

    assert text.encode().decode() == text
    assert isinstance(warning, str)

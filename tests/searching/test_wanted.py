"""What a reader typed: words, phrases, exclusions, and nothing that any text could do beside."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.searching.wanted import LONGEST_TEXT, MOST_WORDS, Phrase, read_wanted


@pytest.mark.parametrize(
    ("typed", "words", "phrases", "without"),
    [
        ("Ferry strike", ("ferry", "strike"), (), ()),
        ("ferry ferry FERRY", ("ferry",), (), ()),
        ('"harbour bridge" ferry', ("ferry",), (("harbour", "bridge"),), ()),
        ("“harbour bridge”", (), (("harbour", "bridge"),), ()),
        ('"never closed', (), (("never", "closed"),), ()),
        ("ferry -strike", ("ferry",), (), (("strike",),)),
        ('ferry -"crews walk out"', ("ferry",), (), (("crews", "walk", "out"),)),
        ("ferry \u2013strike", ("ferry",), (), (("strike",),)),
        ("e-mail", ("e", "mail"), (), ()),
        ("ferry - strike", ("ferry", "strike"), (), ()),
        ("headline:ferry OR (a* b?)", ("headline", "ferry", "or", "a", "b"), (), ()),
        ("snake_case", ("snake", "case"), (), ()),
        ('""', (), (), ()),
        ("!?*", (), (), ()),
    ],
)
def test_what_is_typed_is_read(
    typed: str, words: tuple[str, ...], phrases: tuple[Phrase, ...], without: tuple[Phrase, ...]
) -> None:
    wanted = read_wanted(typed)

    assert (wanted.words, wanted.phrases, wanted.without) == (words, phrases, without)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("  ferry \t strike\n", "ferry strike"),
        ("fer\0ry\x1b[31m", "fer ry [31m"),
        ("\u202eyrref\u2069", "yrref"),
        ("cafe\u0301", "café"),
        ("\ud800ferry", "ferry"),
    ],
)
def test_the_text_is_one_line_of_what_can_be_seen(typed: str, text: str) -> None:
    assert read_wanted(typed).text == text


def test_what_is_too_long_is_cut_and_says_so() -> None:
    long, wordy, short = (read_wanted(text) for text in ("f" * 500, "ferry crew " + "a b c d e f g h i j k l", "ferry"))

    assert (len(long.text), long.is_cut) == (LONGEST_TEXT, True)
    assert (len(wordy.words), wordy.is_cut) == (MOST_WORDS, True)
    assert not short.is_cut


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from('"-“” \0\u202e')), max_size=600))
def test_any_text_stays_within_its_bounds_and_reads_the_same_again(typed: str) -> None:
    wanted = read_wanted(typed)

    again = read_wanted(wanted.text)

    assert len(wanted.text) <= LONGEST_TEXT
    assert sum(map(len, (wanted.words, *wanted.phrases, *wanted.without))) <= MOST_WORDS
    assert (again.words, again.phrases, again.without) == (wanted.words, wanted.phrases, wanted.without)
    assert wanted.text.isprintable()

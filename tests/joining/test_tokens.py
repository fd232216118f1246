from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.joining.tokens import LONGEST_TOKEN, TokenError, make_token, read_token

KEY = b"k" * 32
DAY = date(2026, 11, 24)


@given(story_id=st.integers(min_value=1, max_value=2**63 - 1), age=st.integers(0, 1))
def test_a_token_of_today_or_yesterday_names_its_story(story_id: int, age: int) -> None:
    token = make_token(story_id, day=DAY - timedelta(days=age), key=KEY)

    assert read_token(token, today=DAY, key=KEY) == story_id
    assert len(token) <= LONGEST_TOKEN
    assert set(token) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_.")


@pytest.mark.parametrize("days", [-1, 2, 365])
def test_a_token_of_another_day_is_refused(days: int) -> None:
    token = make_token(7, day=DAY - timedelta(days=days), key=KEY)

    with pytest.raises(TokenError, match="not of today or yesterday"):
        read_token(token, today=DAY, key=KEY)


def test_a_token_made_with_another_key_is_refused() -> None:
    token = make_token(7, day=DAY, key=b"another")

    with pytest.raises(TokenError):
        read_token(token, today=DAY, key=KEY)


def test_a_token_does_not_speak_for_another_story() -> None:
    mac = make_token(7, day=DAY, key=KEY).partition(".")[2]

    with pytest.raises(TokenError):
        read_token(f"8.{mac}", today=DAY, key=KEY)


@given(st.text(max_size=80))
def test_whatever_else_is_sent_is_a_token_error(text: str) -> None:
    with pytest.raises(TokenError):
        read_token(text, today=DAY, key=KEY)


@pytest.mark.parametrize("text", ["", ".", "7", "7.", "-7.abc", "\u0667.abc", "07." + "a" * 16, "9" * 10_000 + ".a"])
def test_almost_tokens_are_refused(text: str) -> None:
    with pytest.raises(TokenError):
        read_token(text, today=DAY, key=KEY)

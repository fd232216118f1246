"""What AP's server says: pages of a feed, errors by number, quotas. Pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from broadsheet.contracts.fetching import FetchError
from broadsheet.fetching.places import BadAddressError, is_same_place, read_place
from broadsheet.fetching.web import Answer, refusal

TOKEN_EXPIRED = 6060  # api.ap.org/media/v/docs, "Getting Content Updates": 72 hours without a look
_LONGEST_PAUSE = 3600.0
_LONGEST_WORDS = 300

_NO_NEXT_PAGE = (
    "AP's answer names no next page at AP, so the feed is read from its newest again. Items may be missing; check the "
    "address of the source"
)


class BadPageError(FetchError):
    """AP's answer is no page of a feed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One answer of the feed. `next_page` is "" where it names none that may be followed; `troubles` say why."""

    answer: Mapping[str, Any]
    next_page: str = ""
    troubles: tuple[str, ...] = ()


def read_page(answer: Answer, *, feed: str) -> Page:
    """
    Read a page of a feed.

    :raises BadPageError: if the answer is none
    """
    document = _json(answer.body)
    data = document.get("data")
    if not isinstance(data, dict):
        raise BadPageError(
            f"{httpx.URL(answer.address).host} does not answer as AP's Media API does. "
            "The address should be that of a feed, such as https://api.ap.org/media/v/content/feed"
        )
    link = data.get("next_page")
    if isinstance(link, str) and may_have_key(link, feed=feed):
        # The key goes in a header.
        return Page(answer=document, next_page=str(read_place(link).copy_remove_param("apikey")))
    return Page(answer=document, troubles=(_NO_NEXT_PAGE,))


def error_code(answer: Answer) -> int:
    """Give AP's own number of an error, 0 where there is none."""
    code = _error(answer).get("code")
    return int(code) if isinstance(code, int) or (isinstance(code, str) and code.isdecimal()) else 0


def ap_refusal(answer: Answer, *, secret: str) -> FetchError:
    """Say why AP does not answer, with its own words where it gives some, but never the key."""
    error = refusal(answer)
    message = _error(answer).get("message")
    if not isinstance(message, str) or not message.strip():
        return error
    words = " ".join(message.split())
    words = words.replace(secret, "…") if secret else words
    return type(error)(f"{error}. AP says: {words[:_LONGEST_WORDS]}", status=error.status)


def quota_pause(headers: Mapping[str, str]) -> float | None:
    """Give the seconds until AP takes another question where the quota is used up, else None (AP's "Quota Limits")."""
    pauses = [
        _number(headers.get(left, "")) * unit
        for used, left, unit in (
            ("x-mediaapi-q-used", "x-mediaapi-q-secondsleft", 1.0),
            ("x-mediaapi-qday-used", "x-mediaapi-qday-minutesleft", 60.0),
        )
        if _is_used_up(headers.get(used, ""))
    ]
    return min(max(pauses), _LONGEST_PAUSE) if pauses else None


def may_have_key(address: str, *, feed: str) -> bool:
    """Whether what an answer names may be asked for with the key: at the feed's own server, or AP's if that is AP's."""
    try:
        place, home = read_place(address), read_place(feed)
    except BadAddressError:
        return False
    return is_same_place(home, place) or (_is_ap(home) and _is_ap(place))


def _is_ap(place: httpx.URL) -> bool:
    return place.scheme == "https" and place.host.endswith(".ap.org")


def _json(body: bytes) -> Mapping[str, Any]:
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return document if isinstance(document, dict) else {}


def _error(answer: Answer) -> Mapping[str, Any]:
    error = _json(answer.body).get("error")
    return error if isinstance(error, dict) else {}


def _is_used_up(text: str) -> bool:
    used, _, limit = text.partition("/")
    return limit.strip().isdecimal() and 0 < _number(limit) <= _number(used)


def _number(text: str) -> float:
    text = text.strip()
    return float(text[:9]) if text.isascii() and text.isdecimal() else 0.0

"""What somebody asks of the list: a filter, from an address and back to one, and in words. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVar
from urllib.parse import urlencode

from broadsheet.contracts.news import Kind
from broadsheet.wire.verdict import VerdictKind

_Member = TypeVar("_Member", bound=StrEnum)
_Value = TypeVar("_Value")
MOST_VALUES = 40  # of one kind; an address holds no more
_LONGEST_WORDS = 200
_KEY = re.compile(r"[1-9]\d{0,17}", re.ASCII)
_LANGUAGE = re.compile(r"[a-z]{2,8}", re.ASCII)
_LEAST_URGENCIES = {"1": 1, "3": 3, "5": 5}


class Span(StrEnum):
    """How far back, counted from now."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"

    @property
    def length(self) -> timedelta:
        return _LENGTHS[self]


_LENGTHS = {
    Span.HOUR: timedelta(hours=1),
    Span.DAY: timedelta(days=1),
    Span.WEEK: timedelta(days=7),
    Span.MONTH: timedelta(days=31),
}


class TakenChoice(StrEnum):
    NO = "no"
    YES = "yes"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One filter; what is empty asks nothing. Keys are those of sources and headings."""

    words: str = ""
    sources: tuple[int, ...] = ()
    topics: tuple[int, ...] = ()
    sections: tuple[int, ...] = ()
    urgency: int | None = None  # this one and all above it in weight: 1 to it
    kinds: tuple[Kind, ...] = ()
    verdicts: tuple[VerdictKind, ...] = ()
    languages: tuple[str, ...] = ()
    taken: TakenChoice | None = None
    span: Span | None = None
    day_from: str = ""  # YYYY-MM-DD in the paper's zone
    day_to: str = ""

    @property
    def is_all(self) -> bool:
        """Whether nothing is asked."""
        return self == Asked()


def asked_from(address: Mapping[str, Sequence[str]]) -> Asked:
    """
    Read a filter from an address's values (several a name); what makes no sense is left out, never an error.

    Addresses are kept, sent and typed by people: one with a word too many must still open the list.
    """
    one = {name: values[0].strip() for name, values in address.items() if values}
    return Asked(
        words=" ".join(one.get("q", "").split())[:_LONGEST_WORDS],
        sources=_keys(address.get("source", ())),
        topics=_keys(address.get("topic", ())),
        sections=_keys(address.get("section", ())),
        urgency=_LEAST_URGENCIES.get(one.get("urgency", "")),
        kinds=_members(Kind, address.get("kind", ())),
        verdicts=_members(VerdictKind, address.get("state", ())),
        languages=_distinct(value for value in address.get("language", ()) if _LANGUAGE.fullmatch(value)),
        taken=next(iter(_members(TakenChoice, [one.get("taken", "")])), None),
        span=next(iter(_members(Span, [one.get("span", "")])), None),
        day_from=_day(one.get("from", "")),
        day_to=_day(one.get("to", "")),
    )


def without(asked: Asked, *, name: str, value: str = "") -> Asked:
    """The filter without one of its parts, or without one value of it."""
    kept = getattr(asked, name)
    left = tuple(each for each in kept if str(each) != value) if isinstance(kept, tuple) else getattr(Asked(), name)
    changes: dict[str, Any] = {name: left}
    return replace(asked, **changes)


_NAMES = {
    "words": "q",
    "sources": "source",
    "topics": "topic",
    "sections": "section",
    "kinds": "kind",
    "verdicts": "state",
    "languages": "language",
    "day_from": "from",
    "day_to": "to",
}


def address_of(asked: Asked) -> str:
    """The same filter as an address holds it, always in the same order; empty where nothing is asked."""
    pairs: list[tuple[str, object]] = []
    for field in fields(asked):
        value, name = getattr(asked, field.name), _NAMES.get(field.name, field.name)
        values = value if isinstance(value, tuple) else (value,)
        pairs += [(name, each) for each in values if each not in {None, ""}]
    return urlencode(pairs)


def names_in(address: Iterable[str]) -> bool:
    """Whether an address names any part of a filter."""
    return bool(set(address) & {_NAMES.get(field.name, field.name) for field in fields(Asked)})


def _keys(values: Iterable[str]) -> tuple[int, ...]:
    return _distinct(int(value) for value in values if _KEY.fullmatch(value))


def _members(kind: type[_Member], values: Iterable[str]) -> tuple[_Member, ...]:
    known = {member.value: member for member in kind}
    return _distinct(known[value] for value in values if value in known)


def _distinct(values: Iterable[_Value]) -> tuple[_Value, ...]:
    return tuple(dict.fromkeys(values))[:MOST_VALUES]


def _day(text: str) -> str:
    try:
        return datetime.strptime(text, "%Y-%m-%d").date().isoformat()  # noqa: DTZ007  a day, in no zone yet
    except ValueError:
        return ""

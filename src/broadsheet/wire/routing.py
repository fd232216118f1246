"""Which routes an item takes, and what keeps one from publishing it by itself: pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, tzinfo

from broadsheet.contracts.news import NewsItem, Subject
from broadsheet.formats.mediatopics import broader_codes, codes_meant
from broadsheet.formats.vocabularies import MEDIA_TOPICS
from broadsheet.stories.wording import plain_text
from broadsheet.wire import sentences
from broadsheet.wire.sentences import gettext_noop

_MOST_COMMAS = 2  # in the name of a Media Topic, whatever the language


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteFilter:
    topics: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    least_urgency: int = 9
    hours_from: time | None = None
    hours_to: time | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Brakes:
    """What a source allows and what its routes did in the last hour."""

    allowed_terms: frozenset[str]
    published_last_hour: int
    hourly_cap: int
    are_routes_stopped: bool
    live_duplicate: str = ""  # agency and headline of another source's live story that tells the same


def passes(item: NewsItem, *, route: RouteFilter, now: datetime, zone: tzinfo) -> bool:
    """Whether an item goes through a route's filter at `now`."""
    return not reason_to_refuse(item, route=route, now=now, zone=zone)


def is_for(item: NewsItem, *, route: RouteFilter) -> bool:
    """Whether an item goes through a route's filter at any hour."""
    return not _reason_at_any_hour(item, route=route)


def reason_to_refuse(item: NewsItem, *, route: RouteFilter, now: datetime, zone: tzinfo) -> str:
    """Which part of a route's filter an item does not pass at `now`, in English; "" where it passes."""
    reason = _reason_at_any_hour(item, route=route)
    if reason or _is_open(now.astimezone(zone).time(), route=route):
        return reason
    return gettext_noop("It came outside the hours")


def _reason_at_any_hour(item: NewsItem, *, route: RouteFilter) -> str:
    if item.urgency is not None and item.urgency > route.least_urgency:
        return sentences.URGENCY_BELOW % {"urgency": item.urgency, "least": route.least_urgency}
    if route.kinds and item.kind.value not in route.kinds:
        return sentences.OTHER_KIND % {"kind": item.kind.value}
    if route.languages and item.language and not _speaks(item.language, route.languages):
        return sentences.OTHER_LANGUAGE % {"language": item.language}
    if route.topics and not _is_about(item, route.topics):
        return gettext_noop("It is about none of the topics")
    return ""


def reasons_to_brake(item: NewsItem, *, brakes: Brakes, now: datetime) -> tuple[str, ...]:
    """Why an item must not be published by itself, in English for the desk (see `wording.told`); empty lets it go."""
    reasons = []
    if brakes.are_routes_stopped:
        reasons.append(gettext_noop("All routes are stopped"))
    if not plain_text(item.body_html):
        reasons.append(gettext_noop("It has no body yet"))
    if not item.headline.strip():
        reasons.append(gettext_noop("It has no headline"))
    if item.editors_note.strip() and normal_terms(item.editors_note) not in brakes.allowed_terms:
        reasons.append(gettext_noop("It carries an editor's note that somebody has to read"))
    if item.usage_terms.strip() and normal_terms(item.usage_terms) not in brakes.allowed_terms:
        reasons.append(gettext_noop("It carries usage terms that the source's list does not allow"))
    if item.expires_at is not None and item.expires_at <= now:
        reasons.append(gettext_noop("It has expired"))
    if brakes.live_duplicate:
        reasons.append(sentences.DUPLICATE_IS_LIVE % {"story": brakes.live_duplicate})
    if brakes.published_last_hour >= brakes.hourly_cap:
        reasons.append(sentences.CAP_IS_REACHED % {"cap": brakes.hourly_cap})
    return tuple(reasons)


def normal_terms(text: str) -> str:
    """Terms as they are compared: one line, no case."""
    return " ".join(text.split()).casefold()


def allowed_terms_from(lines: str) -> frozenset[str]:
    return frozenset(filter(None, (normal_terms(line) for line in lines.splitlines())))


def words_from(text: str) -> tuple[str, ...]:
    """What stands between commas, compared without case."""
    return tuple(filter(None, (normal_terms(word) for word in re.split(r"[,\n]", text))))


def topics_from(text: str) -> tuple[str, ...]:
    """Codes and names between commas; a topic's name with commas in it ("crime, law and justice") stays whole."""
    words = words_from(text)
    found: list[str] = []
    while words:
        lengths = (length for length in range(_MOST_COMMAS + 1, 1, -1) if codes_meant(", ".join(words[:length])))
        length = next(lengths, 1)
        found.append(", ".join(words[:length]))
        words = words[length:]
    return tuple(found)


def _speaks(language: str, wanted: Iterable[str]) -> bool:
    spoken = language.casefold()
    return any(spoken == tag or spoken.startswith(f"{tag}-") for tag in wanted)


def _is_about(item: NewsItem, topics: tuple[str, ...]) -> bool:
    """Whether a subject bears one of these codes or names, or is a Media Topic under one of them: tennis is sport."""
    wanted = frozenset[str]().union(*map(codes_meant, topics))
    return any(
        subject.code.casefold() in topics or normal_terms(subject.name) in topics or _is_under(subject, wanted)
        for subject in item.subjects
    )


def _is_under(subject: Subject, wanted: frozenset[str]) -> bool:
    if subject.scheme != MEDIA_TOPICS:
        return False
    return subject.code in wanted or not wanted.isdisjoint(broader_codes(subject.code))


def _is_open(clock: time, *, route: RouteFilter) -> bool:
    if route.hours_from is None or route.hours_to is None:
        return True
    if route.hours_from <= route.hours_to:
        return route.hours_from <= clock < route.hours_to
    return clock >= route.hours_from or clock < route.hours_to

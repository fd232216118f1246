"""
What the newsroom sees of its readers: who reads now, where, and where they came from. Pure: no clock, no store.

Everything is new readers, in the sense of DESIGN section 6: a reader counts once a story and day, in the five minutes
in which he came, and sixteen of one network at most. So no figure here can be driven up by reloading. Under Sec-GPC or
DNT nobody is among them.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from broadsheet.contracts.audience import Source
from broadsheet.popular.buckets import BUCKET_SECONDS
from broadsheet.popular.tallying import Growth

LINE_POINTS = 48
LINE_SECONDS = 1_800  # of one point: half an hour
NOW_MINUTES = 10
MOST_STORIES = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """
    New readers of a story, a section or the whole paper.

    `now` within the last ten minutes, `hour` and `day` within the last hour and 24 hours; `line` a number each half
    hour of the last 24, oldest first, the last one still open; `sources` those of the last hour.
    """

    now: int = 0
    hour: int = 0
    day: int = 0
    line: tuple[int, ...] = (0,) * LINE_POINTS
    sources: Mapping[Source, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """
    The paper's readers at one moment.

    `stories` and `sections` are page ids with their crowds, most readers now first (then of the hour, then of the day),
    at most `MOST_STORIES` stories; sections hold what is read anywhere below them. `dropped` are hits of the last 24
    hours that were not counted, by `folding.Dropped`; `unhashed_views` views of those who asked not to be counted.
    """

    made_at: datetime
    everyone: Crowd
    stories: tuple[tuple[int, Crowd], ...] = ()
    sections: tuple[tuple[int, Crowd], ...] = ()
    dropped: Mapping[str, int] = field(default_factory=dict)
    unhashed_views: int = 0


def audience_of(
    growth: Mapping[int, Mapping[int, Growth]],
    *,
    sources: Mapping[int, Mapping[Source, float]],
    places: Mapping[int, Sequence[int]],
    dropped: Mapping[str, int],
    now: datetime,
) -> Audience:
    """
    The paper's readers as `growth` (story -> bucket -> growth) tells them.

    `sources` are those of the last hour by story; `places` names the stories that readers can open, each with the ids
    of the sections that it stands in, however deep. What is read of other stories shows nowhere.
    """
    heads: dict[int, _Heads] = {}
    rooms: defaultdict[int, _Heads] = defaultdict(_Heads)
    everyone = _Heads()
    for story_id, section_ids in places.items():
        heads[story_id] = counted = _heads_of(growth.get(story_id, {}), sources=sources.get(story_id, {}), now=now)
        for crowd in (everyone, *(rooms[section_id] for section_id in section_ids)):
            crowd.add(counted)
    return Audience(
        made_at=now,
        everyone=everyone.crowd(),
        stories=_busiest(heads)[:MOST_STORIES],
        sections=_busiest(rooms),
        dropped=dict(dropped),
        unhashed_views=everyone.unhashed_views,
    )


def told(audience: Audience) -> dict[str, Any]:
    """The audience as JSON holds it; `audience_told` reads it back."""
    return {
        "everyone": _crowd_told(audience.everyone),
        "stories": [[page_id, _crowd_told(crowd)] for page_id, crowd in audience.stories],
        "sections": [[page_id, _crowd_told(crowd)] for page_id, crowd in audience.sections],
        "dropped": dict(audience.dropped),
        "unhashed_views": audience.unhashed_views,
    }


def audience_told(words: Mapping[str, Any], *, made_at: datetime) -> Audience:
    """The audience that `told` put into JSON."""
    return Audience(
        made_at=made_at,
        everyone=_crowd_of(words["everyone"]),
        stories=tuple((page_id, _crowd_of(crowd)) for page_id, crowd in words["stories"]),
        sections=tuple((page_id, _crowd_of(crowd)) for page_id, crowd in words["sections"]),
        dropped=dict(words["dropped"]),
        unhashed_views=words["unhashed_views"],
    )


@dataclass(slots=True)
class _Heads:
    """A crowd while it is counted: fractions of readers, rounded once at the end."""

    now: float = 0.0
    hour: float = 0.0
    line: list[float] = field(default_factory=lambda: [0.0] * LINE_POINTS)
    sources: defaultdict[Source, float] = field(default_factory=lambda: defaultdict(float))
    unhashed_views: int = 0

    def add(self, other: "_Heads") -> None:
        self.now += other.now
        self.hour += other.hour
        self.line = [mine + theirs for mine, theirs in zip(self.line, other.line, strict=True)]
        for source, readers in other.sources.items():
            self.sources[source] += readers
        self.unhashed_views += other.unhashed_views

    def crowd(self) -> Crowd:
        return Crowd(
            now=round(self.now),
            hour=round(self.hour),
            day=round(sum(self.line)),
            line=tuple(round(readers) for readers in self.line),
            sources={source: round(readers) for source, readers in self.sources.items() if round(readers)},
        )


def _heads_of(buckets: Mapping[int, Growth], *, sources: Mapping[Source, float], now: datetime) -> _Heads:
    heads = _Heads(sources=defaultdict(float, sources))
    moment = now.timestamp()
    end = (int(moment) // LINE_SECONDS + 1) * LINE_SECONDS
    for bucket, won in buckets.items():
        point = LINE_POINTS - 1 - (end - 1 - bucket) // LINE_SECONDS
        if not 0 <= point < LINE_POINTS:
            continue
        heads.line[point] += won.readers
        heads.unhashed_views += won.unhashed_views
        # A bucket is told by its beginning: the one in which the ten minutes began is among them.
        heads.now += won.readers if bucket > moment - NOW_MINUTES * 60 - BUCKET_SECONDS else 0.0
        heads.hour += won.readers if bucket > moment - 3_600 - BUCKET_SECONDS else 0.0
    return heads


def _busiest(heads: Mapping[int, _Heads]) -> tuple[tuple[int, Crowd], ...]:
    crowds = ((page_id, counted.crowd()) for page_id, counted in heads.items())
    read = [(page_id, crowd) for page_id, crowd in crowds if crowd.day]
    return tuple(sorted(read, key=lambda each: (-each[1].now, -each[1].hour, -each[1].day, -each[0])))


def _crowd_told(crowd: Crowd) -> list[Any]:
    return [crowd.now, crowd.hour, crowd.day, list(crowd.line), dict(crowd.sources)]


def _crowd_of(words: Sequence[Any]) -> Crowd:
    now, hour, day, line, sources = words
    return Crowd(
        now=now,
        hour=hour,
        day=day,
        line=tuple(line),
        sources={Source(source): readers for source, readers in sources.items()},
    )

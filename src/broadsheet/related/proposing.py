"""Which topics fit a text: those of the stories nearest to it, and those whose names stand in it. Pure thinking."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

MOST_SHOWN = 8
NEAREST = 12  # stories whose topics are looked at
LEAST_SHARE = 0.15  # of the weight of all the nearest stories; one story's topic alone is chance
LONGEST_NAME = 5  # words
MOST_CANDIDATES = 6000  # runs of words that may be a name: one look-up each, some 2 microseconds
_WORD = re.compile(r"[^\W_]+(?:['\u2019.-][^\W_]+)*")
# Worth of a name by where it stands: the headline says what a story is about, the body what else comes up.
_IN_HEADLINE, _IN_STANDFIRST, _IN_BODY, _AGAIN, _MOST_AGAIN = 1.0, 0.7, 0.35, 0.08, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class NearStory:
    """A story like the text: how like, in numbers of one answer, and its topics by name."""

    score: float
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    name: str
    score: float
    reason: str


def names_to_look_for(*texts: str) -> list[str]:
    """
    Every run of up to five words in the texts as a topic may be written, those first that stand first.

    As it stands, in small letters (as IPTC writes its topics), and beginning with a capital (as newsrooms do).
    """
    found: dict[str, None] = {}
    for text in texts:
        for passage in re.split(r"[.!?;:\n\u201c\u201d\"()]+", text):
            words = _WORD.findall(passage)
            for start in range(len(words)):
                for length in range(1, LONGEST_NAME + 1):
                    if start + length <= len(words):
                        found.update(dict.fromkeys(_spellings(" ".join(words[start : start + length]))))
                if len(found) >= MOST_CANDIDATES:
                    return list(found)
    return list(found)


def _spellings(run: str) -> tuple[str, ...]:
    low = run.lower()
    return (run, low, low[:1].upper() + low[1:])


def proposals(
    *, known: Collection[str], headline: str, standfirst: str, body: str, near: Sequence[NearStory]
) -> tuple[Proposal, ...]:
    """The topics that fit best, best first, at most eight; `known` are those whose names stand in the text."""
    named = {name: _worth_of_name(name, headline=headline, standfirst=standfirst, body=body) for name in known}
    shared = _shares(near)
    scores = {name: named.get(name, (0.0, ""))[0] + shared.get(name, (0.0, 0))[0] for name in {*named, *shared}}
    best = sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:MOST_SHOWN]
    return tuple(
        Proposal(name=name, score=score, reason=_reason(named.get(name), shared.get(name), of=len(near)))
        for name, score in best
        if score > 0
    )


def _worth_of_name(name: str, *, headline: str, standfirst: str, body: str) -> tuple[float, str]:
    pattern = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
    times = sum(len(pattern.findall(text)) for text in (headline, standfirst, body))
    again = _AGAIN * min(_MOST_AGAIN, max(0, times - 1))
    if pattern.search(headline):
        return _IN_HEADLINE + again, _("stands in the headline")
    if pattern.search(standfirst):
        return _IN_STANDFIRST + again, _("stands in the standfirst")
    return (_IN_BODY + again, _("stands in the text")) if times else (0.0, "")


def _shares(near: Iterable[NearStory]) -> Mapping[str, tuple[float, int]]:
    """Each topic's part of the weight of all the near stories, and how many of them have it."""
    stories = list(near)
    whole = sum(story.score for story in stories)
    weights: dict[str, tuple[float, int]] = {}
    for story in stories:
        for name in dict.fromkeys(story.topics):
            weight, count = weights.get(name, (0.0, 0))
            weights[name] = (weight + story.score, count + 1)
    return {
        name: (weight / whole, count) for name, (weight, count) in weights.items() if weight >= LEAST_SHARE * whole > 0
    }


def _reason(named: tuple[float, str] | None, shared: tuple[float, int] | None, *, of: int) -> str:
    parts = [named[1]] if named and named[1] else []
    if shared:
        several = _("topic of %(number)d of the %(all)d nearest stories") % {"number": shared[1], "all": of}
        parts.append(several if of > 1 else _("topic of the nearest story"))
    return ", ".join(parts)

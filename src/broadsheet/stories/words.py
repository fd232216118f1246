"""The words of a story as a caller gives them, and how they come onto a page."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from django.db.models import Q

from broadsheet.media.models import Picture
from broadsheet.stories.bodies import blocks_from_html
from broadsheet.stories.models import Author, Byline, StoryPage, Topic

LONGEST_HEADLINE = 255
LONGEST_BYLINE = 120


class Unchanged(Enum):
    UNCHANGED = "unchanged"


UNCHANGED = Unchanged.UNCHANGED


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryWords:
    """What to change in a story; whatever is left out stays as it is, None takes a picture or an embargo away."""

    headline: str | Unchanged = UNCHANGED
    kicker: str | Unchanged = UNCHANGED
    standfirst: str | Unchanged = UNCHANGED
    bylines: Sequence[str] | Unchanged = UNCHANGED
    dateline: str | Unchanged = UNCHANGED
    source_credit: str | Unchanged = UNCHANGED
    body_html: str | Unchanged = UNCHANGED
    body: Sequence[Mapping[str, Any]] | Unchanged = UNCHANGED  # blocks as a story stores them, put back as they were
    lead_picture: Picture | Unchanged | None = UNCHANGED
    lead_caption: str | Unchanged = UNCHANGED
    topics: Sequence[Topic] | Unchanged = UNCHANGED
    urgency: int | Unchanged = UNCHANGED
    embargoed_until: datetime | Unchanged | None = UNCHANGED


_PLAIN = ("standfirst", "lead_picture", "lead_caption", "urgency", "embargoed_until")
_LINES = {"kicker": 60, "dateline": 120, "source_credit": 255}  # one line each, cut to what its column holds


def apply_words(story: StoryPage, words: StoryWords) -> None:
    """
    Put the words on a story in memory; bylines and topics are kept for its next save.

    :raises UnusableBodyError: if the body's HTML breaks a cap
    """
    for name in _PLAIN:
        if getattr(words, name) is not UNCHANGED:
            setattr(story, name, getattr(words, name))
    for name, longest in _LINES.items():
        if getattr(words, name) is not UNCHANGED:
            setattr(story, name, one_line(getattr(words, name), longest=longest))
    if words.headline is not UNCHANGED:
        story.title = one_line(words.headline, longest=LONGEST_HEADLINE)
    if words.body_html is not UNCHANGED:
        story.body = blocks_from_html(words.body_html)
    if words.body is not UNCHANGED:
        story.body = json.dumps(list(words.body))
    if words.bylines is not UNCHANGED:
        story.bylines = bylines_named(words.bylines)
    if words.topics is not UNCHANGED:
        story.topics = list(words.topics)


def one_line(text: str, *, longest: int) -> str:
    """One line, cut between words where it is longer than its column."""
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    return line[: longest - 1].rsplit(" ", 1)[0].rstrip(" ,;:\u2013\u2014-") + "…"


def bylines_named(names: Sequence[str]) -> list[Byline]:
    """Bylines for names in their order: an author's where one is known by that name, else the bare name."""
    wanted = list(dict.fromkeys(filter(None, (one_line(name, longest=LONGEST_BYLINE) for name in names))))
    if not wanted:
        return []
    known = Q()
    for name in wanted:
        known |= Q(name__iexact=name)
    authors = {author.name.casefold(): author for author in Author.objects.filter(known).order_by("pk")}
    return [
        Byline(author=authors[name.casefold()], sort_order=place)
        if name.casefold() in authors
        else Byline(name=name, sort_order=place)
        for place, name in enumerate(wanted)
    ]

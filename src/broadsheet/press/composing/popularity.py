"""
Every list of Popular as data, with what explains it: what is counted, over which hours, what was dropped and why.

Headlines stand in it as they are, no slot fills them in: it is pressed anew with whatever may change one, and with a
kill in the kill's own batch.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from broadsheet.contracts.audience import PopularList
from broadsheet.contracts.pieces import Page
from broadsheet.formats.syndication.markup import rfc_3339
from broadsheet.formats.wording import printable
from broadsheet.popular.folding import READERS_A_PREFIX
from broadsheet.popular.ranking import Span
from broadsheet.popular.tallying import LIST_WEIGHT
from broadsheet.press.composing.edition import Edition
from broadsheet.press.composing.feeds import OPEN
from broadsheet.press.composing.lists import POPULAR_LASTS
from broadsheet.press.composing.plates import Plates, page_piece
from broadsheet.press.composing.popular import SPAN_NAMES, SPAN_PATHS
from broadsheet.press.orders import ALL
from broadsheet.stories.addresses import POPULAR_PATH, POPULARITY_PATH

_HEADERS = (("content-type", "application/json"), *OPEN)
_ERROR = 0.02  # of a sketch, in words "within about 2 %"
_HOURS_DROPPED = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedStory:
    headline: str
    path: str


def popularity(
    rankings: Mapping[str, PopularList], *, stories: Mapping[int, RankedStory], kept_out: int, edition: Edition
) -> Plates:
    """
    `/popularity.json`: of each ranking those stories that are among `stories`, the ones that may stand there now.

    Ranks follow one another as readers see them. A section that is closed is not in it.
    """
    said = {
        "paper": edition.paper,
        "page": edition.whole_address(POPULAR_PATH),
        "made_at": rfc_3339(edition.now),
        "method": _method(),
        "limits": {
            "readers_of_one_network": READERS_A_PREFIX,
            "sketch_error": _ERROR,
            "weight_of_readers_sent_by_the_list": LIST_WEIGHT,
            "minutes_until_a_list_hides": POPULAR_LASTS.seconds // 60,
        },
        "kept_out_by_editors": kept_out,
        "dropped": _dropped(rankings.get(ALL)),
        "lists": [
            {**name, **_list(rankings[key], stories=stories, edition=edition)}
            for key, name in _names(edition)
            if key in rankings
        ],
    }
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":")) + "\n"
    return Plates(pieces={page_piece(POPULARITY_PATH): Page(parts=(text,), headers=_HEADERS)})


def _method() -> list[str]:
    return [
        _("A reader counts once per story and day, in the five minutes in which the story was first seen."),
        _(
            "A reader is a keyed hash of address and browser, whose key is discarded the next day. There are no "
            "cookies."
        ),
        _("Readers within window_hours count, each by 2^(-age / half_life_hours)."),
        _("Stories change places only when their figures differ by more than chance."),
        _("No hash is made of those who ask not to be counted (Sec-GPC, DNT); at most their share of views counts."),
        _(
            "The list of the whole paper and those of sections use the narrowest window in which five stories have "
            "ten readers each."
        ),
        _(
            "Where too few were read, pages fill those lists up with the newest stories, which have no rank and are "
            "not listed here; where nothing was read, they show none."
        ),
        _("counted_readers adds up the readers of each story: someone who read three of them is counted three times."),
    ]


def _dropped(ranking: PopularList | None) -> Mapping[str, Any]:
    """Hits of a day that were not counted; empty until the first list is made."""
    if ranking is None:
        return {}
    by_reason = dict(sorted(ranking.dropped.items()))
    return {"hours": _HOURS_DROPPED, "counted_at": rfc_3339(ranking.made_at), "hits_by_reason": by_reason}


def _names(edition: Edition) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Each list's name in the rankings, and what readers are told it is of."""
    yield ALL, {"list": ALL, "name": _("Popular Stories"), "url": edition.whole_address("/")}
    for span in Span:
        yield span, {"list": span, "name": str(SPAN_NAMES[span]), "url": edition.whole_address(SPAN_PATHS[span])}
    for section in edition.sections:
        url = edition.whole_address(section.path)
        yield str(section.page_id), {"list": "section", "name": printable(section.name), "url": url}


def _list(ranking: PopularList, *, stories: Mapping[int, RankedStory], edition: Edition) -> Mapping[str, Any]:
    standing = [stories[story_id] for story_id in ranking.story_ids if story_id in stories]
    return {
        "window_hours": ranking.window_hours,
        "half_life_hours": ranking.half_life_hours,
        "counted_readers": ranking.counted_readers,
        "made_at": rfc_3339(ranking.made_at),
        "hides_at": rfc_3339(ranking.made_at + POPULAR_LASTS),
        "stories": [
            {"rank": rank, "url": edition.whole_address(story.path), "headline": printable(story.headline)}
            for rank, story in enumerate(standing, start=1)
        ],
    }

"""
What readers may be told of where a story comes from: whose words stand in it, and what the newsroom changed of them.

Told of the words that readers see, never of a draft; counts and names alone, none of the agency's own words.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from broadsheet.stories.differing import Paragraph
from broadsheet.stories.models import StoryPage
from broadsheet.stories.prose import block_paragraphs
from broadsheet.wire.models import Source, Use
from broadsheet.wire.provenance import Hand, hand_of
from broadsheet.wire.uses import comparable, page_words
from broadsheet.wire.wording import markup_paragraphs

_RUN = 3  # words that follow each other by chance in two texts are rarely more than two
_TOLD = ("headline", "standfirst", "body", "lead_picture")


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedText:
    """How far a text went from the agency's: `added` of its words are not there, `cut` of the agency's not here."""

    added: float
    cut: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryOrigin:
    """
    Where a story's words came from: the agency, its version of the item, and when that came in.

    A field is None where neither side has it, or where nobody can tell any more. `text` is set where the body was
    edited. `others` are agencies of whose items it holds a part; with those alone `agency` is empty.
    """

    agency: str = ""
    version: int | None = None
    received_at: datetime | None = None
    language: str = ""
    headline: Hand | None = None
    standfirst: Hand | None = None
    body: Hand | None = None
    picture: Hand | None = None
    text: EditedText | None = None
    others: tuple[str, ...] = ()


def origins_of(stories: Mapping[int, StoryPage]) -> Mapping[int, StoryOrigin]:
    """For stories as readers have them; the paper's own are not there. One query."""
    held = Use.objects.filter(story_id__in=list(stories), taken__isnull=False, freed_at__isnull=True)
    uses = held.select_related("item__source", "taken").defer("taken__facts").order_by("pk")
    by_story: defaultdict[int, list[Use]] = defaultdict(list)
    for use in uses:
        if use.story_id is not None:
            by_story[use.story_id].append(use)
    return {story_id: _origin(stories[story_id], uses=found) for story_id, found in by_story.items()}


def _origin(story: StoryPage, *, uses: Sequence[Use]) -> StoryOrigin:
    made = next((use for use in uses if use.kind in Use.WHOLE), None)
    agency = _name(made.item.source) if made else ""
    named = (_name(use.item.source) for use in uses if use.kind == Use.Kind.PART)
    others = tuple(dict.fromkeys(name for name in named if name != agency))
    if made is None or made.taken is None or _has_gone_ahead(story, use=made):
        return StoryOrigin(agency=agency, others=others)
    hands = _hands(story, use=made)
    return StoryOrigin(
        agency=agency,
        version=made.taken.version,
        received_at=made.taken.received_at,
        language=made.item.language,
        headline=hands.get("headline"),
        standfirst=hands.get("standfirst"),
        body=hands.get("body"),
        picture=hands.get("lead_picture"),
        text=_edited_text(story, use=made) if hands.get("body") is Hand.EDITED else None,
        others=others,
    )


def _name(source: Source) -> str:
    return source.credit or source.name


def _has_gone_ahead(story: StoryPage, *, use: Use) -> bool:
    """Whether the use holds a version that was merged into a draft alone: of what readers see it tells nothing."""
    seen_at = story.last_published_at
    is_newer = use.taken is not None and seen_at is not None and use.taken.received_at > seen_at
    return story.has_unpublished_changes and is_newer


def _hands(story: StoryPage, *, use: Use) -> Mapping[str, Hand]:
    if not use.taken_words:
        return {}
    wire, then = use.taken_words.get("wire", {}), use.taken_words.get("story", {})
    now = comparable({name: value for name, value in page_words(story).items() if name in _TOLD})
    return {
        name: hand_of(name, wire=wire, story_then=then, story_now=now, own=use.own_fields) for name in now if now[name]
    }


def _edited_text(story: StoryPage, *, use: Use) -> EditedText:
    before = markup_paragraphs(use.taken_words.get("wire", {}).get("body") or "")
    return edited_text(before, block_paragraphs(story.body.get_prep_value(), names_references=False))


def edited_text(before: Sequence[Paragraph], now: Sequence[Paragraph]) -> EditedText:
    """
    How far the one went from the other: a word stands in both where a run of three with it does, wherever that is.

    Telling the two apart word by word, as editors see it, took 23 ms for 800 words with a change in each paragraph.
    """
    old, new = _words(before), _words(now)
    return EditedText(added=_share_not_in(old, new), cut=_share_not_in(new, old))


def _words(paragraphs: Sequence[Paragraph]) -> list[str]:
    return [word for paragraph in paragraphs for word in paragraph.text.split()]


def _share_not_in(others: Sequence[str], words: Sequence[str]) -> float:
    known = set(_runs(others))
    found: set[int] = set()
    for place, run in enumerate(_runs(words)):
        if run in known:
            found.update(range(place - _RUN + 1, place + 1))
    return sum(place not in found for place in range(len(words))) / len(words) if words else 0.0


def _runs(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Each run of words, the first of which end with the first word, the last of which begin with the last."""
    edge = [""] * (_RUN - 1)
    padded = [*edge, *words, *edge]
    return zip(*(padded[start:] for start in range(_RUN)), strict=False)

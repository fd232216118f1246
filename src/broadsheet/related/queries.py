"""Reads of Related Stories: orders that wait, stories as the index takes them, and what was found for a story."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min, OuterRef, Q, Subquery
from django.db.models.functions import Length, Substr

from broadsheet.related.extracting import names_in
from broadsheet.related.models import FollowUp, IndexOrder, RelatedList, Stage
from broadsheet.related.ranking import RelatedStory
from broadsheet.related.words import body_text, encodable
from broadsheet.searching.schema import IndexedStory, text_mark
from broadsheet.stories.models import RelatedBan, RelatedPin, SectionPage, StoryPage, Topic
from broadsheet.stories.queries import live_stories

# The press waits while a batch is worked off: these are some 100 ms, and a kill must be out within a second.
BATCHES = {Stage.PUBLISHED: 10, Stage.FILL: 50, Stage.MISSED: 10, Stage.RELATE: 10}
FOLLOW_UPS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryCompany:
    """
    What stands with a story: related ones, best first, and at most three follow-ups, the latest first.

    `pinned` are those that editors want first, in their order, `banned` those that they never want there; neither is
    among `related`, and no banned one among `follow_ups` or `pinned`.
    """

    related: tuple[RelatedStory, ...] = ()
    follow_ups: tuple[RelatedStory, ...] = ()
    pinned: tuple[int, ...] = ()
    banned: frozenset[int] = frozenset()


def companies_of(story_ids: Collection[int]) -> Mapping[int, StoryCompany]:
    """
    What editors chose and what was found for each story; four queries.

    Stories withdrawn since are still among them: the edge bars those.
    """
    related, banned = related_lists(story_ids), bans_of(story_ids)
    later, pinned = _follow_ups(story_ids, banned=banned), _pins_of(story_ids)
    return {
        story_id: _company(
            related=related.get(story_id, ()),
            follow_ups=later.get(story_id, ()),
            pinned=pinned[story_id],
            banned=banned.get(story_id, frozenset()),
        )
        for story_id in story_ids
    }


def _company(
    *,
    related: Iterable[RelatedStory],
    follow_ups: tuple[RelatedStory, ...],
    pinned: Iterable[int],
    banned: frozenset[int],
) -> StoryCompany:
    chosen = dict.fromkeys(story_id for story_id in pinned if story_id not in banned)
    return StoryCompany(
        related=tuple(story for story in related if story.story_id not in banned and story.story_id not in chosen),
        follow_ups=follow_ups,
        pinned=tuple(chosen),
        banned=banned,
    )


def bans_of(story_ids: Collection[int]) -> Mapping[int, frozenset[int]]:
    """Which stories editors never want beside each of those that have such."""
    rows = RelatedBan.objects.filter(story_id__in=story_ids).order_by("pk").values_list("story_id", "other_id")
    banned: defaultdict[int, set[int]] = defaultdict(set)
    for story_id, other_id in rows:
        banned[story_id].add(other_id)
    return {story_id: frozenset(others) for story_id, others in banned.items()}


def _pins_of(story_ids: Collection[int]) -> Mapping[int, Sequence[int]]:
    rows = RelatedPin.objects.filter(story_id__in=story_ids).order_by("sort_order", "pk")
    pinned: defaultdict[int, list[int]] = defaultdict(list)
    for story_id, other_id in rows.values_list("story_id", "other_id"):
        pinned[story_id].append(other_id)
    return pinned


def related_lists(story_ids: Collection[int]) -> Mapping[int, tuple[RelatedStory, ...]]:
    """The related stories of those stories that have any."""
    return {
        row.story_id: tuple(
            RelatedStory(story_id=entry["story"], score=entry["score"], reason=entry["reason"]) for entry in row.entries
        )
        for row in RelatedList.objects.filter(story_id__in=story_ids).order_by("story_id")
    }


def known_rewrites(story_ids: Collection[int]) -> Mapping[int, frozenset[int]]:
    """Which stories are each of these in other words, for those that have any."""
    rows = RelatedList.objects.filter(story_id__in=story_ids).order_by("story_id").values_list("story_id", "rewrites")
    return {story_id: frozenset(rewrites) for story_id, rewrites in rows if rewrites}


def carried_on_among(story_ids: Collection[int]) -> Sequence[tuple[int, int]]:
    """Those of the stories that carry another one of them on: the older one and the later."""
    rows = FollowUp.objects.filter(later_id__in=story_ids).order_by("older_id", "later_id")
    return [pair for pair in rows.values_list("older_id", "later_id") if pair[0] in story_ids]


def follow_ups(older_ids: Collection[int]) -> Mapping[int, tuple[RelatedStory, ...]]:
    """The three later stories that carry each of these on most plainly, the latest first; none that editors banned."""
    return _follow_ups(older_ids, banned=bans_of(older_ids))


def _follow_ups(
    older_ids: Collection[int], *, banned: Mapping[int, frozenset[int]]
) -> Mapping[int, tuple[RelatedStory, ...]]:
    best: defaultdict[int, list[FollowUp]] = defaultdict(list)
    for row in FollowUp.objects.filter(older_id__in=older_ids).order_by("-score", "-later_id"):
        if len(best[row.older_id]) < FOLLOW_UPS and row.later_id not in banned.get(row.older_id, ()):
            best[row.older_id].append(row)
    return {
        older_id: tuple(
            RelatedStory(story_id=row.later_id, score=row.score, reason=row.reason)
            for row in sorted(rows, key=lambda row: (row.later_at, row.later_id), reverse=True)
        )
        for older_id, rows in best.items()
    }


def waiting_orders(now: datetime, *, is_archive: bool = False) -> Sequence[IndexOrder]:
    """A batch of the orders that go first, all of one stage: of an index's archive to relate, or of all else."""
    due = IndexOrder.objects.filter(Q(not_before=None) | Q(not_before__lte=now)).order_by("stage", "pk")
    due = due.filter(stage=Stage.RELATE) if is_archive else due.filter(stage__lt=Stage.RELATE)
    orders = list(due[: max(BATCHES.values())])
    if not orders:
        return ()
    stage = Stage(orders[0].stage)
    return [order for order in orders if order.stage == stage][: BATCHES[stage]]


def is_filling() -> bool:
    """Whether the index still lacks stories; those that cannot be indexed are not waited for."""
    return IndexOrder.objects.filter(stage=Stage.FILL, attempts=0).exists()


def live_ids() -> Sequence[int]:
    """Every story that readers can open, newest first."""
    return list(live_stories().values_list("pk", flat=True))


def oldest_order_at() -> datetime | None:
    """When the story that waits longest to be indexed was published, or None; filling a new index does not count."""
    waiting = IndexOrder.objects.filter(stage=Stage.PUBLISHED)
    oldest: datetime | None = waiting.aggregate(oldest=Min("made_at"))["oldest"]
    return oldest


def stories_about(topic: Topic) -> Sequence[int]:
    """The live stories with that topic."""
    return list(live_stories().filter(topics=topic).values_list("pk", flat=True))


def stories_to_index(story_ids: Collection[int]) -> Mapping[int, StoryPage]:
    """Those of the stories that readers can open, with topics and section; two queries."""
    parent = Substr(OuterRef("path"), 1, Length(OuterRef("path")) - SectionPage.steplen)
    section = Subquery(SectionPage.objects.filter(path=parent).values("pk")[:1])
    stories = live_stories().filter(pk__in=story_ids).annotate(section_pk=section).prefetch_related("topics")
    return {story.pk: story for story in stories}


def indexed_story(story: StoryPage, *, now: datetime) -> IndexedStory:
    """
    A story of `stories_to_index` as the index takes it: names are its topics and those that its text speaks of.

    `now` stands for the time of publication where an import left none.
    """
    headline, standfirst, body = _words(story)
    topics = tuple(encodable(topic.name) for topic in story.topics.all())
    return IndexedStory(
        story_id=story.pk,
        section_id=story.section_pk or 0,
        headline=headline,
        standfirst=standfirst,
        body=body,
        published_at=story.first_published_at or story.last_published_at or now,
        topics=topics,
        names=tuple(dict.fromkeys([*topics, *names_in(f"{headline}\n{standfirst}\n{body}")])),
    )


def text_mark_of(story: StoryPage) -> str:
    """The mark that the index keeps of a story with these words."""
    return text_mark(*_words(story))


def _words(story: StoryPage) -> tuple[str, str, str]:
    """Headline, standfirst and body."""
    body = encodable(body_text(story.body.get_prep_value()))
    return encodable(story.title), encodable(story.standfirst), body

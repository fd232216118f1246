"""Writes of Related Stories: orders, and what the clerk found."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F, Q

from broadsheet.related.models import FollowUp, IndexOrder, RelatedList, Stage
from broadsheet.related.queries import follow_ups, known_rewrites, live_ids, related_lists
from broadsheet.related.ranking import RelatedStory
from broadsheet.related.signals import events_changed, related_changed

_LONGEST_WAIT_SECONDS = 300
_ROWS_AT_ONCE = 1000  # a mass of orders in pieces, so that nobody waits long for SQLite's one write lock
_REASON_LENGTH = FollowUp._meta.get_field("reason").max_length or 0  # noqa: SLF001  Django's documented door


@dataclass(frozen=True, slots=True, kw_only=True)
class Relations:
    """What was found for one story: what stands with it, and the older stories that it carries on."""

    published_at: datetime
    related: tuple[RelatedStory, ...] = ()
    followed: tuple[RelatedStory, ...] = ()
    rewrites: frozenset[int] = frozenset()  # the same story in other words: one of them follows an older one, not two


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """
    A batch of orders worked off, all of stage `stage`.

    `done` go on to `next_stage`, or are closed where that is None; the stories of `gone` are not live any more, and
    their orders are closed.
    """

    stage: Stage
    next_stage: Stage | None
    done: Sequence[IndexOrder]
    gone: Sequence[IndexOrder]
    relations: Mapping[int, Relations]


def order(story_ids: Iterable[int], *, stage: Stage = Stage.PUBLISHED, now: datetime) -> None:
    """
    Have these stories indexed and related. Belongs inside the transaction that changed them.

    An order that waits already keeps its age, and takes the new stage and a new ticket.
    """
    rows = [IndexOrder(story_id=story_id, stage=stage, made_at=now) for story_id in dict.fromkeys(story_ids)]
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        IndexOrder.objects.bulk_create(
            rows[start : start + _ROWS_AT_ONCE],
            update_conflicts=True,
            unique_fields=["story_id"],
            update_fields=["stage", "ticket", "not_before", "attempts", "last_error"],
        )


def order_everything(*, now: datetime) -> int:
    """Have every live story indexed, then related, the newest first, and say how many these are."""
    story_ids = live_ids()
    order(story_ids, stage=Stage.FILL, now=now)
    return len(story_ids)


def store_outcome(outcome: Outcome, *, now: datetime) -> None:
    """Store what was found, tell who presses the stories whose company is another now, and close the orders."""
    gone = frozenset(order.story_id for order in outcome.gone)
    with transaction.atomic():
        changed, retold = _store_lists(outcome.relations, now=now)
        carried_on = _store_follow_ups(outcome.relations, gone=gone) - gone
        RelatedList.objects.filter(story_id__in=gone).delete()
        is_news = outcome.stage is Stage.PUBLISHED
        for story_ids, is_fresh in ((changed, is_news), (carried_on - changed, False)):
            if story_ids:
                related_changed.send(sender=RelatedList, story_ids=tuple(sorted(story_ids)), is_news=is_fresh, now=now)
        if is_news and (retold or carried_on):
            events_changed.send(sender=RelatedList, story_ids=tuple(sorted(outcome.relations)), now=now)
        # Last, as whoever publishes does: orders of the press first, then these.
        _close(outcome.gone, next_stage=None)
        _close(outcome.done, next_stage=outcome.next_stage)


def put_off(failed: IndexOrder, *, error: str, now: datetime) -> None:
    """Keep an order that could not be worked off, with its error; each failure doubles the wait, to five minutes."""
    wait = min(2**failed.attempts, _LONGEST_WAIT_SECONDS)
    IndexOrder.objects.filter(pk=failed.pk, ticket=failed.ticket).update(
        attempts=F("attempts") + 1, last_error=error, not_before=now + timedelta(seconds=wait)
    )


def _store_lists(relations: Mapping[int, Relations], *, now: datetime) -> tuple[frozenset[int], frozenset[int]]:
    """
    Store the lists that readers would see change, and say whose these are: a score alone is seen by nobody.

    Also whose rewrites are others now, which no list shows.
    """
    before, told_before = related_lists(relations), known_rewrites(relations)
    changed = frozenset(
        story_id for story_id, found in relations.items() if _seen(found.related) != _seen(before.get(story_id, ()))
    )
    retold = frozenset(
        story_id for story_id, found in relations.items() if found.rewrites != told_before.get(story_id, frozenset())
    )
    RelatedList.objects.bulk_create(
        [_list_of(story_id, relations[story_id], now=now) for story_id in sorted(changed | retold)],
        update_conflicts=True,
        unique_fields=["story_id"],
        update_fields=["entries", "rewrites", "made_at"],
    )
    return changed, retold


def _list_of(story_id: int, found: Relations, *, now: datetime) -> RelatedList:
    return RelatedList(
        story_id=story_id,
        entries=[_entry(story) for story in found.related],
        rewrites=sorted(found.rewrites),
        made_at=now,
    )


def _store_follow_ups(relations: Mapping[int, Relations], *, gone: frozenset[int]) -> frozenset[int]:
    """Replace what these stories follow, and say which older ones have other follow-ups now."""
    later_ids = [*relations, *gone]
    known = FollowUp.objects.filter(later_id__in=later_ids)
    older_ids = frozenset(known.values_list("older_id", flat=True)) | {
        story.story_id for found in relations.values() for story in found.followed
    }
    if not older_ids and not gone:
        return frozenset()
    before = follow_ups(older_ids)
    FollowUp.objects.filter(Q(later_id__in=later_ids) | Q(older_id__in=gone)).delete()
    for story_id, found in sorted(relations.items()):
        _follow(story_id, found)
    after = follow_ups(older_ids)
    return frozenset(
        older_id for older_id in older_ids if _seen(before.get(older_id, ())) != _seen(after.get(older_id, ()))
    )


def _follow(story_id: int, found: Relations) -> None:
    older_ids = [story.story_id for story in found.followed]
    told = frozenset(
        FollowUp.objects.filter(older_id__in=older_ids, later_id__in=found.rewrites).values_list("older_id", flat=True)
    )
    FollowUp.objects.bulk_create(
        FollowUp(
            older_id=story.story_id,
            later_id=story_id,
            later_at=found.published_at,
            score=story.score,
            reason=story.reason[:_REASON_LENGTH],
        )
        for story in found.followed
        if story.story_id not in told
    )


def _close(orders: Collection[IndexOrder], *, next_stage: Stage | None) -> None:
    """
    Close or hand on, except where a newer order of the same story came in meanwhile, or is about to.

    Whoever publishes several stories holds orders in a sequence of their own: nobody waits for one with others in hand.
    """
    same = Q()
    for one in orders:
        same |= Q(pk=one.pk, ticket=one.ticket)
    if orders:
        waiting = IndexOrder.objects.filter(same)
        if connection.features.has_select_for_update_skip_locked:
            free = waiting.select_for_update(skip_locked=True).order_by("pk").values_list("pk", flat=True)
            waiting = IndexOrder.objects.filter(pk__in=list(free))
        if next_stage is None:
            waiting.delete()
        else:
            waiting.update(stage=next_stage, not_before=None, attempts=0, last_error="")


def _entry(story: RelatedStory) -> dict[str, object]:
    return {"story": story.story_id, "score": round(story.score, 4), "reason": story.reason}


def _seen(stories: Iterable[RelatedStory]) -> list[tuple[int, str]]:
    return [(story.story_id, story.reason) for story in stories]

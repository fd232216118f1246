"""A copy of a story holds the same agencies' words: it is killed, held and counted with them."""

from datetime import datetime

from broadsheet.stories.guards import PublishRefusedError
from broadsheet.stories.models import StoryPage
from broadsheet.wire.guards import reason_of, uses_of
from broadsheet.wire.holding import hold_items
from broadsheet.wire.listed import keep_marks_of
from broadsheet.wire.models import Use


def copy_uses(original: StoryPage, *, copy: StoryPage, now: datetime) -> None:
    """
    Tie a copy to the items that its original is made from or holds; part of the transaction that makes it.

    It meets newer versions as its original does, so that a correction reaches its readers, too; what its editor changes
    stays. A copy that was never out returns to nobody: that the original is hidden is not taken along.

    :raises PublishRefusedError: if an item of them is killed, whether or not the copy would be live
    """
    items = list(Use.objects.filter(story=original).order_by("item_id").values_list("item_id", flat=True))
    if not items:
        return
    hold_items(items)  # no kill in between
    uses = list(uses_of(original.pk))
    killed = [use for use in uses if use.freed_at is None and use.item.killed_at is not None]
    if killed:
        raise PublishRefusedError(tuple(reason_of(use, now=now) for use in killed))
    Use.objects.bulk_create(_of_copy(use, copy=copy, now=now) for use in uses)
    keep_marks_of(items, now=now)


def _of_copy(use: Use, *, copy: StoryPage, now: datetime) -> Use:
    return Use(
        item=use.item,
        story=copy,
        kind=Use.Kind.PART if use.kind == Use.Kind.PART else Use.Kind.COPIED,
        taken_id=use.taken_id,
        taken_words=use.taken_words,
        made_at=now,
        # Takes that nobody put in come and go with the whole item (`parts.keep_part_uses`).
        made_by=None if use.kind == Use.Kind.PART and use.made_by_id is None else copy.owner,
        follows_wire=use.follows_wire,
        freed_at=use.freed_at,
        freed_by_id=use.freed_by_id,
        freed_reason=use.freed_reason,
        conflicts=use.conflicts,
        own_fields=use.own_fields,
    )

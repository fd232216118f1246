"""Keeping what the wire changed in a story."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from broadsheet.accounts.models import User
from broadsheet.wire.merging import FIELDS
from broadsheet.wire.models import Use, WireChange
from broadsheet.wire.uses import comparable, kept_words


def keep_change(
    use: Use,
    *,
    fields: Collection[str],
    before: dict[str, Any],
    now: datetime,
    by: User | None = None,
    undoes: WireChange | None = None,
) -> WireChange | None:
    """
    Keep what a change did to these fields of a story; None where it did nothing in the end.

    Called after the story was revised and published, before the use remembers what it took; part of the caller's
    transaction.
    """
    if use.story is None:
        return None
    after = kept_words(use.story)
    old, new = comparable(before), comparable(after)
    changed = [name for name in FIELDS if name in fields and old[name] != new[name]]
    if not changed:
        return None
    return WireChange.objects.create(
        use=use,
        from_revision=use.taken,
        to_revision=use.item.current,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
        was_published=use.story.live and not use.story.has_unpublished_changes,
        made_at=now,
        made_by=by,
        undoes=undoes,
    )

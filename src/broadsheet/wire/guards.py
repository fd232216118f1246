"""What the wire says against publishing a story that holds its words; asked on every path (stories.guards)."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext

from broadsheet.stories.models import StoryPage
from broadsheet.wire import sentences
from broadsheet.wire.models import Use
from broadsheet.wire.queries import standing_verdict
from broadsheet.wire.verdict import VerdictKind
from broadsheet.wire.wording import as_sentences, told

_SENTENCES = {
    VerdictKind.KILLED: sentences.COPY_KILLED,
    VerdictKind.WITHHELD: sentences.COPY_WITHHELD,
    VerdictKind.EMBARGO_UNREADABLE: sentences.COPY_EMBARGO_UNREADABLE,
    VerdictKind.EMBARGOED: sentences.COPY_EMBARGOED,
    VerdictKind.DESK_ONLY: sentences.COPY_DESK_ONLY,
}


def reasons_of_the_wire(story: StoryPage, now: datetime) -> tuple[str, ...]:
    """
    Why the items that a story was made from or holds forbid it at `now`; empty where they do not.

    A copy that is not saved yet is bound by what binds its original. An item whose words a chief has declared gone from
    the story (`substituting`) no longer binds it.
    """
    story_id = story.pk or getattr(story.copied_from, "pk", None)
    if not story_id:
        return ()
    found = [reason_of(use, now=now) for use in uses_of(story_id) if use.freed_at is None]
    return tuple(reason for reason in found if reason)


def uses_of(story_id: int) -> Iterable[Use]:
    """A story's uses with what a verdict asks of their items."""
    return Use.objects.filter(story_id=story_id).select_related("item__current", "item__source").order_by("pk")


def reason_of(use: Use, *, now: datetime) -> str:
    """What an item says against every story that it binds; empty where it may go out."""
    verdict = standing_verdict(use.item, now=now, is_within=use.kind == Use.Kind.PART)
    if verdict.is_publishable:
        return ""
    reasons = as_sentences(told(reason) for reason in verdict.reasons)
    said = {"agency": use.item.source.name, "item": use.item, "reasons": reasons}
    return gettext(_SENTENCES[verdict.kind]) % said

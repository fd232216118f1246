"""What the wire says against publishing a story that holds its words; asked on every path (stories.guards)."""

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

    An item whose words a chief has declared gone from the story (`substituting`) no longer binds it.
    """
    if story.pk is None:
        return ()
    uses = (
        Use.objects.filter(story_id=story.pk, freed_at__isnull=True)
        .select_related("item__current", "item__source")
        .order_by("pk")
    )
    reasons = []
    for use in uses:
        verdict = standing_verdict(use.item, now=now, is_within=use.kind == Use.Kind.PART)
        if not verdict.is_publishable:
            said = {
                "agency": use.item.source.name,
                "item": use.item,
                "reasons": as_sentences(told(reason) for reason in verdict.reasons),
            }
            reasons.append(gettext(_SENTENCES[verdict.kind]) % said)
    return tuple(reasons)

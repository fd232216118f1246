"""What the wire says against publishing a story that holds its words; asked on every path (stories.guards)."""

from datetime import datetime

from broadsheet.stories.models import StoryPage
from broadsheet.wire.models import Use
from broadsheet.wire.queries import standing_verdict
from broadsheet.wire.verdict import VerdictKind
from broadsheet.wire.wording import as_sentences

_OPENINGS = {
    VerdictKind.KILLED: "The agency killed this copy; a kill is final",
    VerdictKind.WITHHELD: "The agency withholds this copy",
    VerdictKind.EMBARGO_UNREADABLE: "The embargo on this copy has to be settled first",
    VerdictKind.EMBARGOED: "This copy is under embargo",
    VerdictKind.DESK_ONLY: "This copy is for the desk only",
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
            opening = f"{_OPENINGS[verdict.kind]} ({use.item.source.name}, “{use.item}”)"
            reasons.append(f"{opening}: {as_sentences(verdict.reasons)}")
    return tuple(reasons)

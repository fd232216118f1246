"""How a newer wire revision meets a story that the newsroom may have changed: field by field, pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from broadsheet.wire.sentences import gettext_noop

# The fields in the order of a story's form, as an editor calls them in English.
FIELD_NAMES = {
    "headline": gettext_noop("headline"),
    "standfirst": gettext_noop("standfirst"),
    "bylines": gettext_noop("byline"),
    "dateline": gettext_noop("dateline"),
    "lead_picture": gettext_noop("lead picture"),
    "lead_caption": gettext_noop("caption"),
    "body": gettext_noop("text"),
    "source_credit": gettext_noop("source"),
    "urgency": gettext_noop("urgency"),
    "topics": gettext_noop("topics"),
}
FIELDS = tuple(FIELD_NAMES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """
    What to do with the fields that the wire changed; nothing happens to the others, whoever else changed them.

    `take` are to be set to the wire's new words, in `agreed` both sides came to say the same, `conflicts` are those
    that both changed (ours stay).
    """

    take: frozenset[str] = frozenset()
    agreed: frozenset[str] = frozenset()
    conflicts: tuple[str, ...] = ()


def merge(
    *,
    wire_before: Mapping[str, object],
    wire_now: Mapping[str, object],
    story_before: Mapping[str, object],
    story_now: Mapping[str, object],
    own: Collection[str] = (),
) -> Merge:
    """
    Compare each side with itself: the wire's words then and now, the story's words right after the taking and now.

    Whether a field was touched is never told from the two sides' difference, so cleaning and conversion on the way in
    cannot look like an edit. Fields in `own` count as changed by the newsroom whatever they say.
    """
    take, agreed, conflicts = set(), set(), []
    for name in FIELDS:
        if wire_before.get(name) == wire_now.get(name):
            continue
        if name not in own and story_before.get(name) == story_now.get(name):
            take.add(name)
        elif name in story_now and wire_now.get(name) == story_now[name]:
            agreed.add(name)
        else:
            conflicts.append(name)
    return Merge(take=frozenset(take), agreed=frozenset(agreed), conflicts=tuple(conflicts))


def has_body_shrunk(*, before: str, now: str) -> bool:
    """Whether a revision has lost half of its words or more: that may be damage, so an editor looks first."""
    return len(before.split()) >= 20 and len(now.split()) * 2 <= len(before.split())  # noqa: PLR2004  alerts are short

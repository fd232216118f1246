"""How a newer wire revision meets a story that the newsroom may have changed: field by field, pure."""

from collections.abc import Mapping
from dataclasses import dataclass

FIELDS = (
    "headline",
    "standfirst",
    "bylines",
    "dateline",
    "source_credit",
    "body",
    "lead_picture",
    "lead_caption",
    "urgency",
    "topics",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """
    What to do: `take` are fields to set to the wire's new words, `conflicts` those that both changed (ours stay).

    `kept` are fields that the wire changed in no way; nothing happens to them whoever else changed them.
    """

    take: frozenset[str]
    conflicts: tuple[str, ...]


def merge(
    *,
    wire_before: Mapping[str, object],
    wire_now: Mapping[str, object],
    story_before: Mapping[str, object],
    story_now: Mapping[str, object],
) -> Merge:
    """
    Compare each side with itself: the wire's words then and now, the story's words right after the taking and now.

    The two sides are never compared with one another, so cleaning and conversion on the way in cannot look like an
    edit.
    """
    take, conflicts = set(), []
    for name in FIELDS:
        if wire_before.get(name) == wire_now.get(name):
            continue
        if story_before.get(name) == story_now.get(name):
            take.add(name)
        else:
            conflicts.append(name)
    return Merge(take=frozenset(take), conflicts=tuple(conflicts))


def has_body_shrunk(*, before: str, now: str) -> bool:
    """Whether a revision has lost half of its words or more: that may be damage, so an editor looks first."""
    return len(before.split()) >= 20 and len(now.split()) * 2 <= len(before.split())  # noqa: PLR2004  alerts are short

"""What the wire says against publishing a story that holds its words; asked on every path (stories.guards)."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.utils.translation import gettext

from broadsheet.stories.models import PublishedVersion, StoryPage
from broadsheet.wire import sentences
from broadsheet.wire.killed_words import Said, killed_words_in, said_by, said_in
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
    the story (`substituting`) no longer binds it, as long as they are gone: an older revision may bring them back.
    """
    story_id = story.pk or getattr(story.copied_from, "pk", None)
    return _reasons(story_id, says=lambda: said_by(story), now=now) if story_id else ()


def reasons_against_version(version: PublishedVersion, now: datetime) -> tuple[str, ...]:
    """Why readers may not see a withheld version of a story again; empty where nothing is against it."""
    return _reasons(version.story_id, says=lambda: said_in(version.words), now=now)


def uses_of(story_id: int) -> Iterable[Use]:
    """A story's uses with what a verdict asks of their items."""
    return Use.objects.filter(story_id=story_id).select_related("item__current", "item__source").order_by("pk")


def reason_of(use: Use, *, now: datetime) -> str:
    """What an item says against every story that it binds; empty where it may go out."""
    verdict = standing_verdict(use.item, now=now, is_within=use.kind == Use.Kind.PART)
    if verdict.is_publishable:
        return ""
    reasons = as_sentences(told(reason) for reason in verdict.reasons)
    return gettext(_SENTENCES[verdict.kind]) % {**_named(use), "reasons": reasons}


def _reasons(story_id: int, *, says: Callable[[], Said], now: datetime) -> tuple[str, ...]:
    found = [
        reason_of(use, now=now) if use.freed_at is None else _reason_of_freed(use, says=says)
        for use in uses_of(story_id)
    ]
    return tuple(reason for reason in found if reason)


def _reason_of_freed(use: Use, *, says: Callable[[], Said]) -> str:
    words = killed_words_in(says(), use=use)
    return gettext(sentences.KILLED_WORDS) % {**_named(use), "words": words} if words else ""


def _named(use: Use) -> dict[str, object]:
    return {"agency": use.item.source.name, "item": use.item}

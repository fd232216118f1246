"""What stories themselves demand before one goes out: no embargo, no withdrawal, credited pictures."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from broadsheet.media.models import Picture

if TYPE_CHECKING:
    from broadsheet.stories.models import StoryPage


def no_embargo(story: "StoryPage", now: datetime) -> tuple[str, ...]:
    """Nothing goes out before the second its embargo ends."""
    until = story.embargoed_until
    if until is None or until <= now:
        return ()
    return (f"Embargoed until {timezone.localtime(until):%d %B %Y, %H:%M:%S %Z}.",)


def not_withdrawn(story: "StoryPage", now: datetime) -> tuple[str, ...]:
    """A withdrawal is final until a chief takes it back (`actions.restore_story`)."""
    if story.withdrawn_at is None or story.withdrawn_at > now:
        return ()
    day = timezone.localtime(story.withdrawn_at)
    return (f"Withdrawn on {day:%d %B %Y at %H:%M}. Only a chief may publish it again.",)


def pictures_are_ready(story: "StoryPage", now: datetime) -> tuple[str, ...]:  # noqa: ARG001  a guard's signature
    """Every picture names who made it, and none of them was killed."""
    return tuple(reason for picture in pictures_of(story) for reason in _reasons_against(picture))


def pictures_of(story: "StoryPage") -> Iterator[Picture]:
    """The lead picture and those of the body, each once."""
    seen: set[int] = set()
    in_body = [block.value["picture"] for block in story.body if block.block_type == "picture"]
    for picture in [story.lead_picture, *in_body]:
        if picture is not None and picture.pk not in seen:
            seen.add(picture.pk)
            yield picture


def _reasons_against(picture: Picture) -> Iterator[str]:
    if picture.killed_at is not None:
        yield f"The picture “{picture.title}” was killed; take it out or choose another."
    elif not picture.credit.strip():
        yield f"The picture “{picture.title}” has no credit; say who made it."

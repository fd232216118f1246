"""Who may stand between a story and its readers: slices register guards, publishing asks them all."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from broadsheet.stories.models import StoryPage

# A guard gives plain-words reasons why the story may not go out at `now`; an empty tuple lets it pass.
PublishGuard = Callable[["StoryPage", datetime], tuple[str, ...]]

_guards: list[PublishGuard] = []


class PublishRefusedError(Exception):
    """Guards refused to let a story out; the text lists every reason, fit to show to an editor."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


def register_publish_guard(guard: PublishGuard) -> None:
    """Ask this guard too, from now on. Registering one twice changes nothing."""
    if guard not in _guards:
        _guards.append(guard)


def reasons_to_refuse(story: "StoryPage", *, now: datetime) -> tuple[str, ...]:
    """Every reason of every guard."""
    return tuple(reason for guard in _guards for reason in guard(story, now))


def check_guards(story: "StoryPage", *, now: datetime) -> None:
    """
    Ask every guard.

    :raises PublishRefusedError: if one refuses
    """
    reasons = reasons_to_refuse(story, now=now)
    if reasons:
        raise PublishRefusedError(reasons)

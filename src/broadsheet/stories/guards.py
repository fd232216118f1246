"""
Who may stand between a story and its readers: slices register guards, publishing asks them all.

Others stand between readers and a former version of a story that was withheld from them.
"""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from broadsheet.stories.models import PublishedVersion, StoryPage

# A guard gives plain-words reasons why the story may not go out at `now`; an empty tuple lets it pass.
PublishGuard = Callable[["StoryPage", datetime], tuple[str, ...]]
# The same of a version that may be shown again.
VersionGuard = Callable[["PublishedVersion", datetime], tuple[str, ...]]

_guards: list[PublishGuard] = []
_version_guards: list[VersionGuard] = []


class PublishRefusedError(Exception):
    """Guards refused to let a story out; the text lists every reason, fit to show to an editor."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


def register_publish_guard(guard: PublishGuard) -> None:
    """Ask this guard too, from now on. Registering one twice changes nothing."""
    if guard not in _guards:
        _guards.append(guard)


def register_version_guard(guard: VersionGuard) -> None:
    """Ask this guard too before a withheld version is shown again. Registering one twice changes nothing."""
    if guard not in _version_guards:
        _version_guards.append(guard)


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


def check_version(version: "PublishedVersion", *, now: datetime) -> None:
    """
    Ask every guard of versions.

    :raises PublishRefusedError: if one refuses
    """
    reasons = tuple(reason for guard in _version_guards for reason in guard(version, now))
    if reasons:
        raise PublishRefusedError(reasons)

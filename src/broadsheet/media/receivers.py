"""Translates saved pictures into this slice's own news."""

from typing import Any

from broadsheet.media.models import Picture
from broadsheet.media.signals import picture_changed


def picture_saved(sender: type[Picture], instance: Picture, *, created: bool, **_: Any) -> None:  # noqa: ARG001
    """A new picture stands nowhere yet; a changed one may."""
    if not created:
        picture_changed.send(Picture, picture=instance)

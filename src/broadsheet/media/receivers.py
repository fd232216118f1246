"""Translates what was saved into this slice's own news."""

from typing import Any

from broadsheet.media.models import AttachedDocument, Picture, Recording
from broadsheet.media.recordings import discard
from broadsheet.media.signals import document_changed, picture_changed, recording_changed


def picture_saved(sender: type[Picture], instance: Picture, *, created: bool, **_: Any) -> None:  # noqa: ARG001
    """A new picture stands nowhere yet; a changed one may."""
    if not created:
        picture_changed.send(Picture, picture=instance)


def recording_saved(sender: type[Recording], instance: Recording, *, created: bool, **_: Any) -> None:  # noqa: ARG001
    if not created:
        recording_changed.send(Recording, recording=instance)


def recording_deleted(sender: type[Recording], instance: Recording, **_: Any) -> None:  # noqa: ARG001
    discard({instance.file.name or "", instance.captions.name or ""})


def document_saved(
    sender: type[AttachedDocument],  # noqa: ARG001
    instance: AttachedDocument,
    *,
    created: bool,
    **_: Any,
) -> None:
    if not created:
        document_changed.send(AttachedDocument, document=instance)

"""What blocks of a story hold, brought into the libraries: pictures by their desk, other files out of the folder."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import BinaryIO

from django.core.files.base import File
from django.db import transaction

from broadsheet.contracts.archives import (
    ArchivedBlock,
    ArchivedDocument,
    ArchivedRecording,
    ArchivedStory,
    Attachment,
)
from broadsheet.contracts.news import ItemPicture
from broadsheet.importing.models import ImportedFile
from broadsheet.importing.pictures import NOT_IN_FOLDER, MediaFolder, PictureDesk
from broadsheet.media.documents import DocumentError, add_document
from broadsheet.media.models import AttachedDocument, Picture, Recording
from broadsheet.media.recognising import RecordingError
from broadsheet.media.recordings import add_recording

NO_PICTURES = "pictures were not asked for"
_NO_FOLDER = "its file was not brought: name the folder that holds it with --media"


@dataclass(slots=True)
class AttachmentDesk:
    """
    Has at hand what a batch of stories holds. Without `pictures` those stay behind; all else needs the `folder`.

    A document or recording is known by its name in the archive: it comes once, however often the import is begun.
    """

    archive: str
    folder: MediaFolder | None
    pictures: PictureDesk | None
    _brought: dict[str, int | str] = field(default_factory=dict)  # by key: its number, or why it has none

    def bring(self, stories: Sequence[ArchivedStory]) -> None:
        """Have everything at hand that these hold."""
        held = list(attachments_in(stories))
        if self.pictures is not None:
            self.pictures.bring(picture for one in held for picture in pictures_of(one))
        for one in held:
            if not isinstance(one, ItemPicture) and _key(one) not in self._brought:
                self._brought[_key(one)] = self._kept(one)

    def number_of(self, attachment: Attachment) -> int | str:
        """The library's number of what was brought, or in words why there is none."""
        if not isinstance(attachment, ItemPicture):
            return self._brought.get(_key(attachment), NOT_IN_FOLDER)
        return NO_PICTURES if self.pictures is None else self.pictures.picture_id(attachment)

    def _kept(self, one: ArchivedDocument | ArchivedRecording) -> int | str:
        known = self._known(one)
        if known is not None:
            return "it was killed here" if getattr(known, "killed_at", None) else int(known.pk)
        if self.folder is None:
            return _NO_FOLDER
        try:
            with transaction.atomic(), self._opened(one.file) as file:
                kept = self._added(one, file)
                ImportedFile.objects.update_or_create(archive=self.archive, key=_key(one), defaults={"number": kept.pk})
        except (FileNotFoundError, DocumentError, RecordingError) as error:
            return str(error)
        return int(kept.pk)

    def _known(self, one: ArchivedDocument | ArchivedRecording) -> AttachedDocument | Recording | None:
        """What came under that name before and is here still."""
        kind = AttachedDocument if isinstance(one, ArchivedDocument) else Recording
        numbers = ImportedFile.objects.filter(archive=self.archive, key=_key(one)).values("number")
        known: AttachedDocument | Recording | None = kind._default_manager.filter(pk__in=numbers).first()  # noqa: SLF001  Django's documented door
        return known

    def _added(self, one: ArchivedDocument | ArchivedRecording, file: "File[bytes]") -> AttachedDocument | Recording:
        if isinstance(one, ArchivedDocument):
            return add_document(file, name=one.name or one.file, title=one.title)
        poster = self.number_of(one.poster) if one.poster is not None else None
        with self._opened(one.captions) if one.captions else nullcontext() as captions:
            return add_recording(
                file,
                title=one.title,
                credit=one.credit,
                usage_terms=one.usage_terms,
                poster=Picture.objects.get(pk=poster) if isinstance(poster, int) else None,
                transcript=one.transcript,
                captions=captions,
                captions_language=one.captions_language,
                seconds=one.seconds,
            )

    def _opened(self, name: str) -> "File[bytes]":
        """:raises FileNotFoundError: if the folder has no such file"""
        file: BinaryIO | None = self.folder.opened(name) if self.folder is not None else None
        if file is None:
            raise FileNotFoundError(NOT_IN_FOLDER)
        return File(file, name=name)


def _key(one: ArchivedDocument | ArchivedRecording) -> str:
    """An archive that gives a document's name to a recording, too, must not be given any other recording of ours."""
    return f"{'document' if isinstance(one, ArchivedDocument) else 'recording'}:{one.uri}"


def attachments_in(stories: Iterable[ArchivedStory]) -> Iterator[Attachment]:
    """All that stories show beside their words; a poster stands with its recording."""
    for story in stories:
        if story.lead_picture is not None:
            yield story.lead_picture
        for part in story.parts:
            if isinstance(part, ArchivedBlock):
                yield from part.attached.values()
            elif isinstance(part, ItemPicture):
                yield part


def pictures_of(attachment: Attachment) -> Iterator[ItemPicture]:
    """The picture that it is, or that it shows."""
    if isinstance(attachment, ItemPicture):
        yield attachment
    elif isinstance(attachment, ArchivedRecording) and attachment.poster is not None:
        yield attachment.poster

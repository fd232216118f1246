"""Documents that a program keeps, by the rules that stand for those which editors upload."""

from pathlib import PurePath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction

from broadsheet.media.models import AttachedDocument


class DocumentError(ValueError):
    """A file that cannot go out as a document; the text says why, fit to show to an editor."""


def add_document(file: "File[bytes]", *, name: str, title: str) -> AttachedDocument:
    """
    Keep a document.

    :raises DocumentError: if it is too large, or of no kind that the newsroom takes
    """
    if file.size > settings.WAGTAILDOCS_MAX_UPLOAD_SIZE:
        most = settings.WAGTAILDOCS_MAX_UPLOAD_SIZE // 1024**2
        raise DocumentError(f"The document has {file.size // 1024**2} MB; {most} MB are the most.")
    name = PurePath(name).name
    document = AttachedDocument(title=title[:255] or name[:255], file=File(file, name=name))
    try:
        document.clean()
    except ValidationError as error:
        raise DocumentError(" ".join(error.messages)) from error
    document._set_document_file_metadata()  # noqa: SLF001  Wagtail's forms call it too; it has no public name
    with transaction.atomic():  # the row and what Wagtail notes of it
        document.save()
    return document

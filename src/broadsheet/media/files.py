"""A picture's original: its size is read from its header, never by decoding it here, and uploads are examined first."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.forms.fields import FileField
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext, gettext_noop
from PIL import Image
from wagtail.images.fields import WagtailImageField as WagtailFormField
from wagtail.images.models import WagtailImageField, WagtailImageFieldFile

from broadsheet.media.darkroom import darkroom
from broadsheet.media.developing import Examined, PictureError

_LONGEST_NAME = 80  # characters of a file's name that an error quotes


class HeaderSizedFile(WagtailImageFieldFile):
    """Wagtail's own decodes the whole picture to learn its size: 230 MB and .7 s for 40 megapixels."""

    def get_image_dimensions(self) -> tuple[int, int]:
        was_closed = self.closed
        try:
            self.open()
            with Image.open(self.file) as image:
                width, height = image.size
            return width, height
        finally:
            if was_closed:
                self.close()
            else:
                self.seek(0)


class OriginalField(WagtailImageField):
    """The model's field; in migrations it is Wagtail's, as its column is."""

    attr_class = HeaderSizedFile

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        return name, "wagtail.images.models.WagtailImageField", args, kwargs


class UploadField(WagtailFormField):
    """
    The form's field: decodes an upload in the darkroom alone, and says what is wrong with a file by its name.

    A file that bears the ending of another kind gets its own; what was found inside is `examined` on the file.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        largest = filesizeformat(self.max_upload_size)
        megapixels = f"{self.max_image_pixels / 1_000_000:.0f}"
        self.help_text = gettext(
            "JPEG, PNG, WebP, AVIF and GIF, up to %(largest)s and %(megapixels)s megapixels each."
        ) % {"largest": largest, "megapixels": megapixels}
        # What Wagtail's script says of a file before it is sent; it stands beside the file's name.
        self.error_messages["invalid_image_extension"] = gettext(
            "Not a picture that is taken: JPEG, PNG, WebP, AVIF and GIF are. "
            "An SVG drawing can hold programs and is not."
        )
        self.error_messages["file_too_large_unknown_size"] = gettext(
            "Too large: %(largest)s are the most that is taken."
        ) % {"largest": largest}

    def to_python(self, data: Any) -> Any:
        """:raises ValidationError: if it is no picture that Broadsheet takes; the text names the file"""
        file = FileField.to_python(self, data)
        if file is None:
            return None
        name = str(file.name)[:_LONGEST_NAME]
        if file.size > self.max_upload_size:
            sizes = {"size": filesizeformat(file.size), "most": filesizeformat(self.max_upload_size)}
            raise ValidationError(
                gettext("%(name)s is too large: it has %(size)s, %(most)s are the most that is taken.")
                % {"name": name, **sizes},
                code="file_too_large",
            )
        try:
            examined = _examined(file, name=name)
        except PictureError as error:
            raise ValidationError(f"{error.shown()}.", code="invalid_image") from error
        file.name = f"{Path(str(file.name)).stem}.{examined.suffix}"
        file.examined = examined  # type: ignore[attr-defined]  # for the form, which fills its texts from it
        return file


def _examined(file: Any, *, name: str) -> Examined:
    file.seek(0)
    data = file.read()
    file.seek(0)
    if _looks_like_svg(data):
        words = gettext_noop("%(name)s is an SVG drawing, which can hold programs; send JPEG, PNG, WebP, AVIF or GIF")
        raise PictureError(words, name=name)
    return darkroom.examine(data, name=name)


def _looks_like_svg(data: bytes) -> bool:
    head = data[:1000].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    return head.startswith(b"<svg") or (head.startswith(b"<?xml") and b"<svg" in head)

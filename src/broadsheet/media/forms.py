"""The picture form: the three texts named as a newsroom names them, filled from the file where left empty."""

import hashlib
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.images.forms import BaseImageForm

from broadsheet.media.captions import says_the_same
from broadsheet.media.cropping import CropError, checked_part
from broadsheet.media.embedded import EmbeddedTexts
from broadsheet.media.files import UploadField
from broadsheet.media.models import Picture
from broadsheet.media.moments import last_moment_of, moment_of

FILLED = {
    "title": "title",
    "caption": "caption",
    "credit": "credit",
    "description": "alt_text",
    "usage_terms": "usage_terms",
}
TEXTS = {
    "description": (
        _("Alt text"),
        _("What the picture shows, for those who cannot see it. Not the caption again."),
    ),
    "caption": (_("Caption"), _("What readers see under it. Left empty, it is taken from the file.")),
    "credit": (
        _("Credit"),
        _("Who made it; no picture goes out without one. Left empty, it is taken from the file."),
    ),
    "usage_terms": (_("Usage terms"), _("What the newsroom must know before using it; never published.")),
    "usage_ends_at": (
        _("May be used until"),
        _("No story goes out with this picture anew after it; stories that are out keep it. Left empty: see the file."),
    ),
}
FROM_THE_FILE = _("Taken from the file.")


class PictureForm(BaseImageForm):
    """Wagtail's image form for our pictures; `filled` names the fields that the file filled."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filled: frozenset[str] = getattr(self.instance, "filled_from_file", frozenset())
        self._use_own_upload()
        for name, (label, help_text) in TEXTS.items():
            if name in self.fields:
                self.fields[name].label, self.fields[name].help_text = label, help_text
                if isinstance(self.fields[name].widget, forms.Textarea):
                    self.fields[name].widget.attrs["rows"] = 3
        for name in self.filled & set(self.fields):
            self.fields[name].help_text = FROM_THE_FILE
        if "card_crop" in self.fields:
            self.fields["card_crop"].widget = forms.HiddenInput()
            self.fields["card_crop"].required = False

    def clean_file(self) -> Any:
        """:raises ValidationError: for the bytes of a picture that was killed"""
        file = self.cleaned_data["file"]
        if "file" in self.changed_data and _was_killed(file):
            message = gettext("%(name)s was killed and is not taken again.") % {"name": file.name}
            raise ValidationError(message, code="killed")
        return file

    def clean_card_crop(self) -> list[int] | None:
        """:raises ValidationError: if no card can be cut from there"""
        value = self.cleaned_data["card_crop"]
        if not value or "file" in self.changed_data:  # it was chosen in another picture
            return None
        try:
            return checked_part(value, size=(self.instance.width, self.instance.height)).as_list()
        except CropError as error:
            raise ValidationError(error.shown()) from error

    def clean(self) -> dict[str, Any]:
        """Fill what was left empty from the file; what somebody typed stays."""
        data: dict[str, Any] = super().clean()
        file = data.get("file")
        if file is None or "file" not in self.changed_data:
            return data
        self._fill(data, found=file.examined.texts, file_name=file.name)
        return data

    def _fill(self, data: dict[str, Any], *, found: EmbeddedTexts, file_name: str) -> None:
        typed = {name: data.get(name) or "" for name in FILLED}
        if _is_file_name(typed["title"], file_name):
            typed["title"] = ""
        filled = set()
        for name, source in FILLED.items():
            inside = getattr(found, source)[: _room(self, name)]
            if inside and not typed[name]:
                filled.add(name)
            data[name] = typed[name] or inside or data.get(name) or ""
        if says_the_same(data["description"], data["caption"]) and not typed["description"]:
            data["description"] = ""
            filled.discard("description")
        zone = timezone.get_current_timezone()
        if data.get("usage_ends_at") is None and (end := last_moment_of(found.usage_ends, zone=zone)) is not None:
            data["usage_ends_at"] = end
            filled.add("usage_ends_at")
        self.instance.taken_at = moment_of(found.taken, zone=zone)
        self.filled = frozenset(filled)

    def save(self, commit: bool = True) -> Any:
        """The picture, telling the form that is shown next what its file filled."""
        picture = super().save(commit=commit)
        picture.filled_from_file = self.filled
        return picture

    def _use_own_upload(self) -> None:
        theirs = self.fields.get("file")
        if theirs is not None:
            # Wagtail puts its own field there, whatever the model says (images/forms.py, formfield_for_dbfield).
            self.fields["file"] = UploadField(required=theirs.required, widget=theirs.widget, label=gettext("File"))


def _was_killed(file: Any) -> bool:
    file.seek(0)
    same = hashlib.file_digest(file, lambda: hashlib.sha1(usedforsecurity=False)).hexdigest()  # Wagtail's own hash
    file.seek(0)
    return bool(Picture.objects.filter(file_hash=same, killed_at__isnull=False).exists())


def _is_file_name(title: str, file_name: str) -> bool:
    """Wagtail proposes the file's name as title, with or without its ending."""
    return title.rsplit(".", 1)[0].casefold() == file_name.rsplit(".", 1)[0].casefold()


def _room(form: forms.BaseForm, name: str) -> int | None:
    field = form.fields.get(name)
    return getattr(field, "max_length", None)

"""The form of a recording: what it is says its file, never its name."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from broadsheet.environment import site
from broadsheet.media.recognising import LARGEST_CAPTIONS, RecordingError, check_captions
from broadsheet.media.recordings import LARGEST, discard, take_file

LARGEST_IN_WORDS = f"{LARGEST // 1024**2} MB"
_FILES = ("file", "captions")


class RecordingForm(WagtailAdminModelForm):
    """Fills in what the file says, and lets files go that were replaced."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._names_before = {getattr(self.instance, name).name for name in _FILES}
        self.fields["seconds"].required = False
        self.fields["captions_language"].initial = site.language()

    def clean_seconds(self) -> int:
        return int(self.cleaned_data["seconds"] or 0)

    def clean(self) -> dict[str, Any]:
        """Look into new files; an error stands beside the file that it is about."""
        data: dict[str, Any] = super().clean() or {}
        self.instance.seconds = data.get("seconds") or 0
        self._look_into("file", data)
        self._look_into("captions", data)
        data["seconds"] = self.instance.seconds
        return data

    def save(self, commit: bool = True) -> Any:
        if self.instance.pk is None:
            self.instance.uploaded_by = self.for_user
        saved = super().save(commit=commit)
        if commit:
            discard(self._names_before - {getattr(saved, name).name for name in _FILES})
        return saved

    def _look_into(self, name: str, data: dict[str, Any]) -> None:
        file = data.get(name)
        if not file or name not in self.changed_data:
            return
        try:
            if name == "file":
                take_file(self.instance, file)
            else:
                check_captions(file.read(LARGEST_CAPTIONS + 1))
                file.seek(0)
        except RecordingError as error:
            self.add_error(name, forms.ValidationError(error.shown()))


class KillForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text=_("For the recording's history; readers do not see it"),
    )

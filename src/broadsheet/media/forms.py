"""The picture form: the three texts named as a newsroom names them, filled from the file where left empty."""

from typing import Any

from django import forms
from PIL import Image, UnidentifiedImageError
from wagtail.images.forms import BaseImageForm

from broadsheet.media.captions import says_the_same
from broadsheet.media.embedded import EmbeddedTexts, embedded_texts

FILLED = {
    "title": "title",
    "caption": "caption",
    "credit": "credit",
    "description": "alt_text",
    "usage_terms": "usage_terms",
}
TEXTS = {
    "description": ("Alt text", "What the picture shows, for those who cannot see it. Not the caption again."),
    "caption": ("Caption", "What readers see under it. Left empty, it is taken from the file."),
    "credit": ("Credit", "Who made it; no picture goes out without one. Left empty, it is taken from the file."),
    "usage_terms": ("Usage terms", "What the newsroom must know before using it; never published."),
}


class PictureForm(BaseImageForm):
    """Wagtail's image form for our pictures."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, help_text) in TEXTS.items():
            if name in self.fields:
                self.fields[name].label, self.fields[name].help_text = label, help_text
                if isinstance(self.fields[name].widget, forms.Textarea):
                    self.fields[name].widget.attrs["rows"] = 3

    def clean(self) -> dict[str, Any]:
        """Fill what was left empty from the file; what somebody typed stays."""
        data: dict[str, Any] = super().clean()
        file = data.get("file")
        if file is None or "file" not in self.changed_data:
            return data
        found = texts_of(file)
        typed = {name: data.get(name) or "" for name in FILLED}
        if _is_file_name(typed["title"], file.name):
            typed["title"] = ""
        for name, source in FILLED.items():
            data[name] = typed[name] or getattr(found, source)[: _room(self, name)] or data.get(name) or ""
        if says_the_same(data["description"], data["caption"]) and not typed["description"]:
            data["description"] = ""
        return data


def texts_of(file: Any) -> EmbeddedTexts:
    """The texts in an opened file, which is left rewound."""
    file.seek(0)
    try:
        with Image.open(file) as image:
            return embedded_texts(image)
    except (UnidentifiedImageError, OSError, ValueError):
        return EmbeddedTexts()
    finally:
        file.seek(0)


def _is_file_name(title: str, file_name: str) -> bool:
    """Wagtail proposes the file's name as title, with or without its ending."""
    return title.casefold() in {file_name.casefold(), file_name.rsplit(".", 1)[0].casefold()}


def _room(form: forms.BaseForm, name: str) -> int | None:
    field = form.fields.get(name)
    return getattr(field, "max_length", None)

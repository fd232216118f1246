"""What a source is asked for, by its kind; screens and commands fill in the same form."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from broadsheet.contracts.fetching import FetchOrder, SourceKind
from broadsheet.wire.kinds import KIND_FACTS, address_trouble
from broadsheet.wire.locking import lock, unlock
from broadsheet.wire.models import Source

_FIRST = ("name", "slug")
_LAST = ("credit", "colour", "order_by", "quiet_after", "hourly_cap", "allowed_terms")
_HELP = {
    "slug": gettext_lazy(
        "Short and lasting, for addresses, folders and logs: ap, dpa-sport. Small letters, figures, - and _."
    ),
    "name": gettext_lazy("As the desk calls it."),
    "credit": gettext_lazy("Stands on the page where an item names nobody to credit, such as “Associated Press”."),
    "order_by": gettext_lazy(
        "Choose time where version numbers do not grow with each revision, as on older Reuters feeds."
    ),
    "hourly_cap": gettext_lazy(
        "The most stories an hour that its routes may publish by themselves; the rest waits on the desk."
    ),
    "allowed_terms": gettext_lazy(
        "One a line. Anything else in an editor's note or usage terms keeps an item from publishing by itself."
    ),
}
_LABELS = {
    "name": gettext_lazy("Name"),
    "slug": gettext_lazy("Short name"),
    "interval": gettext_lazy("Interval"),
    "credit": gettext_lazy("Source credit"),
    "colour": gettext_lazy("Colour"),
    "order_by": gettext_lazy("The newer revision has the higher"),
    "hourly_cap": gettext_lazy("Hourly cap"),
    "allowed_terms": gettext_lazy("Terms and notes that may publish by themselves"),
    "quiet_after": gettext_lazy("Alarm after so many silent hours"),
}


class SourceForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in its stubs alone
    """A source of one kind; the secret is only ever written."""

    secret = forms.CharField(
        required=False,
        strip=False,
        max_length=4000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    class Meta:
        model = Source
        fields = (*_FIRST, "folder", "address", "user", "interval", *_LAST)
        labels = _LABELS
        help_texts = _HELP
        widgets = {"colour": forms.RadioSelect, "order_by": forms.RadioSelect}

    def __init__(self, *args: Any, kind: SourceKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.facts = KIND_FACTS[kind]
        self._keep_fields_of_kind()
        if not self.instance.pk:
            self.instance.kind = kind
            if "interval" in self.fields:
                self.fields["interval"].initial = self.facts.interval
        elif self.instance.locked_secret and "secret" in self.fields:
            self.fields["secret"].required = False
            self.fields["secret"].help_text = _("One is saved. Leave this empty to keep it, or type a new one.")
        self._ask_options()

    def _keep_fields_of_kind(self) -> None:
        kept = (*_FIRST, *self.facts.fields, *_LAST)
        self.fields = {name: self.fields[name] for name in kept}
        for name in self.facts.fields:
            field = self.fields[name]
            field.label = self.facts.labels.get(name, field.label)
            field.help_text = self.facts.helps.get(name, field.help_text)
            field.required = name in self.facts.required or name == "interval"
        self.fields["colour"].choices = [  # type: ignore[attr-defined]
            (name, label if name else pgettext("colour", "None"))
            for name, label in self.fields["colour"].choices  # type: ignore[attr-defined]
        ]

    def _ask_options(self) -> None:
        for option in self.facts.options:
            given = self.instance.options.get(option.name, option.default)
            self.fields[f"option_{option.name}"] = (
                forms.ChoiceField(
                    label=option.label,
                    help_text=option.help_text,
                    choices=option.choices,
                    initial=given,
                    required=False,
                )
                if option.choices
                else forms.CharField(
                    label=option.label, help_text=option.help_text, initial=given, required=False, max_length=500
                )
            )

        own = [*self.facts.fields, *(f"option_{option.name}" for option in self.facts.options)]
        self.order_fields([*_FIRST, *own, *_LAST])

    def clean_slug(self) -> str:
        return str(self.cleaned_data["slug"]).lower()

    def clean_folder(self) -> str:
        folder = Path(str(self.cleaned_data["folder"])).expanduser()
        if not folder.is_absolute():
            raise ValidationError(_("Give the whole path, from the first / on."))
        other = Source.objects.filter(folder=str(folder)).exclude(pk=self.instance.pk).first()
        if other is not None:
            said = _("This folder is read by the source “%(source)s” already; give another.")
            raise ValidationError(said % {"source": other})
        return str(folder)

    def clean_address(self) -> str:
        address = str(self.cleaned_data["address"]).strip()
        if address and (trouble := address_trouble(address, kind=self.kind)):
            raise ValidationError(trouble)
        return address

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        is_moved = bool(self.instance.pk) and "address" in self.changed_data
        if is_moved and self.instance.locked_secret and not cleaned.get("secret"):
            # Whoever may change the address must not be able to have the password sent to a server of their own.
            self.add_error("secret", _("The address is another one: type the password in again."))
        return cleaned

    def order(self) -> FetchOrder:
        """
        What a look with these answers would be told; needs a valid form.

        :raises LockedError: if the saved secret cannot be opened
        """
        cleaned = self.cleaned_data
        return FetchOrder(
            address=cleaned.get("address", ""),
            user=cleaned.get("user", ""),
            secret=cleaned.get("secret") or unlock(self.instance.locked_secret),
            options=self._options(),
        )

    def save_source(self, *, now: datetime) -> Source:
        """Save it; what was learnt of another address is forgotten, and the next look comes at once."""
        source: Source = self.instance
        if self.cleaned_data.get("secret"):
            source.locked_secret = lock(self.cleaned_data["secret"])
        source.options = self._options()
        if not source.pk:
            source.watched_since = now
        if {"address", "user", "folder"} & set(self.changed_data):
            source.cursor = ""
        source.next_look_at, source.failures = None, 0
        source.save()
        return source

    def _options(self) -> dict[str, str]:
        asked = {option.name: self.cleaned_data.get(f"option_{option.name}", "") for option in self.facts.options}
        return {name: value for name, value in asked.items() if value}

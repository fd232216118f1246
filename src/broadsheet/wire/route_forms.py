"""What a route is asked for; screens and commands fill in the same form."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from broadsheet.contracts.news import Kind
from broadsheet.stories.models import SectionPage
from broadsheet.wire.models import Route, Source
from broadsheet.wire.routing import words_from


class RouteForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in its stubs alone
    kinds = forms.MultipleChoiceField(
        choices=[(kind.value, kind.value.title()) for kind in Kind],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="Kinds",
        help_text="None chosen takes all; only text can become a story.",
    )

    class Meta:
        model = Route
        fields = (
            "source", "section", "mode", "in_latest", "topics", "kinds", "languages", "least_urgency", "hours_from",
            "hours_to",
        )  # fmt: skip
        labels = {
            "mode": "What happens",
            "in_latest": "Stories enter Latest Stories and the fronts",
            "least_urgency": "Least urgency",
            "hours_from": "From",
            "hours_to": "Until",
        }
        help_texts = {
            "topics": "Media Topics codes or names, by comma, such as sport, 20000065. Empty takes all.",
            "languages": "Such as en, de-AT, by comma. Empty takes all.",
            "least_urgency": "From 1, a flash, to 9. An item of urgency 5 passes where 5 to 9 is set.",
            "hours_from": "By the paper's clock; empty is all day. A route from 22:00 until 06:00 runs over midnight.",
            "in_latest": "",
        }
        widgets = {
            "mode": forms.RadioSelect,
            "hours_from": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "hours_to": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sources = Source.objects.filter(archived_at__isnull=True).order_by("name", "pk")
        self.fields["source"].queryset = sources  # type: ignore[attr-defined]
        self.fields["section"].queryset = SectionPage.objects.filter(live=True).order_by("path")  # type: ignore[attr-defined]
        self.fields["mode"].choices = [(mode.value, mode.label.capitalize()) for mode in Route.Mode]  # type: ignore[attr-defined]
        self.initial["kinds"] = list(words_from(self.instance.kinds))

    def clean_kinds(self) -> str:
        return ", ".join(self.cleaned_data["kinds"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        start, end = cleaned.get("hours_from"), cleaned.get("hours_to")
        if (start is None) != (end is None) and not {"hours_from", "hours_to"} & set(self.errors):
            raise ValidationError("Give both hours, or neither.")
        if start is not None and start == end:
            raise ValidationError("A route from and until the same minute would never be open; leave both empty.")
        self._refuse_second(cleaned)
        return cleaned

    def _refuse_second(self, cleaned: dict[str, Any]) -> None:
        """Say in the newsroom's words what the constraint would say in the database's."""
        source, section = cleaned.get("source"), cleaned.get("section")
        same = Route.objects.filter(source=source, section=section).exclude(pk=self.instance.pk)
        if source and section and same.exists():
            self.add_error("section", f"{source} has a route to {section} already; change that one.")

"""What a route is asked for; screens and commands fill in the same form."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from broadsheet.contracts.news import Kind
from broadsheet.stories.models import SectionPage
from broadsheet.wire.models import Route, Source
from broadsheet.wire.routing import words_from


class RouteForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in its stubs alone
    kinds = forms.MultipleChoiceField(
        choices=[(kind.value, capfirst(gettext_lazy(kind.value))) for kind in Kind],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("Kinds"),
        help_text=gettext_lazy("None chosen takes all; only text can become a story."),
    )

    class Meta:
        model = Route
        fields = (
            "source", "section", "mode", "in_latest", "topics", "kinds", "languages", "least_urgency", "hours_from",
            "hours_to",
        )  # fmt: skip
        labels = {
            "source": gettext_lazy("Source"),
            "section": gettext_lazy("Section"),
            "mode": gettext_lazy("What happens"),
            "in_latest": gettext_lazy("Stories enter Latest Stories and the fronts"),
            "topics": gettext_lazy("Topics"),
            "languages": gettext_lazy("Languages"),
            "least_urgency": gettext_lazy("Least urgency"),
            "hours_from": gettext_lazy("From"),
            "hours_to": gettext_lazy("Until"),
        }
        help_texts = {
            "topics": gettext_lazy("Media Topics codes or names, by comma, such as sport, 20000065. Empty takes all."),
            "languages": gettext_lazy("Such as en, de-AT, by comma. Empty takes all."),
            "least_urgency": gettext_lazy("From 1, a flash, to 9. An item of urgency 5 passes where 5 to 9 is set."),
            "hours_from": gettext_lazy(
                "By the paper's clock; empty is all day. A route from 22:00 until 06:00 runs over midnight."
            ),
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
        self.fields["mode"].choices = [(mode.value, capfirst(mode.label)) for mode in Route.Mode]  # type: ignore[attr-defined]
        self.initial["kinds"] = list(words_from(self.instance.kinds))

    def clean_kinds(self) -> str:
        return ", ".join(self.cleaned_data["kinds"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        start, end = cleaned.get("hours_from"), cleaned.get("hours_to")
        if (start is None) != (end is None) and not {"hours_from", "hours_to"} & set(self.errors):
            raise ValidationError(_("Give both hours, or neither."))
        if start is not None and start == end:
            said = _("A route from and until the same minute would never be open; leave both empty.")
            raise ValidationError(said)
        self._refuse_second(cleaned)
        return cleaned

    def _refuse_second(self, cleaned: dict[str, Any]) -> None:
        """Say in the newsroom's words what the constraint would say in the database's."""
        source, section = cleaned.get("source"), cleaned.get("section")
        same = Route.objects.filter(source=source, section=section).exclude(pk=self.instance.pk)
        if source and section and same.exists():
            said = _("%(source)s has a route to %(section)s already; change that one.")
            self.add_error("section", said % {"source": source, "section": section})

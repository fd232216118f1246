"""What an editor fills in on a wire item's page, and what the list can be narrowed to."""

from collections.abc import Sequence

from django import forms
from django_filters import ChoiceFilter, MultipleChoiceFilter  # type: ignore[import-untyped]
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.widgets import AdminAutoHeightTextInput, AdminPageChooser

from broadsheet.stories.models import SectionPage, StoryPage
from broadsheet.wire.models import WireItem
from broadsheet.wire.verdict import VerdictKind

_STATES = [(kind.value, kind.label) for kind in VerdictKind]
_URGENCIES = [(1, "1, flash"), (3, "1 to 3, urgent"), (5, "1 to 5")]


class WireFilters(WagtailFilterSet):
    verdict = MultipleChoiceFilter(choices=_STATES, label="State", widget=forms.CheckboxSelectMultiple)
    urgency = ChoiceFilter(
        choices=_URGENCIES, label="Urgency", lookup_expr="lte", empty_label="Any", widget=forms.RadioSelect
    )

    class Meta:
        model = WireItem
        fields = ["source", "verdict", "urgency"]


class MakeForm(forms.Form):
    """Where the story will stand."""

    section = forms.ChoiceField(label="Section")

    def __init__(self, *, sections: Sequence[SectionPage], chosen: SectionPage | None) -> None:
        super().__init__(initial={"section": chosen.pk if chosen else None})
        self.fields["section"].choices = [(place.pk, place.title) for place in sections]  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why somebody decides something; kept in the item's or the story's history."""

    reason = forms.CharField(
        label="Reason", help_text="The newsroom sees it, readers do not.", widget=AdminAutoHeightTextInput
    )


class InsertForm(forms.Form):
    """Which story an item's text goes into."""

    story = forms.ModelChoiceField(
        StoryPage.objects.filter(withdrawn_at__isnull=True),
        label="Story",
        widget=AdminPageChooser(target_models=[StoryPage]),
    )


class RuleForm(forms.Form):
    """When an embargo ends, and why somebody says so."""

    until = forms.CharField(
        label="Embargo ends",
        help_text="In the paper's time zone, to the second. Left empty, the embargo is lifted at once.",
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", "step": 1}),
    )
    reason = forms.CharField(label="Reason", help_text="Kept with the item; the newsroom sees it, readers do not.")

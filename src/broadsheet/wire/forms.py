"""What an editor fills in on a wire item's page."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminAutoHeightTextInput, AdminPageChooser

from broadsheet.stories.models import SectionPage, StoryPage


class MakeForm(forms.Form):
    """Where the story will stand."""

    section = forms.ChoiceField(label=_("Section"))

    def __init__(self, *, sections: Sequence[SectionPage], chosen: SectionPage | None) -> None:
        super().__init__(initial={"section": chosen.pk if chosen else None})
        self.fields["section"].choices = [(place.pk, place.title) for place in sections]  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why somebody decides something; kept in the item's or the story's history."""

    reason = forms.CharField(
        label=_("Reason"), help_text=_("The newsroom sees it, readers do not."), widget=AdminAutoHeightTextInput
    )


class InsertForm(forms.Form):
    """Which story an item's text goes into."""

    story = forms.ModelChoiceField(
        StoryPage.objects.filter(withdrawn_at__isnull=True),
        label=_("Story"),
        widget=AdminPageChooser(target_models=[StoryPage]),
    )


class RuleForm(forms.Form):
    """When an embargo ends, and why somebody says so."""

    until = forms.CharField(
        label=_("Embargo ends"),
        help_text=_("In the paper's time zone, to the second. Left empty, the embargo is lifted at once."),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", "step": 1}),
    )
    reason = forms.CharField(
        label=_("Reason"), help_text=_("Kept with the item; the newsroom sees it, readers do not.")
    )

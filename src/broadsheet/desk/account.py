"""Where somebody chooses of which notices they hear by mail, beside what Wagtail's own settings ask."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.account import BaseSettingsPanel, notifications_tab
from wagtail.admin.widgets.switch import SwitchInput

from broadsheet.desk.models import MailChoice


class MailChoiceForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's own class takes none while it runs
    class Meta:
        model = MailChoice
        fields = ("schedules", "changes", "wire")
        widgets = {"schedules": SwitchInput(), "changes": SwitchInput(), "wire": SwitchInput()}


class MailChoicePanel(BaseSettingsPanel):
    """The row is made when somebody saves, not when they look."""

    name = "notices"
    title = _("Notices by e-mail")
    tab = notifications_tab
    order = 200
    form_class = MailChoiceForm

    def get_form(self) -> MailChoiceForm:
        chosen = MailChoice.objects.filter(person=self.user).first() or MailChoice(person=self.user)
        given: dict[str, Any] = {"data": self.request.POST} if self.request.method == "POST" else {}
        return MailChoiceForm(instance=chosen, prefix=self.name, **given)

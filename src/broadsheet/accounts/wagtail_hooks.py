"""Where Wagtail shows how people sign in."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.views.account import BaseSettingsPanel, LocaleSettingsPanel
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogFormatter
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from broadsheet.accounts.forms import LocaleForm, SecondFactorPanel
from broadsheet.accounts.models import User
from broadsheet.accounts.second_factors import has_second_factor
from broadsheet.accounts.views.signing_in import SigningInView

LocaleSettingsPanel.form_class = LocaleForm  # the view makes Wagtail's own panel, and no hook takes it off


class SigningInPanel(BaseSettingsPanel):
    """In the account settings, in place of Wagtail's password: what somebody signs in with, and where to change it."""

    name = "signing_in"
    title = _("Signing in")
    order = 500
    template_name = "broadsheet_accounts/account_panel.html"

    def get_form(self) -> forms.Form:
        return forms.Form()  # never bound: this panel shows and links, and changes nothing itself

    def get_context_data(self) -> dict[str, Any]:
        return {"has_second_factor": has_second_factor(self.user)}


class SecondFactorRemoved(LogFormatter):
    """With the reason that was given."""

    label = _("Take off the second factor")

    def format_message(self, log_entry: ModelLogEntry) -> str:
        return gettext("Second factor taken off: %(reason)s") % {"reason": log_entry.data.get("reason", "")}


@hooks.register("register_account_settings_panel")
def signing_in_panel(request: Any, user: User, profile: UserProfile) -> SigningInPanel:
    return SigningInPanel(request, user, profile)


@hooks.register("register_admin_urls")
def signing_in_address() -> list[URLPattern]:
    return [path("account/signing-in/", SigningInView.as_view(), name="signing_in")]


@hooks.register("register_user_listing_buttons")
def signing_in_button(user: User, request_user: User) -> Iterator[Button]:
    if request_user.has_perm("broadsheet_accounts.change_user"):
        yield Button(
            _("Signing in"), reverse("wagtailusers_users:signing_in", args=[user.pk]), icon_name="lock", priority=40
        )


# First of the panels: what a role may do is a long list.
@hooks.register("register_group_permission_panel", order=-1)
def second_factor_panel() -> type[SecondFactorPanel]:
    return SecondFactorPanel


@hooks.register("register_log_actions")
def name_log_actions(actions: Any) -> None:
    """What the history of a person or a role calls what was done."""
    actions.register_action("broadsheet.second_factor_removed")(SecondFactorRemoved)
    actions.register_action(
        "broadsheet.second_factor_asked", _("Ask for a second factor"), _("A second factor is asked for")
    )
    actions.register_action(
        "broadsheet.second_factor_not_asked",
        _("No longer ask for a second factor"),
        _("A second factor is no longer asked for"),
    )
    actions.register_action(
        "broadsheet.password_given", _("Give another password"), _("Given another password at the newsroom's machine")
    )

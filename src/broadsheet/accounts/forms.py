"""allauth's forms in the newsroom's words."""

from collections.abc import Mapping
from typing import Any

from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SetPasswordForm,
)
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as FactorAgainForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.conf import settings
from django.contrib.auth.models import Group
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.account import LocalePreferencesForm

from broadsheet.accounts.languages import usual_language
from broadsheet.accounts.second_factors import is_asked_of, require_second_factor


class Worded:
    """Fields under labels of ours; a placeholder that says the label again is in the way of whoever types."""

    labels: Mapping[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, forms.Field] = self.fields  # type: ignore[attr-defined]  # of the form
        for name, field in fields.items():
            field.label, field.help_text = self.labels.get(name, field.label), ""
            field.widget.attrs.pop("placeholder", None)
        next(iter(fields.values())).widget.attrs["autofocus"] = True


class SignInForm(Worded, LoginForm):
    """User name and password."""

    labels = {"login": _("Username"), "password": _("Password"), "remember": _("Remember me on this device")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs |= {"autocapitalize": "none", "spellcheck": "false"}


class PasswordAgainForm(Worded, ReauthenticateForm):
    """The password before something that changes how somebody signs in."""


class NewPasswordForm(Worded, ChangePasswordForm):
    """Another password in place of the one that is known."""

    labels = {
        "oldpassword": _("Password until now"),
        "password1": _("New password"),
        "password2": _("New password, again"),
    }


class FirstPasswordForm(Worded, SetPasswordForm):
    """A password for who has none."""

    labels = {"password1": _("New password"), "password2": _("New password, again")}


class ForgottenPasswordForm(Worded, ResetPasswordForm):
    """Where to send a link to."""

    labels = {"email": _("Mail address")}


class ChosenPasswordForm(Worded, ResetPasswordKeyForm):
    """Another password in place of the one that is forgotten."""

    labels = {"password1": _("New password"), "password2": _("New password, again")}


class CodeForm(AuthenticateForm):
    """A code of the app, or a recovery code, after the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word_code(self, label=_("Code"), help_text=_("Six digits of your app, or one of your recovery codes."))


class CodeAgainForm(FactorAgainForm):
    """The same before something that changes how somebody signs in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word_code(self, label=_("Code"), help_text=_("Six digits of your app, or one of your recovery codes."))


class AppForm(ActivateTOTPForm):
    """The first code of an app that was just shown the secret."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word_code(self, label=_("Code of the app"), help_text=_("The six digits that the app shows now."))


class PasskeyForm(AddWebAuthnForm):
    """A name for a passkey, and whether it also stands for the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name")
        self.fields["name"].help_text = _("So that you know it again: this laptop, the blue key.")
        self.fields["passwordless"].label = _("Sign in with it alone")
        self.fields["passwordless"].help_text = _(
            "Without user name and password. The device then asks for your finger, your face or its PIN each time."
        )


class LocaleForm(LocalePreferencesForm):
    """Wagtail's, whose own first choice names the paper's language where the newsroom does not speak it, too."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "preferred_language" in self.fields:
            languages = dict(settings.WAGTAILADMIN_PERMITTED_LANGUAGES)
            usual = gettext("As the paper: %(language)s") % {"language": languages[usual_language()]}
            self.fields["preferred_language"].choices = [("", usual), *languages.items()]


class SecondFactorPanel(forms.Form):
    """The panel on a group's page that says whether its people must give a second factor."""

    second_factor = forms.BooleanField(
        required=False,
        label=_("Everybody with this role must give a second factor when signing in"),
        help_text=_(
            "An app on the phone, or a passkey. Whoever has none is led to set one up before anything else "
            "of the newsroom answers; sessions that are open now included."
        ),
    )

    def __init__(self, *, instance: Group | None = None, **kwargs: Any) -> None:
        self._group = instance
        asked = instance is not None and is_asked_of(instance)
        super().__init__(**kwargs, prefix="second_factor", initial={"second_factor": asked})

    def save(self) -> None:
        """Keep the answer; Wagtail calls this once the group itself is saved."""
        if self._group is not None:
            require_second_factor(self._group, required=self.cleaned_data["second_factor"])

    def as_admin_panel(self) -> SafeString:
        return render_to_string("broadsheet_accounts/second_factor_panel.html", {"form": self})


class ReasonForm(forms.Form):
    """Why an administrator takes a second factor away."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It is sent to them, where the newsroom sends mail, and kept in their history."),
    )


def _word_code(form: forms.Form, *, label: Any, help_text: Any) -> None:
    field = form.fields["code"]
    field.label, field.help_text = label, help_text
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs |= {"autofocus": True, "inputmode": "numeric", "spellcheck": "false"}

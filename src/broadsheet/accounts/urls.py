"""The doors of the newsroom. Signing up, mail addresses and logins by mail of allauth's are not among them."""

from allauth.account import views as account
from allauth.core.internal import ratelimit
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from django.urls import URLPattern, path, re_path
from django.views.generic import RedirectView

from broadsheet.accounts.views.entrance import (
    ForgottenPasswordView,
    PasskeyView,
    SecondFactorsView,
    SecondFactorView,
    SignInView,
    View,
    entrance,
)

# Asking for a passkey writes a session, so asking counts as trying.
_by_passkey: View = ratelimit.decorator(app="allauth.mfa", action="webauthn_login", limit_get=True)(
    PasskeyView.as_view()
)


def _door(route: str, view: View, name: str) -> URLPattern:
    return path(route, entrance(view), name=name)


# The names are those by which allauth finds its way.
DOORS = [
    _door("sign-in/", SignInView.as_view(), "account_login"),
    _door("sign-in/code/", SecondFactorView.as_view(), "mfa_authenticate"),
    _door("sign-in/passkey/", _by_passkey, "mfa_login_webauthn"),
    _door("sign-in/no-entry/", account.account_inactive, "account_inactive"),
    _door("sign-in/again/", account.reauthenticate, "account_reauthenticate"),
    _door("sign-in/again/code/", factors.reauthenticate, "mfa_reauthenticate"),
    _door("sign-in/again/passkey/", passkeys.reauthenticate_webauthn, "mfa_reauthenticate_webauthn"),
    _door("sign-out/", account.logout, "account_logout"),
    _door("password/", account.password_change, "account_change_password"),
    _door("password/first/", account.password_set, "account_set_password"),
    _door("password/forgotten/", ForgottenPasswordView.as_view(), "account_reset_password"),
    _door("password/forgotten/sent/", account.password_reset_done, "account_reset_password_done"),
    _door("password/forgotten/done/", account.password_reset_from_key_done, "account_reset_password_from_key_done"),
    re_path(
        r"^password/forgotten/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        entrance(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    _door("second-factor/", SecondFactorsView.as_view(), "mfa_index"),
    _door("second-factor/app/", app.activate_totp, "mfa_activate_totp"),
    _door("second-factor/app/remove/", app.deactivate_totp, "mfa_deactivate_totp"),
    _door("second-factor/codes/", codes.view_recovery_codes, "mfa_view_recovery_codes"),
    _door("second-factor/codes/new/", codes.generate_recovery_codes, "mfa_generate_recovery_codes"),
    _door("second-factor/codes/file/", codes.download_recovery_codes, "mfa_download_recovery_codes"),
    _door("second-factor/passkeys/", RedirectView.as_view(pattern_name="mfa_index"), "mfa_list_webauthn"),
    _door("second-factor/passkeys/add/", passkeys.add_webauthn, "mfa_add_webauthn"),
    _door("second-factor/passkeys/<int:pk>/", passkeys.edit_webauthn, "mfa_edit_webauthn"),
    _door("second-factor/passkeys/<int:pk>/remove/", passkeys.remove_webauthn, "mfa_remove_webauthn"),
]

# Wagtail's own doors take a password without the second factor, and answer at their addresses whatever login address
# is set. Mounted before Wagtail's, these stand in front of them.
_to_sign_in = RedirectView.as_view(pattern_name="account_login", query_string=True)
_to_forgotten = RedirectView.as_view(pattern_name="account_reset_password")
IN_FRONT_OF_WAGTAIL = [
    path("login/", _to_sign_in, name="wagtails_login"),
    path("logout/", entrance(account.logout), name="wagtailadmin_logout"),
    re_path(r"^password_reset/.*$", _to_forgotten, name="wagtails_password_reset"),
]

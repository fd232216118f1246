"""How allauth signs people in to a newsroom."""

import time
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.stagekit import clear_login
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from broadsheet.accounts.limits import in_words, wait_for
from broadsheet.accounts.mailing import send_later
from broadsheet.accounts.models import User
from broadsheet.accounts.second_factors import has_second_factor
from broadsheet.environment.mail import has_mail
from broadsheet.environment.places import newsroom_url, trusted_proxies
from broadsheet.environment.proxies import client_address
from broadsheet.environment.secrets import derived_key

NO_ADDRESS = "0.0.0.0"  # noqa: S104  nothing listens there: it stands for a client whose address nobody knows


class SignInAdapter(DefaultAccountAdapter):
    """Passwords, sessions and mail. People are made by administrators, and enter with a role."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("User name and password do not match. The password minds capital letters."),
        "incorrect_password": _("That is not your password."),
        "enter_current_password": _("That is not your password."),
        "incorrect_code": _("That code is not right. A code of the app works for half a minute, and once."),
        "too_many_login_attempts": _("Too many wrong tries. Try again in %(wait)s."),
        "rate_limited": _("Too many wrong tries. Try again in %(wait)s."),
    }

    def validation_error(self, code: str, *args: object) -> ValidationError:
        """Say when to try again where somebody tried too often."""
        if code in {"too_many_login_attempts", "rate_limited"}:
            message = str(self.error_messages[code]) % {"wait": in_words(wait_for("login_failed"))}
            return ValidationError(message, code=code)
        error: ValidationError = super().validation_error(code, *args)
        return error

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  allauth's signature
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that limits count by: never what a client wrote of itself, as everywhere in the house."""
        forwarded = request.headers.get("X-Forwarded-For", "")
        return client_address(request.META.get("REMOTE_ADDR", ""), forwarded, trusted_proxies()) or NO_ADDRESS

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """Turn away who has no role: Wagtail would send them back here for ever."""
        is_turned_away = user.is_active and not user.has_perm("wagtailadmin.access_admin")
        if is_turned_away:
            clear_login(request)
        answer: HttpResponse | None = (
            self.respond_user_inactive(request, user) if is_turned_away else super().pre_login(request, user, **kwargs)
        )
        return answer

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whether who is about to change how they sign in has to prove once more that it is them."""
        records = get_authentication_records(self.request, self.request.user)
        if records and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT:
            return False  # who signed in a minute ago has proved it
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """A second factor where there is one: a stolen password must not be enough to take it off."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        if user.is_authenticated and has_second_factor(user):
            return [method for method in methods if method["id"] != "reauthenticate"]
        return methods

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link in the mail; its host is the newsroom's own, whatever host a request came with."""
        link: str = super().get_reset_password_from_key_url(key)
        return newsroom_url() + urlsplit(link).path

    def format_email_subject(self, subject: str) -> str:
        return str(subject)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        if has_mail():
            context = {**context, "newsroom": newsroom_url(), "request": self.request}
            send_later(self.render_mail(template_prefix, email, context))

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell somebody that how they sign in was changed, at the address that administrators gave them."""
        if user.email or email:
            super().send_notification_mail(
                template_prefix, user, {"user": user, **(context or {})}, email or user.email
            )


class LockedFactorError(ValidationError):
    """A second factor that this site's secret does not open."""


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors, their secrets encrypted with a key of the site's own."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": SignInAdapter.error_messages["incorrect_code"],
    }

    def encrypt(self, text: str) -> str:
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """
        The secret again.

        :raises LockedFactorError: if it was kept under another site secret, or changed
        """
        try:
            return _fernet().decrypt(encrypted_text.encode()).decode()
        except InvalidToken as error:
            raise LockedFactorError(
                gettext("Your second factor was kept under another site secret. Ask an administrator to take it off.")
            ) from error

    def get_totp_label(self, user: User) -> str:
        return user.get_username()

    def get_totp_issuer(self) -> str:
        return _paper()

    def build_totp_svg(self, url: str) -> str:
        """The drawing without the XML declaration, to stand in a page."""
        drawing: str = super().build_totp_svg(url)
        return drawing[drawing.index("<svg") :]

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002  allauth's name
        count = Authenticator.objects.filter(user=user, type=type).count()
        return gettext("Passkey") if not count else gettext("Passkey %(number)d") % {"number": count + 1}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Passkeys belong to the newsroom's own host, whatever host a request came with."""
        return {"id": urlsplit(newsroom_url()).hostname or "localhost", "name": _paper()}

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, Any]:
        entity: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        return {**entity, "name": user.get_username(), "display_name": user.display_name}


def _paper() -> str:
    names: Sequence[str] = Site.objects.order_by("-is_default_site", "pk").values_list("site_name", flat=True)[:1]
    return next((name for name in names if name), "Broadsheet")


def _fernet() -> Fernet:
    return Fernet(urlsafe_b64encode(derived_key("second factors")))

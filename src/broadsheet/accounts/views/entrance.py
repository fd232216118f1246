"""The doors of the newsroom: allauth's views under a strict policy, with what a newsroom adds."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from allauth.account import app_settings
from allauth.account.views import LoginView, PasswordResetView
from allauth.mfa.base.views import AuthenticateView, IndexView
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn.views import LoginWebAuthnView
from csp.decorators import csp
from django.contrib.auth import logout
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_deny

from broadsheet.accounts.limits import in_words, wait_at
from broadsheet.accounts.second_factors import is_second_factor_required
from broadsheet.environment.mail import has_mail

POLICY = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
    "base-uri": ["'none'"],
}

View = Callable[..., HttpResponseBase]


def entrance(view: View) -> View:
    """Serve a page where people prove who they are: nothing inline, in no frame, kept by no cache."""
    guarded: View = csp(POLICY)(xframe_options_deny(never_cache(view)))
    return guarded


class SignInView(LoginView):
    """User name and password."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Sign out whose role was taken away: Wagtail sends them here, and they would be sent back for ever."""
        if request.user.is_authenticated and not request.user.has_perm("wagtailadmin.access_admin"):
            logout(request)
            return redirect("account_inactive")
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "has_mail": has_mail()}


class PasskeyView(LoginWebAuthnView):
    """
    A passkey alone: what it has to sign, and its answer.

    What it has to sign is kept in a session, which anybody can begin; so it lasts as long as the answer may take.
    """

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer: HttpResponse = super().get(request, *args, **kwargs)
        if not request.session.is_empty():
            request.session.set_expiry(app_settings.LOGIN_TIMEOUT)
        return answer

    def form_valid(self, form: Form) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        self.request.session.set_expiry(0)  # until the browser is closed, as without "Remember me"
        return answer


class ForgottenPasswordView(PasswordResetView):
    """A link by mail to choose another password; without mail, whom to ask."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer: HttpResponse = super().post(request, *args, **kwargs) if has_mail() else self.get(request)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "has_mail": has_mail()}


class SecondFactorView(AuthenticateView):
    """The second factor after the password."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        has_passkey = is_mfa_enabled(self.stage.login.user, [Authenticator.Type.WEBAUTHN])
        return {**super().get_context_data(**kwargs), "has_passkey": has_passkey}


class SecondFactorsView(IndexView):
    """What somebody has, and setting up the first one where their role asks for it."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_required = is_second_factor_required(self.request.user)
        return {**super().get_context_data(**kwargs), "is_required": is_required}


def too_many(request: HttpRequest) -> HttpResponse:
    """Say that somebody tried too often, and when to try again."""
    match = request.resolver_match
    seconds = wait_at(match.url_name if match is not None and match.url_name else "")
    answer = render(
        request, "broadsheet_accounts/too_many.html", {"wait": in_words(seconds)}, status=HTTPStatus.TOO_MANY_REQUESTS
    )
    answer["Retry-After"] = str(seconds)
    return answer


@entrance
def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  Django's signature
    """Say that a form came without its token: it stood open while somebody signed in, or came from elsewhere."""
    return render(request, "broadsheet_accounts/form_too_old.html", status=HTTPStatus.FORBIDDEN)

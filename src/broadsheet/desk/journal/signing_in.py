"""Who signed in, from where, and who tried; how people sign in."""

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest

from broadsheet.accounts.journal import tell
from broadsheet.accounts.models import User
from broadsheet.environment.places import trusted_proxies
from broadsheet.environment.proxies import client_address


def connect() -> None:
    user_logged_in.connect(_signed_in, dispatch_uid="journal_signed_in")
    user_logged_out.connect(_signed_out, dispatch_uid="journal_signed_out")
    user_login_failed.connect(_failed, dispatch_uid="journal_sign_in_failed")
    for signal in (password_changed, password_set, password_reset):
        signal.connect(_chose_password, dispatch_uid="journal_password")
    authenticator_added.connect(_added_factor, dispatch_uid="journal_factor_added")
    authenticator_removed.connect(_removed_factor, dispatch_uid="journal_factor_removed")


def _signed_in(request: HttpRequest | None, user: User, **_: Any) -> None:
    tell(user, "broadsheet.signed_in", by=user, changes=_from(request))


def _signed_out(request: HttpRequest | None, user: User | None, **_: Any) -> None:
    if user is not None:
        tell(user, "broadsheet.signed_out", by=user, changes=_from(request))


def _failed(credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    """Tries for a name that nobody has leave no entry: whoever is outside must not write as much as they like."""
    name = str(credentials.get("username", ""))
    if person := User.objects.filter(username__iexact=name).first():
        tell(person, "broadsheet.sign_in_failed", changes=_from(request))


def _chose_password(user: User, **_: Any) -> None:
    tell(user, "broadsheet.password_chosen", by=user)


def _added_factor(user: User, authenticator: Authenticator, **_: Any) -> None:
    tell(user, "broadsheet.second_factor_added", by=user, changes=[("kind", "nothing", authenticator.type)])


def _removed_factor(user: User, authenticator: Authenticator, **_: Any) -> None:
    tell(user, "broadsheet.second_factor_dropped", by=user, changes=[("kind", authenticator.type, "nothing")])


def _from(request: HttpRequest | None) -> list[tuple[str, str, str]]:
    if request is None:
        return []
    said = request.headers.get("X-Forwarded-For", "")
    address = client_address(request.META.get("REMOTE_ADDR", ""), said, trusted_proxies())
    return [("address", "", address)] if address else []

"""What is looked at in every request of somebody who is signed in."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from broadsheet.accounts.second_factors import must_set_up
from broadsheet.accounts.sessions import note_session

# By the names of addresses: what somebody without the second factor that their role asks for needs to set one up or
# to leave, and what answers everybody.
OPEN = frozenset(
    {
        "account_login",
        "account_logout",
        "account_inactive",
        "account_reauthenticate",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "newsroom_asset",
        "healthz",
        "wire_push",
        "wagtailadmin_logout",
        "wagtailadmin_sprite",
        "wagtailadmin_javascript_catalog",
    }
)
SAFE_METHODS = frozenset({"GET", "HEAD"})


class SecondFactorFirst:
    """
    Nothing of the newsroom answers somebody whose role asks for a second factor before they have set one up.

    It also keeps, once in a while, that a session is in use.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],  # noqa: ARG002  Django's signature
        args: tuple[object, ...],  # noqa: ARG002
        kwargs: dict[str, object],  # noqa: ARG002
    ) -> HttpResponse | None:
        """
        Lead to the set-up in the view's place.

        :raises PermissionDenied: where something was sent, or a script asked: nobody would see the page
        """
        match = request.resolver_match
        if match is None or match.url_name in OPEN or not request.user.is_authenticated:
            return None
        note_session(request)
        if not must_set_up(request.user):
            return None
        if request.method not in SAFE_METHODS or request.headers.get("X-Requested-With") == "XMLHttpRequest":
            raise PermissionDenied
        return redirect("mfa_index")

"""What is looked at in every request of somebody who is signed in."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import redirect
from django.utils.translation import activate, get_language_from_request

from broadsheet.accounts.languages import language_of, spoken, usual_language
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
WORDLESS = frozenset({"newsroom_asset", "healthz", "wire_push"})  # nobody's session is looked up for these


class LanguageOfEach(LocaleMiddleware):
    """
    Speaks to somebody who is signed in as they chose, and to everybody else as their browser asks.

    Wagtail does the former on its own screens alone, and takes the browser's language where nothing was chosen.
    """

    def process_request(self, request: HttpRequest) -> None:
        self._speak(request, spoken(get_language_from_request(request)) or usual_language())

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],  # noqa: ARG002  Django's signature
        args: tuple[object, ...],  # noqa: ARG002
        kwargs: dict[str, object],  # noqa: ARG002
    ) -> None:
        match = request.resolver_match
        if match is not None and match.url_name not in WORDLESS and request.user.is_authenticated:
            self._speak(request, language_of(request.user))

    def _speak(self, request: HttpRequest, language: str) -> None:
        activate(language)
        request.LANGUAGE_CODE = language


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

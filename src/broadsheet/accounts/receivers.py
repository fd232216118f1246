"""What happens when somebody's second factors change, and to a choice of language that is offered no longer."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from wagtail.users.models import UserProfile

from broadsheet.accounts.languages import spoken
from broadsheet.accounts.models import User
from broadsheet.accounts.second_factors import end_unproven_sessions


def on_authenticator_added(*, request: HttpRequest, user: User, authenticator: Authenticator, **_: Any) -> None:
    end_unproven_sessions(user, added=authenticator, current=request.session.session_key)


def on_profile_read(*, instance: UserProfile, **_: Any) -> None:
    """Wagtail asks the profile alone, on its screens and for its mail, and offered forty languages once."""
    chosen = vars(instance).get("preferred_language")  # not there where a query left it out
    if chosen:
        instance.preferred_language = spoken(chosen)

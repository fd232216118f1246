"""What happens when somebody's second factors change."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.http import HttpRequest

from broadsheet.accounts.models import User
from broadsheet.accounts.second_factors import end_unproven_sessions


def on_authenticator_added(*, request: HttpRequest, user: User, authenticator: Authenticator, **_: Any) -> None:
    end_unproven_sessions(user, added=authenticator, current=request.session.session_key)

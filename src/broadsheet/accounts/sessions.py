"""Where somebody is signed in, and ending that."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from broadsheet.accounts.devices import device_in_words
from broadsheet.accounts.models import User

log = structlog.get_logger(__name__)

# A write for every request would wake the clerk for every click, to learn nothing that anybody looks for.
NOTED_EVERY = timedelta(minutes=5)
BATCH = 500  # rows deleted in one transaction: the write lock is wanted by others


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """A place where somebody is signed in, as it is shown."""

    pk: int
    device: str
    address: str
    since: datetime
    seen_at: datetime
    is_this: bool


def sessions_of(person: User, *, current: str | None = None) -> Sequence[SignedIn]:
    """Where somebody is signed in, the last seen first; `current` is the key of the session that asks."""
    kept = UserSession.objects.purge_and_list(person)
    sessions = [
        SignedIn(
            pk=one.pk,
            device=device_in_words(one.user_agent) or _("Unknown device"),
            address=one.ip,
            since=one.created_at,
            seen_at=one.last_seen_at,
            is_this=one.session_key == current,
        )
        for one in kept
    ]
    return sorted(sessions, key=lambda session: (session.is_this, session.seen_at, session.pk), reverse=True)


def end_session(person: User, pk: int) -> bool:
    """Sign somebody out in one place; whether they were signed in there."""
    session = UserSession.objects.filter(user=person, pk=pk).first()
    if session is None:
        return False
    session.end()
    return True


def end_sessions(person: User, *, but: str | None = None) -> int:
    """Sign somebody out everywhere, except in the session of the key `but`; in how many places that was."""
    sessions = list(UserSession.objects.filter(user=person).exclude(session_key=but or ""))
    for session in sessions:
        session.end()
    return len(sessions)


def note_session(request: HttpRequest) -> None:
    """
    Keep that a session is in use, from where and with what, once in a while.

    A disk that is full must keep nobody from reading, so what cannot be kept is logged.
    """
    key = request.session.session_key
    if not key or not cache.add(f"seen:{key}", value=True, timeout=NOTED_EVERY.total_seconds()):
        return
    try:
        UserSession.objects.create_from_request(request)
    except DatabaseError as error:
        log.warning("session_not_noted", error=str(error))


def sweep_sessions(now: datetime) -> bool:
    """
    Delete sessions that are over, a batch at a time; whether there are more.

    Whoever asks for a passkey begins one, and most who ask never sign in.
    """
    over = list(
        Session.objects.filter(expire_date__lt=now).order_by("expire_date")[:BATCH].values_list("pk", flat=True)
    )
    if over:
        with transaction.atomic():
            UserSession.objects.filter(session_key__in=over).delete()
            Session.objects.filter(pk__in=over).delete()
    return len(over) == BATCH

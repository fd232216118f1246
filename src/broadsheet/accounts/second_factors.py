"""Second factors: who has one, who must have one, and taking a lost one away."""

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from broadsheet.accounts.journal import tell
from broadsheet.accounts.languages import language_of
from broadsheet.accounts.mailing import send_later
from broadsheet.accounts.models import RequiredSecondFactor, User
from broadsheet.accounts.sessions import end_sessions
from broadsheet.environment.mail import has_mail
from broadsheet.environment.places import newsroom_url

# Recovery codes stand in for these, and are none of their own.
KINDS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class SecondFactorError(Exception):
    """A second factor that cannot be taken away; the text says why."""


def has_second_factor(person: User) -> bool:
    return bool(Authenticator.objects.filter(user=person, type__in=KINDS).exists())


def is_second_factor_required(person: User) -> bool:
    return RequiredSecondFactor.objects.filter(group__user=person).exists()


def is_asked_of(group: Group) -> bool:
    """Whether everybody of a group must have one."""
    return group.pk is not None and RequiredSecondFactor.objects.filter(group=group).exists()


def must_set_up(person: User) -> bool:
    """Whether somebody of a role that asks for a second factor has none."""
    return is_second_factor_required(person) and not has_second_factor(person)


@transaction.atomic
def require_second_factor(group: Group, *, required: bool) -> bool:
    """Ask everybody of a group for a second factor, or no longer; whether that is a change. Kept in the history."""
    if required:
        _, is_change = RequiredSecondFactor.objects.get_or_create(group=group)
    else:
        is_change = bool(RequiredSecondFactor.objects.filter(group=group).delete()[0])
    if is_change:
        tell(group, "broadsheet.second_factor_asked" if required else "broadsheet.second_factor_not_asked")
    return is_change


@transaction.atomic
def remove_second_factors(person: User, *, by: User | None, reason: str) -> None:
    """
    Take all second factors off somebody who lost them, end their sessions, and tell them why by mail where mail is set.

    `by` is None for a command at the machine. What they sign in with next is their password alone, until they set up
    another; where their role asks for one, that is the first thing they are shown.

    :raises SecondFactorError: if there is none, or no reason is given
    """
    if not reason.strip():
        raise SecondFactorError(_("Say why: the person is told, and it is kept in their history."))
    removed, _rows = Authenticator.objects.filter(user=person).delete()
    if not removed:
        raise SecondFactorError(_("%(name)s has no second factor.") % {"name": person.get_username()})
    end_sessions(person)
    tell(person, "broadsheet.second_factor_removed", by=by, reason=reason.strip())
    transaction.on_commit(lambda: _tell(person, by=by, reason=reason.strip()))


def end_unproven_sessions(person: User, *, added: Authenticator, current: str | None) -> None:
    """
    With somebody's first second factor, end the sessions that were opened without one.

    Whoever sits in one of them may know the password, and was to be kept out from now on.
    """
    is_first = Authenticator.objects.filter(user=person, type__in=KINDS).count() == 1
    if added.type in KINDS and is_first:
        end_sessions(person, but=current)


def _tell(person: User, *, by: User | None, reason: str) -> None:
    if not has_mail() or not person.email:
        return
    with override(language_of(person)):
        send_later(_notice_for(person, by=by, reason=reason))


def _notice_for(person: User, *, by: User | None, reason: str) -> EmailMessage:
    facts = {
        "name": person.get_short_name() or person.get_username(),
        "who": by.display_name if by else _("Whoever runs the newsroom's machine"),
        "reason": reason,
        "address": newsroom_url(),
    }
    body = (
        _(
            "Hello %(name)s,\n\n"
            "%(who)s took your second factor for signing in off your account in the newsroom at %(address)s, "
            "and ended your sessions.\n\n"
            "Reason: %(reason)s\n\n"
            "Sign in with your password and set up another. If you did not ask for this, talk to an administrator "
            "at once."
        )
        % facts
    )
    return EmailMessage(subject=_("Your second factor was taken off"), body=body, to=[person.email])

"""
What goes out about an alarm, and when again: pure.

Somebody is told at once, then after 5, 15, 30 and 60 minutes and every hour on, until an alarm is acknowledged or a day
old. A message that nobody took is tried again after two minutes.
"""

import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from broadsheet.environment.secrets import derived_key

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (5, 15, 30, 60))
RETRY = timedelta(minutes=2)
LIFE = timedelta(hours=24)
LEASE = timedelta(seconds=90)  # longer than all deadlines of a message; whoever dies in between is made up for then
_MOST_NAMED = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Ringing:
    """An alarm as it is told of: `turn` counts from 1, `address` is where to acknowledge it."""

    alarm: int
    turn: int
    kind: str
    label: str
    about: str
    source: str
    text: str
    made_at: datetime
    address: str

    @property
    def line(self) -> str:
        return f"{self.label}: {self.about}"

    @property
    def key(self) -> str:
        """The same for every try of the same turn, so that a receiver drops repeats."""
        return f"alarm-{self.alarm}-{self.turn}"


def next_turn_at(*, turn: int, made_at: datetime, now: datetime, was_taken: bool) -> datetime | None:
    """When somebody is told again after this turn, None if not at all."""
    pause = PAUSES[min(turn, len(PAUSES)) - 1] if was_taken and turn else RETRY
    due = now + pause
    return due if due - made_at <= LIFE else None


def mail_about(ringing: Sequence[Ringing]) -> tuple[str, str]:
    """Subject and text of one message about all of these."""
    first = ringing[0]
    several = _("%(count)d alarms, first %(alarm)s") % {"count": len(ringing), "alarm": first.line}
    subject = first.line if len(ringing) == 1 else several
    pieces = [_paragraph(one) for one in ringing[:_MOST_NAMED]]
    if len(ringing) > _MOST_NAMED:
        pieces.append(_("and %(count)d more") % {"count": len(ringing) - _MOST_NAMED})
    acknowledge = _("Acknowledge: %(address)s") % {"address": first.address}
    pieces.append("\n".join((acknowledge, _("You are told again until somebody does."))))
    return _one_line(subject)[:200], "\n\n".join(pieces)


def webhook_body(ringing: Ringing) -> bytes:
    """What a webhook is sent, JSON."""
    facts = {
        "alarm": ringing.alarm,
        "turn": ringing.turn,
        "kind": ringing.kind,
        "label": ringing.label,
        "about": ringing.about,
        "source": ringing.source,
        "text": ringing.text,
        "made_at": ringing.made_at.isoformat(),
        "acknowledge_at": ringing.address,
    }
    return json.dumps(facts, ensure_ascii=False).encode()


def webhook_secret(turn: int) -> str:
    """
    What the receiver of the webhook checks signatures with; another one for each time that it was renewed.

    Derived from the site's secret, so that it stands in no table.
    """
    return derived_key(f"alarms webhook {turn}").hex()


def webhook_headers(ringing: Ringing, *, body: bytes, secret: str, now: datetime) -> dict[str, str]:
    """
    The headers of a webhook's message.

    The signature is HMAC-SHA256 over "<time>.<body>" with the secret as it is shown; a receiver that refuses times of
    more than a few minutes ago cannot be played an old message again.
    """
    moment = str(int(now.timestamp()))
    digest = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return {
        "content-type": "application/json",
        "broadsheet-signature": f"t={moment},v1={digest}",
        "idempotency-key": ringing.key,
    }


def _paragraph(ringing: Ringing) -> str:
    again = "" if ringing.turn == 1 else " " + _("(told %(count)d times)") % {"count": ringing.turn}
    made_at = date_format(ringing.made_at, pgettext("date", "d M Y H:i"))
    text = "" if ringing.text == ringing.about else f"\n{ringing.text[:2000]}"
    return f"{ringing.line}{again}\n{ringing.source}, {made_at} UTC{text}"


def _one_line(text: str) -> str:
    return " ".join(text.split())

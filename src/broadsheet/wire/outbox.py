"""
Alarms on their way out of the house: a step of the clerk that never waits for another server.

Open alarms of the chosen kinds get a row (`Outgoing`). A due row is leased by moving its time on, then told in a thread
of its own; what came of it is written down at a later turn of the step. Who dies in between, clerk or thread, leaves a
lease that ends, and the same turn is told again under the same key: at least once, and a receiver can drop the repeat.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from queue import Empty, SimpleQueue
from threading import Thread

import structlog
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_noop, override

from broadsheet.contracts.fetching import FetchError
from broadsheet.environment.fetching import fetch_allowed
from broadsheet.environment.mail import has_mail
from broadsheet.environment.places import newsroom_url
from broadsheet.fetching.addresses import read_allowed
from broadsheet.fetching.posting import post
from broadsheet.wire import sentences
from broadsheet.wire.models import Alarm, AlarmRules, Attempt, Outgoing
from broadsheet.wire.telling import (
    LEASE,
    Ringing,
    mail_about,
    next_turn_at,
    webhook_body,
    webhook_headers,
    webhook_secret,
)
from broadsheet.wire.wording import told

log = structlog.get_logger(__name__)

BATCH = 10
MAIL_SECONDS = 10
NO_MAIL = gettext_noop("No mail server is named (BROADSHEET_SMTP_URL), so nothing was sent")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one message about one alarm; `said` is kept, so in English (see `wording.told`)."""

    ringing: Ringing
    way: Attempt.Way
    to: str
    was_taken: bool
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """Everything that the telling thread needs: it touches no database."""

    ringing: tuple[Ringing, ...]
    emails: tuple[str, ...]
    webhook: str
    secret: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What came of the errand that began then."""

    left_at: datetime
    outcomes: tuple[Outcome, ...]


def run_in_thread(work: Callable[[], None]) -> None:
    Thread(target=work, name="alarms", daemon=True).start()


@dataclass(slots=True)
class Teller:
    """Tells of alarms; `start` runs an errand, in a thread unless a test says otherwise."""

    start: Callable[[Callable[[], None]], None] = run_in_thread
    _done: SimpleQueue[Report] = field(default_factory=SimpleQueue)
    _left_at: datetime | None = None  # when the errand under way began

    def look(self, now: datetime) -> bool:
        """Write down what came of the last errand, then send the next one; whether more waits."""
        self._take_in()
        if self._left_at is not None and now - self._left_at < LEASE:
            return False  # one that takes longer is forgotten, as its lease is: no thread may silence all alarms
        rules = AlarmRules.objects.filter(pk=1).first()
        if rules is None or not (rules.addresses or rules.webhook):
            return False
        _enrol(rules, now=now)
        errand = _lease(rules, now=now)
        if errand is None:
            return False
        self._left_at = now
        self.start(lambda: self._done.put(Report(left_at=now, outcomes=run_errand(errand))))
        return False

    def _take_in(self) -> None:
        """Write down what is reported, also of an errand that was forgotten meanwhile."""
        while True:
            try:
                report = self._done.get_nowait()
            except Empty:
                return
            if report.left_at == self._left_at:
                self._left_at = None
            _write_down(report.outcomes, now=report.left_at)


def _enrol(rules: AlarmRules, *, now: datetime) -> None:
    """Give a row to each open alarm of a chosen kind that has none."""
    new = Alarm.objects.filter(acknowledged_at__isnull=True, outgoing__isnull=True, kind__in=rules.kinds)
    rows = [Outgoing(alarm=alarm, due_at=now) for alarm in new.order_by("-made_at", "-pk")[: BATCH * 10]]
    Outgoing.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def _lease(rules: AlarmRules, *, now: datetime) -> Errand | None:
    due = Outgoing.objects.filter(due_at__lte=now, alarm__acknowledged_at__isnull=True, alarm__kind__in=rules.kinds)
    rows = list(due.select_related("alarm__item__source", "alarm__source").order_by("due_at", "pk")[:BATCH])
    if not rows:
        return None
    Outgoing.objects.filter(pk__in=[row.pk for row in rows]).update(due_at=now + LEASE)
    return Errand(
        ringing=tuple(ringing_of(row.alarm, turn=row.turn + 1) for row in rows),
        emails=tuple(rules.addresses),
        webhook=rules.webhook,
        secret=webhook_secret(rules.webhook_turn),
    )


def ringing_of(alarm: Alarm, *, turn: int) -> Ringing:
    """An alarm as it is told of, in the paper's language: nobody knows who reads it."""
    with override(settings.LANGUAGE_CODE):
        label, text = str(alarm.get_kind_display()), told(alarm.text)
    return Ringing(
        alarm=alarm.pk,
        turn=turn,
        kind=alarm.kind,
        label=label,
        about=str(alarm.item or alarm.source),
        source=str(alarm.item.source if alarm.item else alarm.source),
        text=text,
        made_at=alarm.made_at.astimezone(UTC),
        address=f"{newsroom_url()}{reverse('broadsheet_wire:alarms')}",
    )


def run_errand(errand: Errand) -> tuple[Outcome, ...]:
    """Tell everybody; whatever goes wrong becomes an outcome."""
    outcomes = list(_mail(errand)) if errand.emails else []
    if errand.webhook:
        outcomes.extend(_call(errand, ringing) for ringing in errand.ringing)
    return tuple(outcomes)


def _mail(errand: Errand) -> list[Outcome]:
    with override(settings.LANGUAGE_CODE):
        subject, text = mail_about(errand.ringing)
    was_taken, said = False, NO_MAIL
    if has_mail():
        try:
            message = EmailMessage(
                subject, text, to=list(errand.emails), connection=get_connection(timeout=MAIL_SECONDS)
            )
            was_taken = message.send() == 1
            said = gettext_noop("Taken by the mail server")
            if not was_taken:
                said = gettext_noop("The mail server took nothing")
        except Exception as error:  # noqa: BLE001  smtplib, sockets, TLS and headers each have their own
            said = f"{type(error).__name__}: {error}"[:500]
    to = ", ".join(errand.emails)
    return [
        Outcome(ringing=ringing, way=Attempt.Way.MAIL, to=to, was_taken=was_taken, said=said)
        for ringing in errand.ringing
    ]


def _call(errand: Errand, ringing: Ringing) -> Outcome:
    body = webhook_body(ringing)
    headers = webhook_headers(ringing, body=body, secret=errand.secret, now=datetime.now(UTC))
    try:
        status = post(errand.webhook, body=body, headers=headers, allowed=read_allowed(fetch_allowed()))
        was_taken, said = True, sentences.ANSWERED % {"status": status}
    except (FetchError, ValueError) as error:
        was_taken, said = False, str(error)[:500]
    except Exception as error:  # TLS, names, the standard library: each has its own, and none may end the thread
        log.exception("wire_alarm_call_broke", alarm=ringing.alarm)
        was_taken, said = False, f"{type(error).__name__}: {error}"[:500]
    return Outcome(ringing=ringing, way=Attempt.Way.WEBHOOK, to=errand.webhook, was_taken=was_taken, said=said)


@transaction.atomic
def _write_down(outcomes: tuple[Outcome, ...], *, now: datetime) -> None:
    known = set(
        Alarm.objects.filter(pk__in={outcome.ringing.alarm for outcome in outcomes}).values_list("pk", flat=True)
    )
    kept = [outcome for outcome in outcomes if outcome.ringing.alarm in known]
    Attempt.objects.bulk_create(
        Attempt(
            alarm_id=outcome.ringing.alarm,
            way=outcome.way,
            to=outcome.to,
            turn=outcome.ringing.turn,
            made_at=now,
            was_taken=outcome.was_taken,
            said=outcome.said,
        )
        for outcome in kept
    )
    for ringing in {outcome.ringing.alarm: outcome.ringing for outcome in kept}.values():
        was_taken = any(outcome.was_taken for outcome in kept if outcome.ringing == ringing)
        turn = ringing.turn if was_taken else ringing.turn - 1
        due = next_turn_at(turn=turn, made_at=ringing.made_at, now=now, was_taken=was_taken)
        Outgoing.objects.filter(alarm_id=ringing.alarm).update(turn=turn, due_at=due)
        log.info("wire_alarm_told", alarm=ringing.alarm, turn=ringing.turn, was_taken=was_taken)

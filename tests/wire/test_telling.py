"""Alarms go out until somebody acknowledges them."""

import hashlib
import hmac
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import pairwise

import pytest
from django.core import mail

from broadsheet.fetching.addresses import ALLOW_SETTING
from broadsheet.wire import outbox
from broadsheet.wire.alarms import acknowledge, take_back_acknowledgement
from broadsheet.wire.models import Alarm, AlarmRules, Attempt, Outgoing
from broadsheet.wire.outbox import Teller
from broadsheet.wire.telling import LEASE, Ringing, mail_about, next_turn_at, webhook_secret
from wire.newsroom import NOON, Agency, Paper, ninjs

EVERY_KIND = list(Alarm.Kind.values)


def at_once(work: Callable[[], None]) -> None:
    work()


@dataclass(slots=True)
class Pager:
    """A receiver of webhooks; answers with `status`."""

    status: int = 200
    headers: list[dict[str, str]] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    port: int = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"


@contextmanager
def pager_on_loopback() -> Iterator[Pager]:
    pager = Pager()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            pager.headers.append({name.lower(): value for name, value in self.headers.items()})
            pager.bodies.append(self.rfile.read(int(self.headers["content-length"])))
            self.send_response(pager.status)
            self.send_header("location", "http://10.0.0.1/")
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    pager.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield pager
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


@pytest.fixture
def pager(monkeypatch: pytest.MonkeyPatch) -> Iterator[Pager]:
    monkeypatch.setenv(ALLOW_SETTING, "127.0.0.1")
    with pager_on_loopback() as running:
        yield running


@pytest.fixture
def mailing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A mail server is named; the test's own outbox stands in for it."""
    monkeypatch.setenv("BROADSHEET_SMTP_URL", "smtp://mail.example.org")


@pytest.fixture
def flash(agency: Agency) -> Alarm:
    agency.sends(ninjs(headline="Ferry aground off Port Merrin", urgency=1))
    return Alarm.objects.get(kind=Alarm.Kind.FLASH)


def rules(**facts: object) -> AlarmRules:
    return AlarmRules.objects.create(pk=1, **{"kinds": EVERY_KIND, **facts})


def turns(teller: Teller, *, minutes: int) -> None:
    for minute in range(minutes + 1):
        for second in (0, 30):
            teller.look(NOON + timedelta(minutes=minute, seconds=second))


def test_an_alarm_is_told_at_once_and_again_until_it_is_acknowledged(flash: Alarm, pager: Pager, paper: Paper) -> None:
    rules(webhook=pager.address)
    teller = Teller(start=at_once)

    turns(teller, minutes=55)
    told = [attempt.made_at for attempt in Attempt.objects.order_by("made_at")]
    acknowledge(flash, by=paper.editor, now=NOON + timedelta(minutes=56))
    turns(teller, minutes=400)

    pauses = [round((later - earlier).total_seconds() / 60) for earlier, later in pairwise(told)]
    assert pauses == [5, 15, 30]
    assert len(pager.bodies) == 4


def test_a_webhook_is_signed_and_names_the_alarm(flash: Alarm, pager: Pager) -> None:
    rules(webhook=pager.address, webhook_turn=3)

    turns(Teller(start=at_once), minutes=0)

    sent, headers = json.loads(pager.bodies[0]), pager.headers[0]
    moment, signature = (part.partition("=")[2] for part in headers["broadsheet-signature"].split(","))
    expected = hmac.new(webhook_secret(3).encode(), f"{moment}.".encode() + pager.bodies[0], hashlib.sha256)
    assert signature == expected.hexdigest()
    assert headers["idempotency-key"] == f"alarm-{flash.pk}-1"
    assert (sent["kind"], sent["about"], sent["source"]) == ("flash", "Ferry aground off Port Merrin", "Harbour Wire")
    assert sent["acknowledge_at"].endswith("/admin/wire/alarms/")


def test_a_mail_goes_to_everybody_with_all_that_rings(agency: Agency, mailing: None) -> None:
    agency.sends(ninjs("urn:a", headline="Ferry aground", urgency=1), name="a.json")
    agency.sends(ninjs("urn:b", headline="Trams stopped", urgency=1), name="b.json")
    rules(emails="night@example.org\nchief@example.org")

    turns(Teller(start=at_once), minutes=0)

    [message] = mail.outbox
    assert message.to == ["night@example.org", "chief@example.org"]
    assert message.subject.startswith("2 alarms, first Flash: ")
    assert "Ferry aground" in message.body
    assert "Trams stopped" in message.body
    assert Attempt.objects.filter(way=Attempt.Way.MAIL, was_taken=True).count() == 2


def test_without_a_mail_server_that_is_said_and_nothing_claims_to_be_sent(flash: Alarm) -> None:
    rules(emails="night@example.org")

    turns(Teller(start=at_once), minutes=0)

    attempt = Attempt.objects.get()
    assert not attempt.was_taken
    assert "BROADSHEET_SMTP_URL" in attempt.said
    assert mail.outbox == []


@pytest.mark.parametrize(("status", "said"), [(500, "status 500"), (302, "redirects are not followed")])
def test_what_nobody_took_is_tried_again_as_the_same_turn(flash: Alarm, pager: Pager, status: int, said: str) -> None:
    rules(webhook=pager.address)
    pager.status = status
    teller = Teller(start=at_once)

    turns(teller, minutes=1)
    pager.status = 200
    turns(teller, minutes=4)

    keys = [headers["idempotency-key"] for headers in pager.headers]
    assert set(keys) == {f"alarm-{flash.pk}-1"}
    assert len(keys) == 2
    assert said in Attempt.objects.order_by("pk")[0].said


def test_a_webhook_into_the_house_is_refused(flash: Alarm, pager: Pager, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ALLOW_SETTING, "")
    rules(webhook=pager.address)

    turns(Teller(start=at_once), minutes=0)

    assert pager.bodies == []
    assert "a loopback address" in Attempt.objects.get().said


def test_a_clerk_that_dies_on_the_way_is_made_up_for(flash: Alarm, pager: Pager) -> None:
    rules(webhook=pager.address)
    dying = Teller(start=lambda _: None)
    dying.look(NOON)

    turns(Teller(start=at_once), minutes=2)

    assert [headers["idempotency-key"] for headers in pager.headers] == [f"alarm-{flash.pk}-1"]


def test_nothing_new_is_sent_while_an_errand_is_under_way(agency: Agency, pager: Pager) -> None:
    rules(webhook=pager.address)
    waiting: list[Callable[[], None]] = []
    teller = Teller(start=waiting.append)
    agency.sends(ninjs("urn:a", urgency=1), name="a.json")
    teller.look(NOON)
    agency.sends(ninjs("urn:b", urgency=1), name="b.json")

    teller.look(NOON + timedelta(seconds=1))
    waiting.pop()()
    teller.look(NOON + timedelta(seconds=2))

    assert len(waiting) == 1
    assert len(pager.bodies) == 1


def test_whatever_breaks_in_a_call_is_an_answer_that_is_tried_again(
    flash: Alarm, pager: Pager, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules(webhook=pager.address)
    teller = Teller(start=at_once)
    with monkeypatch.context() as broken:
        broken.setattr(outbox, "post", refuse)
        turns(teller, minutes=1)

    turns(teller, minutes=4)

    assert Attempt.objects.order_by("pk")[0].said == "OSError: no certificates are here"
    assert [headers["idempotency-key"] for headers in pager.headers] == [f"alarm-{flash.pk}-1"]


def refuse(*_: object, **__: object) -> int:
    raise OSError("no certificates are here")


def test_an_errand_that_never_comes_back_silences_nobody(flash: Alarm, pager: Pager) -> None:
    rules(webhook=pager.address)
    lost: list[Callable[[], None]] = []
    teller = Teller(start=lost.append)
    teller.look(NOON)

    teller.start = at_once
    turns(teller, minutes=2)

    assert len(lost) == 1
    assert [headers["idempotency-key"] for headers in pager.headers] == [f"alarm-{flash.pk}-1"]


def test_an_errand_that_comes_back_late_is_written_down_and_ends_no_other(flash: Alarm, pager: Pager) -> None:
    rules(webhook=pager.address)
    waiting: list[Callable[[], None]] = []
    teller = Teller(start=waiting.append)
    teller.look(NOON)
    teller.look(NOON + LEASE)
    assert len(waiting) == 2

    waiting[0]()
    teller.look(NOON + LEASE + timedelta(seconds=1))
    Outgoing.objects.update(due_at=NOON)
    teller.look(NOON + LEASE + timedelta(seconds=2))

    assert Attempt.objects.get().made_at == NOON
    assert len(waiting) == 2


def test_only_the_chosen_kinds_go_out(flash: Alarm, pager: Pager) -> None:
    rules(webhook=pager.address, kinds=["kill"])

    turns(Teller(start=at_once), minutes=1)

    assert pager.bodies == []
    assert not Outgoing.objects.exists()


def test_an_acknowledgement_taken_back_rings_again(flash: Alarm, pager: Pager, paper: Paper) -> None:
    rules(webhook=pager.address)
    teller = Teller(start=at_once)
    turns(teller, minutes=0)
    acknowledge(flash, by=paper.editor, now=NOON, note="On it")
    turns(teller, minutes=10)

    take_back_acknowledgement(flash, by=paper.chief, now=NOON)
    teller.look(NOON + timedelta(minutes=11))

    past = flash.acknowledgements.get()
    assert (past.made_by, past.note, past.undone_by) == (paper.editor, "On it", paper.chief)
    assert len(pager.bodies) == 2


def test_an_old_alarm_falls_silent() -> None:
    made = NOON - timedelta(hours=23, minutes=30)

    assert next_turn_at(turn=8, made_at=made, now=NOON, was_taken=True) is None
    assert next_turn_at(turn=1, made_at=made, now=NOON, was_taken=True) == NOON + timedelta(minutes=5)
    assert next_turn_at(turn=0, made_at=made, now=NOON, was_taken=False) == NOON + timedelta(minutes=2)


def test_a_headline_cannot_forge_a_mail_s_head() -> None:
    ringing = Ringing(
        alarm=1, turn=1, kind="flash", label="Flash", about="Rain\r\nBcc: all@example.org", source="Harbour Wire",
        text="Rain", made_at=NOON, address="http://localhost/",
    )  # fmt: skip

    subject, _ = mail_about([ringing])

    assert subject == "Flash: Rain Bcc: all@example.org"

"""Alarms, who is told of them, and kill receipts, on the newsroom's screens."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse

from broadsheet.contracts.pieces import Page, Withdrawn
from broadsheet.stores.pieces import FolderPieceStore
from broadsheet.stories.addresses import address_in
from broadsheet.wire import cleaning
from broadsheet.wire.alarms import raise_source_alarm
from broadsheet.wire.models import Alarm, AlarmRules, KilledUse, KillReceipt
from broadsheet.wire.telling import webhook_secret
from wire.newsroom import NOON, Agency, Paper, ninjs, story_of

ALARMS = "broadsheet_wire:alarms"


def client_of(person: object) -> Client:
    client = Client()
    client.force_login(person)  # type: ignore[arg-type]
    return client


@pytest.fixture
def two_alarms(agency: Agency) -> list[Alarm]:
    agency.sends(ninjs("urn:a", headline="Ferry aground", urgency=1), name="a.json")
    agency.sends(ninjs("urn:b", headline="Trams stopped", pubstatus="canceled"), name="b.json")
    return list(Alarm.objects.order_by("pk"))


def test_an_alarm_leaves_the_desk_and_stays_in_the_history_with_its_note(two_alarms: list[Alarm], paper: Paper) -> None:
    client = client_of(paper.editor)

    client.post(reverse("broadsheet_wire:acknowledge", args=[two_alarms[0].pk]), {"note": "Page one knows"})

    opened = client.get(reverse(ALARMS)).content.decode()
    history = client.get(reverse(ALARMS), {"history": ""}).content.decode()
    assert "Ferry aground" not in opened.partition('class="alarms-list"')[2]
    assert "Acknowledged by Editor" in history
    assert "Page one knows" in history


def test_an_alarm_of_a_source_goes_by_the_source_s_name(agency: Agency, paper: Paper) -> None:
    alarm = raise_source_alarm(agency.source, kind=Alarm.Kind.QUIET, text="Nothing has come.", now=NOON)
    client = client_of(paper.chief)

    shown = client.get(reverse(ALARMS)).content.decode()
    seen = client.post(reverse("broadsheet_wire:acknowledge", args=[alarm.pk]), follow=True).content.decode()

    assert f"the alarm about {agency.source.name}" in shown
    assert f"{alarm.get_kind_display()}, {agency.source.name}." in seen


def test_a_wrong_click_is_undone(two_alarms: list[Alarm], paper: Paper) -> None:
    client = client_of(paper.editor)
    client.post(reverse("broadsheet_wire:acknowledge", args=[two_alarms[0].pk]))

    client.post(reverse("broadsheet_wire:reopen_alarm", args=[two_alarms[0].pk]))
    twice = client.post(reverse("broadsheet_wire:reopen_alarm", args=[two_alarms[0].pk]), follow=True)

    two_alarms[0].refresh_from_db()
    assert two_alarms[0].acknowledged_at is None
    assert "taken back by Editor" in client.get(reverse(ALARMS)).content.decode()
    assert "open already" in twice.content.decode()


def test_all_shown_are_acknowledged_and_no_later_one(agency: Agency, two_alarms: list[Alarm], paper: Paper) -> None:
    newest = max(alarm.pk for alarm in two_alarms)
    agency.sends(ninjs("urn:c", headline="Came meanwhile", urgency=1), name="c.json")

    client_of(paper.editor).post(reverse("broadsheet_wire:acknowledge_many"), {"newest": newest, "note": "Seen"})

    assert [alarm.item.headline for alarm in Alarm.objects.filter(acknowledged_at=None)] == ["Came meanwhile"]


@pytest.mark.parametrize("newest", ["", "-1", "9" * 40, "²", "x"])
def test_a_form_without_its_sense_acknowledges_nothing(two_alarms: list[Alarm], paper: Paper, newest: str) -> None:
    client_of(paper.editor).post(reverse("broadsheet_wire:acknowledge_many"), {"newest": newest})

    assert Alarm.objects.filter(acknowledged_at=None).count() == 2


def test_one_kind_is_shown(two_alarms: list[Alarm], paper: Paper) -> None:
    page = client_of(paper.editor).get(reverse(ALARMS), {"kind": "kill"}).content.decode()

    assert "Trams stopped" in page
    assert "Ferry aground" not in page


def test_every_page_asks_what_rings(two_alarms: list[Alarm], paper: Paper) -> None:
    client = client_of(paper.reporter)
    client.post(reverse("broadsheet_wire:alarm_sound"), {"choice": "urgent"})

    home = client.get(reverse("wagtailadmin_home")).content.decode()
    ringing = client.get(reverse("broadsheet_wire:ringing")).json()

    assert "broadsheet_wire/alarm.js" in home
    newest = two_alarms[1].pk
    assert ringing == {"open": 2, "newest": newest, "urgent": newest, "sound": "urgent"}


def test_a_form_leads_back_to_this_house_alone(two_alarms: list[Alarm], paper: Paper) -> None:
    address = reverse("broadsheet_wire:acknowledge", args=[two_alarms[0].pk])

    answer = client_of(paper.editor).post(address, {"next": "https://elsewhere.example/"})

    assert answer["Location"] == reverse(ALARMS)


def test_a_chief_says_who_is_told(paper: Paper) -> None:
    client = client_of(paper.chief)
    facts = {
        "emails": "night@example.org, night@example.org chief@example.org",
        "webhook": "https://pager.example.org/x",
        "kinds": ["kill"],
    }

    client.post(reverse("broadsheet_wire:alarm_rules"), facts)
    page = client.get(reverse("broadsheet_wire:alarm_rules")).content.decode()

    rules = AlarmRules.objects.get()
    assert rules.addresses == ["night@example.org", "chief@example.org"]
    assert (rules.webhook, rules.kinds) == ("https://pager.example.org/x", ["kill"])
    assert webhook_secret(1) in page


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("emails", "night@", "is no e-mail address"),
        ("webhook", "ftp://x.example/", "only https:// and http:// are fetched"),
        ("webhook", "https://me:word@x.example/", "holds a user name or password"),
    ],
)
def test_an_address_that_is_none_is_said(paper: Paper, field: str, text: str, said: str) -> None:
    page = client_of(paper.chief).post(reverse("broadsheet_wire:alarm_rules"), {field: text}).content.decode()

    assert said in page
    assert not AlarmRules.objects.exists()


def test_a_renewed_secret_is_another_one(paper: Paper) -> None:
    client = client_of(paper.chief)

    client.post(reverse("broadsheet_wire:renew_alarm_secret"))

    page = client.get(reverse("broadsheet_wire:alarm_rules")).content.decode()
    assert webhook_secret(2) in page
    assert webhook_secret(1) not in page


@pytest.mark.parametrize("name", ["alarm_rules", "renew_alarm_secret", "try_alarm_rules"])
def test_no_one_below_a_chief_sees_or_changes_who_is_told(paper: Paper, name: str) -> None:
    answer = client_of(paper.editor).post(reverse(f"broadsheet_wire:{name}"), {"emails": "me@example.org"})

    assert answer.status_code in {302, 403}
    assert not AlarmRules.objects.exists()
    page = client_of(paper.editor).get(reverse("broadsheet_wire:alarm_rules"))
    assert webhook_secret(1) not in page.content.decode()


def test_trying_out_says_what_became_of_it(paper: Paper) -> None:
    AlarmRules.objects.create(pk=1, webhook="http://127.0.0.1:1/")

    page = client_of(paper.chief).post(reverse("broadsheet_wire:try_alarm_rules"), follow=True).content.decode()

    assert "a loopback address" in page


@pytest.fixture
def killed(publishing: Agency) -> KilledUse:
    publishing.sends(ninjs(headline="Ferry aground"))
    publishing.sends(
        ninjs(version=2, headline="Ferry aground", pubstatus="canceled", ednote="Wrong ferry"), name="kill.json"
    )
    return KilledUse.objects.get()


def test_a_receipt_says_what_came_down_and_when(killed: KilledUse, paper: Paper) -> None:
    client = client_of(paper.reporter)
    killed.clean_at = killed.withdrawn_at + timedelta(seconds=0.5)
    killed.save()

    listed = client.get(reverse("broadsheet_wire:receipts")).content.decode()
    page = client.get(reverse("broadsheet_wire:receipt", args=[killed.receipt_id])).content.decode()

    assert "Ferry aground" in listed
    assert "urn:example:1" in page
    assert "http://localhost:8000/world/uk-and-europe/" in page
    assert "after 0.5 s" in page


def test_a_receipt_cannot_be_lost_with_its_item(killed: KilledUse) -> None:
    with pytest.raises(ProtectedError):
        killed.receipt.item.delete()

    assert KillReceipt.objects.count() == 1


def test_a_killed_story_is_clean_once_the_readers_store_holds_nothing_of_it(
    killed: KilledUse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cleaning, "pieces_folder", lambda: tmp_path / "pieces")
    store = FolderPieceStore(tmp_path / "pieces")
    name = f"page{address_in(killed.url_path)}".rstrip("/")
    store.press({name: Page(parts=("<p>Ferry aground</p>",), story_id=killed.story_id)})
    seen = []

    for batch in (
        {"withdrawn": Withdrawn(story_ids=frozenset({killed.story_id}))},
        {name: Page(parts=("<p>Withdrawn</p>",), status=410)},
    ):
        cleaning.confirm_clean(NOON)
        store.press(batch)
        killed.refresh_from_db()
        seen.append(killed.clean_at)
    cleaning.confirm_clean(NOON)
    killed.refresh_from_db()

    assert seen == [None, None]
    assert killed.clean_at == NOON
    assert story_of(killed.receipt.item).withdrawn_at is not None

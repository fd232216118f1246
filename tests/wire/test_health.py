"""How a source stands, and the alarm of one that has gone quiet, which ends by itself."""

from datetime import datetime, timedelta

import pytest

from broadsheet.contracts.fetching import SourceKind
from broadsheet.wire.colours import HEX
from broadsheet.wire.counting import count, forget_old_counts
from broadsheet.wire.health import QuietWatch, health_of, lag_of
from broadsheet.wire.models import Alarm, Source, SourceHour
from broadsheet.wire.standing import Health, SourceState, standing_of
from wire.newsroom import NOON, Agency, Paper, ninjs

HOUR = timedelta(hours=1)


@pytest.fixture
def known(agency: Agency) -> Source:
    """A source that sent 60 items every hour for five weeks, until noon."""
    source = agency.source
    since = NOON - timedelta(weeks=5)
    Source.objects.filter(pk=source.pk).update(created_at=since, watched_since=since, last_item_at=NOON)
    SourceHour.objects.bulk_create(
        SourceHour(source=source, hour=since + number * HOUR, items=60) for number in range(5 * 7 * 24)
    )
    return source


def watch(watching: QuietWatch, *, start: datetime, minutes: int) -> None:
    for minute in range(minutes + 1):
        watching.look(start + timedelta(minutes=minute))


def test_silence_rings_once_and_ends_when_items_come_again(known: Source, agency: Agency) -> None:
    watching = QuietWatch()
    watch(watching, start=NOON, minutes=60)
    during = Alarm.objects.get()

    agency.now = NOON + timedelta(minutes=61)
    agency.sends(ninjs())
    watch(watching, start=agency.now, minutes=1)

    after = Alarm.objects.get()
    assert (during.kind, during.source, during.acknowledged_at) == ("quiet", known, None)
    assert "about 20 items usually come" in during.text
    assert after.acknowledged_at is not None
    assert after.acknowledged_by is None
    assert "items come again" in after.text
    assert Source.objects.get(pk=known.pk).quiet_since is None


def test_an_alarm_that_somebody_acknowledged_does_not_ring_again_for_the_same_silence(known: Source) -> None:
    watching = QuietWatch()
    watch(watching, start=NOON, minutes=30)
    Alarm.objects.update(acknowledged_at=NOON)

    watch(watching, start=NOON + timedelta(minutes=31), minutes=30)

    assert Alarm.objects.count() == 1


def test_a_clerk_that_slept_does_not_blame_its_sources(known: Source) -> None:
    watching = QuietWatch()
    watching.look(NOON)

    watching.look(NOON + 8 * HOUR)

    assert not Alarm.objects.exists()


def test_switching_a_quiet_source_off_ends_its_alarm(known: Source) -> None:
    watching = QuietWatch()
    watch(watching, start=NOON, minutes=30)

    Source.objects.filter(pk=known.pk).update(enabled=False)
    watch(watching, start=NOON + timedelta(minutes=31), minutes=0)

    assert not Alarm.objects.filter(acknowledged_at__isnull=True).exists()


def test_counts_tell_items_files_that_could_not_be_read_and_repeats_by_the_hour(agency: Agency) -> None:
    agency.sends(ninjs("urn:a"), name="a.json")
    agency.sends(ninjs("urn:a"), name="a-again.json")
    agency.drop("broken.json", b"{ half a file")
    agency.work(seconds=8)

    kept = SourceHour.objects.get()
    assert (kept.hour, kept.items, kept.unread, kept.repeats) == (NOON, 1, 1, 1)


def test_old_counts_are_forgotten(agency: Agency) -> None:
    count(agency.source, now=NOON - timedelta(weeks=10), items=3)
    count(agency.source, now=NOON, items=4)

    forget_old_counts(NOON)

    assert SourceHour.objects.get().items == 4


def test_health_tells_the_last_hour_beside_the_usual_one_and_the_lag(known: Source, agency: Agency) -> None:
    agency.sends(ninjs())

    health = health_of(Source.objects.get(pk=known.pk), now=NOON + timedelta(minutes=30))

    assert health.usual == 60
    assert health.last_hour == 31  # half of the 60 of the hour before, and the one that came
    assert len(health.hours) == 24
    assert lag_of(known) is not None


def state(**changes: object) -> SourceState:
    facts: dict[str, object] = {
        "kind": SourceKind.HTTP, "enabled": True, "is_archived": False, "failures": 0, "last_error": "",
        "last_error_at": None, "last_item_at": NOON, "last_look_at": NOON, "next_look_at": NOON, "quiet_since": None,
        "has_token": False,
    }  # fmt: skip
    return SourceState(**{**facts, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "health"),
    [
        ({}, Health.WELL),
        ({"is_archived": True, "enabled": False}, Health.ARCHIVED),
        ({"enabled": False, "failures": 9}, Health.OFF),
        ({"failures": 1}, Health.WELL),
        ({"failures": 2, "last_error": "No answer"}, Health.FAILING),
        ({"quiet_since": NOON}, Health.QUIET),
        ({"next_look_at": NOON - HOUR}, Health.STALLED),
        ({"last_item_at": None}, Health.WAITING),
        ({"kind": SourceKind.PUSH, "last_item_at": None, "next_look_at": None}, Health.WAITING),
        (
            {"kind": SourceKind.FOLDER, "last_error": "The folder /in cannot be read", "last_error_at": NOON + HOUR},
            Health.FAILING,
        ),
        ({"kind": SourceKind.FOLDER, "last_error": "a.xml: broken", "last_error_at": NOON + HOUR}, Health.WELL),
    ],
)
def test_a_source_stands_as_its_row_says(changes: dict[str, object], health: Health) -> None:
    assert standing_of(state(**changes), now=NOON).health is health


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("ground", ["#ffffff", "#262626"])
def test_every_colour_is_told_from_the_ground_it_stands_on(ground: str) -> None:
    contrasts = {
        name: (max(luminance(colour), luminance(ground)) + 0.05) / (min(luminance(colour), luminance(ground)) + 0.05)
        for name, colour in HEX.items()
    }

    assert {name: ratio for name, ratio in contrasts.items() if ratio < 3} == {}


def test_an_alarm_of_a_source_stands_on_the_desk(known: Source, paper: Paper) -> None:
    from django.test import Client

    watch(QuietWatch(), start=NOON, minutes=30)
    client = Client()
    client.force_login(paper.chief)

    pages = [client.get(place).content.decode() for place in ("/admin/wire/alarms/", "/admin/")]

    assert all("Harbour Wire" in page and "gone quiet" in page for page in pages)

"""How the clerk watches folders: what it asks the database for, and whose files it takes."""

from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django import DjangoAssertNumQueries

from broadsheet.formats import reading
from broadsheet.wire import folders
from broadsheet.wire.actions import read_again
from broadsheet.wire.models import Delivery, Source, WireItem
from broadsheet.wire.sources import SourceFacts, add_source
from wire.newsroom import NOON, Agency, ninjs

PAUSE = timedelta(milliseconds=50)


def test_a_second_of_looks_at_empty_folders_asks_the_database_once(
    agency: Agency, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        more = [agency.watch.look(NOON + number * PAUSE) for number in range(20)]

    assert not any(more)


def test_a_source_that_is_switched_off_has_no_file_taken_any_more(agency: Agency) -> None:
    path = agency.drop("item.json", ninjs())
    agency.watch.look(NOON)

    Source.objects.filter(pk=agency.source.pk).update(enabled=False)
    agency.watch.look(NOON + timedelta(seconds=0.5))

    assert path.exists()
    assert not WireItem.objects.exists()


def test_a_folder_that_a_source_left_has_no_file_taken_any_more(agency: Agency, tmp_path: Path) -> None:
    path = agency.drop("item.json", ninjs())
    agency.watch.look(NOON)

    Source.objects.filter(pk=agency.source.pk).update(folder=str(tmp_path / "other"))
    agency.watch.look(NOON + timedelta(seconds=0.5))

    assert path.exists()
    assert not WireItem.objects.exists()


def test_the_folder_of_a_new_source_is_watched_within_a_second(agency: Agency, tmp_path: Path) -> None:
    agency.watch.look(NOON)
    source = add_source(SourceFacts(slug="quay", folder=tmp_path / "quay", credit="Quay Wire", name="Quay Wire"))
    Path(source.folder, "item.json").write_bytes(ninjs("urn:quay"))

    for tenths in (10, 13):
        agency.watch.look(NOON + timedelta(seconds=tenths / 10))

    assert WireItem.objects.get().source == source


def test_a_clock_that_was_set_back_leaves_no_source_unwatched(agency: Agency, tmp_path: Path) -> None:
    agency.watch.look(NOON + timedelta(hours=1))
    source = add_source(SourceFacts(slug="quay", folder=tmp_path / "quay", credit="Quay Wire", name="Quay Wire"))
    Path(source.folder, "item.json").write_bytes(ninjs("urn:quay"))

    for tenths in (0, 3):
        agency.watch.look(NOON + timedelta(seconds=tenths / 10))

    assert WireItem.objects.get().source == source


def test_a_file_that_is_too_large_is_kept_as_far_as_that_and_told_with_its_whole_size(
    agency: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (folders, reading):
        monkeypatch.setattr(module, "LARGEST_FILE", 1_000)

    agency.drop("large.json", b"{" + b" " * 4_999)
    agency.work(seconds=6)

    delivery = Delivery.objects.get()
    assert delivery.error == "The file has 5,000 bytes; 1,000 is the most that is read"
    assert (delivery.size, len(delivery.body)) == (5_000, 1_001)
    assert (agency.folder / "unread" / "large.json").stat().st_size == 5_000
    read_again(delivery, now=agency.now)
    assert "5,000 bytes" in Delivery.objects.get().error


def test_a_file_of_the_largest_size_is_read(agency: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
    document = ninjs()
    for module in (folders, reading):
        monkeypatch.setattr(module, "LARGEST_FILE", len(document))

    agency.sends(document)

    assert WireItem.objects.count() == 1

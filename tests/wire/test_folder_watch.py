"""How the clerk watches folders: what it asks the database for, and whose files it takes."""

from datetime import timedelta
from pathlib import Path

from pytest_django import DjangoAssertNumQueries

from broadsheet.wire.models import Source, WireItem
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

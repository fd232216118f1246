"""What holds for every test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from pytest_django import DjangoDbBlocker

from migrated import begun_from, keep, kept_file


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long: a test of a minute that comes last keeps one core waiting for the other."""
    items.sort(key=lambda item: not (item.get_closest_marker("slow") or item.get_closest_marker("browser")))


@pytest.fixture(scope="session")
def migrated_file(request: pytest.FixtureRequest) -> Path:
    """Where the migrated test database is kept from run to run."""
    cache = request.config.cache
    assert cache is not None
    return kept_file(Path(cache.mkdir("broadsheet")))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, migrated_file: Path
) -> Iterator[None]:
    from django.db import connection

    with begun_from(migrated_file, connection=connection):
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker, migrated_file: Path) -> None:
    from django.db import connection

    with django_db_blocker.unblock():
        keep(migrated_file, connection=connection)


@pytest.fixture(autouse=True)
def _nothing_tried(request: pytest.FixtureRequest) -> None:
    """Let no test find that another tried to sign in too often."""
    if "django_db_setup" in request.fixturenames:
        from django.core.cache import caches

        caches["shared"].clear()


settings.register_profile("long", max_examples=1_000)

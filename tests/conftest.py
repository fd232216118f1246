"""What holds for every test."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from pytest_django import DjangoDbBlocker
from xdist.scheduler import LoadScopeScheduling

from founded import in_this_run, once
from interleaving import database_of_its_own, tests_database
from migrated import begun_from, kept_in, lay_down
from sharing import shared_by


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long: a test of a minute that comes last keeps one core waiting for the other."""
    items.sort(key=lambda item: not (item.get_closest_marker("slow") or item.get_closest_marker("browser")))


class BrowserTogether(LoadScopeScheduling):
    """Modules as `loadscope` hands them out, but all that a browser does to one worker: its site starts for 20 s."""

    def _split_scope(self, nodeid: str) -> str:
        return "tests/browser" if nodeid.startswith("tests/browser/") else str(super()._split_scope(nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling | None:
    return BrowserTogether(config, log) if config.getoption("dist") == "loadscope" else None


@pytest.fixture(scope="session")
def migrated_file(request: pytest.FixtureRequest) -> Path:
    """The migrated database, kept from run to run."""
    cache = request.config.cache
    assert cache is not None
    return kept_in(Path(cache.mkdir("broadsheet")))


@pytest.fixture(scope="session")
def courier_home(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Path:
    """The home of The Test Courier with a wire source, as `Site.found` makes it, for sites to begin from."""

    def make(place: Path) -> None:
        from clerk.running_site import Site

        place.mkdir()
        site = Site(place)
        lay_down(migrated_file, home=site.home)
        site.found()

    return once(in_this_run(tmp_path_factory, "courier"), make) / "site"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, request: pytest.FixtureRequest
) -> Iterator[None]:
    from django.db import connection

    if connection.vendor != "sqlite":
        yield
        return
    with begun_from(request.getfixturevalue("migrated_file"), connection=connection):
        yield


@pytest.fixture(scope="module")
def shared_rows(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """What a fixture of a module that asks for this makes in the database stands for all tests of the module."""
    with shared_by(request.node, blocker=django_db_blocker):
        yield


@pytest.fixture(scope="session")
def _migrated_server(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The tests' database, also where no test of a run asks pytest-django for one."""
    with django_db_blocker.unblock(), tests_database():
        yield


@pytest.fixture
def own_database(_migrated_server: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A database in which each of several connections sees what the others committed (PostgreSQL)."""
    with django_db_blocker.unblock(), database_of_its_own():
        yield


@pytest.fixture(autouse=True)
def _nothing_tried(request: pytest.FixtureRequest) -> None:
    """Let no test find that another tried to sign in too often."""
    if "django_db_setup" in request.fixturenames:
        from django.core.cache import caches

        caches["shared"].clear()


# How long an example takes is the machine's affair: no test asserts a time.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("long", settings.get_profile("untimed"), max_examples=1_000)
settings.load_profile("untimed")

"""What holds for every test."""

import pytest
from hypothesis import settings


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long: a test of a minute that comes last keeps one core waiting for the other."""
    items.sort(key=lambda item: not (item.get_closest_marker("slow") or item.get_closest_marker("browser")))


settings.register_profile("long", max_examples=1_000)

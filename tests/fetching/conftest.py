from collections.abc import Iterator

import pytest

from broadsheet.fetching.addresses import read_allowed
from broadsheet.fetching.web import Web
from fetching.agency_server import AgencyLoop, AgencyServer


@pytest.fixture(scope="session")
def agency_loop() -> Iterator[AgencyLoop]:
    loop = AgencyLoop()
    yield loop
    loop.close()


@pytest.fixture
def agency(agency_loop: AgencyLoop) -> Iterator[AgencyServer]:
    with agency_loop.server() as server:
        yield server


@pytest.fixture(scope="session")
def web() -> Web:
    """A way to the web that may reach this one address of loopback."""
    return Web(allowed=read_allowed(["127.0.0.1"]))

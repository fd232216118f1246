"""Telling another server something: one POST through the guard, no redirect followed, little of the answer read."""

from collections.abc import Mapping
from typing import Final

import httpcore
import httpx

from broadsheet import __version__
from broadsheet.contracts.fetching import FetchError
from broadsheet.fetching.addresses import Allowed
from broadsheet.fetching.connecting import GuardedBackend, Meter, Resolver, UnreachableError, resolve
from broadsheet.fetching.patience import Patience
from broadsheet.fetching.places import read_place

_ANSWER_BYTES: Final = 128 * 1024
_SUCCESS = range(200, 300)


class NotTakenError(FetchError):
    """The server answered, but did not take it."""


def post(
    address: str,
    *,
    body: bytes,
    headers: Mapping[str, str],
    allowed: Allowed,
    seconds: float = 8.0,
    resolver: Resolver = resolve,
) -> int:
    """
    Post these bytes; give the status of the answer, which is one of success.

    :raises FetchError: if the address cannot be reached or may not be, or the server does not take it
    """
    place = read_place(address)
    patience, meter = Patience(seconds), Meter()
    meter.allow(_ANSWER_BYTES)
    backend = GuardedBackend(allowed=allowed, resolver=resolver, patience=patience, meter=meter)
    lines = {
        "host": place.netloc.decode("ascii"),
        "user-agent": f"Broadsheet/{__version__}",
        "content-length": str(len(body)),
        **headers,
    }
    url = httpcore.URL(scheme=place.raw_scheme, host=place.raw_host, port=place.port, target=place.raw_path)
    with httpcore.ConnectionPool(ssl_context=httpx.create_ssl_context(), network_backend=backend) as pool:
        try:
            response = pool.handle_request(httpcore.Request("POST", url, headers=list(lines.items()), content=body))
            response.close()
        except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError) as error:
            raise UnreachableError(f"{place.host} gave no whole answer ({str(error)[:200]})") from error
    if response.status not in _SUCCESS:
        moved = "; redirects are not followed: give the address that it leads to" if response.status // 100 == 3 else ""  # noqa: PLR2004
        raise NotTakenError(f"{place.host} did not take it (status {response.status}){moved}")
    return response.status

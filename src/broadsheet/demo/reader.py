"""A reader of the demo: asks the edge on this machine for a page, as a browser would."""

import html
import http.client
import re
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from broadsheet.environment import places

_TIMEOUT = 2.0  # seconds
_LOOK = 0.01  # seconds between two looks at a page that is to change
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)


class NoAnswerError(Exception):
    """The edge does not answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadersPage:
    status: int
    reason: str
    body: str
    policy: str  # its Content-Security-Policy

    @property
    def title(self) -> str:
        found = _TITLE.search(self.body)
        return html.unescape(found[1]) if found else ""


def read_page(path: str) -> ReadersPage:
    """
    The page at an address such as "/world/some-slug/", whatever its status.

    :raises NoAnswerError: if there is no edge
    """
    connection = http.client.HTTPConnection("127.0.0.1", places.edge_port(), timeout=_TIMEOUT)
    try:
        connection.request("GET", path, headers={"Accept-Encoding": "identity"})
        answer = connection.getresponse()
        return ReadersPage(
            status=answer.status,
            reason=answer.reason,
            body=answer.read().decode(errors="replace"),
            policy=answer.headers.get("Content-Security-Policy", "default-src 'none'"),
        )
    except (OSError, http.client.HTTPException) as error:
        raise NoAnswerError(_("The readers' server does not answer: %(error)s") % {"error": error}) from error
    finally:
        connection.close()


def is_readable(path: str) -> bool:
    """Whether a reader gets the page."""
    try:
        return read_page(path).status == http.HTTPStatus.OK
    except NoAnswerError:
        return False


def seconds_until_gone(path: str, *, patience: float, read: Callable[[str], ReadersPage] = read_page) -> float | None:
    """How long readers still get the page before they get 410 Gone, to 10 ms; None if they do after `patience`."""
    start = time.monotonic()
    while (passed := time.monotonic() - start) < patience:
        try:
            if read(path).status == http.HTTPStatus.GONE:
                return time.monotonic() - start
        except NoAnswerError:
            pass
        time.sleep(min(_LOOK, patience - passed))
    return None

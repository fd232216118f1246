"""How a source's user name and secret travel: in headers, never in the address."""

import base64
import re

from broadsheet.contracts.fetching import FetchError, FetchOrder

_TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}")  # RFC 9110, section 5.6.2
# What a header of that name would do to the connection, or to the guard.
_NOT_FOR_SECRETS = frozenset(
    {
        "accept-encoding", "connection", "content-length", "expect", "host", "te", "trailer", "transfer-encoding",
        "upgrade",
    }
)  # fmt: skip


class BadHeaderNameError(FetchError):
    """The option `header` names no header that may be set."""


def secret_headers(order: FetchOrder) -> dict[str, str]:
    """
    Give the headers that tell a server who asks.

    With the option `header` ("X-Api-Key") the secret is that header's value; else with a user name it is the password
    of Basic authentication (RFC 7617, in UTF-8), and without one a bearer token (RFC 6750).

    :raises BadHeaderNameError: if the option names no header that may be set
    """
    name = order.options.get("header", "").strip()
    if name and (not _TOKEN.fullmatch(name) or name.lower() in _NOT_FOR_SECRETS):
        raise BadHeaderNameError(
            f"The source's header {name[:40]!r} cannot be set. Give the name alone, such as X-Api-Key; "
            "its value goes where the password goes"
        )
    secret = order.secret.strip()  # keys are pasted, with what stood around them
    if name:
        return {name: secret} if secret else {}
    if order.user:
        pair = base64.b64encode(f"{order.user}:{order.secret}".encode()).decode("ascii")
        return {"Authorization": f"Basic {pair}"}
    return {"Authorization": f"Bearer {secret}"} if secret else {}

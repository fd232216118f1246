"""What goes out: an answer ready to be written, and the headers that every answer carries."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from broadsheet.contracts.pieces import Outsiders
from broadsheet.edge.encodings import IDENTITY

Headers = list[tuple[str, str]]

# A browser keeps a page for ten seconds and no more, so that no reader's browser keeps killed copy. A shared cache
# is purged when a page changes; one whose purge fails is wrong for two minutes at most, yet may go on for ten days
# while the edge itself is away.
BROWSER_LIFE = "max-age=10"
CDN_LIFE = "max-age=60, stale-while-revalidate=60, stale-if-error=864000"
CACHING: Headers = [("cache-control", BROWSER_LIFE), ("cdn-cache-control", CDN_LIFE)]
UNCACHED: Headers = [("cache-control", "no-store")]

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; media-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
MEDIA_POLICY = "default-src 'none'; sandbox"
_DENIED = ("accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer", "microphone")
_DENIED_TOO = ("midi", "payment", "usb", "browsing-topics", "interest-cohort")
_SECURITY: Headers = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "strict-origin-when-cross-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("origin-agent-cluster", "?1"),
    ("permissions-policy", ", ".join(f"{feature}=()" for feature in (*_DENIED, *_DENIED_TOO))),
]
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,}")
_TRUSTED_TYPES = frozenset({"require-trusted-types-for", "trusted-types"})
_HSTS = ("strict-transport-security", "max-age=31536000")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer, finished: `headers` with what the body needs, `fresh_headers` for a 304 in its place."""

    status: int
    headers: Headers
    body: bytes
    etag: str = ""
    fresh_headers: Headers = field(default_factory=list)

    @property
    def weight(self) -> int:
        """About the bytes that it holds in memory."""
        return len(self.body) + 1_500


def security_headers(*, is_secure: bool, policy: str = PAGE_POLICY) -> Headers:
    """What every answer says to browsers (DESIGN section 9)."""
    headers = [*_SECURITY, ("content-security-policy", policy)]
    return [*headers, _HSTS] if is_secure else headers


def with_frames(security: Headers, hosts: Iterable[str]) -> Headers:
    """
    The headers with a policy that lets frames in from these hosts, over TLS alone.

    What is no plain host name is left out: a policy must not be something that a text can write into.
    """
    named = " ".join(f"https://{host}" for host in hosts if _HOST.fullmatch(host))
    if not named:
        return security
    return [
        (name, f"{value}; frame-src {named}" if name == "content-security-policy" else value)
        for name, value in security
    ]


def with_outsiders(security: Headers, outsiders: Outsiders) -> Headers:
    """
    The headers with a policy that lets these hosts in, over TLS alone, each to what it is named for.

    What is no host is left out. Scripts of others write into pages as they please, so where there are any, browsers are
    not asked to keep all scripts from that (Trusted Types).
    """
    named = {
        "script-src": _sources(outsiders.scripts),
        "connect-src": _sources(outsiders.connections),
        "img-src": _sources(outsiders.pictures),
        "frame-src": _sources(outsiders.frames),
    }
    if not any(named.values()):
        return security
    return [(name, _widened(value, named) if name == "content-security-policy" else value) for name, value in security]


def _sources(hosts: Iterable[str]) -> str:
    return " ".join(f"https://{host}" for host in hosts if _HOST.fullmatch(host.removeprefix("*.")))


def _widened(policy: str, named: Mapping[str, str]) -> str:
    directives = dict(directive.split(" ", 1) for directive in policy.split("; "))
    for name, sources in named.items():
        if sources:
            directives[name] = f"{directives[name]} {sources}" if name in directives else sources
    if named["script-src"]:
        directives = {name: value for name, value in directives.items() if name not in _TRUSTED_TYPES}
    return "; ".join(f"{name} {value}" for name, value in directives.items())


def etag_of(body: bytes, *, encoding: str) -> str:
    """A strong tag: another body or another encoding is another tag."""
    digest = hashlib.blake2b(body, digest_size=12).hexdigest()
    return f'"{digest}"' if encoding == IDENTITY else f'"{digest}-{encoding}"'


def merged(*groups: Iterable[tuple[str, str]]) -> Headers:
    """The groups in one; a later group's header replaces an earlier one's of the same name."""
    headers: dict[str, str] = {}
    for group in groups:
        headers.update((name.lower(), value) for name, value in group)
    return list(headers.items())


def plain_answer(status: int, text: str, *, security: Headers, extra: Iterable[tuple[str, str]] = ()) -> Answer:
    """A short answer in plain text that no cache keeps."""
    headers = merged([("content-type", "text/plain; charset=utf-8")], UNCACHED, security, extra)
    return Answer(status=status, headers=headers, body=f"{text}\n".encode())

"""Connections to servers that do not speak HTTP: through the same guard, cut off at the look's deadline."""

import hashlib
import hmac
import re
import socket
import ssl
from dataclasses import dataclass

from broadsheet.contracts.fetching import FetchError
from broadsheet.fetching.addresses import Allowed
from broadsheet.fetching.connecting import GuardedBackend, Meter, Resolver, UnreachableError, resolve
from broadsheet.fetching.deadlines import Deadline
from broadsheet.fetching.patience import Patience

CONNECT_SECONDS = 15.0
SILENCE_SECONDS = 20.0  # how long a server may say nothing at all


class CertificateError(FetchError):
    """The server's certificate is not the one that the newsroom trusts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialler:
    """Makes the connections of one look to one server."""

    host: str
    port: int
    allowed: Allowed
    deadline: Deadline
    resolver: Resolver = resolve

    def dial(self) -> socket.socket:
        """
        Connect to a checked address of the host.

        :raises FetchError: if it may not be reached or does not answer
        """
        patience = Patience(min(CONNECT_SECONDS, self.deadline.left), stop=lambda: self.deadline.is_stopped)
        backend = GuardedBackend(allowed=self.allowed, resolver=self.resolver, patience=patience, meter=Meter())
        connected: socket.socket = backend.connect_tcp(self.host, self.port).get_extra_info("socket")
        connected.settimeout(SILENCE_SECONDS)
        self.deadline.covers(connected)
        return connected


@dataclass(frozen=True, slots=True, kw_only=True)
class Tls:
    """
    How a server's certificate is checked: against the system's authorities, or against one fingerprint.

    A fingerprint (SHA-256 of the certificate, hexadecimal, as `openssl x509 -fingerprint -sha256` prints it) is for
    servers with a certificate of their own making, common among agencies' FTP servers.
    """

    host: str
    fingerprint: str = ""

    def context(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        if self.fingerprint:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE  # `check` compares the certificate itself
        return context

    def check(self, connection: socket.socket) -> None:
        """
        Compare the certificate of an encrypted connection with the fingerprint.

        :raises CertificateError: if it is another one; the text gives its fingerprint, to be confirmed
        """
        if not self.fingerprint:
            return
        certificate = connection.getpeercert(binary_form=True) if isinstance(connection, ssl.SSLSocket) else None
        shown = hashlib.sha256(certificate or b"").hexdigest()
        if not hmac.compare_digest(shown, _digits(self.fingerprint)):
            connection.close()
            raise CertificateError(
                f"{self.host} shows a certificate with the fingerprint {shown}, which is not the one in this source's "
                "settings. Nothing was sent to it. Ask its operator whether the certificate was renewed"
            )


def distrusted(error: ssl.SSLError, *, tls: Tls) -> FetchError:
    """What to tell an editor of a TLS connection that did not come about."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return CertificateError(
            f"The certificate of {tls.host} cannot be trusted: {error.verify_message}. Nothing was sent to it. If its "
            "operator made the certificate himself, ask him for its SHA-256 fingerprint and put it into this "
            "source's settings (fingerprint)"
        )
    return UnreachableError(f"{tls.host} does not speak TLS as it should ({error.reason or error}). Check the address")


def _digits(fingerprint: str) -> str:
    return re.sub(r"[^0-9a-f]", "", fingerprint.lower().removeprefix("sha256"))

"""TLS: the certificate is held against the name, though the connection goes to an address that was checked."""

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from broadsheet.fetching.addresses import Allowed
from broadsheet.fetching.connecting import UnreachableError
from broadsheet.fetching.patience import OutOfTimeError
from broadsheet.fetching.places import BadAddressError
from broadsheet.fetching.web import Limits, Web
from fetching.agency_server import AgencyLoop, AgencyServer

NAME = "feeds.northmark.example"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of that name, signed by itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + signed.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def names() -> list[str]:
    """The names that the server was asked for (SNI)."""
    return []


@pytest.fixture
def agency(agency_loop: AgencyLoop, certificate: Path, names: list[str]) -> Iterator[AgencyServer]:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    tls.sni_callback = lambda _, name, __: names.append(name)
    with agency_loop.server(tls=tls) as server:
        server.serves("/feed", b"story")
        yield server


def reaching(*hosts: str, trust: ssl.SSLContext | None = None) -> Web:
    return Web(allowed=Allowed(hosts=frozenset(hosts)), resolver=lambda *_: ["127.0.0.1"], trust=trust)


def test_the_certificate_and_the_greeting_are_those_of_the_name(
    agency: AgencyServer, certificate: Path, names: list[str]
) -> None:
    web = reaching(NAME, trust=ssl.create_default_context(cafile=str(certificate)))

    answer = web.get(f"https://{NAME}:{agency.port}/feed")

    assert (answer.body, names) == (b"story", [NAME])
    assert agency.asked[0].headers["host"] == f"{NAME}:{agency.port}"


def test_a_certificate_of_another_name_is_refused(agency: AgencyServer, certificate: Path) -> None:
    web = reaching("other.example", trust=ssl.create_default_context(cafile=str(certificate)))

    with pytest.raises(UnreachableError, match=r"certificate of other\.example cannot be trusted"):
        web.get(f"https://other.example:{agency.port}/feed")
    assert agency.asked == []


def test_a_certificate_that_nobody_vouches_for_is_refused(agency: AgencyServer) -> None:
    with pytest.raises(UnreachableError, match="cannot be trusted"):
        reaching(NAME).get(f"https://{NAME}:{agency.port}/feed")
    assert agency.asked == []


def test_a_greeting_that_nobody_answers_ends_at_the_deadline(agency_loop: AgencyLoop) -> None:
    with agency_loop.server() as plain, pytest.raises(OutOfTimeError, match=NAME):
        reaching(NAME).get(f"https://{NAME}:{plain.port}/feed", limits=Limits(seconds=0.3))


def test_no_redirect_leads_out_of_tls(agency: AgencyServer, certificate: Path) -> None:
    web = reaching(NAME, trust=ssl.create_default_context(cafile=str(certificate)))
    agency.sends_elsewhere("/old", f"http://{NAME}:{agency.port}/feed")

    with pytest.raises(BadAddressError, match="plain http"):
        web.get(f"https://{NAME}:{agency.port}/old")

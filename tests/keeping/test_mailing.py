"""The message that tries the mail server."""

import pytest
from django.core import mail

from broadsheet.keeping.mailing import MailError, send_test_mail
from edge.running import free_port
from keeping.conftest import NOON


def test_without_a_mail_server_the_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BROADSHEET_SMTP_URL", raising=False)

    with pytest.raises(MailError, match="set BROADSHEET_SMTP_URL=smtp://"):
        send_test_mail("ada@paper.example", now=NOON)


def test_what_the_server_said_is_told(monkeypatch: pytest.MonkeyPatch, settings: object) -> None:
    monkeypatch.setenv("BROADSHEET_SMTP_URL", "smtp://localhost")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # type: ignore[attr-defined]
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()  # type: ignore[attr-defined]

    with pytest.raises(MailError, match=r"127\.0\.0\.1 did not take it: .*refused"):
        send_test_mail("ada@paper.example", now=NOON)


def test_a_message_goes_to_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROADSHEET_SMTP_URL", "smtp://localhost")

    send_test_mail("ada@paper.example", now=NOON)

    assert [message.to for message in mail.outbox] == [["ada@paper.example"]]

import pytest

from broadsheet.environment.mail import mail_settings
from broadsheet.environment.places import EnvironmentError  # noqa: A004


def test_without_a_mail_server_nothing_is_sent_and_nothing_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BROADSHEET_SMTP_URL", raising=False)

    assert mail_settings() == {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}


def test_a_mail_server_is_named_by_one_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROADSHEET_SMTP_URL", "smtp://news%40paper:s%2Fecret@mail.example")

    settings = mail_settings()

    assert (settings["EMAIL_HOST"], settings["EMAIL_PORT"]) == ("mail.example", 587)
    assert (settings["EMAIL_HOST_USER"], settings["EMAIL_HOST_PASSWORD"]) == ("news@paper", "s/ecret")
    assert (settings["EMAIL_USE_TLS"], settings["EMAIL_USE_SSL"]) == (True, False)


@pytest.mark.parametrize("address", ["mail.example", "http://mail.example", "smtp://mail.example:many"])
def test_what_is_no_mail_server_is_refused_by_name(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROADSHEET_SMTP_URL", address)

    with pytest.raises(EnvironmentError, match="BROADSHEET_SMTP_URL"):
        mail_settings()

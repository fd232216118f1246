from pathlib import Path

import pytest

from broadsheet.environment import site
from broadsheet.environment.places import EnvironmentError  # noqa: A004


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BROADSHEET_HOME", str(tmp_path))
    monkeypatch.delenv("BROADSHEET_ZONE", raising=False)
    monkeypatch.delenv("BROADSHEET_LANGUAGE", raising=False)
    return tmp_path


def test_a_site_keeps_the_zone_and_language_it_was_founded_with() -> None:
    site.found_site(language="pt-br", zone="America/Sao_Paulo")

    assert (site.language(), site.time_zone()) == ("pt-br", "America/Sao_Paulo")


def test_a_zone_that_is_none_is_refused() -> None:
    with pytest.raises(EnvironmentError, match="Mars/Olympus"):
        site.found_site(language="en", zone="Mars/Olympus")

    assert not site.site_file().exists()


@pytest.mark.parametrize("tag", ["english language", "e", "en_GB", ""])
def test_what_is_no_language_tag_is_refused(tag: str) -> None:
    with pytest.raises(EnvironmentError, match="language tag"):
        site.checked_language(tag)


def test_a_damaged_site_file_is_named(home: Path) -> None:
    (home / "site.toml").write_text("zone = ")

    with pytest.raises(EnvironmentError, match=r"site\.toml"):
        site.time_zone()


def test_zones_to_choose_from_are_those_that_browsers_know() -> None:
    assert {"Europe/London", "UTC"} <= set(site.time_zones())
    assert not {"localtime", "Factory"} & set(site.time_zones())


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ("security@example.org", "mailto:security@example.org"),
        ("mailto:security@example.org", "mailto:security@example.org"),
        (" https://example.org/security ", "https://example.org/security"),
        ("tel:+44-20-7946-0000", "tel:+44-20-7946-0000"),
        ("", ""),
    ],
)
def test_whoever_hears_of_holes_is_an_address_of_the_web(
    said: str, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BROADSHEET_SECURITY_CONTACT", said)

    assert site.security_contact() == address


@pytest.mark.parametrize(
    "said", ["the editor", "http://example.org/", "a@b c", "javascript:alert(1)", "a@b\nPolicy: x"]
)
def test_what_nobody_can_be_reached_at_is_refused(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROADSHEET_SECURITY_CONTACT", said)

    with pytest.raises(EnvironmentError, match="BROADSHEET_SECURITY_CONTACT"):
        site.security_contact()

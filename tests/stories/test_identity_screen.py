"""The screen of the paper's identity: who gets it, what it keeps and where, and what it refuses."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, TestCase
from django.urls import reverse
from lxml import html
from PIL import Image
from wagtail.models import ModelLogEntry, PageLogEntry

from broadsheet.environment import site
from broadsheet.media.actions import add_picture
from broadsheet.stories.identity import Identity
from broadsheet.stories.models import HomePage, SectionPage

from .conftest import Paper

NOTHING: dict[str, Any] = {
    f"{formset}-{count}": number
    for formset in ("accounts", "agency_credits", "third_parties")
    for count, number in (("TOTAL_FORMS", 0), ("INITIAL_FORMS", 0), ("MIN_NUM_FORMS", 0), ("MAX_NUM_FORMS", 1000))
}


def third_party(**fields: str) -> dict[str, Any]:
    """One as it is typed; what is empty is not ticked."""
    typed = {"name": "Statistics", "host": "stats.example.com", "scripts": "on", "ORDER": "1", **fields}
    sent = {f"third_parties-0-{name}": value for name, value in typed.items() if value}
    return {"third_parties-TOTAL_FORMS": 1, **sent}


@pytest.fixture(autouse=True)
def home_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home in which `site.toml` may be written."""
    monkeypatch.setenv("BROADSHEET_HOME", str(tmp_path))
    for name in ("BROADSHEET_LANGUAGE", "BROADSHEET_ZONE"):
        monkeypatch.delenv(name, raising=False)
    site.found_site(language="en-gb", zone="Europe/London")


@pytest.fixture
def admin(paper: Paper) -> Client:
    client = Client()
    client.force_login(paper.administrator)
    return client


def address() -> str:
    return reverse("wagtailsettings:edit", args=["broadsheet_stories", "identity", Identity.load().pk])


def save(client: Client, **fields: Any) -> Any:
    plain = {"paper": "The Daily Example", "language": "en-gb", "zone": "Europe/London", **NOTHING, **fields}
    with TestCase.captureOnCommitCallbacks(execute=True):
        return client.post(address(), {name: value for name, value in plain.items() if value is not None})


def errors(answer: Any) -> str:
    page = html.document_fromstring(answer.content.decode())
    return " ".join(error.text_content().strip() for error in page.cssselect(".error-message"))


@pytest.mark.parametrize("person", ["reporter", "world_editor", "chief"])
def test_nobody_but_an_administrator_opens_or_saves_it(paper: Paper, person: str) -> None:
    client = Client()
    client.force_login(getattr(paper, person))

    opened, saved = client.get(address()), save(client, motto="Mine now")

    assert (opened.status_code, saved.status_code) == (302, 302)
    assert (opened["Location"], saved["Location"]) == (reverse("wagtailadmin_home"),) * 2
    assert Identity.load().motto == ""


def test_an_administrator_keeps_motto_colour_imprint_contact_accounts_and_credits(admin: Client) -> None:
    answer = save(
        admin,
        motto="All the tides",
        accent="#1f4e8c",
        imprint="Quay Press Ltd",
        contact="desk@paper.example",
        **{
            "accounts-TOTAL_FORMS": 1,
            "accounts-0-name": "Mastodon",
            "accounts-0-address": "https://press.example/@paper",
            "accounts-0-ORDER": 1,
            "agency_credits-TOTAL_FORMS": 1,
            "agency_credits-0-told": "AP",
            "agency_credits-0-written": "Associated Press",
            "agency_credits-0-ORDER": 1,
        },
    )

    identity = Identity.load()
    assert answer.status_code == 302, errors(answer)
    assert (identity.motto, identity.accent, identity.imprint) == ("All the tides", "#1f4e8c", "Quay Press Ltd")
    assert identity.contact == "desk@paper.example"
    assert [one.address for one in identity.accounts.all()] == ["https://press.example/@paper"]
    assert [(one.told, one.written) for one in identity.agency_credits.all()] == [("AP", "Associated Press")]


def test_the_journal_tells_what_was_another_value_before(admin: Client, paper: Paper) -> None:
    save(admin, motto="Before")
    save(admin, motto="After")

    entry = ModelLogEntry.objects.filter(action="broadsheet.changed").latest("timestamp")
    assert entry.user == paper.administrator
    assert entry.data["changes"] == [["motto", "Before", "After"]]


def test_a_new_name_is_the_home_pages_and_outlives_a_draft_of_it(admin: Client, paper: Paper) -> None:
    paper.home.save_revision()

    save(admin, paper="The  Evening Example")
    home = HomePage.objects.get()
    home.get_latest_revision().publish()

    assert HomePage.objects.get().title == "The Evening Example"
    told = PageLogEntry.objects.filter(action="broadsheet.changed").latest("timestamp").data["changes"]
    assert told == [["name of the paper", "The Daily Example", "The Evening Example"]]


def test_a_name_turns_no_words_around(admin: Client) -> None:
    save(admin, paper="The \u202eWeekly\u202c \u2067Example\u2069")

    assert HomePage.objects.get().title == "The Weekly Example"


def test_the_menu_is_ordered_and_ticked_and_a_sections_draft_does_not_bring_it_back(
    admin: Client, paper: Paper
) -> None:
    paper.world.save_revision()
    world, sport = paper.world.pk, paper.sport.pk

    save(
        admin,
        **{
            "menu-section": [world, sport, 99_999],
            f"menu-{world}-place": "2",
            f"menu-{sport}-place": "1",
            f"menu-{sport}-shown": "on",
        },
    )
    SectionPage.objects.get(pk=world).get_latest_revision().publish()

    assert Identity.load().menu_order == [sport, world]
    assert not SectionPage.objects.get(pk=world).show_in_menus
    assert SectionPage.objects.get(pk=sport).show_in_menus
    page = html.document_fromstring(admin.get(address()).content.decode())
    rows = [label.text_content().strip() for label in page.cssselect("table label")]
    assert rows == ["Sport", "World"]
    assert [box.get("checked") is not None for box in page.cssselect("table input[type=checkbox]")] == [True, False]


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"accent": "crimson"}, "is no colour"),
        ({"accent": "#ffcc00"}, "cannot be read on the light pages: its contrast to their ground is 1.3 to 1"),
        ({"accent": "#a2191f", "dark_accent": "#101010"}, "cannot be read on the dark pages"),
        ({"dark_accent": "#ff8f83"}, "needs one for the light ones too"),
        ({"contact": "nobody"}, "valid email address"),
        ({"language": "English"}, "is no language tag"),
        ({"zone": "Mars/Olympus"}, "Select a valid choice"),
        (
            {"accounts-TOTAL_FORMS": 1, "accounts-0-name": "X", "accounts-0-address": "http://x.example"},
            "begins with https://",
        ),
        (
            {"accounts-TOTAL_FORMS": 1, "accounts-0-name": "X", "accounts-0-address": "javascript:alert(1)"},
            "Enter a valid URL",
        ),
        ({"agency_credits-TOTAL_FORMS": 1, "agency_credits-0-told": "AP"}, "how the credit is written"),
        (
            {
                "agency_credits-TOTAL_FORMS": 2,
                "agency_credits-0-told": "AP",
                "agency_credits-0-written": "Associated Press",
                "agency_credits-1-told": " ap ",
                "agency_credits-1-written": "The AP",
            },
            "stands here twice",
        ),
        (third_party(host="http://stats.example.com"), "is no host"),
        (third_party(host="https://stats.example.com:8443/"), "is no host"),
        (third_party(host="stats"), "is no host"),
        (third_party(host="*"), "Name each host by itself"),
        (third_party(host="a.*.example.com"), "Name each host by itself"),
        (third_party(host="*.co.uk"), "Name each host by itself"),
        (third_party(host="*.github.io"), "Name each host by itself"),
        (third_party(host="*.s3.amazonaws.com"), "Name each host by itself"),
        (third_party(host="straße.example"), "beginning with xn--"),
        (third_party(host="stats.example.com; script-src *"), "is no host"),
        (third_party(host="'unsafe-inline'"), "is no host"),
        (third_party(scripts=""), "Tick what it may do"),
        (third_party(script="https://other.example/s.js"), "is not of stats.example.com"),
        (third_party(script="http://stats.example.com/s.js"), "begins with https://"),
        (third_party(scripts="", pictures="on", script="https://stats.example.com/s.js"), "may not run does nothing"),
    ],
)
def test_what_cannot_be_is_refused_in_plain_words_and_nothing_is_kept(
    admin: Client, fields: dict[str, Any], why: str
) -> None:
    answer = save(admin, motto="Kept?", **fields)

    assert answer.status_code == 200
    assert why in " ".join([errors(answer), answer.content.decode()])
    assert Identity.load().motto == ""


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Stats.Example ", "stats.example"),
        ("https://stats.example/", "stats.example"),
        ("https://stats.example/js/script.js", "stats.example"),
        ("bücher.example", "xn--bcher-kva.example"),
        ("xn--80ak6aa92e.xn--p1ai", "xn--80ak6aa92e.xn--p1ai"),
    ],
)
def test_a_third_party_is_kept_with_a_plain_host_and_told_in_the_journal(admin: Client, typed: str, kept: str) -> None:
    answer = save(admin, **third_party(host=typed, script=f"https://{kept}/s.js"))

    (party,) = Identity.load().third_parties.all()
    assert answer.status_code == 302, errors(answer)
    assert (party.host, party.script) == (kept, f"https://{kept}/s.js")
    assert ModelLogEntry.objects.filter(action="broadsheet.made", label="Statistics").exists()


def test_a_host_that_is_missing_is_said_once(admin: Client) -> None:
    answer = save(admin, **third_party(host=""))

    assert errors(answer).count("This field is required.") == 1
    assert "is no host" not in errors(answer)


def opened(client: Client) -> str:
    """What a form says it is based on."""
    page = html.document_fromstring(client.get(address()).content.decode())
    return str(page.cssselect("[name=based_on]")[0].get("value"))


def test_who_saves_over_what_another_saved_meanwhile_is_told_what_it_was(admin: Client) -> None:
    mine = opened(admin)
    save(admin, based_on=mine, motto="Since 1871", **third_party())

    refused = save(admin, based_on=mine, contact="desk@paper.example")

    shown = refused.content.decode()
    assert refused.status_code == 200
    assert "motto (now “Since 1871”); Whom pages load from besides the paper." in shown
    assert "Nothing was saved" in shown
    assert 'value="desk@paper.example"' in shown
    assert (Identity.load().motto, Identity.load().contact) == ("Since 1871", "")


def test_who_was_told_may_save_and_who_was_alone_is_not_asked(admin: Client) -> None:
    mine = opened(admin)
    first = save(admin, based_on=mine, motto="Since 1871")
    refused = html.document_fromstring(save(admin, based_on=mine, motto="Since 1872").content.decode())
    again = str(refused.cssselect("[name=based_on]")[0].get("value"))

    second = save(admin, based_on=again, motto="Since 1872")

    assert (first.status_code, second.status_code) == (302, 302)
    assert Identity.load().motto == "Since 1872"


def test_a_logo_is_a_png_or_webp(admin: Client) -> None:
    data = io.BytesIO()
    Image.new("RGB", (300, 80), "teal").save(data, "JPEG")
    picture = add_picture(data.getvalue(), name="logo.jpg")

    answer = save(admin, logo=picture.pk)

    assert "is no PNG or WebP" in errors(answer)
    assert Identity.load().logo is None


def test_language_and_zone_are_written_where_the_paper_was_founded(admin: Client, tmp_path: Path) -> None:
    save(admin, language="de", zone="Europe/Vienna")

    assert (site.language(), site.time_zone()) == ("de", "Europe/Vienna")
    assert (tmp_path / "site.toml").read_text() == 'language = "de"\nzone = "Europe/Vienna"\n'
    told = ModelLogEntry.objects.filter(action="broadsheet.changed").latest("timestamp").data["changes"]
    assert ["language", "en-gb", "de"] in told


def test_what_the_environment_says_is_shown_with_its_name_and_not_asked(
    admin: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BROADSHEET_LANGUAGE", "pt-br")

    page = html.document_fromstring(admin.get(address()).content.decode())
    answer = save(admin, language=None, zone="Europe/Lisbon")

    assert not page.cssselect("input[name=language]")
    assert page.cssselect("select[name=zone]")
    assert "BROADSHEET_LANGUAGE in the newsroom's environment says so" in page.text_content()
    assert answer.status_code == 302
    monkeypatch.delenv("BROADSHEET_LANGUAGE")
    assert (site.language(), site.time_zone()) == ("en-gb", "Europe/Lisbon")


def test_what_is_typed_is_seen_on_the_front_page_before_it_is_saved(admin: Client) -> None:
    preview = reverse("wagtailsettings:preview_on_edit", args=["broadsheet_stories", "identity", Identity.load().pk])
    sent = {"paper": "The New Name", "language": "en-gb", "zone": "Europe/London", "motto": "As typed", **NOTHING}

    answer = admin.post(preview, {**sent, "accent": "#1f4e8c"})
    shown = admin.get(f"{preview}?mode=").content.decode()

    assert answer.json() == {"is_valid": True, "is_available": True}
    page = html.document_fromstring(shown)
    assert page.cssselect(".masthead .motto")[0].text == "As typed"
    assert page.cssselect(".masthead .paper")[0].text_content() == "The New Name"
    assert "--accent:#1f4e8c" in shown
    assert Identity.load().motto == ""

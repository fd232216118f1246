"""What an open list is told, what the pane shows, and who may ask for any of it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from broadsheet.wire.presets import keep_preset
from broadsheet.wire.urls import URLS
from wire.newsroom import Agency, Paper, ninjs
from wire.test_screens import client_of

NEWS = "broadsheet_wire:news"
# Address, method, and the status for reporter, section editor and chief; everybody else is sent to sign in.
MATRIX = {
    "list": ("get", 200, 200, 200),
    "news": ("get", 200, 200, 200),
    "presets": ("get", 200, 200, 200),
    "keep_preset": ("post", 302, 302, 302),
    "preset_counts": ("get", 200, 200, 200),
    "change_preset": ("post", 404, 404, 302),  # a chief's own
    "undo_preset": ("post", 302, 302, 302),
    "preview": ("get", 200, 200, 200),
}


def test_a_list_that_is_up_to_date_is_told_so_for_two_queries(
    agency: Agency, paper: Paper, django_assert_max_num_queries: object
) -> None:
    agency.sends(ninjs())
    client = client_of(paper.reporter)
    etag = client.get(reverse(NEWS))["ETag"]

    # Six for the session, the person, whether their role asks for a second factor, and their rights, as everywhere in
    # the newsroom.
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        answer = client.get(reverse(NEWS), headers={"if-none-match": etag})

    assert (answer.status_code, answer.content) == (304, b"")


def test_an_open_list_is_sent_the_line_that_came(agency: Agency, paper: Paper) -> None:
    agency.sends(ninjs("urn:a", headline="Ferries stay in"), name="a.json")
    client = client_of(paper.reporter)
    mark = client.get(reverse(NEWS))["ETag"].strip('"')
    agency.now += timedelta(minutes=5)
    agency.sends(ninjs("urn:b", headline="Trams <go> out"), name="b.json")

    news = client.get(reverse(NEWS), {"after": mark}, headers={"if-none-match": f'"{mark}"'}).json()

    assert "Trams &lt;go&gt; out" in news["rows"][0]["html"]
    assert news["gone"] == []
    assert not news["tooMany"]


def test_an_open_list_is_sent_the_flash_that_is_to_be_pinned(agency: Agency, paper: Paper) -> None:
    client = client_of(paper.reporter)
    agency.now = timezone.now()
    agency.sends(ninjs(headline="Storm warning", urgency=1))

    news = client.get(reverse(NEWS), {"after": "0-0"}).json()

    assert "Storm warning" in news["pinned"]
    assert "Acknowledge" in news["pinned"]


def test_the_pane_shows_terms_and_notes_before_the_text(agency: Agency, paper: Paper) -> None:
    item = agency.sends(ninjs(usageterms="Not in Ruritania", ednote="Adds <quotes>"))

    page = client_of(paper.reporter).get(reverse("broadsheet_wire:preview", args=[item.pk])).content.decode()

    assert page.index("Not in Ruritania") < page.index("Adds &lt;quotes&gt;") < page.index("Ferries stayed in.")
    assert "Make a story" in page


def test_the_pane_of_a_killed_item_says_why_and_offers_no_story(agency: Agency, paper: Paper) -> None:
    item = agency.sends(ninjs(pubstatus="canceled"))

    page = client_of(paper.chief).get(reverse("broadsheet_wire:preview", args=[item.pk])).content.decode()

    assert "The wire canceled this item" in page
    assert "Make a story" not in page


def test_the_list_needs_no_script_to_be_paged(agency: Agency, paper: Paper) -> None:
    for number in range(51):
        agency.sends(ninjs(f"urn:{number}", headline=f"Item {number}."), name=f"{number}.json")
    client = client_of(paper.reporter)

    first = client.get(reverse("broadsheet_wire:list"))
    page = first.content.decode()
    older = page.split('" rel="next"')[0].rsplit('href="', 1)[1].replace("&amp;", "&")
    second = client.get(reverse("broadsheet_wire:list") + older).content.decode()

    assert "Item 0." not in page
    assert "Item 0." in second
    assert "Item 50." not in second


@pytest.mark.parametrize("name", MATRIX)
def test_every_role_gets_what_it_may_have(agency: Agency, paper: Paper, name: str) -> None:
    item = agency.sends(ninjs())
    preset = keep_preset(paper.chief, name="Mine", asked="")
    takes_item, takes_preset = name == "preview", name in {"change_preset", "undo_preset"}
    arguments = [item.pk] if takes_item else [preset.pk] if takes_preset else []
    address, method = reverse(f"broadsheet_wire:{name}", args=arguments), MATRIX[name][0]
    form = {"name": "Kept", "do": "up"} if method == "post" else {}

    stranger = getattr(Client(), method)(address, form)
    people = [
        getattr(client_of(person), method)(address, form).status_code
        for person in (paper.reporter, paper.editor, paper.chief)
    ]

    assert (stranger.status_code, "/sign-in/" in stranger["Location"]) == (302, True)
    assert people == list(MATRIX[name][1:])


def test_every_address_of_the_list_is_in_the_matrix() -> None:
    ours = {pattern.name for pattern in URLS if pattern.callback.__module__.rsplit(".", 1)[1] in _OUR_VIEWS}

    assert ours == set(MATRIX)


_OUR_VIEWS = {"listing", "presets", "preview"}

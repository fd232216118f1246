"""An item's page, its versions, comparisons and changes in the newsroom: what is shown, who may do what."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from broadsheet.stories.actions import publish_story, revise_story
from broadsheet.stories.models import StoryPage
from broadsheet.stories.words import StoryWords
from broadsheet.wire.models import Delivery, Use, WireChange, WireItem
from wire.newsroom import NOON, Agency, Paper, ninjs, story_of
from wire.test_screens import client_of

LONGER = "<p>Rain fell on the harbour of Port Merrin all day and all night.</p><p>Ferries stayed in.</p>"


def page_of(person: object, name: str, *args: Any, **query: Any) -> str:
    return client_of(person).get(reverse(f"broadsheet_wire:{name}", args=args), query).content.decode()


def token_in(page: str) -> str:
    return page.partition('name="token" value="')[2].partition('"')[0]


@pytest.fixture
def contested(publishing: Agency, paper: Paper) -> Use:
    """A published story whose headline both sides changed, and whose text the wire changed by itself."""
    story = story_of(publishing.sends(ninjs()))
    revise_story(story, changes=StoryWords(headline="Our own <headline>"), by=paper.editor, now=NOON)
    publish_story(story, by=paper.editor, now=NOON)
    publishing.sends(ninjs(version=2, body_xhtml=LONGER), name="2.json")
    return Use.objects.get()


def test_restrictions_stand_before_the_button_that_makes_a_story(agency: Agency, paper: Paper) -> None:
    item = agency.sends(ninjs(ednote="Adds quotes", usageterms="Not in Ruritania"))

    page = page_of(paper.reporter, "item", item.pk)

    assert 0 < page.index("Not in Ruritania") < page.index("Make a story")
    assert 0 < page.index("Adds quotes") < page.index("Make a story")


def test_an_item_s_page_shows_all_its_facts(agency: Agency, paper: Paper) -> None:
    item = agency.sends(
        ninjs(
            slugline="Rain-Merrin",
            copyrightnotice="(c) Harbour Wire",
            subject=[{"name": "weather", "code": "17000000"}],
            place=[{"name": "Port Merrin"}],
        )
    )

    page = page_of(paper.reporter, "item", item.pk)

    for words in ("Rain-Merrin", "(c) Harbour Wire", "weather", "Port Merrin", "urn:example:1", "version 1 of 1"):
        assert words in page


def test_two_versions_are_shown_side_by_side_with_their_words_marked(agency: Agency, paper: Paper) -> None:
    agency.sends(ninjs(usageterms="Not in Ruritania"))
    item = agency.sends(ninjs(version=2, body_xhtml=LONGER, usageterms=None), name="2.json")

    page = page_of(paper.reporter, "versions", item.pk)

    assert "<ins>" in page
    assert "and all night" in page.partition("<ins>")[2]
    assert "Usage terms" in page
    assert "Not in Ruritania" in page.partition("<del>")[2]


def test_any_two_versions_can_be_chosen(agency: Agency, paper: Paper) -> None:
    for version in (1, 2, 3):
        item = agency.sends(ninjs(version=version), name=f"{version}.json")
    oldest = item.revisions.get(version=1)

    page = page_of(paper.reporter, "versions", item.pk, was=oldest.pk, now=item.current_id)

    assert "version [" not in page
    assert "<strong>Version 1</strong>" in page
    assert "<strong>Version 3</strong>" in page


@pytest.mark.parametrize("chosen", ["0", "-1", "x", "9" * 40, "9" * 18, ""])
def test_a_version_that_is_none_is_as_good_as_no_choice(agency: Agency, paper: Paper, chosen: str) -> None:
    item = agency.sends(ninjs())

    answer = client_of(paper.reporter).get(reverse("broadsheet_wire:versions", args=[item.pk]), {"was": chosen})

    assert answer.status_code == 200
    assert "There is only this one version" in answer.content.decode()


def test_the_wire_s_words_are_never_markup(agency: Agency, paper: Paper) -> None:
    agency.sends(ninjs(headline="<script>one</script>"))
    item = agency.sends(ninjs(version=2, headline="<script>two</script>"), name="2.json")

    pages = [page_of(paper.reporter, name, item.pk) for name in ("item", "versions")]

    assert all("<script>one" not in page and "<script>two" not in page for page in pages)


def test_bytes_are_fetched_by_chiefs_as_a_text_that_no_browser_shows(agency: Agency, paper: Paper) -> None:
    data = ninjs(headline="<script>alert(1)</script>")
    item = agency.sends(data, name='a"b.html.json')
    address = reverse("broadsheet_wire:raw", args=[item.pk, item.current_id])

    answer = client_of(paper.chief).get(address)

    assert answer.content == data
    assert answer["Content-Type"].startswith("text/plain")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]


def test_forgotten_bytes_are_said_to_be_gone(agency: Agency, paper: Paper) -> None:
    item = agency.sends(ninjs())
    Delivery.objects.update(packed=b"")

    answer = client_of(paper.chief).get(reverse("broadsheet_wire:raw", args=[item.pk, item.current_id]), follow=True)

    assert "licence ended" in answer.content.decode()


@pytest.mark.parametrize(("person", "status"), [("reporter", 302), ("editor", 302), ("chief", 200)])
def test_only_who_sees_sources_fetches_bytes(agency: Agency, paper: Paper, person: str, status: int) -> None:
    item = agency.sends(ninjs())

    answer = client_of(getattr(paper, person)).get(reverse("broadsheet_wire:raw", args=[item.pk, item.current_id]))

    assert answer.status_code == status


def test_an_item_s_page_leads_to_what_waits_and_to_what_was_changed(contested: Use, paper: Paper) -> None:
    page = page_of(paper.editor, "item", contested.item_id)

    assert reverse("broadsheet_wire:meeting", args=[contested.pk]) in page
    assert reverse("broadsheet_wire:change", args=[WireChange.objects.get().pk]) in page
    assert "Our own &lt;headline&gt;" in page


def test_a_comparison_is_settled_and_published_by_one_form(contested: Use, paper: Paper) -> None:
    client = client_of(paper.editor)
    address = reverse("broadsheet_wire:meeting", args=[contested.pk])
    page = client.get(address).content.decode()

    answer = client.post(address, {"token": token_in(page), "choice-headline": "theirs", "publish": "yes"})

    story = StoryPage.objects.get()
    assert answer["Location"] == reverse("broadsheet_wire:item", args=[contested.item_id])
    assert (story.title, story.has_unpublished_changes) == ("Rain falls, version 2", False)


def test_a_stale_comparison_is_shown_anew_with_what_was_typed(contested: Use, publishing: Agency, paper: Paper) -> None:
    client = client_of(paper.editor)
    address = reverse("broadsheet_wire:meeting", args=[contested.pk])
    token = token_in(client.get(address).content.decode())
    publishing.sends(ninjs(version=3, body_xhtml=LONGER), name="3.json")

    answer = client.post(address, {"token": token, "choice-headline": "edit", "edit-headline": "Typed words"})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "has changed since" in page
    assert "Typed words" in page
    assert "version 3" in page
    assert token_in(page) != token


def test_editing_the_text_keeps_ours_and_opens_the_story(publishing: Agency, paper: Paper) -> None:
    item = publishing.sends(ninjs())
    revise_story(story_of(item), changes=StoryWords(body_html="<p>Ours.</p>"), by=paper.editor, now=NOON)
    publishing.sends(ninjs(version=2, headline="Rain falls, version 1", body_xhtml=LONGER), name="2.json")
    client = client_of(paper.editor)
    address = reverse("broadsheet_wire:meeting", args=[Use.objects.get().pk])
    token = token_in(client.get(address).content.decode())

    answer = client.post(address, {"token": token, "choice-body": "edit"})

    assert answer["Location"] == reverse("wagtailadmin_pages:edit", args=[story_of(item).pk])
    assert "Ours." in str(story_of(item).get_latest_revision_as_object().body)


def test_who_may_not_edit_the_story_sees_the_comparison_without_a_form(contested: Use, paper: Paper) -> None:
    page = page_of(paper.reporter, "meeting", contested.pk)

    assert "Rain falls, version" in page
    assert token_in(page) == ""
    assert "Whoever may edit the story settles this." in page


def test_a_change_is_shown_and_undone_by_its_page(contested: Use, paper: Paper) -> None:
    client = client_of(paper.editor)
    change = WireChange.objects.get()
    address = reverse("broadsheet_wire:change", args=[change.pk])
    page = client.get(address).content.decode()

    answer = client.post(address, {"token": token_in(page), "publish": "yes"}, follow=True)

    assert "and all night" in page.partition("<ins>")[2]
    assert "all day.</p>" in str(StoryPage.objects.get().body)
    assert "put back and published" in answer.content.decode()
    assert "Undo this and publish" in answer.content.decode()


@pytest.mark.parametrize(("person", "status"), [("reporter", 403), ("editor", 302), ("chief", 302)])
def test_writes_are_refused_to_who_may_not_edit(contested: Use, paper: Paper, person: str, status: int) -> None:
    client = client_of(getattr(paper, person))
    change = WireChange.objects.get()
    story = StoryPage.objects.get()
    ajax: dict[str, Any] = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}
    token = token_in(page_of(paper.editor, "meeting", contested.pk))
    meeting = reverse("broadsheet_wire:meeting", args=[contested.pk])

    answers = [
        client.post(meeting, {"token": token, "choice-headline": "ours"}, **ajax),
        client.post(reverse("broadsheet_wire:change", args=[change.pk]), {"token": story.latest_revision_id}, **ajax),
        client.post(reverse("broadsheet_wire:follow", args=[contested.pk]), {"follows": "no"}, **ajax),
    ]

    assert {answer.status_code for answer in answers} == {status}
    assert Use.objects.get().follows_wire == (person == "reporter")


@pytest.mark.parametrize(
    ("name", "pk"), [("meeting", "use"), ("change", "change"), ("versions", "item"), ("raw", "item")]
)
def test_strangers_are_asked_to_sign_in(contested: Use, name: str, pk: str) -> None:
    keys = {"use": contested.pk, "change": WireChange.objects.get().pk, "item": contested.item_id}
    args = [keys[pk], WireItem.objects.get().current_id] if name == "raw" else [keys[pk]]

    answer = Client().get(reverse(f"broadsheet_wire:{name}", args=args))

    assert answer.status_code == 302
    assert "/sign-in/" in answer["Location"]


def test_a_page_of_a_deleted_story_is_not_found(contested: Use, paper: Paper) -> None:
    change = WireChange.objects.get()
    StoryPage.objects.get().delete()
    client = client_of(paper.chief)

    answers = [
        client.get(reverse("broadsheet_wire:meeting", args=[contested.pk])).status_code,
        client.get(reverse("broadsheet_wire:change", args=[change.pk])).status_code,
        client.get(reverse("broadsheet_wire:item", args=[contested.item_id])).status_code,
    ]

    assert answers == [404, 404, 200]


def test_an_item_s_history_names_who_did_what(contested: Use, publishing: Agency, paper: Paper) -> None:
    publishing.sends(ninjs(version=3, pubstatus="canceled"), name="kill.json")

    page = page_of(paper.chief, "item", contested.item_id)

    history = page.partition('class="history"')[2]
    assert "Version 1 came in" in history
    assert "The wire changed in" in history
    assert "Killed; every use was withdrawn" in history
    assert "Kill receipt" in page


def test_an_item_s_page_asks_the_database_as_often_for_many_versions_as_for_few(
    publishing: Agency, paper: Paper
) -> None:
    for version in (1, 2):
        item = publishing.sends(ninjs(version=version), name=f"{version}.json")
    page_of(paper.chief, "item", item.pk)

    with CaptureQueriesContext(connection) as few:
        page_of(paper.chief, "item", item.pk)
    for version in (3, 4, 5, 6):
        publishing.sends(ninjs(version=version), name=f"{version}.json")
    with CaptureQueriesContext(connection) as many:
        page_of(paper.chief, "item", item.pk)

    assert len(many) <= len(few)

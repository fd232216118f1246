"""The wire beside a story in its editor."""

import pytest
from django.urls import reverse

from broadsheet.stories.actions import draft_story
from broadsheet.stories.models import StoryPage
from broadsheet.wire.actions import make_story
from broadsheet.wire.models import Use
from wire.newsroom import NOON, Agency, Paper, ninjs
from wire.test_screens import client_of


def editor_of(paper: Paper, story: StoryPage) -> str:
    return client_of(paper.editor).get(reverse("wagtailadmin_pages:edit", args=[story.pk])).content.decode()


@pytest.fixture
def story(agency: Agency, paper: Paper) -> StoryPage:
    item = agency.sends(ninjs(ednote="Adds quotes", usageterms="Not in Ruritania"))
    return make_story(item, section=paper.europe, by=paper.editor, now=NOON)


def test_the_editor_shows_the_item_with_its_notes_and_terms(story: StoryPage, paper: Paper) -> None:
    page = editor_of(paper, story)

    panel = page.partition('data-side-panel="wire"')[2]
    assert "Adds quotes" in panel
    assert "Not in Ruritania" in panel
    assert "Ferries stayed in." in panel
    assert reverse("broadsheet_wire:item", args=[Use.objects.get().item_id]) in panel


def test_the_editor_is_told_of_a_newer_version_and_led_to_the_comparison(
    story: StoryPage, agency: Agency, paper: Paper
) -> None:
    terms = {"ednote": "Adds quotes", "usageterms": "Not in Ruritania, nor in Corrie"}
    agency.sends(ninjs(version=2, **terms), name="2.json")

    page = editor_of(paper, story)

    assert "Harbour Wire has a newer version of this story." in page
    assert reverse("broadsheet_wire:meeting", args=[Use.objects.get().pk]) in page
    assert "<ins>" in page.partition('data-side-panel="wire"')[2]


def test_a_story_of_the_paper_s_own_has_no_wire_beside_it(paper: Paper) -> None:
    own = draft_story(paper.europe, headline="Council meets", owner=paper.editor, now=NOON)

    assert 'data-side-panel="wire"' not in editor_of(paper, own)


def test_the_editor_of_a_killed_story_says_so_before_anybody_works_on_it(
    story: StoryPage, agency: Agency, paper: Paper
) -> None:
    agency.sends(ninjs(version=2, pubstatus="canceled"), name="2.json")

    page = editor_of(paper, story)

    assert "This story is withdrawn: readers find a notice in its place." in page
    assert "The agency killed this copy; a kill is final" in page

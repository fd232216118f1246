"""Links inside a text lead where readers find the page."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import ReferenceIndex
from wagtail.rich_text import expand_db_html

from broadsheet.stories.actions import publish_story
from stories.conftest import NOON, Paper


def link(number: object) -> str:
    return f'<p>See <a linktype="page" id="{number}">this</a>.</p>'


def test_a_link_leads_to_the_readers_address_of_the_page(paper: Paper) -> None:
    story = paper.draft("Rain falls")
    publish_story(story, by=paper.chief, now=NOON)

    shown = expand_db_html(link(story.pk) + link(paper.home.pk))

    assert shown == ('<p>See <a href="/world/uk-and-europe/rain-falls/">this</a>.</p><p>See <a href="/">this</a>.</p>')


@pytest.mark.parametrize("number", [987_654, "", "none"])
def test_what_leads_nowhere_is_no_link(paper: Paper, number: object) -> None:
    assert expand_db_html(link(number)) == "<p>See <a>this</a>.</p>"


def test_a_page_that_readers_cannot_open_is_no_link(paper: Paper) -> None:
    draft = paper.draft("Rain falls")

    assert expand_db_html(link(draft.pk)) == "<p>See <a>this</a>.</p>"


def test_many_links_are_one_query(paper: Paper) -> None:
    text = "".join(link(page.pk) for page in (paper.home, paper.world, paper.europe, paper.sport))

    with CaptureQueriesContext(connection) as queries:
        expand_db_html(text)

    assert len(queries) == 1


def test_the_newsroom_knows_which_stories_link_to_a_page(paper: Paper) -> None:
    story = paper.draft("Rain falls")
    story.body = [("text", link(paper.sport.pk))]
    story.save()

    assert [reference.object_id for reference in ReferenceIndex.get_references_to(paper.sport)] == [str(story.pk)]

"""What Wagtail gives people who work on one story works on ours: comments, locks, comparing and going back."""

import json
import re
from typing import Any

from django.urls import reverse
from django.utils.html import strip_tags
from wagtail.models import Comment
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from broadsheet.stories.actions import know_topic
from broadsheet.stories.authors import know_author
from broadsheet.stories.models import StoryPage
from stories.test_newsroom import at_the_desk, edit_url, form_of, now_of, texts_of


def saved(paper: Any, story: StoryPage, **more: Any) -> int:
    """Save the form as a draft, and give the number of the version that this made."""
    response = at_the_desk(paper.world_editor).post(edit_url(story), {**form_of(), **more})
    assert response.status_code == 302, texts_of(response)
    return int(now_of(story).latest_revision_id)


def commented(text: str, *, on: str) -> dict[str, str]:
    row = {"id": "", "contentpath": on, "text": text, "position": "", "deleted": "", "resolved": ""}
    row |= {"replies-TOTAL_FORMS": "0", "replies-INITIAL_FORMS": "0"}
    row |= {"replies-MIN_NUM_FORMS": "0", "replies-MAX_NUM_FORMS": ""}
    return nested_form_data({"comments": inline_formset([row])})


def test_a_comment_stands_at_its_field_for_the_next_who_opens_the_story(paper: Any) -> None:
    story = paper.draft()

    saved(paper, story, **commented("Says who?", on="standfirst"))
    page = texts_of(at_the_desk(paper.reporter).get(edit_url(story)))

    comment = Comment.objects.get()
    assert (comment.user, comment.contentpath, comment.text) == (paper.world_editor, "standfirst", "Says who?")
    assert "Says who?" in page


def test_comments_go_with_headline_topics_bylines_and_body(paper: Any) -> None:
    page = texts_of(at_the_desk(paper.reporter).get(edit_url(paper.draft())))

    paths = set(re.findall(r'data-contentpath="([a-z_]+)"', page))

    assert {"title", "standfirst", "topics", "body", "lead_picture", "source_credit"} <= paths


def test_a_locked_story_takes_no_words_but_its_locker_s(paper: Any) -> None:
    story = paper.draft()

    at_the_desk(paper.world_editor).post(reverse("wagtailadmin_pages:lock", args=[story.pk]))
    told = texts_of(at_the_desk(paper.reporter).get(edit_url(story)))
    at_the_desk(paper.reporter).post(edit_url(story), form_of("Mine now"))
    at_the_desk(paper.world_editor).post(edit_url(story), form_of("Still ours"))

    assert "locked by" in told.lower()
    assert now_of(story).get_latest_revision_as_object().title == "Still ours"


def test_comparing_versions_shows_each_field_by_its_name_and_what_changed_in_it(paper: Any) -> None:
    story = paper.draft()
    storms, know = know_topic("Storms"), know_topic("Harbours")
    author = know_author("Mara Lind")
    bylines = nested_form_data({"bylines": inline_formset([{"author": str(author.pk), "name": "", "ORDER": "1"}])})
    words = json.dumps(
        {"blocks": [{"key": "a", "type": "unstyled", "depth": 0, "text": "It snowed all day.", "inlineStyleRanges": [],
                     "entityRanges": []}], "entityMap": {}}
    )  # fmt: skip

    first = saved(paper, story, topics=[str(storms.pk)])
    block = now_of(story).get_latest_revision_as_object().body[0].id
    kept = {name: value for name, value in form_of().items() if not name.startswith("bylines")}
    second_form = {
        **kept,
        **bylines,
        "title": "Snow falls",
        "topics": [str(know.pk)],
        "body-0-value": words,
        "body-0-id": block,
    }
    at_the_desk(paper.world_editor).post(edit_url(story), second_form)
    second = int(now_of(story).latest_revision_id)
    url = reverse("wagtailadmin_pages:revisions_compare", args=[story.pk, first, second])
    page = texts_of(at_the_desk(paper.world_editor).get(url))

    table = " ".join(strip_tags(page[page.rindex("<table") :]).split())
    assert "Headline" in table
    assert "Storms" in table
    assert "Harbours" in table
    assert "Mara Lind" in table
    assert '<span class="deletion">rained all day.</span>' in page
    assert '<span class="addition">snowed all day.</span>' in page
    assert "object (" not in table  # nothing shows as a row of a database
    assert "Standfirst" not in table  # nor what did not change


def test_an_older_version_comes_back_into_the_form_and_as_a_draft(paper: Any) -> None:
    story = paper.draft()
    first = saved(paper, story, title="First words", standfirst="Before.")
    saved(paper, story, title="Later words", standfirst="After.")

    url = reverse("wagtailadmin_pages:revisions_revert", args=[story.pk, first])
    page = texts_of(at_the_desk(paper.world_editor).get(url))
    saved(paper, story, title="First words", standfirst="Before.", revision=str(first))

    assert 'value="First words"' in page
    assert "data-lengths" in page
    assert now_of(story).get_latest_revision_as_object().standfirst == "Before."

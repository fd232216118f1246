"""Killed words after a substitute: no revision, no version and no corner of a story brings them back."""

import pytest
from django.db import transaction

from broadsheet.stories.actions import publish_story, revise_story
from broadsheet.stories.guards import PublishRefusedError
from broadsheet.stories.models import PublishedVersion, StoryPage
from broadsheet.stories.versions import show_version
from broadsheet.stories.words import StoryWords
from broadsheet.wire.substituting import KilledWordsError, publish_substitute
from wire.newsroom import Agency, Paper, ninjs, story_of

KILLED = "Nine words in a row are what it takes here"
OURS = StoryWords(headline="Our own", standfirst="", body_html="<p>Our reporter saw smoke.</p>")


@pytest.fixture
def withdrawn(publishing: Agency) -> StoryPage:
    """A story whose item was killed while readers had it."""
    item = publishing.sends(ninjs(body_xhtml=f"<p>{KILLED}.</p>"))
    publishing.sends(ninjs(version=2, pubstatus="canceled"), name="kill.json")
    return story_of(item)


@pytest.fixture
def substitute(withdrawn: StoryPage, publishing: Agency, paper: Paper) -> StoryPage:
    revise_story(withdrawn, changes=OURS, by=paper.chief, now=publishing.now)
    publish_substitute(withdrawn, reason="Our own report", by=paper.chief, now=publishing.now)
    return withdrawn


def test_an_older_revision_does_not_bring_killed_words_back(
    substitute: StoryPage, publishing: Agency, paper: Paper
) -> None:
    killed = substitute.revisions.order_by("created_at", "pk").first()
    assert killed is not None
    killed.as_object().save_revision(user=paper.chief)

    with pytest.raises(PublishRefusedError, match="Rain falls"), transaction.atomic():
        publish_story(substitute, by=paper.chief, now=publishing.now)
    with pytest.raises(PublishRefusedError, match="Rain falls"), transaction.atomic():
        killed.publish(user=paper.chief)

    assert StoryPage.objects.get(pk=substitute.pk).title == "Our own"


def test_a_substitute_goes_on_being_edited(substitute: StoryPage, publishing: Agency, paper: Paper) -> None:
    changes = StoryWords(body_html="<p>Our reporter saw more smoke.</p>")
    revise_story(substitute, changes=changes, by=paper.chief, now=publishing.now)

    publish_story(substitute, by=paper.chief, now=publishing.now)

    assert "more smoke" in str(StoryPage.objects.get(pk=substitute.pk).body)


@pytest.mark.parametrize(
    "corner",
    [StoryWords(kicker="RAIN FALLS, version 1"), StoryWords(kicker=KILLED), StoryWords(lead_caption=KILLED)],
    ids=["headline as kicker", "kicker", "caption"],
)
def test_killed_words_are_looked_for_in_every_corner(
    withdrawn: StoryPage, publishing: Agency, paper: Paper, corner: StoryWords
) -> None:
    revise_story(withdrawn, changes=OURS, by=paper.chief, now=publishing.now)
    revise_story(withdrawn, changes=corner, by=paper.chief, now=publishing.now)

    with pytest.raises(KilledWordsError), transaction.atomic():
        publish_substitute(withdrawn, reason="Our own report", by=paper.chief, now=publishing.now)

    assert not StoryPage.objects.get(pk=withdrawn.pk).live


def test_a_version_with_killed_words_is_shown_to_nobody_again(
    substitute: StoryPage, publishing: Agency, paper: Paper
) -> None:
    first, second = PublishedVersion.objects.filter(story=substitute).order_by("number")

    with pytest.raises(PublishRefusedError, match="killed"), transaction.atomic():
        show_version(first, reason="They asked", by=paper.chief, now=publishing.now)

    first.refresh_from_db()
    assert (first.withheld, second.withheld) == ("withdrawn", "")


def test_no_version_of_a_story_that_a_kill_holds_is_shown(
    withdrawn: StoryPage, publishing: Agency, paper: Paper
) -> None:
    version = PublishedVersion.objects.get(story=withdrawn)

    with pytest.raises(PublishRefusedError, match="a kill is final"), transaction.atomic():
        show_version(version, reason="They asked", by=paper.chief, now=publishing.now)

    version.refresh_from_db()
    assert version.withheld == "withdrawn"


def test_a_copy_of_a_substitute_does_not_bring_killed_words_back(
    substitute: StoryPage, publishing: Agency, paper: Paper
) -> None:
    copy = substitute.copy(update_attrs={"slug": "twin"}, keep_live=True, user=paper.chief)
    killed = copy.revisions.order_by("created_at", "pk").first()
    assert killed is not None

    with pytest.raises(PublishRefusedError, match="Rain falls"), transaction.atomic():
        killed.publish(user=paper.chief)

    assert StoryPage.objects.get(pk=copy.pk).title == "Our own"

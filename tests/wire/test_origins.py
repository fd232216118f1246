"""What readers may be told of where a story comes from."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from broadsheet.stories.actions import draft_story, publish_story, revise_story
from broadsheet.stories.differing import Paragraph
from broadsheet.stories.models import StoryPage
from broadsheet.stories.words import StoryWords
from broadsheet.wire.actions import make_story
from broadsheet.wire.inserting import insert_item
from broadsheet.wire.models import Revision, Use
from broadsheet.wire.origins import StoryOrigin, edited_text, origins_of
from broadsheet.wire.provenance import Hand
from wire.newsroom import NOON, Agency, Paper, ninjs

LATER = NOON + timedelta(hours=1)


@pytest.fixture
def story(agency: Agency, paper: Paper) -> StoryPage:
    item = agency.sends(ninjs(language="de", description_text="All day long."))
    made = make_story(item, section=paper.europe, by=paper.editor, now=agency.now)
    publish_story(made, by=None, now=agency.now)
    return made


def origin_of(story: StoryPage) -> StoryOrigin | None:
    return origins_of({story.pk: StoryPage.objects.get(pk=story.pk)}).get(story.pk)


def revised(story: StoryPage, paper: Paper, **words: str) -> None:
    revise_story(story, changes=StoryWords(**words), by=paper.editor, now=NOON)
    publish_story(story, by=None, now=LATER)


def test_what_nobody_changed_is_the_agency_s(story: StoryPage) -> None:
    origin = origin_of(story)

    assert origin is not None
    assert (origin.agency, origin.version, origin.language) == ("Harbour Wire", 1, "de")
    assert {origin.headline, origin.standfirst, origin.body} == {Hand.AGENCY}
    assert (origin.picture, origin.text, origin.others) == (None, None, ())


def test_what_the_newsroom_changed_is_told_by_field_and_share(story: StoryPage, paper: Paper) -> None:
    body = "<p>Rain fell on the harbour of Port Merrin all day.</p><p>Ferries sailed again.</p>"
    revised(story, paper, headline="Snow falls", body_html=body)

    origin = origin_of(story)

    assert origin is not None
    assert (origin.headline, origin.standfirst, origin.body) == (Hand.EDITED, Hand.AGENCY, Hand.EDITED)
    assert origin.text is not None
    assert 0.1 < origin.text.added < 0.3


def test_a_draft_that_readers_do_not_have_tells_them_nothing(story: StoryPage, paper: Paper) -> None:
    revise_story(story, changes=StoryWords(headline="Snow falls"), by=paper.editor, now=NOON)

    origin = origin_of(story)

    assert origin is not None
    assert origin.headline is Hand.AGENCY


def test_a_version_that_went_into_a_draft_alone_is_not_claimed(story: StoryPage, agency: Agency, paper: Paper) -> None:
    revise_story(story, changes=StoryWords(standfirst="At length"), by=paper.editor, now=NOON)
    agency.sends(ninjs(version=2, language="de", description_text="All day long."), name="2.json")
    # Wagtail stamps publications by the real clock.
    Revision.objects.filter(version=2).update(received_at=timezone.now() + timedelta(hours=1))

    origin = origin_of(story)

    assert Use.objects.get(story=story).taken.version == 2
    assert origin == StoryOrigin(agency="Harbour Wire")


def test_a_part_of_another_agency_s_item_is_told(agency: Agency, paper: Paper) -> None:
    own = draft_story(paper.europe, headline="Council meets", owner=paper.editor, now=NOON)
    insert_item(agency.sends(ninjs()), story=own, by=paper.editor, now=NOON)

    assert origin_of(own) == StoryOrigin(others=("Harbour Wire",))


def test_a_story_freed_of_its_item_comes_from_there_no_longer(story: StoryPage) -> None:
    Use.objects.update(freed_at=NOON, freed_reason="Written anew")

    assert origin_of(story) is None


def test_many_stories_are_told_of_in_one_query(story: StoryPage, paper: Paper) -> None:
    own = draft_story(paper.europe, headline="Council meets", owner=paper.editor, now=NOON)
    stories = {one.pk: one for one in StoryPage.objects.prefetch_related("bylines__author", "topics").order_by("pk")}

    with CaptureQueriesContext(connection) as queries:
        found = origins_of(stories)

    assert set(stories) == {story.pk, own.pk}
    assert set(found) == {story.pk}
    assert len(queries) == 1


def paragraphs(*texts: str) -> list[Paragraph]:
    return [Paragraph(text=text) for text in texts]


@pytest.mark.parametrize(
    ("now", "added", "cut"),
    [
        (("Rain fell on the harbour.", "Ferries stayed in."), 0, 0),
        (("Ferries stayed in.", "Rain fell on the harbour."), 0, 0),
        (("Rain fell on the harbour.",), 0, 3 / 8),
        (("Rain fell on our harbour.", "Ferries stayed in."), 1 / 8, 1 / 8),
        (("Snow covers every street.",), 1, 1),
        ((), 0, 1),
    ],
)
def test_a_text_is_told_from_the_agencys_by_its_words(now: tuple[str, ...], added: float, cut: float) -> None:
    edited = edited_text(paragraphs("Rain fell on the harbour.", "Ferries stayed in."), paragraphs(*now))

    assert (edited.added, edited.cut) == (added, cut)

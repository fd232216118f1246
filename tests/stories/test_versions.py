"""What readers saw of a story is kept, told version from version, and withheld where it must be."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from broadsheet.stories.actions import (
    EmptyNoteError,
    correct_story,
    publish_story,
    restore_story,
    revise_story,
    withdraw_story,
)
from broadsheet.stories.models import ChangeKind, Correction, StoryPage
from broadsheet.stories.versions import (
    StandingVersionError,
    ToldVersion,
    show_version,
    told_versions,
    withhold_version,
)
from broadsheet.stories.words import StoryWords
from stories.conftest import NOON, Paper

LATER = NOON + timedelta(hours=1)


def published(paper: Paper, headline: str = "Rain falls") -> StoryPage:
    story = paper.draft(headline)
    publish_story(story, by=paper.chief, now=NOON)
    return story


def changed(
    story: StoryPage, paper: Paper, *, kind: ChangeKind = ChangeKind.CORRECTION, note: str = "It was snow."
) -> None:
    revise_story(story, changes=StoryWords(headline="Snow falls"), by=paper.chief, now=LATER)
    correct_story(story, note=note, kind=kind, by=paper.chief, now=LATER)


def said(version: ToldVersion) -> list[tuple[str, str]]:
    return [
        (part.label, "".join(f"[{p.change}:{p.text}]" for row in part.rows for p in row.pieces))
        for part in version.parts
    ]


def test_a_correction_makes_a_version_that_is_told_from_the_one_before(paper: Paper) -> None:
    story = published(paper)

    changed(story, paper)

    newest, first = told_versions(story)
    assert (newest.number, newest.kind, newest.notes, newest.since) == (2, "Correction", ("It was snow.",), 1)
    assert said(newest) == [("Headline", "[gone:Rain][new:Snow][same: falls]")]
    assert (first.number, first.kind, first.since) == (1, "", None)
    assert ("Text", "[same:It rained all day.]") in said(first)


def test_publishing_the_same_words_again_makes_no_version(paper: Paper) -> None:
    story = published(paper)

    revise_story(story, changes=StoryWords(urgency=3), by=paper.chief, now=LATER)
    publish_story(story, by=paper.chief, now=LATER)

    assert [version.number for version in told_versions(story)] == [1]


def test_another_byline_is_a_version(paper: Paper) -> None:
    story = published(paper)

    revise_story(story, changes=StoryWords(bylines=["Ann Example"]), by=paper.chief, now=LATER)
    publish_story(story, by=paper.chief, now=LATER)

    newest = told_versions(story)[0]
    assert (newest.kind, said(newest)) == ("Update", [("Byline", "[new:Ann Example]")])


@pytest.mark.parametrize("kind", [ChangeKind.CORRECTION, ChangeKind.CLARIFICATION])
def test_a_correction_needs_a_note_for_readers(paper: Paper, kind: ChangeKind) -> None:
    story = published(paper)

    with pytest.raises(EmptyNoteError):
        changed(story, paper, kind=kind, note=" ")


def test_a_change_of_style_may_go_without_a_note(paper: Paper) -> None:
    story = published(paper)

    changed(story, paper, kind=ChangeKind.STYLE, note="")

    assert not Correction.objects.exists()
    assert told_versions(story)[0].kind == "Style"


def test_a_withdrawal_withholds_every_version_and_a_return_shows_the_one_that_returned(paper: Paper) -> None:
    story = published(paper)
    changed(story, paper)

    withdraw_story(story, notice="It was wrong.", by=paper.chief, now=LATER)
    gone = [version.withheld for version in told_versions(story)]
    restore_story(story, reason="It was right.", by=paper.chief, now=LATER + timedelta(hours=1))

    assert gone == ["This version was withdrawn."] * 2
    newest, first = told_versions(story)
    assert (newest.withheld, newest.since) == ("", None)
    assert (first.withheld, first.parts) == ("This version was withdrawn.", ())


def test_a_withheld_version_lends_no_word_to_the_next_one(paper: Paper) -> None:
    story = published(paper, "Rain of slander falls")
    changed(story, paper)

    withhold_version(story.versions.get(number=1), reason="A judge said so.", by=paper.chief, now=LATER)

    newest, first = told_versions(story)
    assert first == ToldVersion(
        number=1, published_at=NOON, kind="", withheld="This version was withdrawn for legal reasons."
    )
    assert newest.since is None
    assert "slander" not in str(said(newest))


def test_the_version_that_readers_see_is_not_withheld(paper: Paper) -> None:
    story = published(paper)

    with pytest.raises(StandingVersionError):
        withhold_version(story.versions.get(), reason="A judge said so.", by=paper.chief, now=LATER)


def test_only_who_publishes_there_withholds_and_only_a_chief_shows_again(paper: Paper) -> None:
    story = published(paper)
    changed(story, paper)
    first = story.versions.get(number=1)

    for stranger in (paper.reporter, paper.sport_editor):
        with pytest.raises(PermissionDenied):
            withhold_version(first, reason="Because.", by=stranger, now=LATER)
    withhold_version(first, reason="A judge said so.", by=paper.world_editor, now=LATER)
    with pytest.raises(PermissionDenied):
        show_version(first, reason="Because.", by=paper.world_editor, now=LATER)
    show_version(first, reason="Another judge said so.", by=paper.chief, now=LATER)

    assert [version.withheld for version in told_versions(story)] == ["", ""]


def test_a_caption_is_not_told_since_its_picture_may_be_killed(paper: Paper) -> None:
    story = published(paper)

    revise_story(story, changes=StoryWords(lead_caption="The man in the picture"), by=paper.chief, now=LATER)
    publish_story(story, by=paper.chief, now=LATER)

    assert "man in the picture" not in str([version.words for version in story.versions.all()])

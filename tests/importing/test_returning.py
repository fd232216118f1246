"""What a Broadsheet exported comes back to an empty paper as it was."""

import re
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from wagtail.models import ReferenceIndex

from broadsheet.contracts.archives import ArchivedAuthor, ArchivedBlock, ArchivedRecording
from broadsheet.contracts.pieces import ListSlot
from broadsheet.contracts.pieces import Page as PressedPage
from broadsheet.environment import places, site
from broadsheet.importing.attaching import AttachmentDesk
from broadsheet.importing.models import ImportedFile
from broadsheet.importing.naming import introduce
from broadsheet.media.actions import add_picture
from broadsheet.media.models import AttachedDocument, Picture, Recording
from broadsheet.stories.actions import (
    draft_story,
    publish_story,
    withdraw_story,
)
from broadsheet.stories.models import Author, RelatedBan, RelatedPin, SectionPage, StoryPage
from broadsheet.stories.queries import address_of
from browser.newsday import picture_bytes
from importing.conftest import NOON, archived, page_at, piece_at, press
from importing.exported import (
    bring_back,
    emptied,
    exported,
    named_by,
    naming,
    published,
    siren,
    told_story,
)
from media.made_recordings import film
from scheduling import schedule_story

pytestmark = pytest.mark.usefixtures("paper")

THEIRS = ArchivedRecording(uri="urn:one", file="a.mp4")


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.MEDIA_ROOT = places.media_folder()  # where the export looks for the files
    site.found_site(language="en-gb", zone="UTC")
    return tmp_path / "export"


def test_an_export_that_is_imported_and_exported_again_says_the_same(folder: Path) -> None:
    story = told_story()
    withdraw_story(published("Mayor said to step down"), notice="It was not so.", by=None, now=NOON)
    published("Ferry returns").unpublish()
    draft = draft_story(
        SectionPage.objects.get(slug="sport"), headline="A draft", body_html="<p>So far.</p>", owner=None, now=NOON
    )
    schedule_story(draft, at=NOON + timedelta(days=3650), by=None, now=NOON)
    naming("The day in short", story)
    before = exported(folder)
    emptied()

    report = bring_back(folder)

    after = exported(folder.with_name("again"))
    assert report.remarks == {"scheduled, and still is": 1}
    assert after.keys() == before.keys()
    for uri, story in before.items():
        assert asdict(after[uri]) == asdict(story)


def test_a_story_that_comes_back_is_read_as_it_was(folder: Path) -> None:
    address = address_of(told_story())
    press()
    before = page_at(address)
    exported(folder)
    emptied()
    press()

    bring_back(folder)

    press()
    assert story_words(page_at(address)) == story_words(before)
    assert "It was Monday." in page_at("/corrections/")
    assert "Rain falls on Monday" in page_at(f"{address}versions/")


def story_words(page: str) -> str:
    """The page without the numbers and file names that its story and pictures have in one site alone."""
    return re.sub(r"[0-9a-f]{8,}|\d+", "#", re.sub(r"images/[\w-]+\.", "images/#.", page))


def test_a_withdrawn_story_that_comes_back_answers_with_its_notice_at_every_address(folder: Path) -> None:
    story = published("Mayor said to step down")
    withdraw_story(story, notice="It was not so.", by=None, now=NOON)
    exported(folder)
    emptied()

    bring_back(folder)

    press()
    gone = piece_at("/news/mayor-said-to-step-down/")
    assert isinstance(gone, PressedPage)
    assert (gone.status, "It was not so." in str(gone.parts)) == (410, True)


def test_an_author_keeps_page_address_and_description(folder: Path) -> None:
    told_story()
    exported(folder)
    emptied()

    bring_back(folder)

    (ada,) = Author.objects.all()
    assert (ada.name, ada.slug, ada.description) == ("Ada Quill", "quill", "Writes of the sea.")
    assert (ada.role, ada.email, ada.links) == ("Reporter", "", "https://quill.example/")


def test_an_author_keeps_the_portrait_and_twice_brought_back_it_is_there_once(folder: Path) -> None:
    told_story()
    portrait = add_picture(picture_bytes(200), name="ada.jpg", caption="Ada at sea", credit="Bo Quill", alt_text="Ada")
    Author.objects.update(portrait=portrait)
    before = exported(folder)
    emptied()

    bring_back(folder)
    bring_back(folder)

    ada = Author.objects.select_related("portrait").get()
    assert ada.portrait is not None
    assert (ada.portrait.caption, ada.portrait.credit, ada.portrait.alt_text) == ("Ada at sea", "Bo Quill", "Ada")
    assert Picture.objects.filter(caption="Ada at sea").count() == 1
    assert exported(folder.with_name("again")).keys() == before.keys()
    assert (folder.with_name("again") / f"picture-{ada.portrait_id}.jpg").exists()


def test_a_portrait_that_cannot_be_had_costs_no_author(folder: Path) -> None:
    told_story()
    Author.objects.update(portrait=add_picture(picture_bytes(200), name="ada.jpg", credit="Bo Quill"))
    exported(folder)
    emptied()
    for file in folder.glob("picture-*"):
        file.unlink()

    bring_back(folder)

    assert Author.objects.get().portrait is None


def test_an_author_whom_an_archive_names_twice_is_made_once_as_named_first() -> None:
    introduce([ArchivedAuthor(name="Ada Quill", role="Reporter"), ArchivedAuthor(name="ADA QUILL", role="Editor")])

    assert [(ada.name, ada.role) for ada in Author.objects.all()] == [("Ada Quill", "Reporter")]


def test_what_no_editor_could_have_saved_of_an_author_does_not_come_in() -> None:
    hostile = ArchivedAuthor(name="Eve", role="x" * 500, email="no address", links="javascript:alert(1)")

    introduce([hostile])

    eve = Author.objects.get()
    assert (eve.name, eve.role, eve.email, eve.links) == ("Eve", "", "", "")


def test_a_name_for_good_that_a_page_here_has_is_not_taken_from_it(folder: Path) -> None:
    story = told_story()
    exported(folder)

    bring_back(folder)

    assert StoryPage.objects.filter(translation_key=story.translation_key).get().pk == story.pk
    assert StoryPage.objects.filter(title="Rain falls on Monday").count() == 2


def test_stories_name_one_another_again_whichever_came_first(folder: Path) -> None:
    first = naming("First", second := published("Second"))
    second.body = [("related", {"heading": "", "stories": [first, published("Third")]})]
    second.save_revision()
    publish_story(second, by=None, now=NOON)
    exported(folder)
    emptied()

    bring_back(folder)

    assert named_by("First") == ["Second"]
    assert named_by("Second") == ["First", "Third"]
    assert named_by("Second") == [
        one.title for block in StoryPage.objects.get(title="Second").get_latest_revision_as_object().body
        for one in block.value["stories"]
    ]  # fmt: skip
    first, third = (StoryPage.objects.get(title=title) for title in ("First", "Third"))
    assert ReferenceIndex.get_references_to(third).count() == 1
    press()
    pressed = piece_at("/news/second/")
    assert isinstance(pressed, PressedPage)
    pinned = [part.candidates for part in pressed.parts if isinstance(part, ListSlot) and "Read more" in part.opening]
    assert [[one.story_id for one in candidates] for candidates in pinned] == [[first.pk, third.pk]]


def test_pins_and_bans_come_back_once_all_stories_are_here(folder: Path) -> None:
    first, second, third = published("First"), published("Second"), published("Third")
    first.related_pins = [RelatedPin(other=third), RelatedPin(other=second)]
    first.save_revision()
    publish_story(first, by=None, now=NOON)
    third.related_bans = [RelatedBan(other=first)]
    third.save_revision()
    publish_story(third, by=None, now=NOON)
    before = exported(folder)
    emptied()

    report = bring_back(folder)

    assert report.remarks == {}
    assert exported(folder.with_name("again")) == before
    first, second, third = (StoryPage.objects.get(title=title) for title in ("First", "Second", "Third"))
    pinned = [third.pk, second.pk]
    assert [pin.other_id for pin in first.get_latest_revision_as_object().related_pins.all()] == pinned
    assert ReferenceIndex.get_references_to(second).count() == 1
    press()
    page = piece_at("/news/first/")
    assert isinstance(page, PressedPage)
    (slot,) = [part for part in page.parts if isinstance(part, ListSlot) and part.list_name == "related"]
    assert [pin.story_id for pin in slot.pins] == pinned


def test_a_pin_of_a_story_that_is_not_here_is_told_and_left_out(folder: Path) -> None:
    first, second, third = published("First"), published("Second"), published("Third")
    first.related_pins, first.related_bans = [RelatedPin(other=second)], [RelatedBan(other=third)]
    first.save_revision()
    publish_story(first, by=None, now=NOON)
    exported(folder)
    (folder / f"story-{second.translation_key}.json").unlink()
    emptied()

    report = bring_back(folder)

    first = StoryPage.objects.get(title="First")
    assert report.remarks == {"a story that another names is not here": 1}
    assert (first.related_pins.count(), first.related_bans.count()) == (0, 1)


def test_a_story_that_is_not_here_is_told_and_its_block_left_out(folder: Path) -> None:
    third = published("Third")
    naming("First", third)
    naming("Second", third, published("Fourth"))
    exported(folder)
    (folder / f"story-{third.translation_key}.json").unlink()
    emptied()

    report = bring_back(folder)

    assert report.remarks["a story that another names is not here"] == 2
    assert named_by("Second") == ["Fourth"]
    assert [block.block_type for block in StoryPage.objects.get(title="First").body] == ["text"]


def test_an_import_that_was_killed_before_its_end_finishes_the_next_time(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    naming("First", published("Second"))
    told_story()
    exported(folder)
    emptied()
    with monkeypatch.context() as patch:
        patch.setattr("broadsheet.importing.order.finish_blocks", killed)
        with pytest.raises(KeyboardInterrupt):
            bring_back(folder)
    assert named_by("First") == []

    bring_back(folder)

    assert named_by("First") == ["Second"]
    assert (Recording.objects.count(), AttachedDocument.objects.count()) == (1, 1)


def test_who_worked_on_a_story_meanwhile_has_the_last_word(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    naming("First", published("Second"))
    exported(folder)
    emptied()
    with monkeypatch.context() as patch:
        patch.setattr("broadsheet.importing.order.finish_blocks", lambda **_: None)
        bring_back(folder)
    story = StoryPage.objects.get(title="First")
    story.body = [("text", "<p>Other words.</p>")]
    story.save_revision()

    bring_back(folder)

    assert str(story.get_latest_revision_as_object().body).count("Other words") == 1
    assert named_by("First") == []


def test_a_story_stopped_before_it_was_written_takes_the_files_that_came_before_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told_story()
    exported(folder)
    emptied()
    with monkeypatch.context() as patch:
        patch.setattr("broadsheet.importing.running.write_stories", lambda *_, **__: killed())
        with pytest.raises(KeyboardInterrupt):
            bring_back(folder)

    bring_back(folder)

    (recording,), (document,) = Recording.objects.all(), AttachedDocument.objects.all()
    assert Path(recording.file.path).read_bytes() == film()
    assert Path(document.file.path).read_bytes() == b"%PDF-1.4 The ruling"
    assert document.filename == "ruling.pdf"


def test_files_that_no_newsroom_takes_are_told_and_left_out(folder: Path) -> None:
    told_story()
    exported(folder)
    emptied()
    for file in folder.glob("recording-*.mp4"):
        file.write_bytes(b"<html>not a film</html>")
    for story in folder.glob("story-*.json"):
        story.write_text(story.read_text().replace('"ruling.pdf"', '"../ruling.html"'))

    report = bring_back(folder)

    assert report.remarks["recording missing"] == report.remarks["document missing"] == 1
    assert (Recording.objects.count(), AttachedDocument.objects.count()) == (0, 0)
    kinds = [block.block_type for block in StoryPage.objects.get().body]
    assert not {"recording", "document"} & set(kinds)


def test_a_document_s_name_leads_an_archive_to_no_recording_of_ours() -> None:
    ours = siren()
    ImportedFile.objects.create(archive="ninjs", key="document:urn:one", number=ours.pk)
    desk = AttachmentDesk(archive="ninjs", folder=None, pictures=None)

    desk.bring([archived(1, parts=(ArchivedBlock(kind="recording", value={}, attached={"urn:one": THEIRS}),))])
    assert isinstance(desk.number_of(THEIRS), str)


def test_a_length_that_no_recording_has_stops_no_import(folder: Path) -> None:
    told_story()
    exported(folder)
    emptied()
    for story in folder.glob("story-*.json"):
        story.write_text(story.read_text().replace('"seconds": 65', '"seconds": -5'))

    bring_back(folder)

    assert Recording.objects.get().seconds == 65  # what its file says


def test_a_rehearsal_looks_for_every_file(folder: Path) -> None:
    told_story()
    exported(folder)
    for file in [*folder.glob("recording-*"), *folder.glob("document-*")]:
        file.unlink()
    emptied()

    report = bring_back(folder, is_rehearsal=True)

    assert report.counts["documents and recordings named"] == 2
    assert report.remarks["recording missing"] == report.remarks["document missing"] == 1
    assert not StoryPage.objects.exists()


def test_a_picture_that_is_not_in_the_folder_is_told(folder: Path) -> None:
    told_story()
    exported(folder)
    emptied()
    for file in folder.glob("picture-*"):
        file.unlink()

    report = bring_back(folder)

    assert report.remarks["picture missing"] == 3  # a recording goes without its poster
    assert [block.block_type for block in StoryPage.objects.get().body][-4:] == [
        "table", "recording", "document", "embed",
    ]  # fmt: skip


def killed(**_: Any) -> None:
    raise KeyboardInterrupt

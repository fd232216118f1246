"""A paper in a folder: every story with all that belongs to it, and nothing that was taken back."""

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from broadsheet.formats.portable import PortableStory, Standing, read_story
from broadsheet.formats.reading import read_items
from broadsheet.keeping.exporting import Export, ExportError, export_paper
from broadsheet.media.actions import add_picture, kill_picture
from broadsheet.media.models import AttachedDocument, Picture
from broadsheet.media.recordings import add_recording, kill_recording
from broadsheet.stories.actions import correct_story, draft_story, know_topic, withdraw_story
from broadsheet.stories.models import Author, Byline, StoryPage
from keeping.conftest import NOON, Paper
from keeping.quiet import NoProgress
from media.made_recordings import CAPTIONS, film


def picture(name: str) -> Picture:
    out = io.BytesIO()
    Image.effect_noise((400, 300), 40).convert("RGB").save(out, "JPEG")
    return add_picture(
        out.getvalue(),
        name=name,
        caption="The quay at dawn.",
        credit="Cam Example",
        alt_text="A grey quay",
        usage_terms="No sales",
    )


def export(folder: Path) -> Export:
    return export_paper(folder, progress=NoProgress())


def stories_in(folder: Path) -> dict[str, PortableStory]:
    stories = [read_story(path.read_bytes()) for path in folder.glob("story-*.json")]
    return {story.address: story for story in stories}


def illustrated(paper: Paper, *, lead: Picture, inside: Picture) -> StoryPage:
    story = paper.publish("Rain falls")
    body: list[Any] = [
        ("text", f'<p>See <a linktype="page" id="{paper.world.pk}">the world</a>.</p>'),
        ("picture", {"picture": inside, "caption": "Inside"}),
        ("quote", {"text": "Wet.", "speaker": "A sailor"}),
    ]
    story.body = body
    story.lead_picture, story.lead_caption, story.kicker = lead, "Grey", "Weather"
    story.bylines = [
        Byline(author=Author.objects.create(name="Ada Quill", slug="ada-quill")),
        Byline(name="Mo Harbour"),
    ]
    story.topics.set([know_topic("Weather", mediatopic="17000000")])
    story.save_revision().publish()
    story = StoryPage.objects.get(pk=story.pk)
    correct_story(story, note="It was Monday.", by=None, now=NOON + timedelta(hours=1))
    return story


def test_a_story_leaves_with_all_that_belongs_to_it(paper: Paper, tmp_path: Path) -> None:
    lead, inside = picture("lead.jpg"), picture("inside.jpg")
    illustrated(paper, lead=lead, inside=inside)

    export(tmp_path / "out")

    story = stories_in(tmp_path / "out")["/world/rain-falls/"]
    assert (story.standing, story.headline, story.kicker) == (Standing.LIVE, "Rain falls", "Weather")
    assert [(byline.name, byline.author) for byline in story.bylines] == [
        ("Ada Quill", "ada-quill"),
        ("Mo Harbour", ""),
    ]
    assert [(one.name, one.address) for one in story.sections] == [("World", "/world/")]
    assert [(one.name, one.mediatopic) for one in story.topics] == [("Weather", "17000000")]
    assert [one.note for one in story.corrections] == ["It was Monday."]
    assert story.published_at == NOON
    assert [block.kind for block in story.body] == ["text", "picture", "quote"]
    assert story.body[0].value == '<p>See <a href="/world/">the world</a>.</p>'
    assert story.body[2].value == {"text": "Wet.", "speaker": "A sailor"}
    assert story.lead_picture is not None
    assert [story.lead_picture.file, *(one.file for one in story.pictures)] == [
        f"picture-{lead.pk}.jpg",
        f"picture-{inside.pk}.jpg",
    ]
    assert story.body[1].value == {"picture": story.pictures[0].uri, "caption": "Inside"}
    assert (story.lead_picture.caption, story.lead_picture.credit) == ("The quay at dawn.", "Cam Example")
    assert (story.lead_picture.alt_text, story.lead_picture.usage_terms) == ("A grey quay", "No sales")
    with lead.file.open() as original:
        assert (tmp_path / "out" / story.lead_picture.file).read_bytes() == original.read()


def test_any_system_that_reads_ninjs_finds_words_and_pictures(paper: Paper, tmp_path: Path) -> None:
    illustrated(paper, lead=picture("lead.jpg"), inside=picture("inside.jpg"))

    export(tmp_path / "out")

    (document,) = (tmp_path / "out").glob("story-*.json")
    (item,) = read_items(document.read_bytes(), name=document.name)
    assert item.headline == "Rain falls"
    assert "the world" in item.body_html
    assert all((tmp_path / "out" / one.renditions[0].href).is_file() for one in item.pictures)
    assert len(item.pictures) == 2


def test_a_story_that_was_taken_back_is_there_by_notice_and_a_killed_picture_not_at_all(
    paper: Paper, tmp_path: Path
) -> None:
    lead, inside = picture("lead.jpg"), picture("inside.jpg")
    illustrated(paper, lead=lead, inside=inside)
    withdrawn = paper.publish("Secret words")
    export(tmp_path / "out")
    withdraw_story(StoryPage.objects.get(pk=withdrawn.pk), notice="It was not so.", by=None, now=NOON)
    kill_picture(inside, now=NOON)

    done = export(tmp_path / "out")

    stories = stories_in(tmp_path / "out")
    notice = stories["/world/secret-words/"]
    assert (notice.standing, notice.withdrawn_notice, notice.headline) == (Standing.WITHDRAWN, "It was not so.", "")
    assert [block.kind for block in stories["/world/rain-falls/"].body] == ["text", "quote"]
    assert not (tmp_path / "out" / f"picture-{inside.pk}.jpg").exists()
    assert (done.stories, done.withdrawn, done.removed) == (1, 1, 1)


def test_a_draft_leaves_as_it_was_saved_last(paper: Paper, tmp_path: Path) -> None:
    draft = draft_story(paper.world, headline="Rain may fall", body_html="<p>Soon.</p>", owner=None, now=NOON)
    draft.standfirst = "Umbrellas ready."
    draft.save_revision()

    export(tmp_path / "out")

    (story,) = stories_in(tmp_path / "out").values()
    assert (story.standing, story.standfirst, story.published_at) == (Standing.DRAFT, "Umbrellas ready.", None)


def test_a_second_export_writes_nothing_and_finishes_one_that_was_stopped(paper: Paper, tmp_path: Path) -> None:
    illustrated(paper, lead=picture("lead.jpg"), inside=picture("inside.jpg"))
    paper.publish("Sun shines")
    export(tmp_path / "out")
    again = export(tmp_path / "out")
    lost = min((tmp_path / "out").glob("picture-*"))
    lost.write_bytes(b"half a pict")
    (tmp_path / "out" / ".picture-9.jpg.77.part").touch()

    mended = export(tmp_path / "out")

    assert (again.written, again.pictures, again.removed) == (0, 0, 0)
    assert (mended.written, mended.pictures, mended.removed) == (0, 1, 1)
    assert lost.stat().st_size > 1000


def test_a_deleted_story_leaves_the_folder_and_what_others_put_there_stays(paper: Paper, tmp_path: Path) -> None:
    story = paper.publish("Rain falls")
    export(tmp_path / "out")
    (tmp_path / "out" / "notes.txt").write_text("somebody's")
    StoryPage.objects.get(pk=story.pk).delete()

    export(tmp_path / "out")

    assert {path.name for path in (tmp_path / "out").iterdir()} == {"broadsheet.export", "notes.txt"}


def test_a_folder_that_holds_something_else_is_left_alone(paper: Paper, tmp_path: Path) -> None:
    (tmp_path / "story-of-my-life.json").write_text("{}")

    with pytest.raises(ExportError, match="holds something that is no export"):
        export(tmp_path)

    assert (tmp_path / "story-of-my-life.json").read_text() == "{}"


def test_every_block_of_a_body_leaves_with_its_files_and_names_that_everybody_knows(
    paper: Paper, tmp_path: Path
) -> None:
    other, quay, mole = paper.publish("Sun shines"), picture("quay.jpg"), picture("mole.jpg")
    document = AttachedDocument.objects.create(title="Ruling", file=ContentFile(b"%PDF", name="ruling.pdf"))
    siren = add_recording(
        ContentFile(film(), name="x"),
        title="The siren",
        credit="Cam Example",
        poster=quay,
        captions=ContentFile(CAPTIONS, name="c"),
    )
    story = paper.publish("Rain falls")
    story.body = [
        ("gallery", {"heading": "The day", "pictures": [{"picture": one, "caption": ""} for one in (mole, quay)]}),
        ("recording", {"recording": siren, "caption": "On Monday"}),
        ("document", {"document": document, "label": ""}),
        ("related", {"heading": "", "stories": [other]}),
        ("embed", {"address": "https://youtu.be/aBcDeFgHiJk", "title": "The fire", "source": ""}),
    ]
    story.save_revision().publish()

    export(tmp_path / "out")
    again = export(tmp_path / "out")

    told = stories_in(tmp_path / "out")
    rain, sun = told["/world/rain-falls/"], told["/world/sun-shines/"]
    (ruling,), (recording,) = rain.documents, rain.recordings
    uris = [one.uri for one in rain.pictures]
    assert [block.value for block in rain.body] == [
        {"heading": "The day", "pictures": [{"picture": uri, "caption": ""} for uri in uris]},
        {"recording": recording.uri, "caption": "On Monday"},
        {"document": ruling.uri, "label": ""},
        {"heading": "", "stories": [sun.uri]},
        {"address": "https://youtu.be/aBcDeFgHiJk", "title": "The fire", "source": ""},
    ]
    assert (recording.credit, recording.seconds, recording.poster) == ("Cam Example", 65, uris[1])
    assert (tmp_path / "out" / recording.file).read_bytes() == film()
    assert (tmp_path / "out" / recording.captions).read_bytes() == CAPTIONS
    assert (tmp_path / "out" / ruling.file).read_bytes() == b"%PDF"
    assert (again.written, again.pictures, again.removed) == (0, 0, 0)


def test_a_killed_recording_leaves_the_folder_with_what_was_said_of_it(paper: Paper, tmp_path: Path) -> None:
    siren = add_recording(ContentFile(film(), name="x"), title="The siren", credit="Cam Example")
    story = paper.publish("Rain falls")
    story.body = [("recording", {"recording": siren, "caption": "On Monday"})]
    story.save_revision().publish()
    export(tmp_path / "out")
    kill_recording(siren, reason="Not ours", by=None, now=NOON)

    done = export(tmp_path / "out")

    (rain,) = stories_in(tmp_path / "out").values()
    assert (rain.body, rain.recordings, done.removed) == ((), (), 1)
    assert not list((tmp_path / "out").glob("recording-*"))

"""A paper that a Broadsheet exported, emptied and brought back."""

import shutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile

from broadsheet.environment import places
from broadsheet.formats.archives.ninjs import NinjsArchive
from broadsheet.formats.portable import PortableStory, read_story
from broadsheet.importing.report import Report
from broadsheet.keeping.exporting import export_paper
from broadsheet.media.actions import add_picture
from broadsheet.media.documents import add_document
from broadsheet.media.models import AttachedDocument, Picture, Recording
from broadsheet.media.recordings import add_recording
from broadsheet.stories.actions import (
    correct_story,
    draft_story,
    know_topic,
    make_section,
    publish_story,
)
from broadsheet.stories.models import Author, Byline, ChangeKind, SectionPage, StoryPage, Topic
from browser.newsday import picture_bytes
from importing.conftest import NOON, bring
from keeping.quiet import NoProgress
from media.made_recordings import CAPTIONS, film

TABLE = {
    "data": [["Day", "mm"], ["Mon", "40"]],
    "table_header_choice": "row",
    "first_row_is_table_header": True,
    "first_col_is_header": False,
    "table_caption": "Rain",
    "cell": [{"row": 0, "col": 1, "className": "htRight"}],
    "className": [],
    "mergeCells": [],
}


def picture(name: str, number: int) -> Picture:
    kept = add_picture(
        picture_bytes(number), name=name, caption=f"Caption {number}", credit="Ana Lima", alt_text="A quay"
    )
    kept.usage_ends_at = NOON + timedelta(days=4000)
    kept.focal_point_x, kept.focal_point_y, kept.focal_point_width, kept.focal_point_height = 40, 30, 20, 10
    kept.card_crop = [0, 0, 600, 400]
    kept.save()
    return kept


def siren() -> Recording:
    return add_recording(
        ContentFile(film(), name="x"), title="The siren", credit="Cam Example", usage_terms="No sales",
        transcript="A siren.", captions=ContentFile(CAPTIONS, name="x"), captions_language="pt-BR", seconds=65,
        poster=picture("poster.jpg", 5),
    )  # fmt: skip


def ruling() -> AttachedDocument:
    return add_document(ContentFile(b"%PDF-1.4 The ruling"), name="ruling.pdf", title="The ruling in full")


def told_story() -> StoryPage:
    """A corrected story with everything that a story may hold."""
    europe = make_section(SectionPage.objects.get(slug="news"), title="Europe", now=NOON)
    story = draft_story(
        europe, headline="Rain falls", kicker="Weather", standfirst="Again.", dateline="PORT MERRIN",
        source_credit="Associated Press", urgency=2, owner=None, now=NOON,
        topics=[know_topic("Weather", mediatopic="17000000"), know_topic("Our harbour")],
    )  # fmt: skip
    ada = Author.objects.create(
        name="Ada Quill",
        slug="quill",
        description="Writes of the sea.",
        role="Reporter",
        links="https://quill.example/",
    )
    story.bylines = [Byline(author=ada), Byline(name="Mo Harbour")]
    body: list[Any] = [
        ("text", '<p>It <b>rained</b>.<br/>See <a href="https://sea.example/">the sea</a>.</p>'),
        ("text", "<p>A passage of its own.</p>"),
        ("heading", "What next"),
        ("quote", {"text": "Wet.\n\nVery.", "speaker": "A sailor"}),
        ("aside", {"heading": "In figures", "text": "<ul><li>40 mm</li></ul>"}),
        ("table", TABLE),
        ("picture", {"picture": (inside := picture("inside.jpg", 2)), "caption": "Inside"}),
        ("gallery", {"heading": "The quay", "pictures": [{"picture": inside, "caption": "Again"}]}),
        ("recording", {"recording": siren(), "caption": "As it rang"}),
        ("document", {"document": ruling(), "label": "Read it"}),
        ("embed", {"address": "https://www.youtube.com/watch?v=jNQXAC9IVRw", "title": "The sea", "source": "A diver"}),
    ]
    story.body = body
    story.lead_picture, story.in_popular, story.shows_lists = picture("lead.jpg", 3), False, False
    story.seo_title, story.search_description = "Rain", "It rained."
    story.save_revision()
    publish_story(story, by=None, now=NOON)
    story = StoryPage.objects.get(pk=story.pk)
    story.title = "Rain falls on Monday"
    story.save_revision()
    correct_story(story, note="It was Monday.", kind=ChangeKind.CORRECTION, by=None, now=NOON + timedelta(minutes=3))
    return StoryPage.objects.get(pk=story.pk)


def published(headline: str) -> StoryPage:
    news = SectionPage.objects.get(slug="news")
    story = draft_story(news, headline=headline, body_html="<p>Words.</p>", owner=None, now=NOON)
    publish_story(story, by=None, now=NOON)
    return StoryPage.objects.get(pk=story.pk)


def exported(folder: Path) -> dict[str, PortableStory]:
    export_paper(folder, progress=NoProgress())
    stories = [read_story(path.read_bytes()) for path in sorted(folder.glob("story-*.json"))]
    return {story.uri: neutral(story) for story in stories}


def neutral(story: PortableStory) -> PortableStory:
    """Without the names and files that pictures have in one site alone."""
    shelves = {"picture": story.pictures, "document": story.documents, "recording": story.recordings}
    names = {
        one.uri: f"{kind} {number}" for kind, shelf in shelves.items() for number, one in enumerate(shelf)  # type: ignore[var-annotated, arg-type]
    }  # fmt: skip
    return replace(
        story,
        body=tuple(replace(block, value=called(block.value, names)) for block in story.body),
        lead_picture=story.lead_picture and replace(story.lead_picture, uri="lead", file=""),
        pictures=tuple(replace(one, uri=names[one.uri], file="") for one in story.pictures),
        documents=tuple(replace(one, uri=names[one.uri], file="") for one in story.documents),
        recordings=tuple(
            replace(one, uri=names[one.uri], file="", captions="", poster=names[one.poster]) for one in story.recordings
        ),
    )


def called(value: Any, names: Mapping[str, str]) -> Any:
    """The value with other names for what it points to."""
    if isinstance(value, dict):
        return {name: called(held, names) for name, held in value.items()}
    if isinstance(value, list):
        return [called(held, names) for held in value]
    return names.get(value, value) if isinstance(value, str) else value


def emptied() -> None:
    """As another site is: the sections alone."""
    for story in StoryPage.objects.all():
        story.delete()
    Author.objects.all().delete()
    Topic.objects.all().delete()
    for kept in [*Picture.objects.all(), *Recording.objects.all(), *AttachedDocument.objects.all()]:
        kept.delete()
    shutil.rmtree(
        places.media_folder(), ignore_errors=True
    )  # Django deletes files on commit, which a test's transaction never sees


def naming(headline: str, *stories: StoryPage) -> StoryPage:
    """A live story with a "Read also" of others."""
    story = published(headline)
    story.body = [("text", "<p>Words.</p>"), ("related", {"heading": "Read also", "stories": list(stories)})]
    story.save_revision()
    publish_story(story, by=None, now=NOON)
    return StoryPage.objects.get(pk=story.pk)


def named_by(headline: str) -> list[str]:
    (block,) = [one for one in StoryPage.objects.get(title=headline).body if one.block_type == "related"]
    return [story.title for story in block.value["stories"]]


def bring_back(folder: Path, **wishes: Any) -> Report:
    names = sorted(path.name for path in folder.glob("*.json"))
    archive = NinjsArchive(names, read=lambda name: (folder / name).read_bytes(), identity="ninjs")
    return bring(archive, media=folder, **wishes)

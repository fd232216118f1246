"""Something under every address of ours: an item that changed a story, one that was killed, a file not read."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from wagtail.models import Site, Task, Workflow

from broadsheet.accounts.models import User
from broadsheet.media.actions import add_picture
from broadsheet.media.models import AttachedDocument, Picture
from broadsheet.media.recordings import add_recording
from broadsheet.stories.models import Author, HomePage, Identity, SectionPage, StoryPage, Topic
from broadsheet.wire.actions import receive
from broadsheet.wire.models import Alarm, Delivery, KillReceipt, Revision, Route, Source, Use, WireChange, WireItem
from broadsheet.wire.presets import keep_preset
from broadsheet.wire.sources import SourceFacts, add_source
from browser.newsday import picture_bytes
from media.made_recordings import sound
from wire.newsroom import ninjs, story_of

# By the beginning of a pattern and the name of an argument: what stands in the argument's place.
Arguments = Mapping[tuple[str, str], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """A paper to lay it out in: a section to publish to, a chief who owns things, somebody to look at."""

    home: HomePage
    section: SectionPage
    chief: User
    somebody: User
    folder: Path
    now: datetime


def lay_out(ground: Ground) -> Arguments:
    """Make it all, and give the arguments that lead to it."""
    facts = SourceFacts(slug="pier", folder=ground.folder, credit="Pier Wire", name="Pier Wire")
    source = add_source(facts)
    route = Route.objects.create(source=source, section=ground.section, mode=Route.Mode.PUBLISH)
    changed, killed = _sent(source, now=ground.now)
    story = story_of(changed)
    picture = add_picture(picture_bytes(10), name="ferry.jpg", owner=ground.chief)
    preset = keep_preset(ground.chief, name="Ferries", asked="q=ferry", is_shared=True)
    wire = {
        "": changed.pk,
        "presets/": preset.pk,
        "quarantine/": Delivery.objects.filter(source=source).exclude(error="").latest("pk").pk,
        "alarms/": Alarm.objects.latest("pk").pk,
        "sources/": source.pk,
        "sources/routes/": route.pk,
        "receipts/": KillReceipt.objects.get(item=killed).pk,
        "stories/": story_of(killed).pk,
        "uses/": Use.objects.get(item=changed).pk,
        "changes/": WireChange.objects.latest("pk").pk,
    }
    known: dict[tuple[str, str], object] = {(f"admin/wire/{place}", "pk"): pk for place, pk in wire.items()}
    known["", "revision"] = Revision.objects.filter(item=changed).latest("pk").pk
    known |= _of_pages(story, ground=ground) | _of_vocabularies() | _of_recordings(ground)
    return known | _of_wagtail(picture, ground=ground)


def _sent(source: Source, *, now: datetime) -> tuple[WireItem, WireItem]:
    """An item whose second version changed its published story, and one that was killed; and what cannot be read."""
    body = "<p>Rain fell on the pier of Sandvik.</p><p>Ferries stayed in.</p>"
    for name, document in (
        ("a.json", ninjs("urn:ferry", headline="Ferry returns", body_xhtml=body)),
        ("b.json", ninjs("urn:ferry", headline="Ferry returns at six", body_xhtml=body, version=2)),
        ("c.json", ninjs("urn:mayor", headline="Mayor leaves")),
        ("d.json", ninjs("urn:mayor", headline="Mayor leaves", version=2, pubstatus="canceled")),
        ("e.xml", b"<newsItem><open>"),
    ):
        receive(source, data=document, name=name, now=now)
    of_source = WireItem.objects.filter(source=source)
    return of_source.get(guid="urn:ferry"), of_source.get(guid="urn:mayor")


def _of_pages(story: StoryPage, *, ground: Ground) -> dict[tuple[str, str], object]:
    known: dict[tuple[str, str], object] = {("", name): story.pk for name in ("page_id", "story_id", "page_to_move_id")}
    return known | {
        ("", "parent_page_id"): ground.section.pk,
        ("admin/fronts/", "page_id"): ground.section.pk,
        ("", "destination_id"): ground.home.pk,
        ("", "slug"): "pier",
        ("", "revision_id"): story.latest_revision_id,
        ("", "revision_id_a"): "earliest",
        ("", "revision_id_b"): "latest",
        ("", "content_type_app_name"): "broadsheet_stories",
        ("", "content_type_model_name"): "storypage",
        ("", "app_label"): "broadsheet_stories",
        ("", "model_name"): "storypage",
        ("", "kind"): "http",
        ("admin/pages/", "pk"): story.pk,
        ("admin/api/main/^pages/", "pk"): story.pk,
    }


def _of_vocabularies() -> dict[tuple[str, str], object]:
    rows = {
        "topic": Topic.objects.create(name="Ferries", slug="ferries"),
        "author": Author.objects.create(name="Mara Lind", slug="mara-lind"),
    }
    return {
        (f"admin/snippets/{place}broadsheet_stories/{kind}/", "pk"): row.pk
        for kind, row in rows.items()
        for place in ("", "choose/")
    }


def _of_recordings(ground: Ground) -> dict[tuple[str, str], object]:
    recording = add_recording(ContentFile(sound(), name="horn.wav"), title="The horn", owner=ground.chief)
    places = ("snippets/broadsheet_media/recording/", "snippets/choose/broadsheet_media/recording/", "recordings/")
    known: dict[tuple[str, str], object] = {(f"admin/{place}", "pk"): recording.pk for place in places}
    return known | {("admin/embed_sites/", "pk"): "youtube"} | _of_the_paper()


def _of_the_paper() -> dict[tuple[str, str], object]:
    return {
        ("admin/settings/", "app_name"): "broadsheet_stories",
        ("admin/settings/", "model_name"): "identity",
        ("admin/settings/", "pk"): Identity.load().pk,
    }


def _of_wagtail(picture: Picture, *, ground: Ground) -> dict[tuple[str, str], object]:
    document = AttachedDocument(title="Timetable", uploaded_by_user=ground.chief)
    document.file.save("timetable.txt", ContentFile(b"Six in the morning."))
    return {
        ("", "image_id"): picture.pk,
        ("admin/images/", "pk"): picture.pk,
        ("admin/api/main/^images/", "pk"): picture.pk,
        ("", "filter_spec"): "max-165x165",
        ("", "document_id"): document.pk,
        ("", "doc_id"): document.pk,
        ("admin/documents/", "pk"): document.pk,
        ("admin/api/main/^documents/", "pk"): document.pk,
        ("admin/users/", "pk"): ground.somebody.pk,
        ("admin/groups/", "pk"): Group.objects.earliest("pk").pk,
        ("admin/sites/", "pk"): Site.objects.earliest("pk").pk,
        ("admin/workflows/", "pk"): Workflow.objects.earliest("pk").pk,
        ("admin/workflows/", "task_id"): Task.objects.earliest("pk").pk,
        ("admin/workflows/tasks/", "pk"): Task.objects.earliest("pk").pk,
    }


def tell_of_the_test_courier(folder: str) -> None:
    """Lay it out in a site that runs for a browser, and print the arguments. Needs Django running."""
    from django.utils import timezone

    arguments = lay_out(
        Ground(
            home=HomePage.objects.get(),
            section=SectionPage.objects.get(slug="world"),
            chief=User.objects.get(username="chris"),
            somebody=User.objects.get(username="rita"),
            folder=Path(folder),
            now=timezone.now(),
        )
    )
    print(json.dumps([[beginning, name, value] for (beginning, name), value in arguments.items()]))  # noqa: T201  asked for by another process

"""How editors put blocks into a story, and administrators say which other sites readers may load."""

import json
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.test import Client, TestCase
from django.urls import reverse
from wagtail.models import ModelLogEntry, ReferenceIndex

from broadsheet.media.models import Picture, Recording
from broadsheet.media.recordings import add_recording, kill_recording
from broadsheet.stories.actions import publish_story
from broadsheet.stories.allowing import allow_embeds
from broadsheet.stories.embeds import SITES
from broadsheet.stories.guards import PublishRefusedError
from broadsheet.stories.models import EmbedSite, PublishedVersion, StoryPage
from broadsheet.stories.queries import allowed_sites, stories_embedding, stories_showing
from broadsheet.stories.versions import told_versions
from media.made_recordings import film, sound
from stories.conftest import NOON, Paper

FILM = {"address": "https://youtu.be/aBcDeFgHiJk", "title": "The fire", "source": ""}


@pytest.fixture(autouse=True)
def media_root(tmp_path: Any, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def embed_block() -> Any:
    return StoryPage.body.field.stream_block.child_blocks["embed"]


def with_body(paper: Paper, *blocks: tuple[str, Any]) -> StoryPage:
    story = paper.draft(owner=paper.chief)
    story.body = json.dumps([{"type": kind, "value": value} for kind, value in blocks])
    with TestCase.captureOnCommitCallbacks(execute=True):
        story.save_revision()
        publish_story(story, by=None, now=NOON)
    return StoryPage.objects.get(pk=story.pk)


def test_the_chooser_of_blocks_is_grouped_and_says_what_each_is_for() -> None:
    blocks = StoryPage.body.field.stream_block

    groups = [(group, [block.name for block in members]) for group, members in blocks.grouped_child_blocks()]
    assert groups == [
        ("Words", ["text", "heading", "quote", "aside", "table"]),
        ("Pictures and recordings", ["picture", "gallery", "recording"]),
        ("More", ["related", "document", "embed"]),
    ]
    assert all(block.get_description() for block in blocks.child_blocks.values())


def test_an_address_that_is_not_known_is_refused_with_the_way_out() -> None:
    block = embed_block()

    with pytest.raises(ValidationError) as refused:
        block.clean(block.to_python({**FILM, "address": "https://example.org/film"}))

    (reason,) = refused.value.block_errors["address"].messages  # type: ignore[attr-defined]
    assert "YouTube" in reason
    assert "as links" in reason
    assert block.clean(block.to_python(FILM))["title"] == "The fire"


@pytest.mark.django_db
def test_where_a_recording_a_story_and_a_site_are_used_is_known(paper: Paper) -> None:
    recording = add_recording(ContentFile(film(), name="x"), title="The siren", credit="Ann")
    named = with_body(paper, ("text", "<p>Words.</p>"))
    story = with_body(
        paper,
        ("recording", {"recording": recording.pk, "caption": ""}),
        ("related", {"heading": "", "stories": [named.pk]}),
        ("embed", FILM),
    )

    assert stories_showing(recording) == (story.pk,)
    assert stories_embedding(EmbedSite(key="youtube")) == (story.pk,)
    assert stories_embedding(EmbedSite(key="vimeo")) == ()
    assert ReferenceIndex.get_references_to(named).count() == 1


@pytest.mark.django_db
def test_no_recording_goes_out_without_a_credit_or_after_its_kill(paper: Paper) -> None:
    unsigned = add_recording(ContentFile(film(), name="x"), title="The siren")
    killed = add_recording(ContentFile(sound(), name="x"), title="The horn", credit="Ann")
    kill_recording(killed, reason="Not ours", by=None, now=NOON)

    with pytest.raises(PublishRefusedError) as refused:
        with_body(paper, *(("recording", {"recording": one.pk, "caption": ""}) for one in (unsigned, killed)))

    assert refused.value.reasons == (
        "The recording “The siren” has no credit; say who made it.",
        "The recording “The horn” was killed; take it out or choose another.",
    )


@pytest.mark.django_db
def test_a_picture_in_a_gallery_and_one_in_a_films_place_need_a_credit_like_any_other(paper: Paper) -> None:
    shown, poster = (
        Picture.objects.create(title=title, file=f"{title}.jpg", width=4, height=3, file_size=9)
        for title in ("quay", "mole")
    )
    recording = add_recording(ContentFile(film(), name="x"), title="The siren", credit="Ann", poster=poster)

    with pytest.raises(PublishRefusedError) as refused:
        with_body(
            paper,
            ("gallery", {"heading": "", "pictures": [{"picture": shown.pk, "caption": ""}]}),
            ("recording", {"recording": recording.pk, "caption": ""}),
        )

    assert [reason.split("”")[0] for reason in refused.value.reasons] == ["The picture “quay", "The picture “mole"]


@pytest.mark.django_db
def test_the_public_history_tells_words_and_nothing_that_may_be_killed(paper: Paper) -> None:
    recording = add_recording(ContentFile(film(), name="x"), title="The siren", credit="Ann")
    story = with_body(
        paper,
        ("recording", {"recording": recording.pk, "caption": "Secret"}),
        ("embed", FILM),
        ("text", "<p>Rain.</p>"),
    )

    kept = PublishedVersion.objects.get(story=story).words["body"]
    story.body = json.dumps([{"type": "embed", "value": {**FILM, "title": "The fire at noon"}}])
    story.save_revision()
    publish_story(story, by=None, now=NOON)

    assert kept == [["embed", "The fire"], ["p", "Rain."]]
    (body,) = told_versions(story)[0].parts
    assert [piece.text for row in body.rows for piece in row.pieces] == ["The fire", " at noon", "Rain."]


@pytest.mark.django_db
def test_every_known_site_is_on_the_screen_and_none_is_allowed_unasked(paper: Paper, client: Client) -> None:
    client.force_login(paper.administrator)

    page = client.get(reverse("embed_sites:index")).content.decode()

    assert all(site.name in page and site.frame_host in page for site in SITES.values())
    assert reverse("embed_sites:edit", args=["youtube"]) in page
    assert "/new/" not in page
    assert allowed_sites() == frozenset()


@pytest.mark.django_db
def test_an_administrator_allows_a_site_and_that_is_written_down(paper: Paper, client: Client) -> None:
    client.force_login(paper.administrator)
    address = reverse("embed_sites:edit", args=["youtube"])

    first = client.post(address, {"is_allowed": "on"})
    again = client.post(address, {"is_allowed": "on"})
    allowed = allowed_sites()
    client.post(address, {})

    log = ModelLogEntry.objects.filter(object_id="youtube").order_by("pk")
    assert (first.status_code, again.status_code) == (302, 302)
    assert allowed == {"youtube"}
    assert allowed_sites() == frozenset()
    assert [(entry.action, entry.user) for entry in log] == [
        ("broadsheet.embed_allowed", paper.administrator),
        ("broadsheet.embed_forbidden", paper.administrator),
    ]


@pytest.mark.django_db
def test_a_chief_does_not_decide_who_sees_readers(paper: Paper, client: Client) -> None:
    client.force_login(paper.chief)

    client.post(reverse("embed_sites:edit", args=["youtube"]), {"is_allowed": "on"})

    assert allowed_sites() == frozenset()
    with pytest.raises(PermissionDenied):
        allow_embeds(EmbedSite.objects.get(key="youtube"), is_allowed=True, by=paper.chief, now=NOON)


@pytest.mark.django_db
def test_an_editor_kills_a_recording_with_a_reason(paper: Paper, client: Client) -> None:
    recording = add_recording(ContentFile(sound(), name="x"), title="The horn", credit="Ann")
    client.force_login(paper.world_editor)
    address = reverse("recording_kill", args=[recording.pk])
    edit = client.get(reverse(Recording.snippet_viewset.get_url_name("edit"), args=[recording.pk]))  # type: ignore[attr-defined]

    without = client.post(address, {"reason": ""})
    done = client.post(address, {"reason": "Not ours"})

    assert address in edit.content.decode()
    assert "data-chooser-url" in edit.content.decode()  # a poster is chosen, not picked out of a list of all pictures
    assert (without.status_code, done.status_code) == (200, 302)
    assert Recording.objects.get().killed_at is not None
    assert client.get(address).status_code == 404


@pytest.mark.django_db
def test_a_reporter_uploads_a_recording_and_kills_none(paper: Paper, client: Client) -> None:
    client.force_login(paper.reporter)
    add = reverse(Recording.snippet_viewset.get_url_name("add"))  # type: ignore[attr-defined]
    file = ContentFile(sound(), name="horn.wav")

    answer = client.post(
        add, {"title": "The horn", "file": file, "seconds": "0", "captions_language": "en", "usage_terms": ""}
    )

    recording = Recording.objects.get()
    assert answer.status_code == 302
    assert (recording.medium, recording.seconds, recording.uploaded_by) == ("audio", 2, paper.reporter)
    assert client.post(reverse("recording_kill", args=[recording.pk]), {"reason": "x"}).status_code in {302, 403}
    assert Recording.objects.get().killed_at is None

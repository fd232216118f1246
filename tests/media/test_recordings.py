"""Recordings: told by their content, kept under names that nobody guesses, and out of reach once they are killed."""

import io
import struct
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import ModelLogEntry

from broadsheet.media.models import Recording
from broadsheet.media.queries import claimed_files
from broadsheet.media.recognising import Medium, Recognised, RecordingError, check_captions, recognise
from broadsheet.media.recording_screens import RecordingViewSet
from broadsheet.media.recordings import LARGEST, add_recording, kill_recording, put_away_killed
from broadsheet.media.sweeping import Sweeper

from .made_recordings import CAPTIONS, MP3, OGG, TAGGED_MP3, WEBM, WEBM_SOUND, box, film, sound, upright_film

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
KNOWN = {
    "a film": (film(), "video/mp4"),
    "a film with sound": (film(kind=b"vide", brand=b"mp42"), "video/mp4"),
    "sound in a film's container": (film(kind=b"soun"), "audio/mp4"),
    "sound of a telephone": (film(kind=b"soun", brand=b"M4A "), "audio/mp4"),
    "a film for the web": (WEBM, "video/webm"),
    "sound for the web": (WEBM_SOUND, "audio/webm"),
    "an Ogg": (OGG, "audio/ogg"),
    "an MP3": (MP3, "audio/mpeg"),
    "an MP3 with a title": (TAGGED_MP3, "audio/mpeg"),
    "a WAV": (sound(), "audio/wav"),
}
REFUSED = {
    "nothing": b"",
    "a page": b"<!doctype html><script>alert(1)</script>",
    "a picture": b"\xff\xd8\xff\xe0\0\x10JFIF",
    "a PDF": b"%PDF-1.7",
    "a QuickTime film": film(brand=b"qt  "),
    "an MP4 that was cut off": box(b"ftyp", b"isom", bytes(4)),
    "a Matroska": WEBM.replace(b"webm", b"mkvv"),
    "an Ogg film": OGG.replace(b"OpusHead", b"\x80theora."),
    "a RIFF that is no WAV": sound().replace(b"WAVE", b"AVI "),
    "MPEG sound of no rate": b"\xff\xfb\xf0\x64" + bytes(400),
}


def recognised(data: bytes) -> Recognised:
    return recognise(io.BytesIO(data), size=len(data))


@pytest.mark.parametrize(("data", "content_type"), KNOWN.values(), ids=KNOWN)
def test_a_recording_is_what_its_bytes_say(data: bytes, content_type: str) -> None:
    assert recognised(data).content_type == content_type


@pytest.mark.parametrize("data", REFUSED.values(), ids=REFUSED)
def test_what_not_every_browser_plays_is_refused_with_the_way_out(data: bytes) -> None:
    with pytest.raises(RecordingError, match=r"give|Save"):
        recognised(data)


def test_a_film_says_how_long_and_how_large_it_is() -> None:
    found, upright = recognised(film()), recognised(upright_film())

    assert (found.medium, found.seconds, found.width, found.height) == (Medium.VIDEO, 65, 640, 360)
    assert (upright.width, upright.height) == (360, 640)
    assert recognised(sound(seconds=3)).seconds == 3


def test_boxes_of_a_hostile_film_end_the_search_and_not_the_newsroom() -> None:
    endless = box(b"ftyp", b"isom", bytes(4)) + b"".join(box(b"moov", box(b"trak")) for _ in range(100_000))
    backwards = box(b"ftyp", b"isom", bytes(4)) + struct.pack(">I", 3) + b"moov"
    deep = b""
    for _ in range(2_000):
        deep = box(b"moov", deep)

    for data in (endless, backwards, box(b"ftyp", b"isom", bytes(4)) + deep):
        with pytest.raises(RecordingError):
            recognised(data)


@given(st.binary(max_size=200), st.integers(0, 400), st.sampled_from([film(), sound(), WEBM, OGG, MP3]))
def test_no_damage_is_more_than_a_refusal(noise: bytes, at: int, whole: bytes) -> None:
    damaged = whole[:at] + noise + whole[at + len(noise) :]

    try:
        found = recognised(damaged)
    except RecordingError:
        return

    assert found.content_type in {content_type for _, content_type in KNOWN.values()}
    assert 0 <= found.seconds <= 100_000
    assert max(found.width, found.height) <= 16_384


@pytest.mark.parametrize(
    "data", [b"", b"Hello", b"WEBVTT\n\nno times", "WEBVTT\n".encode("utf-16"), CAPTIONS * 200_000]
)
def test_captions_are_webvtt_or_nothing(data: bytes) -> None:
    check_captions(CAPTIONS)
    check_captions(b"\xef\xbb\xbf" + CAPTIONS.replace(b"\n", b"\r\n"))

    with pytest.raises(RecordingError):
        check_captions(data)


def kept(data: bytes = b"", **facts: Any) -> Recording:
    return add_recording(ContentFile(data or film(), name="My Film.php"), **{"title": "The siren", **facts})


@pytest.mark.django_db
def test_a_file_lies_under_a_name_that_nobody_guesses_with_the_ending_of_its_content(media_root: Path) -> None:
    one, other = kept(), kept()

    assert one.file.name != other.file.name
    assert one.file.name.startswith("recordings/")
    assert one.file.name.endswith(".mp4")
    assert "film" not in one.file.name.casefold()
    assert (media_root / one.file.name).read_bytes() == film()
    assert (one.medium, one.seconds, one.width, one.size) == ("video", 65, 640, len(film()))


def filled(**files: Any) -> Any:
    form_class = RecordingViewSet().get_edit_handler().get_form_class()
    data = {"title": "The siren", "credit": "Ann", "seconds": "0", "captions_language": "en", "transcript": ""}
    instance = files.pop("instance", None) or Recording()
    return form_class(data={**data, "usage_terms": "", "poster": ""}, files=files, instance=instance)


@pytest.mark.django_db
def test_the_form_believes_no_name_and_no_type_that_a_browser_gives() -> None:
    honest = filled(file=SimpleUploadedFile("a.txt", film(), content_type="text/html"))
    hostile = filled(file=SimpleUploadedFile("film.mp4", b"<script>", content_type="video/mp4"))
    captioned = filled(
        file=SimpleUploadedFile("a", MP3), captions=SimpleUploadedFile("c.vtt", b"<html>", content_type="text/vtt")
    )

    assert honest.is_valid(), honest.errors
    assert honest.save().seconds == 65
    assert set(hostile.errors) == {"file"}
    assert set(captioned.errors) == {"captions"}


@pytest.mark.django_db
def test_a_recording_that_is_too_large_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    file = SimpleUploadedFile("film.mp4", film())
    file.size = LARGEST + 1

    form = filled(file=file)

    assert "500 MB are the most" in form.errors["file"][0]


@pytest.mark.django_db
def test_a_file_that_was_replaced_or_deleted_goes_from_readers(media_root: Path) -> None:
    recording = kept(captions=ContentFile(CAPTIONS, name="c.vtt"))
    old, captions = media_root / recording.file.name, media_root / recording.captions.name
    with TestCase.captureOnCommitCallbacks(execute=True):
        form = filled(instance=recording, file=SimpleUploadedFile("b", sound()))
        assert form.is_valid()
        form.save()
    new = media_root / Recording.objects.get().file.name
    assert (old.exists(), captions.exists(), new.suffix) == (False, True, ".wav")

    with TestCase.captureOnCommitCallbacks(execute=True):
        Recording.objects.get().delete()

    assert not new.exists()
    assert not captions.exists()


@pytest.mark.django_db
def test_a_kill_takes_the_file_out_of_readers_reach_and_keeps_it_for_the_newsroom(media_root: Path) -> None:
    recording = kept(captions=ContentFile(CAPTIONS, name="c.vtt"))
    place, captions = media_root / recording.file.name, media_root / recording.captions.name

    with TestCase.captureOnCommitCallbacks(execute=True):
        kill_recording(recording, reason="Not ours", by=None, now=NOON)
        kill_recording(recording, reason="Once more", by=None, now=NOON + timedelta(hours=1))

    killed = Recording.objects.get()
    assert (place.exists(), captions.exists(), killed.killed_at) == (False, False, NOON)
    assert killed.file.name.startswith("killed/")
    assert (media_root / killed.file.name).read_bytes() == film()
    assert [entry.data for entry in ModelLogEntry.objects.for_instance(killed)] == [{"reason": "Not ours"}]


@pytest.mark.django_db
@pytest.mark.parametrize("is_moved", [False, True], ids=["before the move", "between move and row"])
def test_a_process_that_dies_over_a_kill_is_followed_by_the_clerk(media_root: Path, is_moved: bool) -> None:
    recording = kept()
    kill_recording(recording, reason="Not ours", by=None, now=NOON)
    place = media_root / recording.file.name
    if is_moved:
        (media_root / "killed").mkdir()
        place.rename(media_root / "killed" / place.name)

    more = put_away_killed(NOON)

    killed = Recording.objects.get()
    assert not more
    assert not place.exists()
    assert (media_root / killed.file.name).read_bytes() == film()


@pytest.mark.django_db
def test_files_that_no_recording_names_are_swept_up_and_others_stay(media_root: Path) -> None:
    recording = kept(captions=ContentFile(CAPTIONS, name="c.vtt"))
    lost = media_root / "recordings" / "0123456789abcdef.mp4"
    lost.write_bytes(film())
    later = datetime.now(UTC) + timedelta(hours=2)

    Sweeper().run(later)

    assert not lost.exists()
    assert {recording.file.name, recording.captions.name} <= set(claimed_files())
    assert all((media_root / name).exists() for name in (recording.file.name, recording.captions.name))

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from broadsheet.contracts.news import Kind, Signal, Status
from broadsheet.demo.edition import EditionStory, Paragraph, read_edition
from broadsheet.demo.newspaper import WireFormat
from broadsheet.demo.wirecopy import as_html, copy_of
from broadsheet.demo.wirefiles import as_wire, write_wire_file
from broadsheet.formats.reading import read_items

NOON = datetime(2026, 5, 14, 12, 0, tzinfo=UTC)
AGENCY_STORIES = [story for story in read_edition(now=NOON) if story.agency]


@pytest.mark.parametrize("story", AGENCY_STORIES, ids=lambda story: story.slug)
def test_every_agency_story_comes_back_out_of_its_wire_file(story: EditionStory) -> None:
    copy = copy_of(story)

    (item,) = read_items(as_wire(copy))

    assert (item.guid, item.version, item.format) == (copy.guid, copy.version, copy.format.value)
    assert (item.headline, item.standfirst, item.bylines) == (copy.headline, copy.standfirst, copy.bylines)
    assert item.dateline == story.dateline
    assert item.credit == copy.agency.name
    assert item.urgency == copy.urgency
    assert item.version_created_at == copy.sent_at
    assert (item.status, item.kind, item.embargoed_until) == (Status.USABLE, Kind.TEXT, None)
    assert not item.warnings
    assert [(one.caption, one.credit, one.alt_text, one.renditions[0].href) for one in item.pictures] == [
        (one.caption, one.credit, one.alt_text, one.name) for one in copy.pictures
    ]
    uncoded = {topic.name for topic in copy.topics if not topic.media_topic}
    assert uncoded <= {subject.name for subject in item.subjects}
    codes = {topic.media_topic for topic in copy.topics if topic.media_topic}
    assert codes == {subject.code for subject in item.subjects if subject.scheme == "mediatopic"}
    for block in story.blocks:
        if isinstance(block, Paragraph):
            assert as_html((block,)) in item.body_html


def test_the_agencies_send_all_three_formats() -> None:
    assert {copy_of(story).format for story in AGENCY_STORIES} == set(WireFormat)


@pytest.mark.parametrize("format_", list(WireFormat))
def test_an_embargo_is_read_back_to_the_second(format_: WireFormat) -> None:
    opening = NOON + timedelta(seconds=150)
    copy = replace(copy_of(AGENCY_STORIES[0]), format=format_, embargoed_until=opening)

    (item,) = read_items(as_wire(copy))

    assert item.embargoed_until == opening
    assert not item.unreadable_embargo


@pytest.mark.parametrize("format_", list(WireFormat))
def test_a_canceled_copy_is_a_kill_without_a_body(format_: WireFormat) -> None:
    copy = replace(copy_of(AGENCY_STORIES[0]), format=format_, is_canceled=True, version=9)

    (item,) = read_items(as_wire(copy))

    assert item.status is Status.CANCELED
    assert Signal.KILL in item.signals
    assert (item.body_html, item.version) == ("", 9)


def test_a_wire_file_stands_whole_beside_its_pictures(tmp_path: Path) -> None:
    copy = copy_of(next(story for story in AGENCY_STORIES if story.pictures))

    path = write_wire_file(copy, tmp_path)

    assert {file.name for file in tmp_path.iterdir()} == {path.name, *(one.name for one in copy.pictures)}
    assert path.read_bytes() == as_wire(copy)


def test_own_stories_have_no_wire_copy() -> None:
    own = next(story for story in read_edition(now=NOON) if story.agency is None)

    with pytest.raises(ValueError, match=own.slug):
        copy_of(own)

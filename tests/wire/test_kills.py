"""Kills that reach further than their own item: pictures, other documents, notes in prose, decisions by hand."""

import base64
from datetime import timedelta

import pytest
from django.db import transaction

from broadsheet.media.models import Picture
from broadsheet.stories.models import StoryPage
from broadsheet.wire.actions import (
    AlreadyKilledError,
    NoReasonError,
    NotForUseError,
    kill_by_hand,
    make_story,
    settle_due_items,
)
from broadsheet.wire.models import Alarm, KilledUse, WireItem
from wire.newsroom import Agency, Paper, ninjs, story_of

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def with_picture(guid: str = "urn:text", *, version: int = 1, picture: str = "urn:photo", **fields: str) -> bytes:
    named = {"uri": picture, "type": "picture", "byline": "Cam Example", "renditions": {"main": {"href": "quay.png"}}}
    return ninjs(guid, version=version, associations={"main": named}, **fields)


def nitf(guid: str, *, manages: str, status: str) -> bytes:
    return f"""<nitf><head><title>Notice to editors</title><docdata management-doc-idref="{manages}"
      management-idref-status="{status}"><doc-id id-string="{guid}"/></docdata></head>
      <body><body.head><hedline><hl1>Notice to editors</hl1></hedline></body.head>
      <body.content><p>The earlier item is not to be used.</p></body.content></body></nitf>""".encode()


@pytest.fixture
def pictured(publishing: Agency) -> WireItem:
    publishing.drop("quay.png", PIXEL)
    item = publishing.sends(with_picture())
    assert story_of(item).lead_picture is not None
    return item


def test_a_picture_kill_takes_the_picture_from_every_page_and_leaves_the_story(
    publishing: Agency, pictured: WireItem
) -> None:
    kill = ninjs("urn:photo", type="picture", pubstatus="canceled", body_xhtml=None)

    publishing.sends(kill, name="kill.json")

    assert Picture.objects.get().killed_at is not None
    assert story_of(pictured).live
    line = KilledUse.objects.get()
    assert (line.story_id, line.was_live, bool(line.picture)) == (story_of(pictured).pk, True, True)
    assert Alarm.objects.filter(kind="kill", item__guid="urn:photo").count() == 1


def test_a_picture_that_was_killed_first_never_comes_in(publishing: Agency) -> None:
    publishing.sends(ninjs("urn:photo", type="picture", pubstatus="canceled", body_xhtml=None), name="kill.json")
    publishing.drop("quay.png", PIXEL)

    item = publishing.sends(with_picture())

    assert story_of(item).lead_picture is None
    assert not Picture.objects.exists()
    assert any("killed by its agency" in warning for warning in item.warnings)


def test_a_kill_of_a_text_kills_the_picture_that_came_with_it_alone(publishing: Agency, pictured: WireItem) -> None:
    publishing.sends(with_picture(version=2, pubstatus="canceled"), name="kill.json")

    assert Picture.objects.get().killed_at is not None


def test_a_picture_that_a_living_item_names_too_outlives_the_kill_of_a_text(
    publishing: Agency, pictured: WireItem
) -> None:
    publishing.sends(with_picture("urn:other"), name="other.json")

    publishing.sends(with_picture(version=2, pubstatus="canceled"), name="kill.json")

    assert Picture.objects.get().killed_at is None
    assert StoryPage.objects.get(wire_uses__item__guid="urn:other").live


@pytest.mark.parametrize("is_first", [False, True])
def test_a_document_that_cancels_another_kills_it_whichever_comes_first(publishing: Agency, is_first: bool) -> None:
    files = [ninjs("urn:bad"), nitf("urn:notice", manages="urn:bad", status="canceled")]
    for number, data in enumerate(reversed(files) if is_first else files):
        publishing.sends(data, name=f"{number}.xml")

    assert WireItem.objects.get(guid="urn:bad").verdict == "killed"
    assert WireItem.objects.get(guid="urn:notice").verdict == "desk-only"
    assert not StoryPage.objects.filter(live=True).exists()


def test_a_document_that_replaces_a_used_one_tells_the_desk(publishing: Agency) -> None:
    item = publishing.sends(ninjs("urn:old"))

    publishing.sends(nitf("urn:new", manages="urn:old", status="replaced"), name="new.xml")

    assert story_of(item).live
    assert Alarm.objects.filter(kind="replaced", item=item, story=story_of(item)).count() == 1


@pytest.mark.parametrize(
    "note",
    [
        "Please kill story on ferry captain, moved at 1200",
        "Kill ferry captain: was wrong",
        "The ferry captain piece of 1200 is wrong, kill it",
    ],
)
def test_a_kill_in_prose_names_the_items_that_it_may_mean(publishing: Agency, note: str) -> None:
    meant = publishing.sends(ninjs("urn:meant", headline="Ferry captain held after collision"), name="a.json")
    publishing.sends(ninjs("urn:not", headline="Council votes on harbour budget"), name="b.json")

    publishing.sends(
        ninjs("urn:note", headline="Note to editors", ednote=note),
        name="c.json",
    )

    alarm = Alarm.objects.get(kind="kill-in-prose")
    assert list(alarm.suggested.all()) == [meant]
    assert story_of(meant).live


def test_a_kill_by_hand_is_final_and_names_who_and_why(publishing: Agency, paper: Paper) -> None:
    item = publishing.sends(ninjs())

    kill_by_hand(item, reason="The agency rang", by=paper.chief, now=publishing.now)
    publishing.sends(ninjs(version=2), name="2.json")

    killed = WireItem.objects.get()
    assert killed.verdict == "killed"
    assert killed.killed_by == paper.chief
    assert "The agency rang" in killed.kill_receipt.reasons[0]
    assert not story_of(item).live


def test_a_kill_by_hand_needs_a_reason_and_happens_once(publishing: Agency, paper: Paper) -> None:
    item = publishing.sends(ninjs())

    with pytest.raises(NoReasonError), transaction.atomic():
        kill_by_hand(item, reason="  ", by=paper.chief, now=publishing.now)
    kill_by_hand(item, reason="The agency rang", by=paper.chief, now=publishing.now)
    with pytest.raises(AlreadyKilledError), transaction.atomic():
        kill_by_hand(item, reason="Again", by=paper.chief, now=publishing.now)


def test_an_expired_item_is_no_longer_offered_and_its_live_story_is_flagged(publishing: Agency, paper: Paper) -> None:
    ends = publishing.now + timedelta(hours=1)
    item = publishing.sends(ninjs(expires=ends.isoformat()))

    settle_due_items(ends - timedelta(seconds=1))
    before = Alarm.objects.count()
    settle_due_items(ends)

    assert before == 0
    assert story_of(item).live
    assert Alarm.objects.get().kind == "expired"
    story_of(item).delete()
    with pytest.raises(NotForUseError, match="expired"):
        make_story(item, section=paper.europe, by=paper.chief, now=ends)


def test_a_route_leaves_an_expired_item_alone(publishing: Agency) -> None:
    item = publishing.sends(ninjs(expires=(publishing.now - timedelta(hours=1)).isoformat()))

    assert item.route_note == "It has expired"
    assert not StoryPage.objects.exists()

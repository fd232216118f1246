"""What agencies' licences end: unused copy goes everywhere, used copy stays as long as its story."""

from datetime import UTC, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from broadsheet.stories.actions import draft_story
from broadsheet.wire import keeping
from broadsheet.wire.actions import CopyForgottenError, make_story
from broadsheet.wire.asking import Asked
from broadsheet.wire.inserting import insert_item
from broadsheet.wire.keeping import KEPT_FOR, forget_old_copy
from broadsheet.wire.listing import list_page
from broadsheet.wire.models import Delivery, Revision, Use, WireChange, WireItem
from broadsheet.wire.queries import news_of
from wire.newsroom import NOON, Agency, Paper, ninjs, story_of

LATER = NOON + KEPT_FOR + timedelta(minutes=1)


def hits(words: str) -> int:
    """How many items the desk finds by these words."""
    return len(list_page(Asked(words=words), now=NOON, zone=UTC).rows)


def fresh(item: WireItem) -> WireItem:
    return WireItem.objects.select_related("current").get(pk=item.pk)


def test_unused_copy_goes_from_bytes_revisions_and_index(agency: Agency) -> None:
    item = agency.sends(ninjs(description_text="Ferries stayed in the harbour."))
    assert hits("harbour") == 1

    forget_old_copy(LATER)

    news = news_of(fresh(item))
    assert (news.body_html, news.standfirst, news.headline) == ("", "", "Rain falls, version 1")
    assert "harbour" not in str(Revision.objects.get().facts)
    assert Delivery.objects.get().is_forgotten
    assert (hits("harbour"), hits("Rain falls")) == (0, 1)
    assert fresh(item).is_forgotten


def test_used_copy_stays_for_as_long_as_its_story(publishing: Agency) -> None:
    item = publishing.sends(ninjs())
    publishing.sends(ninjs(version=2, body_xhtml="<p>Rain fell on the harbour all week.</p>"), name="2.json")

    forget_old_copy(LATER)
    kept = str(list(Revision.objects.values_list("facts", flat=True)))
    story_of(item).delete()
    forget_old_copy(LATER)

    assert "all day" in kept
    assert "all week" in kept
    left = [*Revision.objects.values_list("facts", flat=True), *Use.objects.values_list("taken_words", flat=True)]
    left += [*WireChange.objects.values_list("before", flat=True), *WireChange.objects.values_list("after", flat=True)]
    assert "harbour" not in str(left)
    assert WireChange.objects.exists()
    assert hits("harbour") == 0


def test_a_newer_version_of_an_old_item_is_kept(agency: Agency) -> None:
    agency.sends(ninjs())
    agency.now = LATER - timedelta(days=1)
    item = agency.sends(ninjs(version=2), name="2.json")

    forget_old_copy(LATER)

    assert list(Revision.objects.order_by("pk").values_list("forgotten_at", flat=True)) == [LATER, None]
    assert "harbour" in news_of(fresh(item)).body_html
    assert hits("harbour") == 1


def test_a_step_is_bounded_and_says_whether_more_waits(agency: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "REVISIONS_A_STEP", 2)
    for number in range(3):
        agency.sends(ninjs(f"urn:{number}"), name=f"{number}.json")

    more = [forget_old_copy(LATER) for _ in range(2)]

    assert more == [True, False]
    assert not Revision.objects.filter(forgotten_at__isnull=True).exists()


def test_nothing_is_made_of_what_is_no_longer_kept(agency: Agency, paper: Paper) -> None:
    item = agency.sends(ninjs())
    story = draft_story(paper.europe, headline="Ours", body_html="<p>Ours.</p>", owner=paper.chief, now=NOON)
    forget_old_copy(LATER)

    with pytest.raises(CopyForgottenError, match="no longer kept"):
        make_story(item, section=paper.europe, by=paper.chief, now=LATER)
    with pytest.raises(CopyForgottenError, match="no longer kept"):
        insert_item(item, story=story, by=paper.chief, now=LATER)

    assert not Use.objects.exists()


@pytest.mark.parametrize("name", ["item", "preview", "versions"])
def test_the_desk_says_that_copy_is_no_longer_kept(agency: Agency, paper: Paper, name: str) -> None:
    item = agency.sends(ninjs())
    agency.now += timedelta(minutes=1)
    agency.sends(ninjs(version=2), name="2.json")
    forget_old_copy(LATER + timedelta(hours=1))
    client = Client()
    client.force_login(paper.chief)

    page = client.get(reverse(f"broadsheet_wire:{name}", args=[item.pk])).content.decode()

    assert "no longer kept" in page
    assert "No text came with it yet" not in page
    assert "Make a story" not in page


def test_what_comes_anew_and_rules_again_is_kept_anew(agency: Agency) -> None:
    first = ninjs(version=1, headline="A")
    item = agency.sends(first)
    agency.sends(ninjs(version=1, headline="B"), name="b.json")
    forget_old_copy(LATER)
    agency.now = LATER

    agency.sends(first + b"\n", name="again.json")

    assert not fresh(item).is_forgotten
    assert "harbour" in news_of(fresh(item)).body_html
    assert forget_old_copy(LATER + timedelta(days=1)) is False
    assert "harbour" in news_of(fresh(item)).body_html

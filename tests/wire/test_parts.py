"""Takes join their story, a body joins its headline, and a kill finds both."""

import itertools

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from broadsheet.stories.actions import EmptyNoteError, publish_story, revise_story
from broadsheet.stories.guards import PublishRefusedError
from broadsheet.stories.words import StoryWords
from broadsheet.wire.actions import make_story
from broadsheet.wire.models import Alarm, Route, Use, WireItem
from broadsheet.wire.substituting import KilledWordsError, publish_substitute
from wire.newsroom import Agency, Paper, ninjs, story_of

SLUG = "BC-Harbour Fire"
MAIN = "<p>A fire broke out in the harbour of Port Merrin on Monday morning, and the quay was closed for the day.</p>"
TAKES = {
    1: "<p>The harbour master said that nobody was hurt and that all of the boats had been moved in time.</p>",
    2: "<p>Insurers put the damage at two million crowns, most of it to the fish hall and to its roof.</p>",
}


def main(*, version: int = 1, body: str = MAIN) -> bytes:
    return ninjs("urn:main", version=version, slugline=SLUG, body_xhtml=body)


def take(number: int, *, version: int = 1, **fields: str) -> bytes:
    ordinal = {1: "1st", 2: "2nd"}[number]
    return ninjs(
        f"urn:take:{number}",
        **{"version": version, "slugline": f"{SLUG}, {ordinal} Add", "body_xhtml": TAKES[number], **fields},
    )


@pytest.mark.parametrize("order", list(itertools.permutations(("main", "one", "two"))))
def test_takes_join_their_story_in_their_order_whatever_came_first(publishing: Agency, order: tuple[str, ...]) -> None:
    files = {"main": main(), "one": take(1), "two": take(2)}
    for name in order:
        publishing.sends(files[name], name=f"{name}.json")

    story = story_of(WireItem.objects.get(guid="urn:main"))
    text = str(story.body)
    assert story.live
    assert text.index("broke out") < text.index("harbour master") < text.index("Insurers")
    assert not story.has_unpublished_changes


def test_a_take_is_never_published_alone(publishing: Agency, paper: Paper) -> None:
    part = publishing.sends(take(1))

    assert part.verdict == "desk-only"
    assert not Use.objects.exists()


def test_a_newer_version_of_a_take_changes_the_story(publishing: Agency) -> None:
    publishing.sends(main(), name="main.json")
    publishing.sends(take(1), name="1.json")

    publishing.sends(take(1, version=2, body_xhtml="<p>One person was slightly hurt.</p>"), name="2.json")

    text = str(story_of(WireItem.objects.get(guid="urn:main")).body)
    assert "slightly hurt" in text
    assert "nobody was hurt" not in text


def test_a_take_under_a_hold_leaves_its_story_and_returns_when_it_is_freed(publishing: Agency) -> None:
    publishing.sends(main(), name="main.json")
    publishing.sends(take(1), name="1.json")

    publishing.sends(take(1, version=2, pubstatus="withheld"), name="2.json")
    meanwhile = story_of(WireItem.objects.get(guid="urn:main"))
    publishing.sends(take(1, version=3), name="3.json")

    story = story_of(WireItem.objects.get(guid="urn:main"))
    assert meanwhile.live
    assert "nobody was hurt" not in str(meanwhile.body)
    assert Alarm.objects.filter(kind="withhold").count() == 1
    assert "nobody was hurt" in str(story.body)


def test_a_take_under_a_hold_hides_a_story_that_the_newsroom_edited(publishing: Agency, paper: Paper) -> None:
    item = publishing.sends(main(), name="main.json")
    publishing.sends(take(1), name="1.json")
    words = StoryWords(body_html=f"<p>Ours.</p>{TAKES[1]}")
    revise_story(story_of(item), changes=words, by=paper.chief, now=publishing.now)
    publish_story(story_of(item), by=paper.chief, now=publishing.now)

    publishing.sends(take(1, version=2, pubstatus="withheld"), name="2.json")
    meanwhile = story_of(item).live
    publishing.sends(take(1, version=3), name="3.json")

    assert not meanwhile
    assert story_of(item).live


def test_a_take_does_not_touch_words_of_the_newsroom(publishing: Agency, paper: Paper) -> None:
    item = publishing.sends(main(), name="main.json")
    revise_story(story_of(item), changes=StoryWords(body_html="<p>Ours.</p>"), by=paper.chief, now=publishing.now)
    publish_story(story_of(item), by=paper.chief, now=publishing.now)

    publishing.sends(take(1), name="1.json")

    assert "nobody was hurt" not in str(story_of(item).get_latest_revision_as_object().body)
    assert item.uses.get().conflicts == ["body"]


def test_a_kill_of_a_take_withdraws_the_story_and_offers_it_back_without_it(publishing: Agency, paper: Paper) -> None:
    item = publishing.sends(main(), name="main.json")
    publishing.sends(take(1), name="1.json")

    publishing.sends(take(1, version=2, pubstatus="canceled"), name="kill.json")

    story = story_of(item)
    assert not story.live
    assert story.withdrawn_at is not None
    draft = str(story.get_latest_revision_as_object().body)
    assert "broke out" in draft
    assert "nobody was hurt" not in draft
    assert Alarm.objects.filter(kind="offered-back", story=story).count() == 1
    publish_substitute(story, reason="Without the killed take", by=paper.chief, now=publishing.now)
    assert story_of(item).live


def test_a_kill_of_the_story_kills_its_takes(publishing: Agency) -> None:
    publishing.sends(main(), name="main.json")
    publishing.sends(take(1), name="1.json")

    publishing.sends(ninjs("urn:main", version=2, slugline=SLUG, pubstatus="canceled"), name="kill.json")

    assert set(WireItem.objects.values_list("verdict", flat=True)) == {"killed"}


@pytest.fixture
def withdrawn(publishing: Agency) -> WireItem:
    item = publishing.sends(main(), name="main.json")
    publishing.sends(ninjs("urn:main", version=2, slugline=SLUG, pubstatus="canceled"), name="kill.json")
    return item


def test_a_substitute_must_not_hold_the_killed_words(withdrawn: WireItem, publishing: Agency, paper: Paper) -> None:
    with pytest.raises(KilledWordsError, match="killed headline"), transaction.atomic():
        publish_substitute(story_of(withdrawn), reason="Our own", by=paper.chief, now=publishing.now)
    revise_story(
        story_of(withdrawn), changes=StoryWords(headline="Fire at the quay"), by=paper.chief, now=publishing.now
    )
    with pytest.raises(KilledWordsError, match="A fire broke out"), transaction.atomic():
        publish_substitute(story_of(withdrawn), reason="Our own", by=paper.chief, now=publishing.now)

    assert not story_of(withdrawn).live


def test_a_chief_publishes_a_substitute_at_the_same_address_and_the_kill_stays_final(
    withdrawn: WireItem, publishing: Agency, paper: Paper
) -> None:
    words = StoryWords(headline="Fire at the quay", standfirst="", body_html="<p>Our reporter saw smoke at seven.</p>")
    revise_story(story_of(withdrawn), changes=words, by=paper.chief, now=publishing.now)

    publish_substitute(story_of(withdrawn), reason="Our own report", by=paper.chief, now=publishing.now)
    publishing.sends(main(version=3), name="late.json")

    story = story_of(withdrawn)
    assert story.live
    assert "smoke at seven" in str(story.body)
    assert WireItem.objects.get().verdict == "killed"
    use = Use.objects.get()
    assert (use.freed_by, use.freed_reason) == (paper.chief, "Our own report")


def test_nobody_but_a_chief_publishes_a_substitute_and_never_without_a_reason(
    withdrawn: WireItem, publishing: Agency, paper: Paper
) -> None:
    words = StoryWords(headline="Fire at the quay", standfirst="", body_html="<p>Our reporter saw smoke at seven.</p>")
    story = story_of(withdrawn)
    revise_story(story, changes=words, by=paper.chief, now=publishing.now)

    with pytest.raises(PermissionDenied), transaction.atomic():
        publish_substitute(story, reason="Because", by=paper.editor, now=publishing.now)
    with pytest.raises(EmptyNoteError), transaction.atomic():
        publish_substitute(story, reason=" ", by=paper.chief, now=publishing.now)
    with pytest.raises(PublishRefusedError), transaction.atomic():
        publish_story(story_of(withdrawn), by=paper.chief, now=publishing.now)

    assert Use.objects.get().freed_at is None


def test_the_body_of_another_item_joins_the_story_that_a_headline_opened(agency: Agency, paper: Paper) -> None:
    alert = agency.sends(
        ninjs("urn:alert", slugline=SLUG, headline="Fire in the harbour of Port Merrin", body_xhtml=None), name="a.json"
    )
    story = make_story(alert, section=paper.europe, by=paper.chief, now=agency.now)
    Route.objects.create(source=agency.source, section=paper.europe, mode=Route.Mode.PUBLISH)

    body = agency.sends(main(), name="b.json")

    assert story_of(body).pk == story.pk
    draft = story_of(body).get_latest_revision_as_object()
    assert "broke out" in str(draft.body)
    assert not story_of(body).live  # an editor made it: it is theirs to publish


def test_the_revision_of_an_alert_no_longer_changes_a_story_that_has_its_body(agency: Agency, paper: Paper) -> None:
    words = {"slugline": SLUG, "headline": "Fire in the harbour of Port Merrin", "body_xhtml": None}
    alert = agency.sends(ninjs("urn:alert", **words), name="a.json")
    make_story(alert, section=paper.europe, by=paper.chief, now=agency.now)
    body = agency.sends(main(), name="b.json")

    agency.sends(ninjs("urn:alert", version=2, **{**words, "headline": "Fire in harbour, quay closed"}), name="c.json")

    assert story_of(body).get_latest_revision_as_object().title == "Rain falls, version 1"


def test_an_alert_that_comes_after_its_story_opens_none(publishing: Agency) -> None:
    publishing.source.routes.update(mode=Route.Mode.DRAFT)
    publishing.sends(main(), name="b.json")

    alert = publishing.sends(
        ninjs("urn:alert", slugline=SLUG, headline="Fire in the harbour of Port Merrin", body_xhtml=None), name="a.json"
    )

    assert not alert.uses.exists()
    assert "came before" in alert.route_note


def test_another_story_with_the_same_keyword_line_is_not_joined(agency: Agency, paper: Paper) -> None:
    alert = agency.sends(
        ninjs("urn:alert", slugline=SLUG, headline="Ministers resign over bridge contract", body_xhtml=None),
        name="a.json",
    )
    make_story(alert, section=paper.europe, by=paper.chief, now=agency.now)

    body = agency.sends(main(), name="b.json")

    assert not body.uses.exists()

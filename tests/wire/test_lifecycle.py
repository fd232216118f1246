"""From a file to readers and away from them: what each signal of the wire does to stories."""

import itertools
from datetime import timedelta

import pytest
from django.db import transaction

from broadsheet.stories.actions import publish_story, revise_story
from broadsheet.stories.guards import PublishRefusedError
from broadsheet.stories.models import StoryPage
from broadsheet.stories.words import StoryWords
from broadsheet.wire.actions import make_story, rule_on_embargo, settle_due_items, stop_routes
from broadsheet.wire.models import Alarm, KillReceipt, WireItem
from wire.newsroom import BODY, NOON, Agency, Paper, ninjs, story_of

LONGER = "<p>Rain fell on the harbour of Port Merrin all day and all night.</p><p>Ferries stayed in.</p>"


def test_an_item_on_a_publishing_route_is_live_with_its_parts(publishing: Agency, paper: Paper) -> None:
    item = publishing.sends(ninjs(byline="Ann Example", creditline=None))

    story = story_of(item)
    assert story.live
    assert story.get_parent().pk == paper.europe.pk
    assert (story.title, story.source_credit) == ("Rain falls, version 1", "Harbour Wire")
    assert "Ferries stayed in." in str(story.body)
    assert [byline.name for byline in story.bylines.all()] == ["Ann Example"]


def test_without_a_route_an_item_waits_on_the_desk(agency: Agency) -> None:
    item = agency.sends(ninjs())

    assert item.verdict == "publishable"
    assert StoryPage.objects.count() == 0


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"body_xhtml": None}, "no body"),
        ({"ednote": "Adds quotes from the harbour master"}, "editor's note"),
        ({"usageterms": "Not for use in Ruritania"}, "usage terms"),
    ],
)
def test_a_route_leaves_to_the_desk_what_somebody_has_to_look_at(
    publishing: Agency, fields: dict[str, str | None], why: str
) -> None:
    item = publishing.sends(ninjs(**fields))

    assert why in item.route_note
    assert StoryPage.objects.count() == 0


def test_terms_on_the_source_s_list_do_not_stop_a_route(publishing: Agency) -> None:
    publishing.source.allowed_terms = "not for use  in ruritania"
    publishing.source.save()

    item = publishing.sends(ninjs(usageterms="Not for use in Ruritania"))

    assert story_of(item).live


def test_the_hourly_cap_sends_the_rest_to_the_desk_and_ends_with_the_hour(publishing: Agency) -> None:
    publishing.source.hourly_cap = 2
    publishing.source.save()

    for number in range(3):
        publishing.sends(ninjs(f"urn:example:{number}"), name=f"{number}.json")
    publishing.now += timedelta(hours=1)
    publishing.sends(ninjs("urn:example:later"), name="later.json")

    assert "hourly cap of 2" in WireItem.objects.get(guid="urn:example:2").route_note
    assert StoryPage.objects.filter(live=True).count() == 3


def test_the_switch_stops_every_route(publishing: Agency, paper: Paper) -> None:
    stop_routes(by=paper.chief, now=NOON)

    item = publishing.sends(ninjs())

    assert item.route_note == "All routes are stopped"
    assert StoryPage.objects.count() == 0


def test_the_body_that_follows_an_alert_is_published(publishing: Agency) -> None:
    publishing.sends(ninjs(body_xhtml=None))

    item = publishing.sends(ninjs(version=2))

    assert story_of(item).live


def test_a_flash_raises_one_alarm_over_all_its_revisions(agency: Agency) -> None:
    agency.sends(ninjs(urgency=1), name="flash.json")

    item = agency.sends(ninjs(version=2, urgency=1), name="more.json")

    assert item.revision_count == 2
    assert list(item.alarms.values_list("kind", flat=True)) == [Alarm.Kind.FLASH]


@pytest.mark.parametrize("order", list(itertools.permutations((1, 2, 3))))
def test_the_highest_version_wins_whatever_the_order_of_arrival(publishing: Agency, order: tuple[int, ...]) -> None:
    for version in order:
        publishing.sends(ninjs(version=version), name=f"{version}.json")

    item = WireItem.objects.get()
    assert (item.version, item.revision_count) == (3, 3)
    assert story_of(item).title == "Rain falls, version 3"


def test_the_same_bytes_again_are_counted_and_change_nothing(publishing: Agency) -> None:
    publishing.sends(ninjs())

    publishing.sends(ninjs(), name="again.json")

    publishing.source.refresh_from_db()
    assert publishing.source.repeats == 1
    assert WireItem.objects.get().revision_count == 1
    assert StoryPage.objects.count() == 1


def test_the_same_words_in_other_bytes_are_a_repeat_of_the_item(publishing: Agency) -> None:
    publishing.sends(ninjs())

    item = publishing.sends(ninjs() + b"\n\n", name="again.json")

    assert (item.revision_count, item.repeats) == (1, 1)


def test_words_that_were_changed_and_changed_back_say_what_they_said_first(publishing: Agency) -> None:
    for number, headline in enumerate(("Rain falls", "Rain ends", "Rain falls")):
        publishing.sends(ninjs(headline=headline, edition=str(number)), name=f"{number}.json")

    assert story_of(WireItem.objects.get()).title == "Rain falls"


@pytest.mark.parametrize("body", [BODY, None])
def test_a_kill_takes_the_story_from_readers_with_a_plain_notice(publishing: Agency, body: str | None) -> None:
    item = publishing.sends(ninjs())

    publishing.sends(ninjs(version=2, pubstatus="canceled", body_xhtml=body, ednote="Source was drunk"), name="k.json")

    story = story_of(item)
    assert not story.live
    assert story.withdrawn_at is not None
    assert "drunk" not in story.withdrawn_notice
    assert Alarm.objects.filter(kind="kill", acknowledged_at=None).count() == 1
    assert [use.title for use in KillReceipt.objects.get().uses.all()] == ["Rain falls, version 1"]


def test_a_kill_locks_drafts_made_by_hand_and_no_path_publishes_them(agency: Agency, paper: Paper) -> None:
    item = agency.sends(ninjs())
    story = make_story(item, section=paper.europe, by=paper.chief, now=agency.now)

    agency.sends(ninjs(version=2, pubstatus="canceled"), name="kill.json")

    with pytest.raises(PublishRefusedError), transaction.atomic():
        publish_story(story_of(item), by=paper.chief, now=agency.now)
    story.refresh_from_db()
    assert not story.live


@pytest.mark.parametrize("kill_version", [1, 2, 9])
def test_a_kill_is_final_even_when_it_comes_before_the_item(publishing: Agency, kill_version: int) -> None:
    publishing.sends(ninjs(version=kill_version, pubstatus="canceled", body_xhtml=None), name="kill.json")

    for version in (1, 3, 10):
        publishing.sends(ninjs(version=version), name=f"{version}.json")

    item = WireItem.objects.get()
    assert item.verdict == "killed"
    assert item.revision_count == 4
    assert StoryPage.objects.count() == 0


def test_a_hold_hides_a_story_and_a_later_usable_revision_restores_it(publishing: Agency) -> None:
    item = publishing.sends(ninjs())

    publishing.sends(ninjs(version=2, pubstatus="withheld"), name="2.json")
    while_held = story_of(item).live
    publishing.sends(ninjs(version=3), name="3.json")

    assert not while_held
    assert story_of(item).live
    assert story_of(item).title == "Rain falls, version 3"
    assert Alarm.objects.filter(kind="withhold").count() == 1


@pytest.mark.parametrize("is_before", [True, False])
def test_work_that_nobody_published_does_not_return_with_a_held_story(
    publishing: Agency, paper: Paper, is_before: bool
) -> None:
    item = publishing.sends(ninjs())
    held = ninjs(version=2, pubstatus="withheld")
    if not is_before:
        publishing.sends(held, name="2.json")
    revise_story(story_of(item), changes=StoryWords(standfirst="Half a thou"), by=paper.reporter, now=publishing.now)
    if is_before:
        publishing.sends(held, name="2.json")

    publishing.sends(ninjs(version=3), name="3.json")

    assert not story_of(item).live
    assert Alarm.objects.filter(kind="update-waits", text__contains="unpublished work").exists()


def test_an_embargoed_item_is_published_at_its_second_and_not_before(publishing: Agency) -> None:
    ends = NOON + timedelta(hours=2)
    item = publishing.sends(ninjs(embargoed=ends.isoformat()))

    settle_due_items(ends - timedelta(microseconds=1))
    before = StoryPage.objects.filter(live=True).count()
    settle_due_items(ends)

    assert item.verdict == "embargoed"
    assert before == 0
    assert story_of(item).live


def test_no_path_publishes_an_embargoed_draft_before_its_second(agency: Agency, paper: Paper) -> None:
    ends = NOON + timedelta(hours=2)
    item = agency.sends(ninjs(embargoed=ends.isoformat()))
    story = make_story(item, section=paper.europe, by=paper.chief, now=agency.now)

    with pytest.raises(PublishRefusedError, match="under embargo"), transaction.atomic():
        publish_story(story, by=paper.chief, now=ends - timedelta(seconds=1))
    publish_story(story, by=paper.chief, now=ends)

    assert story.live


def test_an_embargo_on_a_published_story_takes_it_off_until_it_ends(publishing: Agency) -> None:
    ends = NOON + timedelta(hours=2)
    item = publishing.sends(ninjs())

    publishing.sends(ninjs(version=2, embargoed=ends.isoformat()), name="2.json")
    meanwhile = story_of(item).live
    settle_due_items(ends)

    assert not meanwhile
    assert story_of(item).live
    assert Alarm.objects.filter(kind="embargo").count() == 1


def test_a_newer_revision_without_an_embargo_lifts_it_with_an_alarm(publishing: Agency) -> None:
    publishing.sends(ninjs(embargoed=(NOON + timedelta(hours=2)).isoformat()))

    item = publishing.sends(ninjs(version=2), name="2.json")

    assert story_of(item).live
    assert Alarm.objects.filter(kind="embargo-lifted").count() == 1


def test_an_embargo_that_cannot_be_read_waits_for_an_editor(publishing: Agency, paper: Paper) -> None:
    ends = NOON + timedelta(hours=3)
    publishing.source.allowed_terms = "embargoed until tomorrow morning"
    publishing.source.save()
    item = publishing.sends(ninjs(ednote="Embargoed until tomorrow morning"))
    settle_due_items(NOON + timedelta(days=30))
    before = StoryPage.objects.count()

    rule_on_embargo(item, until=ends, reason="Asked the agency", by=paper.chief, now=publishing.now)
    settle_due_items(ends)

    assert item.verdict == "embargo-unreadable"
    assert before == 0
    assert story_of(item).live


def test_an_update_changes_what_the_newsroom_left_alone(publishing: Agency, paper: Paper) -> None:
    item = publishing.sends(ninjs())
    story = story_of(item)
    revise_story(story, changes=StoryWords(headline="Our own headline"), by=paper.chief, now=publishing.now)
    publish_story(story, by=paper.chief, now=publishing.now)

    publishing.sends(ninjs(version=2, body_xhtml=LONGER), name="2.json")

    updated = story_of(item)
    assert updated.title == "Our own headline"
    assert "all night" in str(updated.body)
    assert updated.live
    assert not updated.has_unpublished_changes
    assert item.uses.get().conflicts == ["headline"]
    assert Alarm.objects.filter(kind="conflict").count() == 1


def test_our_words_stay_ours_over_every_later_revision(publishing: Agency, paper: Paper) -> None:
    item = publishing.sends(ninjs())
    story = story_of(item)
    revise_story(story, changes=StoryWords(headline="Our own headline"), by=paper.chief, now=publishing.now)
    publish_story(story, by=paper.chief, now=publishing.now)

    for version in (2, 3, 4):
        publishing.sends(ninjs(version=version), name=f"{version}.json")

    assert story_of(item).title == "Our own headline"


def test_unpublished_work_is_never_published_by_the_wire(publishing: Agency, paper: Paper) -> None:
    item = publishing.sends(ninjs())
    unfinished = StoryWords(standfirst="Half a thou")
    revise_story(story_of(item), changes=unfinished, by=paper.reporter, now=publishing.now)

    publishing.sends(ninjs(version=2), name="2.json")

    story = story_of(item)
    assert (story.title, story.standfirst) == ("Rain falls, version 1", "")
    assert story.get_latest_revision_as_object().title == "Rain falls, version 2"
    assert Alarm.objects.filter(kind="update-waits").count() == 1


def test_a_correction_is_published_with_a_public_note_that_is_not_the_wire_s(publishing: Agency) -> None:
    publishing.source.allowed_terms = "corrects the day, our mistake"
    publishing.source.save()
    item = publishing.sends(ninjs())
    correction = ninjs(version=2, body_xhtml=LONGER, signal="correction", ednote="Corrects the day, our mistake")

    publishing.sends(correction, name="2.json")

    story = story_of(item)
    assert "all night" in str(story.body)
    assert "our mistake" not in story.corrections.get().note
    assert Alarm.objects.filter(kind="correction").count() == 1


def test_a_body_that_lost_half_its_words_waits_for_an_editor(publishing: Agency) -> None:
    long = f"<p>{'Rain on the harbour. ' * 20}</p>"
    item = publishing.sends(ninjs(body_xhtml=long))

    publishing.sends(ninjs(version=2, body_xhtml="<p>Rain.</p>"), name="2.json")

    assert story_of(item).title == "Rain falls, version 1"
    assert Alarm.objects.filter(kind="update-waits").count() == 1


def test_a_deleted_story_is_not_made_again_by_the_next_revision(publishing: Agency) -> None:
    item = publishing.sends(ninjs())
    story_of(item).delete()

    publishing.sends(ninjs(version=2), name="2.json")

    assert StoryPage.objects.count() == 0


def test_what_an_editor_took_off_the_site_stays_off(publishing: Agency) -> None:
    item = publishing.sends(ninjs())
    story_of(item).unpublish()

    publishing.sends(ninjs(version=2), name="2.json")

    assert not story_of(item).live

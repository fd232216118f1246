"""The list under filters: what is found, in which order, and how far a walk looks."""

import itertools
from datetime import UTC, timedelta
from urllib.parse import parse_qs

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from broadsheet.stories.actions import make_section, publish_story, withdraw_story
from broadsheet.stories.models import HomePage, SectionPage
from broadsheet.wire.actions import make_story, settle_due_items
from broadsheet.wire.alarms import acknowledge
from broadsheet.wire.asking import Asked, asked_from
from broadsheet.wire.listed import keep_listed
from broadsheet.wire.listing import changes_since, current_mark, list_page, pinned_flashes
from broadsheet.wire.models import Alarm, FiledUnder, Heading, Listed, WireItem
from broadsheet.wire.places import place_of
from broadsheet.wire.verdict import VerdictKind
from broadsheet.wire.walking import walk
from wire.newsroom import NOON, Agency, Paper, ninjs, story_of


def headlines(asked: Asked) -> list[str]:
    page = list_page(asked, now=NOON, zone=UTC)
    return [row.headline for row in page.rows]


def asking(**values: object) -> Asked:
    """A filter as an address asks for it."""
    return asked_from({name: [str(value)] for name, value in values.items()})


def send(agency: Agency, name: str, **fields: object) -> WireItem:
    return agency.sends(ninjs(f"urn:{name}", **{"headline": name, **fields}), name=f"{name}.json")


def media_topic(code: str, name: str) -> list[dict[str, str]]:
    return [{"code": f"medtop:{code}", "name": name}]


def test_the_item_that_moved_last_stands_first(agency: Agency) -> None:
    send(agency, "one")
    send(agency, "two")
    agency.sends(ninjs("urn:one", version=2, headline="one again"), name="3.json")

    assert headlines(Asked()) == ["one again", "two"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "harbour"}, ["quiet", "ferry"]),
        ({"q": '"stayed in"'}, ["quiet", "ferry"]),
        ({"q": '"in stayed"'}, []),
        ({"q": "tram*"}, ["tram"]),
        ({"q": "?!"}, []),
        ({"urgency": "3"}, ["ferry"]),
        ({"language": "de"}, ["tram"]),
        ({"kind": "picture"}, ["photo"]),
        ({"state": "killed"}, ["quiet"]),
        ({"q": "ferries", "state": "killed"}, ["quiet"]),
        ({"q": "ferries", "state": "publishable", "urgency": "1"}, []),
        ({"q": "nobody wrote this"}, []),
    ],
)
def test_a_filter_finds_what_it_asks_for_and_nothing_else(
    agency: Agency, asked: dict[str, str], found: list[str]
) -> None:
    send(agency, "ferry", urgency=2)
    send(agency, "tram", language="de-AT", body_xhtml="<p>Trams go out.</p>")
    send(agency, "photo", type="picture", body_xhtml=None)
    send(agency, "quiet", pubstatus="canceled")

    assert headlines(asking(**asked)) == found


def test_every_pair_of_filters_finds_what_both_find(agency: Agency) -> None:
    for number in range(12):
        send(
            agency,
            f"item-{number}",
            urgency=1 + number % 4,
            language=("en", "de", "fr")[number % 3],
            pubstatus="canceled" if number % 5 == 0 else "usable",
            body_xhtml="<p>Rain.</p>" if number % 2 else "<p>Wind.</p>",
        )
    filters = [{"q": "rain"}, {"urgency": "3"}, {"language": "de"}, {"state": "killed"}, {"taken": "no"}]

    for one, other in itertools.combinations(filters, 2):
        both = set(headlines(asking(**one))) & set(headlines(asking(**other)))
        assert set(headlines(asking(**one, **other))) == both


def test_words_of_an_older_revision_find_nothing(agency: Agency) -> None:
    send(agency, "one", body_xhtml="<p>Rain.</p>")
    agency.sends(ninjs("urn:one", version=2, headline="one", body_xhtml="<p>Wind.</p>"), name="2.json")

    assert headlines(asking(q="rain")) == []
    assert headlines(asking(q="wind")) == ["one"]


def test_an_item_that_turns_out_to_be_a_test_is_shown_no_longer(agency: Agency) -> None:
    item = send(agency, "one")
    item.is_test = True

    keep_listed(item, now=agency.now)

    assert headlines(Asked()) == headlines(asking(q="one")) == []


def test_a_page_goes_on_where_the_one_before_it_ended(agency: Agency) -> None:
    for number in range(7):
        send(agency, f"item-{number}")

    first = list_page(Asked(), now=NOON, zone=UTC, most=3)
    second = list_page(Asked(), now=NOON, zone=UTC, most=3, before=first.older or 0)
    third = list_page(Asked(), now=NOON, zone=UTC, most=3, before=second.older or 0)

    shown = [[row.headline for row in page.rows] for page in (first, second, third)]
    assert shown == [["item-6", "item-5", "item-4"], ["item-3", "item-2", "item-1"], ["item-0"]]
    assert third.older is None


def fill(agency: Agency, *, count: int) -> None:
    """Many items that no filter of a test asks for, a minute apart, the newest an hour before noon."""
    moments = [NOON - timedelta(hours=1, minutes=number) for number in range(count)]
    items = WireItem.objects.bulk_create(
        WireItem(source=agency.source, guid=f"urn:{number}", verdict="publishable", moved_at=at, received_at=at)
        for number, at in enumerate(moments)
    )
    Listed.objects.bulk_create(
        Listed(place=place_of(item.moved_at, key=item.pk), item=item, source=agency.source, urgency=4, language="en",
               verdict="publishable", changed=0)
        for item in items
    )  # fmt: skip


def test_a_walk_whose_time_is_up_says_how_far_it_came_and_finds_the_rest_from_there(agency: Agency) -> None:
    fill(agency, count=1_000)
    oldest = WireItem.objects.order_by("moved_at")[0]
    Listed.objects.filter(item=oldest).update(verdict="killed", language="de")
    # Each of the two is common, both together are not: neither index alone finds the one item.
    Listed.objects.exclude(item=oldest).filter(item_id__gt=oldest.pk - 600).update(language="de")
    Listed.objects.exclude(item=oldest).filter(item_id__lte=oldest.pk - 600).update(verdict="killed")
    asked = Asked(verdicts=(VerdictKind.KILLED,), languages=("de",))

    cut = walk(asked, most=5, seconds=0)
    whole = walk(asked, most=5, before=cut.looked_to or 0, seconds=60)

    assert cut.items == ()
    assert cut.looked_to is not None
    assert (whole.items, whole.looked_to) == ((oldest.pk,), None)


def test_a_rare_match_is_found_at_once_however_far_back(agency: Agency) -> None:
    fill(agency, count=1_000)
    oldest = WireItem.objects.order_by("moved_at")[0]
    Listed.objects.filter(item=oldest).update(urgency=1)

    found = walk(Asked(urgency=1, languages=("en",)), most=5, seconds=0)

    assert (found.items, found.looked_to) == ((oldest.pk,), None)


def test_a_span_of_days_has_an_end_at_both_sides(agency: Agency) -> None:
    fill(agency, count=10)

    inside = list_page(asking(**{"from": "2026-06-01", "to": "2026-06-01"}), now=NOON, zone=UTC)
    before = list_page(asking(to="2026-05-31"), now=NOON, zone=UTC)
    last_hour = list_page(asking(span="hour"), now=NOON, zone=UTC)

    assert (len(inside.rows), len(before.rows), len(last_hour.rows)) == (10, 0, 1)


def test_an_item_stands_under_the_section_of_its_story_and_all_above(agency: Agency, paper: Paper) -> None:
    item = send(agency, "one")
    send(agency, "two")

    make_story(item, section=paper.europe, by=paper.chief, now=agency.now)

    for title in ("UK and Europe", "World"):
        heading = Heading.objects.get(kind="section", name=title)
        assert headlines(Asked(sections=(heading.pk,))) == ["one"]


def test_a_broader_topic_finds_an_item_once_at_its_newest_place(agency: Agency) -> None:
    tennis = media_topic("20001085", "tennis")
    send(agency, "one", subject=tennis)
    agency.sends(ninjs("urn:one", version=2, headline="one", subject=tennis), name="2.json")

    heading = Heading.objects.get(code="15000000")
    assert heading.name == "sport"
    assert headlines(Asked(topics=(heading.pk,))) == ["one"]
    assert FiledUnder.objects.filter(heading=heading).get().place == Listed.objects.get().place


def test_items_follow_the_section_of_their_stories_into_another(agency: Agency, paper: Paper) -> None:
    make_story(send(agency, "one"), section=paper.europe, by=paper.chief, now=agency.now)
    world = SectionPage.objects.parent_of(paper.europe).get()
    sport = make_section(HomePage.objects.get(), title="Sport", now=agency.now)

    SectionPage.objects.get(pk=paper.europe.pk).move(sport, pos="last-child")

    found = {section: headlines(Asked(sections=(heading_of(section),))) for section in (world, sport, paper.europe)}
    assert found == {world: [], sport: ["one"], paper.europe: ["one"]}


def heading_of(section: SectionPage) -> int:
    return Heading.objects.get(kind="section", code=str(section.pk)).pk


def test_marks_follow_a_story_from_draft_to_page_and_away(agency: Agency, paper: Paper) -> None:
    item = send(agency, "one")
    story = make_story(item, section=paper.europe, by=paper.chief, now=agency.now)
    taken = Listed.objects.get().taken
    publish_story(story, by=paper.chief, now=agency.now)
    published = Listed.objects.get().taken
    withdraw_story(story_of(item), notice="Wrong.", by=paper.chief, now=agency.now)
    withdrawn = Listed.objects.get().taken
    story_of(item).delete()

    assert (taken, published, withdrawn, Listed.objects.get().taken) == (1, 2, 1, 0)


def test_a_story_that_holds_an_older_version_is_marked(agency: Agency, paper: Paper) -> None:
    item = send(agency, "one")
    make_story(item, section=paper.europe, by=paper.chief, now=agency.now)
    item.uses.update(follows_wire=False)

    agency.sends(ninjs("urn:one", version=2, headline="one"), name="2.json")

    row = list_page(Asked(), now=NOON, zone=UTC).rows[0]
    assert [mark.text for mark in row.marks] == ["Taken · Chief", "Newer version"]
    assert row.versions == 2


@pytest.mark.skipif(connection.vendor != "sqlite", reason="FTS5 alone merges all words of a beginning at each look")
def test_the_beginning_of_a_word_is_looked_up_once_however_sparse_another_filter_is(agency: Agency) -> None:
    send(agency, "Ferries stay in", urgency=2)
    send(agency, "Ferry sails", urgency=6)

    with CaptureQueriesContext(connection) as asked:
        found = headlines(asking(q="ferr*", urgency=3))

    assert found == ["Ferries stay in"]
    assert sum("MATCH" in query["sql"] for query in asked.captured_queries) == 1


def test_taken_items_cost_the_list_no_further_queries(
    agency: Agency, paper: Paper, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    items = [send(agency, name) for name in ("one", "two", "three")]
    with CaptureQueriesContext(connection) as untaken:
        list_page(Asked(), now=NOON, zone=UTC)

    for item in items:
        make_story(item, section=paper.europe, by=paper.chief, now=agency.now)

    with django_assert_num_queries(len(untaken)):
        rows = list_page(Asked(), now=NOON, zone=UTC).rows
    assert [mark.text for row in rows for mark in row.marks] == ["Taken · Chief"] * 3


def test_an_embargo_is_marked_with_its_end_and_leaves_the_list_of_free_items(agency: Agency) -> None:
    ends = NOON + timedelta(hours=2)
    send(agency, "one", embargoed=ends.isoformat())
    held = list_page(Asked(), now=NOON, zone=UTC).rows[0]
    free_before = headlines(asking(state="publishable"))

    settle_due_items(ends)

    assert held.marks[0].until == ends.isoformat()
    assert free_before == []
    assert headlines(asking(state="publishable")) == ["one"]


def test_what_changed_is_told_once_it_changed(agency: Agency, paper: Paper) -> None:
    one, two = send(agency, "one"), send(agency, "two")
    agency.now += timedelta(minutes=1)
    send(agency, "three")
    mark = current_mark()
    agency.now += timedelta(minutes=1)
    make_story(one, section=paper.europe, by=paper.chief, now=agency.now)

    changes = changes_since(mark, asked=asking(taken="no"), now=agency.now, zone=UTC)

    assert changes.mark != mark
    assert changes.gone == (one.pk,)
    assert two.pk not in {row.key for row in changes.rows}


def test_a_mark_that_makes_no_sense_is_answered_with_what_there_is(agency: Agency) -> None:
    send(agency, "one")

    changes = changes_since("no mark", asked=Asked(), now=NOON, zone=UTC)

    assert [row.headline for row in changes.rows] == ["one"]


def test_a_flash_is_pinned_until_it_is_acknowledged_or_an_hour_old(agency: Agency, paper: Paper) -> None:
    send(agency, "flash", urgency=1)
    pinned, _ = pinned_flashes(now=agency.now, zone=UTC)
    later, _ = pinned_flashes(now=agency.now + timedelta(minutes=61), zone=UTC)
    acknowledge(Alarm.objects.get(), by=paper.chief, now=agency.now)
    seen, _ = pinned_flashes(now=agency.now, zone=UTC)

    assert [one.row.headline for one in pinned] == ["flash"]
    assert (later, seen) == ([], [])


@pytest.mark.parametrize("address", ["source=999999999999999999", "from=2026-99-99", "urgency=7", "q=%00", "topic=-1"])
def test_an_address_that_makes_no_sense_still_opens_the_list(agency: Agency, address: str) -> None:
    send(agency, "one")

    asked = asked_from(parse_qs(address))

    assert headlines(asked) in ([], ["one"])

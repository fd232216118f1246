"""The newsroom's journal: what it keeps, who reads it, and that nobody changes it."""

import csv
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, PageLogEntry
from wagtail.users.models import UserProfile

from broadsheet.accounts.actions import give_password, make_person
from broadsheet.accounts.guarding import guard, unguard, unguarded_tables
from broadsheet.accounts.journal import tell, tell_of_command
from broadsheet.accounts.models import User
from broadsheet.accounts.roles import Role
from broadsheet.environment.origin import start_as
from broadsheet.stories.actions import draft_story, publish_story
from broadsheet.stories.models import Identity, StoryPage
from broadsheet.wire.actions import resume_routes, rule_on_embargo, stop_routes
from broadsheet.wire.alarms import acknowledge, take_back_acknowledgement
from broadsheet.wire.models import Alarm, Route
from broadsheet.wire.switching import archive, switch_off
from broadsheet.wire.tokens import renew_token
from wire.newsroom import NOON, PASSWORD, Agency, Paper, ninjs

SITE_HISTORY = "/admin/reports/site-history/"


@pytest.fixture
def administrator(paper: Paper) -> User:
    return make_person("admin", name="Admin", email="a@example.org", password=PASSWORD, role=Role.ADMINISTRATOR)


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def last_entry(action: str) -> ModelLogEntry:
    entry: ModelLogEntry = ModelLogEntry.objects.filter(action=action).latest("pk")
    return entry


def journal_of(person: User, **asked: str) -> str:
    page: str = signed_in(person).get(SITE_HISTORY, asked).content.decode()
    return page


def table_of(person: User, **asked: str) -> list[dict[str, str]]:
    answer = signed_in(person).get(SITE_HISTORY, {"export": "csv", **asked})
    text = b"".join(answer.streaming_content).decode()  # type: ignore[arg-type]  # Django's client gives a plain iterator
    return list(csv.DictReader(StringIO(text)))


@pytest.mark.parametrize("table", [PageLogEntry, ModelLogEntry])
def test_the_database_refuses_to_change_or_delete_an_entry(paper: Paper, table: Any) -> None:
    story = draft_story(paper.europe, headline="Rain falls", owner=paper.editor, now=NOON)
    log(paper.reporter, "broadsheet.changed")
    before = list(table.objects.order_by("pk").values())

    for act in (
        lambda: table.objects.update(label="Nothing happened"),
        lambda: table.objects.all().delete(),
        lambda: table.objects.latest("pk").delete(),
        lambda: table.objects.latest("pk").save(),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            act()

    assert story.pk
    assert before
    assert list(table.objects.order_by("pk").values()) == before


def test_deleting_a_story_and_a_person_leaves_their_entries_as_they_were(paper: Paper, administrator: User) -> None:
    story = draft_story(paper.europe, headline="Rain falls", owner=paper.editor, now=NOON)
    publish_story(story, by=paper.editor, now=NOON)
    who, page = paper.editor.pk, story.pk
    before = list(PageLogEntry.objects.filter(page=page).order_by("pk").values())

    signed_in(administrator).post(reverse("wagtailadmin_pages:delete", args=[page]))
    signed_in(administrator).post(reverse("wagtailusers_users:delete", args=[who]))

    kept = list(PageLogEntry.objects.filter(page=page).order_by("pk").values())
    published = next(row for row in table_of(administrator) if row["What"] == "Publish")
    assert not StoryPage.objects.filter(pk=page).exists()
    assert not User.objects.filter(pk=who).exists()
    assert kept[: len(before)] == before
    assert (published["Name"], published["Who"]) == ("Rain falls", "editor (deleted)")


def test_a_source_that_is_changed_tells_old_and_new_values_and_never_a_secret(agency: Agency, paper: Paper) -> None:
    source = agency.source
    source.hourly_cap, source.locked_secret = 40, "c2VjcmV0"
    source.save()

    entry = last_entry("broadsheet.changed")

    assert entry.data["changes"] == [
        ["hourly cap", "30", "40"],
        ["password or token", "kept secret", "another, kept secret"],
    ]
    assert "c2VjcmV0" not in str(entry.data)


def test_a_source_that_notes_its_last_look_leaves_no_entry_and_asks_nothing(
    agency: Agency, django_assert_num_queries: Any
) -> None:
    count = ModelLogEntry.objects.count()

    agency.source.last_look_at = NOON
    with django_assert_num_queries(1):
        agency.source.save(update_fields=["last_look_at"])

    assert ModelLogEntry.objects.count() == count


def test_sources_and_routes_that_are_switched_stopped_and_archived_are_kept(agency: Agency, paper: Paper) -> None:
    stop_routes(by=paper.chief, now=NOON)
    resume_routes(by=paper.chief, now=NOON + timedelta(minutes=1))
    switch_off(agency.source)
    archive(agency.source, now=NOON)

    kept = [(row["What"], row["Who"], row["In words"]) for row in table_of(paper.chief)][:4]

    assert kept[2:] == [
        ("Resume routes", "Chief", "Routes resumed"),
        ("Stop all routes", "Chief", "All routes stopped"),
    ]
    assert "switched on: yes → no" in kept[1][2]
    assert "archived given" in kept[0][2]


def test_names_that_are_the_house_s_own_are_told_in_the_language_of_who_reads(agency: Agency, paper: Paper) -> None:
    route = Route.objects.create(source=agency.source, section=paper.europe, mode=Route.Mode.PUBLISH)
    tell(route, "broadsheet.changed", by=paper.chief)
    tell(Identity.load(), "broadsheet.changed", by=paper.chief)
    UserProfile.objects.create(user=paper.chief, preferred_language="de")

    shown, rows = journal_of(paper.chief), signed_in(paper.chief).get(SITE_HISTORY, {"export": "csv"})
    file = b"".join(rows.streaming_content).decode()  # type: ignore[arg-type]

    for told in (shown, file):
        assert "publish by itself" not in told
        assert f"nach {paper.europe.title} (selbst veröffentlichen)" in told
        assert "the paper" not in told
        assert "die Zeitung" in told


def test_a_new_push_token_is_kept_as_an_act_and_never_as_a_token(paper: Paper, agency: Agency) -> None:
    source = type(agency.source).objects.create(slug="push", name="Push", kind="push")

    token = renew_token(source, now=NOON)

    entry = last_entry("broadsheet.changed")
    assert entry.data["changes"] == [["push token", "kept secret", "another, kept secret"]]
    assert token not in str(entry.data)


def test_alarms_embargoes_and_rights_are_kept_with_who_and_why(agency: Agency, paper: Paper) -> None:
    item = agency.sends(ninjs(headline="Flash", urgency=1), name="a.json")
    held = agency.sends(ninjs("urn:held", embargoed=(NOON + timedelta(hours=3)).isoformat()), name="b.json")
    alarm = Alarm.objects.get(item=item)
    acknowledge(alarm, by=paper.editor, now=NOON, note="Called them")
    alarm.refresh_from_db()
    take_back_acknowledgement(alarm, by=paper.chief, now=NOON)
    rule_on_embargo(held, until=None, reason="They agreed", by=paper.chief, now=NOON)
    paper.reporter.groups.add(Group.objects.get(name=Role.CHIEF))

    acknowledged, reopened, ruled, joined = (
        last_entry(f"broadsheet.{name}")
        for name in ("acknowledged", "alarm_reopened", "embargo_ruled", "groups_changed")
    )

    assert (acknowledged.user, acknowledged.data["reason"]) == (paper.editor, "Called them")
    assert (reopened.user, reopened.object_id) == (paper.chief, str(item.pk))
    assert (ruled.user, ruled.data["reason"]) == (paper.chief, "They agreed")
    assert joined.data["changes"] == [["group", "nothing", "Chiefs"]]


def test_signing_in_and_failing_to_are_kept_with_the_address(paper: Paper, administrator: User) -> None:
    client = Client()
    client.post("/sign-in/", {"login": "reporter", "password": "not my words at all"}, REMOTE_ADDR="203.0.113.9")
    client.post("/sign-in/", {"login": "nobody-here", "password": "not my words"}, REMOTE_ADDR="203.0.113.9")
    client.post("/sign-in/", {"login": "reporter", "password": PASSWORD}, REMOTE_ADDR="203.0.113.9")

    failed, entered = last_entry("broadsheet.sign_in_failed"), last_entry("broadsheet.signed_in")

    assert failed.object_id == entered.object_id == str(paper.reporter.pk)
    assert failed.data["changes"] == entered.data["changes"] == [["address", "", "203.0.113.9"]]
    assert PASSWORD not in str(ModelLogEntry.objects.values_list("data", flat=True))


def test_what_a_command_does_names_the_command(paper: Paper, administrator: User) -> None:
    start_as("person")
    try:
        give_password(paper.reporter, password="other four plain words")
        tell_of_command(did="Imported courier.xml")
    finally:
        start_as("")

    rows = table_of(administrator)

    assert rows[1]["Reason"] == "Imported courier.xml"
    assert all(row["Who"].startswith("broadsheet person, by ") for row in rows[1:3])


def test_only_chiefs_and_administrators_read_the_journal(paper: Paper, administrator: User) -> None:
    answers = {
        person.username: signed_in(person).get(SITE_HISTORY).status_code
        for person in (paper.reporter, paper.editor, paper.chief, administrator)
    }

    assert answers == {"reporter": 302, "editor": 302, "chief": 200, "admin": 200}


def test_people_and_their_sign_ins_are_told_to_administrators_alone(paper: Paper, administrator: User) -> None:
    signed_in(paper.reporter)
    log(paper.reporter, "broadsheet.signed_in", user=paper.reporter)

    assert "Signed in" in journal_of(administrator)
    assert "Signed in" not in journal_of(paper.chief)


def test_the_journal_is_searched_by_words_in_names_values_and_reasons(agency: Agency, paper: Paper) -> None:
    for name, cap in (("Harbour Wire", 41), ("Valley Wire", 42)):
        agency.source.name, agency.source.hourly_cap = name, cap
        agency.source.save()

    assert [row["Name"] for row in table_of(paper.chief, words="valley 42")] == ["Valley Wire"]
    assert [row["Name"] for row in table_of(paper.chief, words="harbour 30")] == ["Harbour Wire"]


def test_a_name_that_is_a_formula_is_text_in_the_file(agency: Agency, paper: Paper) -> None:
    agency.source.name = '=HYPERLINK("https://evil.example")'
    agency.source.save()

    assert table_of(paper.chief)[0]["Name"].startswith("'=HYPERLINK")


def test_a_file_of_many_entries_comes_whole_and_in_one_order(paper: Paper, agency: Agency) -> None:
    kind = ModelLogEntry.objects.first()
    assert kind is not None
    ModelLogEntry.objects.bulk_create(
        ModelLogEntry(
            content_type=agency_type(agency), object_id=str(number), label=f"Entry {number}",
            action="broadsheet.changed", timestamp=NOON,
        )
        for number in range(1_200)
    )  # fmt: skip

    names = [row["Name"] for row in table_of(paper.chief) if row["Name"].startswith("Entry ")]

    assert names == [f"Entry {number}" for number in reversed(range(1_200))]


def agency_type(agency: Agency) -> Any:
    from django.contrib.contenttypes.models import ContentType

    return ContentType.objects.get_for_model(agency.source)


def test_a_page_of_the_journal_asks_no_more_for_fifty_entries_than_for_five(
    paper: Paper, agency: Agency, administrator: User
) -> None:
    from django.test.utils import CaptureQueriesContext

    client = signed_in(administrator)

    def asked() -> int:
        client.get(SITE_HISTORY)
        with CaptureQueriesContext(connection) as queries:
            client.get(SITE_HISTORY)
        return len(queries)

    few = asked()
    for number in range(50):
        agency.source.hourly_cap = 100 + number
        agency.source.save()

    assert asked() <= few


def test_migrating_opens_the_journal_and_closes_it_again(paper: Paper) -> None:
    unguard(connection)
    opened = unguarded_tables(connection)

    guard(connection)

    assert sorted(opened) == ["wagtailcore_modellogentry", "wagtailcore_pagelogentry"]
    assert unguarded_tables(connection) == []

"""Who is told of what, in which words, and that nobody is told of what they may not know."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from broadsheet.accounts.models import User
from broadsheet.desk.models import Notice
from broadsheet.desk.notices import KEPT, lines_of, notices_of, sweep_notices, unread_count
from broadsheet.stories.actions import correct_story, publish_story, withdraw_story
from broadsheet.stories.models import Author, Byline, StoryPage
from broadsheet.stories.tasks import publish_due
from broadsheet.wire.actions import make_story
from desk.newsroom_day import (
    approve,
    ask_for_changes,
    client_of,
    comment_on,
    page_for,
    reply_to,
    submit,
    written,
)
from scheduling import schedule_story
from wire.newsroom import NOON, Agency, Paper, ninjs

_Event = Notice.Event


def told(person: User) -> list[tuple[str, str]]:
    """What somebody is told, the first first: the event, and the words that go with it."""
    return [(notice.event, notice.text) for notice in reversed(notices_of(person))]


def sentences(person: User) -> list[str]:
    return [line.told.sentence for line in lines_of(list(notices_of(person)), person=person)]


def test_who_may_approve_a_submitted_story_is_told_and_its_reporter_is_not(paper: Paper) -> None:
    submit(written(paper), by=paper.reporter)

    assert told(paper.editor) == told(paper.chief) == [(_Event.SUBMITTED, "")]
    assert told(paper.reporter) == []
    assert sentences(paper.editor) == ["Reporter asks you to approve “Ferry returns”"]


def test_what_one_editor_decided_is_off_the_others_desks(paper: Paper) -> None:
    story = written(paper)
    submit(story, by=paper.reporter)

    ask_for_changes(story, by=paper.editor, comment="Who says so?")

    assert unread_count(paper.chief) == 0
    assert told(paper.reporter) == [(_Event.CHANGES_ASKED, "Who says so?")]


def test_a_story_submitted_again_is_told_again(paper: Paper) -> None:
    story = written(paper)
    submit(story, by=paper.reporter)
    ask_for_changes(story, by=paper.editor, comment="Who says so?")

    StoryPage.objects.get(pk=story.pk).current_workflow_state.resume(user=paper.reporter)

    assert told(paper.editor) == [(_Event.SUBMITTED, ""), (_Event.SUBMITTED, "")]
    assert unread_count(paper.editor) == 1


def test_an_approval_is_told_once_with_its_comment(paper: Paper) -> None:
    story = written(paper)
    submit(story, by=paper.reporter)

    approve(story, by=paper.editor, comment="Well done")

    assert told(paper.reporter) == [(_Event.PUBLISHED, "Well done")]
    assert sentences(paper.reporter) == ["Editor published “Ferry returns”"]


def test_an_approval_that_an_embargo_holds_back_does_not_say_that_the_story_is_out(paper: Paper) -> None:
    story = written(paper, embargoed_until=timezone.now() + timedelta(hours=3))
    submit(story, by=paper.reporter)

    approve(story, by=paper.editor)

    assert told(paper.reporter) == [(_Event.APPROVED, "")]


def test_the_story_s_people_are_those_whose_names_stand_over_it_too(paper: Paper) -> None:
    Author.objects.create(name="Chief Chiefly", slug="chief", user=paper.chief)
    story = written(paper, owner=paper.editor, bylines=["Chief Chiefly"])

    publish_story(story, by=paper.editor, now=timezone.now())

    assert told(paper.chief) == [(_Event.PUBLISHED, "")]
    assert told(paper.editor) == []


def test_a_byline_gives_nobody_news_of_a_story_that_they_may_not_edit(paper: Paper) -> None:
    story = written(paper, owner=paper.editor)
    author = Author.objects.create(name="Reporter", slug="reporter", user=paper.reporter)
    Byline.objects.create(story=story, author=author)

    withdraw_story(story, notice="Not so.", by=paper.chief, now=timezone.now())

    assert told(paper.reporter) == []
    assert told(paper.editor) == [(_Event.WITHDRAWN, "Not so.")]


def test_comments_reach_the_story_s_people_and_whoever_spoke_or_is_named(paper: Paper) -> None:
    story = written(paper)

    comment = comment_on(story, by=paper.editor, text="Is this so, @Chief?")
    reply_to(comment, by=paper.reporter, text="It is.")

    assert told(paper.reporter) == [(_Event.COMMENTED, "Is this so, @Chief?")]
    assert told(paper.chief) == [(_Event.MENTIONED, "Is this so, @Chief?")]
    assert told(paper.editor) == [(_Event.COMMENTED, "It is.")]


def test_naming_somebody_who_may_not_edit_the_story_tells_them_nothing(paper: Paper) -> None:
    story = written(paper, "Secret inquiry", owner=paper.editor)

    comment_on(story, by=paper.chief, text="Not for @reporter yet")

    assert told(paper.reporter) == []


def test_a_scheduled_story_that_goes_out_is_told_to_its_reporter(paper: Paper) -> None:
    story, now = written(paper), timezone.now()
    schedule_story(story, at=now + timedelta(minutes=1), by=paper.editor, now=now)

    publish_due(now + timedelta(minutes=2))

    assert (_Event.WENT_OUT, "") in told(paper.reporter)
    assert (_Event.WENT_OUT, "") in told(paper.editor)


def test_a_schedule_that_a_guard_refuses_is_told_once_with_its_reason(agency: Agency, paper: Paper) -> None:
    now = timezone.now()
    item = agency.sends(ninjs())
    story = make_story(item, section=paper.europe, by=paper.editor, now=now)
    schedule_story(story, at=now + timedelta(minutes=1), by=paper.editor, now=now)
    agency.sends(ninjs(version=2, pubstatus="withheld"), name="2.json")
    Notice.objects.all().delete()

    for second in range(3):
        publish_due(now + timedelta(minutes=2, seconds=second))

    refused = [text for event, text in told(paper.editor) if event == _Event.REFUSED]
    assert len(refused) == 1
    assert "withheld" in refused[0].lower() or "hold" in refused[0].lower()


@pytest.mark.parametrize("act", ["correct", "withdraw"])
def test_what_somebody_else_does_to_a_published_story_is_told_once(paper: Paper, act: str) -> None:
    story, now = written(paper), timezone.now()
    publish_story(story, by=None, now=now)

    if act == "correct":
        correct_story(story, note="It was snow.", by=paper.editor, now=now + timedelta(seconds=1))
    else:
        withdraw_story(story, notice="It was snow.", by=paper.editor, now=now + timedelta(seconds=1))

    event = {"correct": _Event.CORRECTED, "withdraw": _Event.WITHDRAWN}[act]
    assert told(paper.reporter) == [(event, "It was snow.")]
    assert told(paper.editor) == []


def test_a_kill_is_told_as_the_agency_s(agency: Agency, paper: Paper) -> None:
    make_story(agency.sends(ninjs()), section=paper.europe, by=paper.editor, now=NOON)

    agency.sends(ninjs(version=2, pubstatus="canceled"), name="2.json")

    assert [event for event, _ in told(paper.editor)] == [_Event.WITHDRAWN]
    assert sentences(paper.editor)[0].startswith("The agency withdrew “")


def test_an_agency_s_versions_are_one_notice_that_becomes_unread_again(agency: Agency, paper: Paper) -> None:
    make_story(agency.sends(ninjs()), section=paper.europe, by=paper.editor, now=NOON)
    agency.sends(ninjs(version=2), name="2.json")
    Notice.objects.update(read_at=NOON)

    agency.sends(ninjs(version=3), name="3.json")

    assert told(paper.editor) == [(_Event.WIRE_CHANGED, "Version 3 of Harbour Wire changed: headline.")]
    assert unread_count(paper.editor) == 1


def test_what_is_rolled_back_was_never_told(paper: Paper) -> None:
    story = written(paper)

    with transaction.atomic():
        submit(story, by=paper.reporter)
        written_meanwhile = Notice.objects.count()
        transaction.set_rollback(True)

    assert written_meanwhile == 2
    assert not Notice.objects.exists()


def test_wagtail_mails_nothing_from_inside_a_request(paper: Paper) -> None:
    story = written(paper)
    submit(story, by=paper.reporter)
    ask_for_changes(story, by=paper.editor, comment="Who says so?")
    comment_on(story, by=paper.editor, text="Here")

    assert mail.outbox == []


def test_who_lost_the_right_to_a_story_reads_neither_its_headline_nor_what_was_said(paper: Paper) -> None:
    story = written(paper)
    comment_on(story, by=paper.editor, text="The mayor did it")
    StoryPage.objects.filter(pk=story.pk).update(owner=paper.editor)

    page = page_for(paper.reporter, reverse("desk_notices"))

    assert "a story that you may no longer open" in page
    assert "Ferry returns" not in page
    assert "The mayor did it" not in page
    assert reverse("wagtailadmin_pages:edit", args=[story.pk]) not in page


def test_the_page_and_the_bell_show_somebody_s_own_alone(paper: Paper) -> None:
    submit(written(paper), by=paper.reporter)

    bells = {who: client_of(getattr(paper, who)).get(reverse("desk_bell")).json() for who in ("reporter", "editor")}
    page = page_for(paper.reporter, reverse("desk_notices"))

    assert bells == {"reporter": {"unread": 0}, "editor": {"unread": 1}}
    assert "Nothing has happened to your stories yet." in page


def test_opening_a_story_reads_its_notices_and_no_others(paper: Paper) -> None:
    one, other = written(paper), written(paper, "Another")
    submit(one, by=paper.reporter)
    submit(other, by=paper.reporter)

    page_for(paper.editor, reverse("wagtailadmin_pages:edit", args=[one.pk]))

    unread = notices_of(paper.editor, unread_alone=True)
    assert [notice.story_id for notice in unread] == [other.pk]
    assert unread_count(paper.chief) == 2


def test_marking_all_read_leaves_what_came_after_the_page_was_shown(paper: Paper) -> None:
    submit(written(paper), by=paper.reporter)
    shown = Notice.objects.get(person=paper.editor)
    submit(written(paper, "Another"), by=paper.reporter)

    client_of(paper.editor).post(reverse("desk_notices_read"), {"up_to": str(shown.pk)})

    assert unread_count(paper.editor) == 1
    assert unread_count(paper.chief) == 2


@pytest.mark.parametrize("sent", ["", "x", "9" * 30, "-1"])
def test_a_forged_place_marks_nothing(paper: Paper, sent: str) -> None:
    submit(written(paper), by=paper.reporter)

    client_of(paper.editor).post(reverse("desk_notices_read"), {"up_to": sent})

    assert unread_count(paper.editor) == 1


def test_notices_older_than_ninety_days_are_swept(paper: Paper) -> None:
    submit(written(paper), by=paper.reporter)
    old, kept = Notice.objects.order_by("pk")
    Notice.objects.filter(pk=old.pk).update(made_at=timezone.now() - KEPT - timedelta(minutes=1))

    more = sweep_notices(timezone.now())

    assert not more
    assert Notice.objects.get() == kept


def test_the_page_asks_the_database_as_often_for_many_notices_as_for_few(paper: Paper) -> None:
    def asked() -> int:
        client = client_of(paper.editor)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("desk_notices"))
        return len(queries)

    submit(written(paper), by=paper.reporter)
    asked()
    few = asked()
    for number in range(8):
        submit(written(paper, f"Story {number}"), by=paper.reporter)

    assert asked() == few


def test_telling_asks_the_database_as_often_for_many_people_as_for_few(paper: Paper) -> None:
    """But for the rights of each, which are asked once a person."""

    def asked(story: StoryPage) -> int:
        with CaptureQueriesContext(connection) as queries:
            submit(story, by=paper.reporter)
        return len(queries)

    few = asked(written(paper))
    group = paper.editor.groups.get(name__startswith="Section editors:")
    for number in range(10):
        colleague = User.objects.create(username=f"editor{number}", email=f"e{number}@example.org")
        colleague.groups.add(*paper.editor.groups.all(), group)

    many = asked(written(paper, "Another"))

    assert Notice.objects.filter(person__username="editor9").exists()
    assert many <= few + 10 * 2


def test_account_settings_keep_what_somebody_wants_mailed(paper: Paper) -> None:
    from wagtail.admin.forms.account import NotificationPreferencesForm

    client = client_of(paper.editor)
    page = client.get(reverse("wagtailadmin_account"))
    form: dict[str, Any] = {
        "name_email-first_name": "Ed",
        "name_email-last_name": "Itor",
        "name_email-email": "editor@example.org",
        "theme-theme": "system",
        "theme-density": "default",
        "theme-contrast": "system",
        "theme-keyboard_shortcuts": "on",
        **{f"notifications-{name}": "on" for name in NotificationPreferencesForm.base_fields},
        "notices-wire": "on",
    }

    client.post(reverse("wagtailadmin_account"), form)

    choice = paper.editor.mail_choice
    assert "Notices by e-mail" in page.content.decode()
    assert (choice.schedules, choice.changes, choice.wire) == (False, False, True)

"""The board of today's stories and the calendar of what happens by itself."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from broadsheet.accounts.models import User
from broadsheet.desk.board import Column, Standing, Ticket, column_of, columns_of
from broadsheet.stories.actions import correct_story, draft_story, publish_story, withdraw_story
from broadsheet.stories.models import StoryPage
from scheduling import schedule_story
from wire.newsroom import Agency, Paper, ninjs

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)


@pytest.mark.parametrize(
    ("facts", "column", "at"),
    [
        ({"is_live": False, "edited_at": NOON}, Column.DRAFT, NOON),
        ({"is_live": False, "edited_at": NOON, "is_submitted": True}, Column.SUBMITTED, NOON),
        ({"is_live": False, "edited_at": NOON, "are_changes_asked": True}, Column.CHANGES_ASKED, NOON),
        ({"is_live": False, "is_submitted": True, "goes_out_at": LATER}, Column.SCHEDULED, LATER),
        ({"is_live": True, "published_at": NOON}, Column.PUBLISHED, NOON),
        ({"is_live": True, "published_at": NOON, "updated_at": LATER}, Column.PUBLISHED, NOON),
        ({"is_live": True, "updated_at": LATER}, Column.UPDATED, LATER),
        ({"is_live": True, "updated_at": NOON, "has_newer_draft": True, "edited_at": LATER}, Column.DRAFT, LATER),
        ({"is_live": True, "updated_at": LATER, "corrected_at": LATER}, Column.CORRECTED, LATER),
        ({"is_live": False, "goes_out_at": LATER, "withdrawn_at": NOON}, Column.WITHDRAWN, NOON),
    ],
)
def test_a_story_stands_in_the_last_column_that_it_reached(facts: dict[str, Any], column: Column, at: datetime) -> None:
    assert column_of(Standing(**facts)) == (column, at)


def test_a_story_of_yesterday_that_was_opened_and_kept_as_it_was_is_on_no_board() -> None:
    assert column_of(Standing(is_live=True, edited_at=NOON)) is None


def test_what_goes_out_next_stands_first_and_what_changed_last_in_the_others() -> None:
    def ticket(column: Column, at: datetime) -> Ticket:
        return Ticket(headline=f"{at:%H}", section="", who="", column=column, at=at, url="")

    columns = columns_of(ticket(column, at) for column in (Column.SCHEDULED, Column.DRAFT) for at in (LATER, NOON))

    assert [each.headline for each in columns[Column.SCHEDULED]] == ["12", "13"]
    assert [each.headline for each in columns[Column.DRAFT]] == ["13", "12"]
    assert list(columns) == list(Column)


def seen_by(person: User, address: str = "", **asked: object) -> str:
    client = Client()
    client.force_login(person)
    answer = client.get(address or reverse("desk_board"), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def written(paper: Paper, headline: str, *, owner: User | None = None, **words: Any) -> StoryPage:
    now = timezone.now()
    return draft_story(
        paper.europe, headline=headline, body_html="<p>Rain.</p>", owner=owner or paper.editor, now=now, **words
    )


def column_in(page: str, name: str) -> str:
    return page.split(f">{name} <span")[1].split("</section>", maxsplit=1)[0]


def test_each_story_of_today_stands_in_its_column(paper: Paper) -> None:
    now = timezone.now()
    written(paper, "A draft")
    schedule_story(written(paper, "Goes out soon"), at=now + timedelta(hours=2), by=paper.editor, now=now)
    for headline in ("Just out", "Put right", "Taken back"):
        publish_story(written(paper, headline), by=paper.editor, now=now)
    correct_story(StoryPage.objects.get(title="Put right"), note="It was two.", by=paper.editor, now=now)
    withdraw_story(StoryPage.objects.get(title="Taken back"), notice="No.", by=paper.editor, now=now)
    written(paper, "Waits").get_workflow().start(StoryPage.objects.get(title="Waits"), paper.reporter)

    page = seen_by(paper.editor)

    for column, headline in (
        ("Draft", "A draft"),
        ("Waits for approval", "Waits"),
        ("Scheduled", "Goes out soon"),
        ("Published", "Just out"),
        ("Corrected", "Put right"),
        ("Withdrawn", "Taken back"),
    ):
        assert headline in column_in(page, column), column


def test_a_draft_of_others_is_on_no_board_of_those_who_may_not_edit_it(paper: Paper) -> None:
    written(paper, "Secret plan")
    schedule_story(
        written(paper, "Secret for tonight"),
        at=timezone.now() + timedelta(hours=1),
        by=paper.editor,
        now=timezone.now(),
    )
    publish_story(written(paper, "Known to all"), by=paper.editor, now=timezone.now())
    written(paper, "My own draft", owner=paper.reporter)

    board, calendar = seen_by(paper.reporter), seen_by(paper.reporter, reverse("desk_calendar"))

    assert "Secret" not in board + calendar
    assert "Known to all" in board
    assert "My own draft" in board


def test_a_board_is_held_to_a_section(paper: Paper) -> None:
    written(paper, "From Europe")
    world = paper.europe.get_parent()

    inside = seen_by(paper.editor, section=world.pk)
    anything = seen_by(paper.editor, section="'; drop")

    assert "From Europe" in inside
    assert f"{paper.europe.title} · " in inside
    assert f'href="?section={world.pk}" aria-current="page"' in inside
    assert "From Europe" in anything


def test_an_empty_board_says_what_to_do(paper: Paper) -> None:
    assert "Nothing was worked on today, and nothing waits." in seen_by(paper.editor)


def test_a_board_of_many_stories_asks_no_more_questions_than_one_of_few(paper: Paper) -> None:
    client = Client()
    client.force_login(paper.editor)

    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("desk_board"))
        return len(asked)

    for number in range(2):
        written(paper, f"Story {number}")
    questions()
    few = questions()
    for number in range(2, 12):
        written(paper, f"Story {number}")

    assert questions() == few


def test_the_calendar_shows_a_week_with_its_schedules_and_embargoes(agency: Agency, paper: Paper) -> None:
    now = timezone.now()
    in_ten_days = now + timedelta(days=10)
    schedule_story(written(paper, "Goes out then"), at=in_ten_days, by=paper.editor, now=now)
    agency.sends(ninjs(headline="Held by the agency", embargoed=in_ten_days.isoformat()))

    this_week = seen_by(paper.editor, reverse("desk_calendar"))
    that_week = seen_by(paper.editor, reverse("desk_calendar"), day=timezone.localdate(in_ten_days).isoformat())

    assert "Goes out then" not in this_week
    assert "Goes out then" in that_week
    assert "Held by the agency" in that_week
    assert "today" in this_week


@pytest.mark.parametrize("day", ["tomorrow", "9999-12-31", "0001-01-01", "2026-13-40"])
def test_a_day_that_no_calendar_has_is_taken_as_today(paper: Paper, day: str) -> None:
    assert 'calendar-day--today"' in seen_by(paper.editor, reverse("desk_calendar"), day=day)

"""Notices go out by mail: once each, to whom they still concern, as each person chose."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.urls import reverse
from django.utils import timezone
from wagtail.users.models import UserProfile

from broadsheet.desk.mailing import LEASE, LIFE, Postman
from broadsheet.desk.models import MailChoice, Notice
from broadsheet.stories.actions import publish_story, withdraw_story
from broadsheet.stories.models import StoryPage
from desk.newsroom_day import ask_for_changes, page_for, submit, written
from wire.newsroom import Paper


@dataclass
class Errands:
    """What a postman would do in a thread of its own, done when the test says so."""

    waiting: list[Callable[[], None]] = field(default_factory=list)

    def start(self, work: Callable[[], None]) -> None:
        self.waiting.append(work)

    def run(self) -> None:
        while self.waiting:
            self.waiting.pop(0)()


class ServerDown(EmailBackend):
    def send_messages(self, messages: object) -> int:  # noqa: ARG002
        raise ConnectionRefusedError("nobody answers")


@pytest.fixture(autouse=True)
def _mail_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """A mail server is named; the test's own outbox stands in for it."""
    monkeypatch.setenv("BROADSHEET_SMTP_URL", "smtp://mail.example.org")


@pytest.fixture
def errands() -> Errands:
    return Errands()


@pytest.fixture
def postman(errands: Errands) -> Postman:
    return Postman(start=errands.start)


def look(postman: Postman, errands: Errands, *, now: datetime) -> None:
    """A turn of the clerk, and what it sent on its way."""
    postman.look(now)
    errands.run()


def rejected(paper: Paper, headline: str = "Ferry returns") -> StoryPage:
    story = written(paper, headline)
    submit(story, by=paper.reporter)
    ask_for_changes(story, by=paper.editor, comment="Who says so?")
    return story


def test_a_notice_is_mailed_once_with_its_words_and_the_way_to_the_story(
    paper: Paper, postman: Postman, errands: Errands
) -> None:
    story, now = rejected(paper), timezone.now()

    for second in range(3):
        look(postman, errands, now=now + timedelta(seconds=second))
    look(postman, errands, now=now + LEASE * 2)

    [message] = mail.outbox
    assert message.to == ["reporter@example.org"]
    assert message.subject == "Editor asks for changes in “Ferry returns”"
    assert "Who says so?" in message.body
    assert reverse("wagtailadmin_pages:edit", args=[story.pk]) in message.body
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"


def test_several_notices_to_one_person_are_one_mail(paper: Paper, postman: Postman, errands: Errands) -> None:
    rejected(paper)
    rejected(paper, "Another")

    look(postman, errands, now=timezone.now())

    [message] = mail.outbox
    assert message.subject.startswith("2 notices, first: ")
    assert "Another" in message.body


def test_a_server_that_is_down_is_tried_again_later_and_blocks_nothing(
    paper: Paper, postman: Postman, errands: Errands, settings: object
) -> None:
    rejected(paper)
    now = timezone.now()
    settings.EMAIL_BACKEND = "desk.test_mailing.ServerDown"  # type: ignore[attr-defined]
    look(postman, errands, now=now)
    look(postman, errands, now=now + timedelta(seconds=5))
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"  # type: ignore[attr-defined]

    look(postman, errands, now=now + timedelta(minutes=1))
    sent_soon = len(mail.outbox)
    look(postman, errands, now=now + timedelta(minutes=3))

    assert sent_soon == 0
    assert len(mail.outbox) == 1
    assert Notice.objects.get(person=paper.reporter).mail_tries == 1


def test_a_clerk_that_died_with_the_mail_is_made_up_for_when_its_lease_ends(paper: Paper, errands: Errands) -> None:
    rejected(paper)
    now = timezone.now()
    Postman(start=errands.start).look(now)
    errands.waiting.clear()

    soon, later = Errands(), Errands()
    look(Postman(start=soon.start), soon, now=now + timedelta(minutes=1))
    sent_soon = len(mail.outbox)
    look(Postman(start=later.start), later, now=now + LEASE)

    assert sent_soon == 0
    assert len(mail.outbox) == 1


def test_a_repeated_mail_carries_the_same_message_id(paper: Paper) -> None:
    rejected(paper)
    now = timezone.now()
    for turn in range(2):  # died after sending, before writing down
        errands = Errands()
        Postman(start=errands.start).look(now + LEASE * turn)
        errands.run()

    first, second = mail.outbox
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]


def test_what_was_read_before_the_clerk_came_is_not_mailed(paper: Paper, postman: Postman, errands: Errands) -> None:
    story = rejected(paper)
    page_for(paper.reporter, reverse("wagtailadmin_pages:edit", args=[story.pk]))

    look(postman, errands, now=timezone.now())

    assert mail.outbox == []


def test_what_is_a_day_old_is_not_mailed_any_more(paper: Paper, postman: Postman, errands: Errands) -> None:
    rejected(paper)

    look(postman, errands, now=timezone.now() + LIFE + timedelta(minutes=1))

    assert mail.outbox == []
    assert not Notice.objects.filter(mail_due_at__isnull=False).exists()


@pytest.mark.parametrize("change", ["inactive", "no address", "no right"])
def test_nobody_is_mailed_what_is_not_theirs_any_more(
    paper: Paper, postman: Postman, errands: Errands, change: str
) -> None:
    story = rejected(paper)
    if change == "no right":
        StoryPage.objects.filter(pk=story.pk).update(owner=paper.editor)
    paper.reporter.is_active = change != "inactive"
    paper.reporter.email = "" if change == "no address" else paper.reporter.email
    paper.reporter.save()

    look(postman, errands, now=timezone.now())

    assert mail.outbox == []


def test_without_a_mail_server_nothing_is_sent_and_nothing_lost(
    paper: Paper, postman: Postman, errands: Errands, monkeypatch: pytest.MonkeyPatch
) -> None:
    rejected(paper)
    monkeypatch.delenv("BROADSHEET_SMTP_URL")

    look(postman, errands, now=timezone.now())

    assert mail.outbox == []
    assert Notice.objects.filter(person=paper.reporter, mail_due_at__isnull=False).exists()


def test_each_person_chooses_what_is_mailed_and_is_told_in_the_newsroom_in_any_case(
    paper: Paper, postman: Postman, errands: Errands
) -> None:
    UserProfile.objects.update_or_create(user=paper.reporter, defaults={"rejected_notifications": False})
    MailChoice.objects.create(person=paper.reporter, changes=False)
    story = rejected(paper)
    publish_story(story, by=None, now=timezone.now())
    withdraw_story(story, notice="Not so.", by=paper.editor, now=timezone.now())

    look(postman, errands, now=timezone.now())

    assert mail.outbox == []
    assert Notice.objects.filter(person=paper.reporter).count() == 2

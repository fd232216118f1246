"""
Notices on their way out by mail: a step of the clerk that never waits for a mail server.

Due rows are leased by moving their time on, then mailed from a thread that touches no database, one mail a person;
what came of it is written down at a later turn. Whoever dies between sending and writing leaves a lease that ends, and
the mail goes once more under the same Message-ID. What was read meanwhile, or is a day old, is mailed no more.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from queue import Empty, SimpleQueue
from threading import Thread
from urllib.parse import urlsplit

import structlog
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from broadsheet.accounts.languages import language_of
from broadsheet.accounts.models import User
from broadsheet.desk.models import Notice
from broadsheet.desk.notices import address_of, told_of
from broadsheet.desk.wording import one_line
from broadsheet.environment.mail import has_mail
from broadsheet.environment.places import newsroom_url
from broadsheet.stories.models import StoryPage

log = structlog.get_logger(__name__)

BATCH = 50
LEASE = timedelta(minutes=15)  # longer than fifty mails to a server that answers each after ten seconds
LIFE = timedelta(days=1)
_PAUSES = tuple(timedelta(minutes=minutes) for minutes in (2, 10, 30, 60))
_MAIL_SECONDS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One mail to one person, with the notices that it tells of."""

    notices: tuple[int, ...]
    to: str
    subject: str
    text: str
    message_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """What became of a letter."""

    letter: Letter
    was_taken: bool
    said: str


def run_in_thread(work: Callable[[], None]) -> None:
    Thread(target=work, name="notices", daemon=True).start()


@dataclass(slots=True)
class Postman:
    """Mails notices; `start` carries letters out, in a thread unless a test says otherwise."""

    start: Callable[[Callable[[], None]], None] = run_in_thread
    _done: SimpleQueue[tuple[Posted, ...]] = field(default_factory=SimpleQueue)
    _is_out: bool = False

    def look(self, now: datetime) -> bool:
        """Write down what became of the last letters, then send the next; without a mail server nothing is sent."""
        try:
            posted = self._done.get_nowait()
        except Empty:
            pass
        else:
            self._is_out = False
            write_down(posted, now=now)
        if self._is_out or not has_mail():
            return False
        letters = lease_letters(now)
        if letters:
            self._is_out = True
            self.start(lambda: self._done.put(carry_out(letters)))
        return False


@transaction.atomic
def lease_letters(now: datetime) -> tuple[Letter, ...]:
    """The letters that are due, leased; what must not be mailed any more is taken off."""
    due = Notice.objects.filter(mail_due_at__lte=now).order_by("mail_due_at", "pk")
    due = due.select_related("person__wagtail_userprofile", "actor")
    rows = list(due.select_for_update(of=("self",), skip_locked=True)[:BATCH])
    if not rows:
        return ()
    stories = StoryPage.objects.in_bulk({row.story_id for row in rows})
    of_person: dict[int, list[Notice]] = {}
    for row in rows:
        if _is_for_mail(row, story=stories.get(row.story_id), now=now):
            of_person.setdefault(row.person_id, []).append(row)
    kept = [row.pk for notices in of_person.values() for row in notices]
    Notice.objects.filter(pk__in={row.pk for row in rows} - set(kept)).update(mail_due_at=None)
    Notice.objects.filter(pk__in=kept).update(mail_due_at=now + LEASE)
    return tuple(letter_of(notices, stories=stories) for notices in of_person.values())


def letter_of(notices: Sequence[Notice], *, stories: dict[int, StoryPage]) -> Letter:
    """One mail to the person of these notices, in their language."""
    person, house = notices[0].person, newsroom_url()
    with translation.override(language_of(person)):
        subject, text = _written(notices, stories=stories, house=house)
    key = sha256(",".join(f"{notice.pk}-{notice.made_at.timestamp()}" for notice in notices).encode()).hexdigest()
    return Letter(
        notices=tuple(notice.pk for notice in notices),
        to=person.email,
        subject=subject[:200],
        text=text,
        message_id=f"<notice-{key[:32]}@{urlsplit(house).hostname or 'localhost'}>",
    )


def carry_out(letters: Sequence[Letter]) -> tuple[Posted, ...]:
    """Hand every letter to the mail server; whatever goes wrong is told of it."""
    return tuple(_post(letter) for letter in letters)


@transaction.atomic
def write_down(posted: Sequence[Posted], *, now: datetime) -> None:
    """What was taken is done with; the rest is tried again a few times, later each time."""
    for one in posted:
        if one.was_taken:
            Notice.objects.filter(pk__in=one.letter.notices).update(mail_due_at=None)
            continue
        log.warning("notice_not_mailed", notices=one.letter.notices, error=one.said)
        for row in Notice.objects.filter(pk__in=one.letter.notices, mail_due_at__isnull=False).order_by("pk"):
            due = now + _PAUSES[min(row.mail_tries, len(_PAUSES) - 1)]
            Notice.objects.filter(pk=row.pk).update(mail_due_at=due, mail_tries=row.mail_tries + 1)


def _written(notices: Sequence[Notice], *, stories: dict[int, StoryPage], house: str) -> tuple[str, str]:
    """Subject and text."""
    person, count = notices[0].person, len(notices)
    told = [told_of(notice, story=stories.get(notice.story_id), person=person) for notice in notices]
    subject = one_line(told[0].sentence)
    if count > 1:
        several = ngettext("%(count)d notice, first: %(first)s", "%(count)d notices, first: %(first)s", count)
        subject = several % {"count": count, "first": subject}
    paragraphs = [
        "\n".join(filter(None, [f"{one.sentence}.", one.text, f"{house}{address_of(notice)}"]))
        for one, notice in zip(told, notices, strict=True)
    ]
    every = _("All notices: %(address)s") % {"address": f"{house}{reverse('desk_notices')}"}
    choice = _("What is mailed to you: %(address)s") % {"address": f"{house}{reverse('wagtailadmin_account')}"}
    return subject, "\n\n".join([*paragraphs, f"{every}\n{choice}"])


def _is_for_mail(row: Notice, *, story: StoryPage | None, now: datetime) -> bool:
    person: User = row.person
    if row.read_at is not None or now - row.made_at > LIFE or not person.is_active or not person.email:
        return False
    return story is not None and bool(story.permissions_for_user(person).can_edit())


def _post(letter: Letter) -> Posted:
    try:
        message = EmailMessage(
            letter.subject,
            letter.text,
            to=[letter.to],
            headers={"Message-ID": letter.message_id, "Auto-Submitted": "auto-generated"},
            connection=get_connection(timeout=_MAIL_SECONDS),
        )
        was_taken = message.send() == 1
    except Exception as error:  # noqa: BLE001  smtplib, sockets, TLS and headers each have their own
        return Posted(letter=letter, was_taken=False, said=f"{type(error).__name__}: {error}"[:300])
    return Posted(letter=letter, was_taken=was_taken, said="" if was_taken else "The mail server took nothing")

"""
What a kill does: every use of the item goes from readers at once, and so do its pictures, with a receipt.

Safe to run again at any time; everything here runs inside the transaction of its caller.
"""

from datetime import datetime

import structlog
from django.conf import settings
from django.utils.translation import gettext, gettext_noop, override

from broadsheet.media.actions import kill_picture
from broadsheet.media.models import Picture
from broadsheet.stories.actions import AlreadyWithdrawnError, withdraw_story
from broadsheet.stories.locking import lock_pages
from broadsheet.stories.models import StoryPage
from broadsheet.stories.queries import stories_showing
from broadsheet.wire import sentences
from broadsheet.wire.alarms import raise_alarm
from broadsheet.wire.following import follow_wire
from broadsheet.wire.listed import keep_marks
from broadsheet.wire.models import Alarm, KilledUse, KillReceipt, Use, WireItem, WirePicture
from broadsheet.wire.receiving import kill_item
from broadsheet.wire.wording import as_sentences

log = structlog.get_logger(__name__)

KILL_NOTICE = gettext_noop("This story has been withdrawn at the request of the news agency that supplied it.")


def carry_out_kill(item: WireItem, *, now: datetime) -> None:
    """Withdraw every use of a killed item and of its takes, kill its pictures, keep the receipt and tell the desk."""
    receipt, is_new = KillReceipt.objects.get_or_create(
        item=item, defaults={"received_at": item.killed_at or now, "reasons": item.kill_reasons}
    )
    for part in item.parts.filter(killed_at__isnull=True).order_by("pk"):
        kill_item(part, reasons=reasons_of_part(item), now=now)
        carry_out_kill(part, now=now)
        keep_marks(part, now=now)
    for use in held_uses(item):
        if use.story is not None and use.story.withdrawn_at is None:
            _withdraw(use.story, receipt=receipt, now=now)
            _offer_back(use, now=now)
    for picture in _pictures_of(item):
        _take_off(picture, receipt=receipt, now=now)
    if is_new:
        raise_alarm(item, kind=Alarm.Kind.KILL, text=as_sentences(item.kill_reasons), now=now)


def reasons_of_part(whole: WireItem) -> tuple[str, ...]:
    """Why a take is killed with the item that it belongs to."""
    return (sentences.WHOLE_KILLED % {"item": whole},)


def uses_bound_to(item: WireItem) -> list[Use]:
    """The stories that hold an item's words, with what a merge needs; without those freed of it by a chief."""
    uses = item.uses.filter(story__isnull=False, freed_at__isnull=True)
    if not uses.exists():  # as for nearly all of a wire: the question below joins five tables
        return []
    return list(uses.select_related("story", "taken", "item__source", "item__current").order_by("pk"))


def held_uses(item: WireItem) -> list[Use]:
    """The same, as they stand while their stories are held: what an editor saved in between is not written over."""
    lock_pages(use.story_id for use in uses_bound_to(item) if use.story_id is not None)
    return uses_bound_to(item)


def _withdraw(story: StoryPage, *, receipt: KillReceipt, now: datetime) -> None:
    KilledUse.objects.get_or_create(
        receipt=receipt,
        story_id=story.pk,
        picture="",
        defaults={"title": story.title, "url_path": story.url_path, "was_live": story.live, "withdrawn_at": now},
    )
    with override(settings.LANGUAGE_CODE):  # readers see it
        notice = gettext(KILL_NOTICE)
    try:
        withdraw_story(story, notice=notice, by=None, now=now)
    except AlreadyWithdrawnError:
        log.info("wire_use_withdrawn_before", story=story.pk)


def _offer_back(killed: Use, *, now: datetime) -> None:
    """A story of several sources may return without the killed part, which leaves the draft where nobody edited it."""
    if killed.kind != Use.Kind.PART or killed.story is None:
        return
    others = Use.objects.filter(story=killed.story, freed_at__isnull=True, item__killed_at__isnull=True)
    for other in others.select_related("story", "taken", "item__source", "item__current").order_by("pk"):
        follow_wire(other, now=now, is_withdrawn=True)
    text = gettext_noop(
        "It was withdrawn with a killed part. A chief may publish it again once the killed words are out of it"
    )
    raise_alarm(killed.item, kind=Alarm.Kind.OFFERED_BACK, text=text, story=killed.story, now=now)


def _pictures_of(item: WireItem) -> list[Picture]:
    """
    The pictures that go with a killed item: those that its source sends under its id, and those that came with it.

    A picture that came with a living item, too, has a standing of its own: its kill names it.
    """
    came = WirePicture.objects.filter(revision__item__source_id=item.source_id)
    own = came.filter(picture__wire_guid=item.guid).values_list("picture_id", flat=True)
    beside = WirePicture.objects.filter(revision__item=item).values_list("picture_id", flat=True)
    living = came.filter(picture_id__in=beside, revision__item__killed_at__isnull=True)
    shared = set(living.exclude(revision__item=item).values_list("picture_id", flat=True))
    doomed = {*own, *(set(beside) - shared)}
    return list(Picture.objects.filter(pk__in=doomed, killed_at__isnull=True).order_by("pk"))


def _take_off(picture: Picture, *, receipt: KillReceipt, now: datetime) -> None:
    for story in StoryPage.objects.filter(pk__in=stories_showing(picture)).order_by("pk"):
        KilledUse.objects.get_or_create(
            receipt=receipt,
            story_id=story.pk,
            picture=picture.title,
            defaults={"title": story.title, "url_path": story.url_path, "was_live": True, "withdrawn_at": now},
        )
    kill_picture(picture, now=now)

"""Writes of the wire that somebody or something asks for: receive, read again, make a story, rule, stop."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial

import structlog
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, InterfaceError, OperationalError, transaction
from django.utils.translation import gettext as _

from broadsheet.accounts.journal import tell
from broadsheet.accounts.models import User
from broadsheet.contracts.news import EmptyFeedError, NewsItem, WireFormatError
from broadsheet.formats.reading import check_size, read_items
from broadsheet.stories.models import SectionPage, StoryPage
from broadsheet.wire import sentences
from broadsheet.wire.holding import hold_for_delivery
from broadsheet.wire.lifecycle import settle, settle_soon
from broadsheet.wire.making import make_use
from broadsheet.wire.managing import guids_canceled_by
from broadsheet.wire.models import Delivery, RoutesStop, Source, Use, WireItem
from broadsheet.wire.pictures import PictureFinder, no_pictures
from broadsheet.wire.queries import news_of, standing_verdict
from broadsheet.wire.receiving import (
    Came,
    Received,
    count_repeat,
    item_for,
    keep_delivery,
    keep_revision,
    kill_item,
    note_coming,
    was_delivered,
)
from broadsheet.wire.sentences import gettext_noop
from broadsheet.wire.verdict import Verdict, embargo_words, has_expired
from broadsheet.wire.wording import told

log = structlog.get_logger(__name__)

SETTLED_A_STEP = 20


class WireError(Exception):
    """Something that cannot be done with a wire item; its text is fit to show to an editor."""


class NotForUseError(WireError):
    """The item must not become a story."""


class NoReasonError(WireError):
    """A decision that has to be explained came without words."""


class AlreadyKilledError(WireError):
    """The item is killed."""


ALL_ROUTES = "All routes"  # what the journal calls them


class NothingToRuleOnError(WireError):
    """The item carries no embargo."""


class AlreadyStoppedError(WireError):
    """All routes are stopped already."""


class NotStoppedError(WireError):
    """Nobody stopped the routes."""


class CopyForgottenError(WireError):
    """The bytes, or what an item said, were deleted when the agency's licence ended."""


class StoryTakenError(WireError):
    """The item has a story already: `story`, made by `maker`."""

    def __init__(self, use: Use, story: StoryPage) -> None:
        self.story = story
        self.maker = use.made_by.get_username() if use.made_by else _("a route")
        text = _("%(name)s has made a story of this item already: “%(story)s”.")
        super().__init__(text % {"name": self.maker, "story": story.get_admin_display_title()})


def receive(
    source: Source,
    *,
    data: bytes,
    size: int | None = None,
    name: str,
    now: datetime,
    find_picture: PictureFinder = no_pictures,
    charset: str = "",
    address: str = "",
    settles: bool = True,
) -> Received:
    """
    Take in one file: all its items with what they demand, or its bytes and its error in quarantine.

    The same bytes again are counted and change nothing, so a caller that died may simply ask again. `size` is the whole
    file's where `data` is the beginning of one too large to be read. For `charset` and `address` see
    `formats.reading.Envelope`. Without `settles` the items are kept and the clerk does what they demand
    right after: for callers that somebody waits for.
    """
    if was_delivered(source, data=data):
        return count_repeat(source, now=now)
    came = Came(data=data, size=len(data) if size is None else size, name=name, charset=charset, address=address)
    try:
        items = _read(data, size=came.size, name=name, charset=charset, address=address)
    except EmptyFeedError:
        return Received()
    except WireFormatError as unread:
        return _keep(source, came=came, error=str(unread) or gettext_noop("The file cannot be read"), now=now)
    take = partial(_take_in, items=items, find_picture=find_picture, now=now, settles=settles)
    try:
        received = _keep(source, came=came, items=len(items), take=take, now=now)
    except (OperationalError, InterfaceError, OSError):
        raise  # the ground's trouble, not the file's: it comes again
    except Exception as error:
        log.exception("wire_file_not_kept", source=source.slug, name=name)
        text = (sentences.ITEMS_NOT_KEPT % {"error": f"{type(error).__name__}: {error}"})[:1000]
        received = _keep(source, came=came, error=text, now=now)
    return replace(received, pictures=tuple(picture for item in items for picture in item.pictures))


def _keep(
    source: Source,
    *,
    came: Came,
    now: datetime,
    items: int = 0,
    error: str = "",
    take: Callable[[Delivery], int] = lambda delivery: 0,  # noqa: ARG005  nothing to take in
) -> Received:
    """Keep a file, and take in what it holds, in one transaction."""
    try:
        with transaction.atomic():
            new = take(keep_delivery(source, came=came, error=error, now=now))
            note_coming(source, came=came, new=new, error=error, now=now)
            return Received(items=items, error=error)
    except IntegrityError:
        if not was_delivered(source, data=came.data):
            raise
        return count_repeat(source, now=now)  # another process was quicker


def read_again(delivery: Delivery, *, now: datetime, find_picture: PictureFinder = no_pictures) -> Received:
    """
    Read a file in quarantine once more: after a fix it leaves quarantine, else its error is told anew.

    :raises CopyForgottenError: if its bytes are gone
    """
    if delivery.is_forgotten:
        raise CopyForgottenError(_("Its bytes were deleted when the agency's licence ended."))
    try:
        items = _read(
            delivery.body,
            size=delivery.size,
            name=delivery.name,
            charset=delivery.charset,
            address=delivery.address,
        )
    except WireFormatError as unread:
        Delivery.objects.filter(pk=delivery.pk).update(error=str(unread))
        return Received(items=0, error=str(unread))
    with transaction.atomic():
        locked = Delivery.objects.select_for_update().get(pk=delivery.pk)
        if locked.error:
            locked.error = ""
            locked.save(update_fields=["error"])
            _take_in(locked, items=items, find_picture=find_picture, now=now)
    return Received(items=len(items), error="")


def _read(data: bytes, *, size: int, name: str, charset: str = "", address: str = "") -> list[NewsItem]:
    """
    Read the items of a file.

    :raises WireFormatError: also where a reader breaks: one file must never stop a source
    """
    try:
        check_size(size)
        return read_items(data, name=name, charset=charset, address=address)
    except WireFormatError:
        raise
    except Exception as error:
        log.exception("wire_reader_broke", name=name)
        text = sentences.READER_BROKE % {"error": f"{type(error).__name__}: {error}"}
        raise WireFormatError(text[:1000]) from error


def _take_in(
    delivery: Delivery, *, items: list[NewsItem], find_picture: PictureFinder, now: datetime, settles: bool = True
) -> int:
    """Keep the items of a file and do what they demand; how many of them say something new."""
    if settles:
        guids = {guid for news in items for guid in (news.guid, *guids_canceled_by(news))}
        hold_for_delivery(delivery.source, guids=guids)
    new = 0
    for position, news in enumerate(items):
        item = keep_revision(delivery, news=news, position=position, find_picture=find_picture, now=now)
        if item is not None:
            look = settle if settles else settle_soon
            look(item, now=now, is_revised=True)
            _cancel_others(item, news=news, look=look, now=now)
            new += 1
    return new


def _cancel_others(item: WireItem, *, news: NewsItem, look: Callable[..., object], now: datetime) -> None:
    for guid in guids_canceled_by(news):
        canceled = item_for(item.source, guid=guid, now=now)
        kill_item(canceled, reasons=(sentences.CANCELED_BY_ANOTHER % {"item": item},), now=now)
        look(canceled, now=now)


@transaction.atomic
def kill_by_hand(item: WireItem, *, reason: str, by: User, now: datetime) -> None:
    """
    Kill an item after a message that no program could read: as final as a kill by the wire.

    Who may do so is the caller's to ask.

    :raises NoReasonError: if no reason is given
    :raises AlreadyKilledError: if it is killed
    """
    words = reason.strip()
    if not words:
        raise NoReasonError(_("Say why it is killed; the receipt will name it."))
    locked = WireItem.objects.select_for_update(of=("self",)).select_related("source", "current").get(pk=item.pk)
    if locked.killed_at is not None:
        raise AlreadyKilledError(_("This item is killed already."))
    kept = sentences.KILLED_BY_HAND % {"name": by.display_name, "reason": words}
    kill_item(locked, reasons=(kept,), by=by, now=now)
    tell(locked, "broadsheet.killed_by_hand", by=by, reason=words)
    settle(locked, now=now)


def refusal(verdict: Verdict) -> str:
    """That an item must not be used, and why."""
    return _("This item must not be used: %(reasons)s.") % {"reasons": "; ".join(map(told, verdict.reasons))}


@transaction.atomic
def make_story(item: WireItem, *, section: SectionPage, by: User, now: datetime) -> StoryPage:
    """
    Make a draft story of an item for an editor.

    :raises PermissionDenied: if `by` may not add stories in that section
    :raises NotForUseError: if the item is killed, withheld or for the desk only
    :raises CopyForgottenError: if its copy is no longer kept
    :raises StoryTakenError: if it has a story already
    """
    if not section.permissions_for_user(by).can_add_subpage():
        raise PermissionDenied(_("You may not add stories in this section."))
    locked = WireItem.objects.select_for_update(of=("self",)).select_related("source", "current").get(pk=item.pk)
    verdict = standing_verdict(locked, now=now)
    if has_expired(news_of(locked), now=now):
        raise NotForUseError(_("The agency no longer offers this item: it has expired."))
    if verdict.kind.is_unusable:
        raise NotForUseError(refusal(verdict))
    if locked.is_forgotten:
        raise CopyForgottenError(_("Its copy is no longer kept: the agency's licence ended."))
    made = locked.uses.filter(kind=Use.Kind.MADE, story__isnull=False).select_related("story", "made_by")
    first = made.order_by("pk").first()
    if first is not None and first.story is not None:
        raise StoryTakenError(first, first.story)
    story = make_use(locked, section=section, route=None, by=by, now=now).story
    if story is None:
        raise NotForUseError(_("The story could not be made."))
    return story


@transaction.atomic
def rule_on_embargo(item: WireItem, *, until: datetime | None, reason: str, by: User, now: datetime) -> None:
    """
    Set the second at which an item's embargo ends, or lift it (None); holds while the wire says the same of it.

    Who may do so is the caller's to ask.

    :raises NothingToRuleOnError: if the item carries no embargo
    """
    locked = WireItem.objects.select_for_update(of=("self",)).select_related("source", "current").get(pk=item.pk)
    words = embargo_words(news_of(locked))
    if not words:
        raise NothingToRuleOnError(_("This item carries no embargo."))
    locked.ruled_on, locked.ruled_until, locked.ruled_at = words, until, now
    locked.ruled_by, locked.ruled_reason = by, reason.strip()
    locked.save(update_fields=["ruled_on", "ruled_until", "ruled_at", "ruled_by", "ruled_reason"])
    ends = f"{until:%Y-%m-%d %H:%M:%S %Z}" if until else "lifted"
    tell(locked, "broadsheet.embargo_ruled", by=by, reason=reason.strip(), changes=[("embargo", words, ends)])
    settle(locked, now=now)


def settle_due_items(now: datetime) -> bool:
    """Look again at items whose moment has come (an embargo ends, a retry is due); whether more wait."""
    due = WireItem.objects.filter(settle_at__lte=now).order_by("settle_at", "pk").values_list("pk", flat=True)
    waiting = list(due[: SETTLED_A_STEP + 1])
    for pk in waiting[:SETTLED_A_STEP]:
        with transaction.atomic():
            found = WireItem.objects.select_for_update(of=("self",)).filter(pk=pk, settle_at__lte=now)
            item = found.select_related("source", "current").first()
            if item is not None:
                settle(item, now=now)
    return len(waiting) > SETTLED_A_STEP


def stop_routes(*, by: User | None, now: datetime) -> None:
    """
    Stop all routes at once.

    :raises AlreadyStoppedError: if they are stopped
    """
    try:
        with transaction.atomic():
            made = RoutesStop.objects.create(stopped_at=now, stopped_by=by)
            tell(made, "broadsheet.routes_stopped", title=ALL_ROUTES, by=by)
    except IntegrityError as error:
        raise AlreadyStoppedError(_("All routes are stopped already.")) from error


def resume_routes(*, by: User | None, now: datetime) -> None:
    """
    Let routes run again; what came meanwhile stays on the desk.

    :raises NotStoppedError: if nobody stopped them
    """
    with transaction.atomic():
        stop = RoutesStop.objects.select_for_update().filter(resumed_at__isnull=True).first()
        if stop is None:
            raise NotStoppedError(_("The routes are not stopped."))
        stop.resumed_at, stop.resumed_by = now, by
        stop.save(update_fields=["resumed_at", "resumed_by"])
        tell(stop, "broadsheet.routes_resumed", title=ALL_ROUTES, by=by)

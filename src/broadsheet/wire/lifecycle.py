"""
What an item's state demands of the stories that hold it: brings both into line, safe to run again at any time.

Everything here runs inside the transaction of its caller.
"""

from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.utils.translation import gettext_noop, override

from broadsheet.contracts.news import NewsItem, Signal
from broadsheet.environment.site import zone
from broadsheet.stories.actions import expire_story, publish_story
from broadsheet.stories.guards import PublishRefusedError, check_guards
from broadsheet.stories.models import StoryPage
from broadsheet.wire import sentences
from broadsheet.wire.alarms import raise_alarm
from broadsheet.wire.duplicates import live_duplicate_of
from broadsheet.wire.following import follow_wire
from broadsheet.wire.holding import hold_stories_of
from broadsheet.wire.kills import carry_out_kill, held_uses, reasons_of_part
from broadsheet.wire.listed import keep_listed, keep_marks
from broadsheet.wire.making import make_use
from broadsheet.wire.managing import may_kill_another, suggest_killed, tell_replaced
from broadsheet.wire.models import Alarm, Route, Use, WireItem
from broadsheet.wire.openings import is_told_already, join_opened_story
from broadsheet.wire.queries import are_routes_stopped, filter_of, news_of, published_last_hour, standing_verdict
from broadsheet.wire.receiving import kill_item
from broadsheet.wire.routing import (
    Brakes,
    allowed_terms_from,
    passes,
    reasons_to_brake,
)
from broadsheet.wire.verdict import Verdict, VerdictKind, has_expired, speaks_of_a_kill
from broadsheet.wire.wording import as_sentences

log = structlog.get_logger(__name__)

RETRY_AFTER = timedelta(seconds=15)
_HIDING_ALARMS = {
    VerdictKind.WITHHELD: Alarm.Kind.WITHHOLD,
    VerdictKind.EMBARGOED: Alarm.Kind.EMBARGO,
    VerdictKind.EMBARGO_UNREADABLE: Alarm.Kind.EMBARGO,
}


def settle(item: WireItem, *, now: datetime, is_revised: bool = False) -> Verdict:
    """
    Judge an item anew and do what its state demands; give the verdict.

    What fails is undone alone, told to the desk and tried again: the item itself is kept whatever happens. With
    `is_revised` the list finds it by its new words too.
    """
    with override(sentences.KEPT_IN):  # what is told to the desk is kept for everybody there
        return _settle(item, now=now, is_revised=is_revised)


def _settle(item: WireItem, *, now: datetime, is_revised: bool) -> Verdict:
    _share_kill_of_whole(item, now=now)
    verdict = _judge(item, now=now)
    try:
        with transaction.atomic():
            _act(item, verdict=verdict, now=now)
    except Exception as error:
        log.exception("wire_item_unsettled", item=item.pk, guid=item.guid)
        item.settle_at = now + RETRY_AFTER
        item.save(update_fields=["settle_at"])
        text = sentences.TRIED_AGAIN % {"error": error}
        raise_alarm(item, kind=Alarm.Kind.TROUBLE, text=text[:2000], now=now)
    if is_revised:
        keep_listed(item, now=now)
    else:
        keep_marks(item, now=now)
    return verdict


def _share_kill_of_whole(item: WireItem, *, now: datetime) -> None:
    """A take goes the way of what it belongs to, also where it comes after the kill."""
    whole = item.part_of
    if whole is not None and whole.killed_at is not None:
        kill_item(item, reasons=reasons_of_part(whole), now=now)


def settle_soon(item: WireItem, *, now: datetime, is_revised: bool = False) -> None:
    """Leave an item to the clerk, which settles it at its next look; guards and list know what it says already."""
    item.settle_at = now
    item.save(update_fields=["settle_at"])
    if is_revised:
        keep_listed(item, now=now)


def _judge(item: WireItem, *, now: datetime) -> Verdict:
    verdict = standing_verdict(item, now=now)
    item.verdict = verdict.kind
    item.verdict_reasons = list(verdict.reasons)
    item.embargoed_until = verdict.until
    item.settle_at = _next_moment(item, verdict=verdict, now=now)
    item.save(update_fields=["verdict", "verdict_reasons", "embargoed_until", "settle_at"])
    return verdict


def _next_moment(item: WireItem, *, verdict: Verdict, now: datetime) -> datetime | None:
    """When the clock alone changes what an item demands: its embargo ends, or it expires."""
    coming = [moment for moment in (verdict.until, item.expires_at) if moment is not None and moment > now]
    return min(coming, default=None)


def _act(item: WireItem, *, verdict: Verdict, now: datetime) -> None:
    hold_stories_of(item)
    if verdict.kind is VerdictKind.KILLED:
        carry_out_kill(item, now=now)
        if may_kill_another(item, now=now):
            _ask_which_is_killed(item, reasons=verdict.reasons, now=now)
        return
    news = news_of(item)
    tell_replaced(item.source, item=item, news=news, now=now)
    if verdict.kind in _HIDING_ALARMS:
        if item.is_part:
            _go_on_with_whole(item, now=now)  # where nobody edited it, the story goes on without the take
        _hide(item, verdict=verdict, now=now)
        return
    if speaks_of_a_kill(news):
        _ask_which_is_killed(item, reasons=verdict.reasons, now=now)
    if has_expired(news, now=now):
        _tell_expired(item, now=now)
    if item.is_part:
        _go_on_with_whole(item, now=now)
        _go_on_with_uses(item, now=now)
    if verdict.is_publishable:
        _go_on(item, news=news, now=now)


def _ask_which_is_killed(item: WireItem, *, reasons: tuple[str, ...], now: datetime) -> None:
    alarm = raise_alarm(item, kind=Alarm.Kind.KILL_IN_PROSE, text=as_sentences(reasons), now=now)
    suggest_killed(alarm, item=item, news=news_of(item), now=now)


def _go_on(item: WireItem, *, news: NewsItem, now: datetime) -> None:
    join_opened_story(item, news=news, now=now)
    _go_on_with_uses(item, now=now)
    if Signal.FLASH in news.signals and not item.alarms.filter(kind=Alarm.Kind.FLASH).exists():
        # Its updates keep urgency 1 for hours; what rings at each of them is soon not listened to.
        raise_alarm(item, kind=Alarm.Kind.FLASH, text=item.headline, now=now)
    take_routes(item, news=news, now=now)


def _go_on_with_uses(item: WireItem, *, now: datetime) -> None:
    for use in held_uses(item):
        follow_wire(use, now=now)
        _restore(use, now=now)


def _go_on_with_whole(part: WireItem, *, now: datetime) -> None:
    """A take changed: so does the story that it is a part of."""
    if part.part_of_id is None:
        return
    whole = WireItem.objects.filter(pk=part.part_of_id, killed_at__isnull=True).select_related("source", "current")
    for item in whole.select_for_update(of=("self",)):
        if standing_verdict(item, now=now).is_publishable:
            _go_on_with_uses(item, now=now)
            keep_marks(item, now=now)


def _tell_expired(item: WireItem, *, now: datetime) -> None:
    for use in held_uses(item):
        if use.story is not None and use.story.live:
            text = gettext_noop("The agency no longer offers this item; the story stays until an editor decides")
            raise_alarm(item, kind=Alarm.Kind.EXPIRED, text=text, story=use.story, now=now)


def _hide(item: WireItem, *, verdict: Verdict, now: datetime) -> None:
    hidden = []
    for use in held_uses(item):
        if use.story is None or not use.story.live:
            continue
        use.hidden_at, use.hidden_revision = now, use.story.live_revision_id
        use.save(update_fields=["hidden_at", "hidden_revision"])
        expire_story(use.story, now=now)
        hidden.append(use.story.title)
    if hidden or verdict.kind is VerdictKind.WITHHELD:
        said = [*verdict.reasons, *([sentences.TAKEN_OFF % {"titles": "; ".join(hidden)}] if hidden else [])]
        text = as_sentences(said)
        raise_alarm(item, kind=_HIDING_ALARMS[verdict.kind], text=text, now=now)


def _restore(use: Use, *, now: datetime) -> None:
    if use.hidden_at is None or use.story is None:
        return
    try:
        with transaction.atomic():
            _return_to_readers(use.story, over=use.hidden_revision, now=now)
    except PublishRefusedError as error:
        raise_alarm(use.item, kind=Alarm.Kind.UPDATE_WAITS, text=str(error), story=use.story, now=now)
        return  # another of its items holds it still, and tries again when it is free
    use.hidden_at = use.hidden_revision = None
    use.save(update_fields=["hidden_at", "hidden_revision"])


def _return_to_readers(story: StoryPage, *, over: int | None, now: datetime) -> None:
    """
    Publish a hidden story again, unless somebody took it off meanwhile or works on it.

    :raises PublishRefusedError: if a guard refuses, or the newest draft holds work that nobody published
    """
    if story.live or story.withdrawn_at is not None:
        return
    check_guards(story, now=now)
    if story.revisions.filter(pk__gt=over or 0, user__isnull=False).exists():
        raise PublishRefusedError(
            (gettext_noop("It may return to readers; its draft holds unpublished work: publish it when ready"),)
        )
    publish_story(story, by=None, now=now)


def take_routes(item: WireItem, *, news: NewsItem, now: datetime) -> None:
    """Send a publishable item down every route that it has not taken; where a brake holds it, say why on the item."""
    uses = set(item.uses.order_by().values_list("kind", "route_id"))
    if any(kind == Use.Kind.MADE and route is None for kind, route in uses):
        return  # an editor made the story by hand: it is theirs
    if reason := _reason_to_take_none(item, news=news, now=now):
        _note_route(item, reason)
        return
    taken = {route for _, route in uses}
    notes: list[str] = []
    for route in item.source.routes.filter(enabled=True).select_related("section").order_by("pk"):
        if route.pk in taken or not passes(news, route=filter_of(route), now=now, zone=zone()):
            continue
        notes.extend(_take(item, route=route, news=news, now=now))
    _note_route(item, "\n".join(dict.fromkeys(notes)))


def _note_route(item: WireItem, note: str) -> None:
    if item.route_note != note:
        item.route_note = note
        item.save(update_fields=["route_note"])


def _reason_to_take_none(item: WireItem, *, news: NewsItem, now: datetime) -> str:
    if has_expired(news, now=now):
        return gettext_noop("It has expired")
    if item.is_forgotten:
        return gettext_noop("Its copy is no longer kept")
    if is_told_already(item, news=news, now=now):
        return gettext_noop("The story that it announces came before it")
    return ""


def _take(item: WireItem, *, route: Route, news: NewsItem, now: datetime) -> tuple[str, ...]:
    """Take one route; give the reasons where it may not be taken to its end."""
    if route.mode == Route.Mode.DESK:
        return ()
    publishes = route.mode == Route.Mode.PUBLISH
    reasons = reasons_to_brake(news, brakes=brakes_of(item, news=news, now=now), now=now) if publishes else ()
    if reasons or (not publishes and are_routes_stopped()):
        return reasons or (gettext_noop("All routes are stopped"),)
    try:
        with transaction.atomic():
            use = make_use(item, section=route.section, route=route, by=None, now=now)
            if publishes and use.story is not None:
                publish_story(use.story, by=None, now=now)
                use.published_by_route_at = now
                use.save(update_fields=["published_by_route_at"])
    except PublishRefusedError as error:
        return (str(error),)
    return ()


def brakes_of(item: WireItem, *, news: NewsItem, now: datetime) -> Brakes:
    """What may keep an item from publishing by itself."""
    source = item.source
    return Brakes(
        allowed_terms=allowed_terms_from(source.allowed_terms),
        published_last_hour=published_last_hour(source, now=now),
        hourly_cap=source.hourly_cap,
        are_routes_stopped=are_routes_stopped(),
        live_duplicate=live_duplicate_of(item, news=news, now=now),
    )

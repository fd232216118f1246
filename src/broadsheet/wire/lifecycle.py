"""
What an item's state demands of the stories that hold it: brings both into line, safe to run again at any time.

Everything here runs inside the transaction of its caller.
"""

from datetime import datetime, timedelta

import structlog
from django.db import transaction

from broadsheet.contracts.news import NewsItem, Signal
from broadsheet.environment.site import zone
from broadsheet.stories.actions import AlreadyWithdrawnError, expire_story, publish_story, withdraw_story
from broadsheet.stories.guards import PublishRefusedError
from broadsheet.stories.models import StoryPage
from broadsheet.wire.alarms import raise_alarm
from broadsheet.wire.following import follow_wire
from broadsheet.wire.listed import keep_marks
from broadsheet.wire.making import make_use
from broadsheet.wire.models import Alarm, KilledUse, KillReceipt, Route, Use, WireItem
from broadsheet.wire.queries import are_routes_stopped, filter_of, news_of, published_last_hour, standing_verdict
from broadsheet.wire.routing import Brakes, allowed_terms_from, passes, reasons_to_brake
from broadsheet.wire.verdict import Verdict, VerdictKind, speaks_of_a_kill

log = structlog.get_logger(__name__)

KILL_NOTICE = "This story has been withdrawn at the request of the news agency that supplied it."
RETRY_AFTER = timedelta(seconds=15)
_HIDING_ALARMS = {
    VerdictKind.WITHHELD: Alarm.Kind.WITHHOLD,
    VerdictKind.EMBARGOED: Alarm.Kind.EMBARGO,
    VerdictKind.EMBARGO_UNREADABLE: Alarm.Kind.EMBARGO,
}


def settle(item: WireItem, *, now: datetime) -> Verdict:
    """
    Judge an item anew and do what its state demands; give the verdict.

    What fails is undone alone, told to the desk and tried again: the item itself is kept whatever happens.
    """
    verdict = _judge(item, now=now)
    try:
        with transaction.atomic():
            _act(item, verdict=verdict, now=now)
    except Exception as error:
        log.exception("wire_item_unsettled", item=item.pk, guid=item.guid)
        item.settle_at = now + RETRY_AFTER
        item.save(update_fields=["settle_at"])
        raise_alarm(item, kind=Alarm.Kind.TROUBLE, text=f"Tried again every few seconds: {error}"[:2000], now=now)
    keep_marks(item, now=now)
    return verdict


def _judge(item: WireItem, *, now: datetime) -> Verdict:
    verdict = standing_verdict(item, now=now)
    item.verdict = verdict.kind
    item.verdict_reasons = list(verdict.reasons)
    item.embargoed_until = verdict.until
    item.settle_at = verdict.until
    item.save(update_fields=["verdict", "verdict_reasons", "embargoed_until", "settle_at"])
    return verdict


def _act(item: WireItem, *, verdict: Verdict, now: datetime) -> None:
    if verdict.kind is VerdictKind.KILLED:
        _kill(item, now=now)
        return
    news = news_of(item)
    if verdict.kind in _HIDING_ALARMS:
        _hide(item, verdict=verdict, now=now)
        return
    if speaks_of_a_kill(news):
        raise_alarm(item, kind=Alarm.Kind.KILL_IN_PROSE, text="; ".join(verdict.reasons), now=now)
    if verdict.is_publishable:
        _go_on(item, news=news, now=now)


def _go_on(item: WireItem, *, news: NewsItem, now: datetime) -> None:
    for use in _uses_of(item):
        follow_wire(use, now=now)
        _restore(use, now=now)
    if Signal.FLASH in news.signals and not item.alarms.filter(kind=Alarm.Kind.FLASH).exists():
        # Its updates keep urgency 1 for hours; what rings at each of them is soon not listened to.
        raise_alarm(item, kind=Alarm.Kind.FLASH, text=item.headline, now=now)
    take_routes(item, news=news, now=now)


def _uses_of(item: WireItem) -> list[Use]:
    return list(item.uses.filter(story__isnull=False).select_related("story", "taken", "item__source").order_by("pk"))


def _kill(item: WireItem, *, now: datetime) -> None:
    receipt, is_new = KillReceipt.objects.get_or_create(
        item=item, defaults={"received_at": item.killed_at or now, "reasons": item.kill_reasons}
    )
    for use in _uses_of(item):
        story = use.story
        if story is not None and story.withdrawn_at is None:
            _withdraw(story, receipt=receipt, now=now)
    if is_new:
        raise_alarm(item, kind=Alarm.Kind.KILL, text="; ".join(item.kill_reasons), now=now)


def _withdraw(story: StoryPage, *, receipt: KillReceipt, now: datetime) -> None:
    KilledUse.objects.get_or_create(
        receipt=receipt,
        story_id=story.pk,
        defaults={"title": story.title, "url_path": story.url_path, "was_live": story.live, "withdrawn_at": now},
    )
    try:
        withdraw_story(story, notice=KILL_NOTICE, by=None, now=now)
    except AlreadyWithdrawnError:
        log.info("wire_use_withdrawn_before", story=story.pk)


def _hide(item: WireItem, *, verdict: Verdict, now: datetime) -> None:
    hidden = []
    for use in _uses_of(item):
        if use.story is None or not use.story.live:
            continue
        expire_story(use.story, now=now)
        use.hidden_at = now
        use.save(update_fields=["hidden_at"])
        hidden.append(use.story.title)
    if hidden or verdict.kind is VerdictKind.WITHHELD:
        taken = f" Taken off readers' pages: {'; '.join(hidden)}." if hidden else ""
        text = f"{'; '.join(verdict.reasons)}.{taken}"
        raise_alarm(item, kind=_HIDING_ALARMS[verdict.kind], text=text, now=now)


def _restore(use: Use, *, now: datetime) -> None:
    if use.hidden_at is None or use.story is None:
        return
    use.hidden_at = None
    use.save(update_fields=["hidden_at"])
    if use.story.live or use.story.withdrawn_at is not None:
        return
    try:
        with transaction.atomic():
            publish_story(use.story, by=None, now=now)
    except PublishRefusedError as error:
        raise_alarm(use.item, kind=Alarm.Kind.UPDATE_WAITS, text=str(error), story=use.story, now=now)


def take_routes(item: WireItem, *, news: NewsItem, now: datetime) -> None:
    """Send a publishable item down every route that it has not taken; where a brake holds it, say why on the item."""
    taken = set(item.uses.values_list("route_id", flat=True))
    if item.uses.filter(kind=Use.Kind.MADE, route__isnull=True).exists():
        return  # an editor made the story by hand: it is theirs
    notes: list[str] = []
    for route in item.source.routes.filter(enabled=True).select_related("section").order_by("pk"):
        if route.pk in taken or not passes(news, route=filter_of(route), now=now, zone=zone()):
            continue
        notes.extend(_take(item, route=route, news=news, now=now))
    item.route_note = "\n".join(dict.fromkeys(notes))
    item.save(update_fields=["route_note"])


def _take(item: WireItem, *, route: Route, news: NewsItem, now: datetime) -> tuple[str, ...]:
    """Take one route; give the reasons where it may not be taken to its end."""
    publishes = route.mode == Route.Mode.PUBLISH
    reasons = reasons_to_brake(news, brakes=_brakes_of(item, now=now), now=now) if publishes else ()
    if reasons or (not publishes and are_routes_stopped()):
        return reasons or ("All routes are stopped",)
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


def _brakes_of(item: WireItem, *, now: datetime) -> Brakes:
    source = item.source
    return Brakes(
        allowed_terms=allowed_terms_from(source.allowed_terms),
        published_last_hour=published_last_hour(source, now=now),
        hourly_cap=source.hourly_cap,
        are_routes_stopped=are_routes_stopped(),
    )

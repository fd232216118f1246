"""What a route would have done with the newest items of its source: nothing is changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from broadsheet.environment.site import zone
from broadsheet.wire.lifecycle import brakes_of
from broadsheet.wire.models import Route, WireItem
from broadsheet.wire.queries import filter_of, news_of, standing_verdict
from broadsheet.wire.routing import Brakes, reason_to_refuse, reasons_to_brake
from broadsheet.wire.wording import told

SHOWN = 50
_HOUR = timedelta(hours=1)


class Deed(StrEnum):
    """What would be done, in English (see `wording.told`)."""

    PUBLISHED = gettext_noop("publish")
    DRAFTED = gettext_noop("make a draft")
    BRAKED = gettext_noop("leave it on the desk")
    PASSED_BY = gettext_noop("pass it by")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsed:
    item: WireItem
    deed: Deed
    why: str = ""


def rehearse(route: Route, *, now: datetime) -> list[Rehearsed]:
    """
    What a route (saved or not) would do with the last 50 items, each as it came, newest first.

    The cap counts what the route itself would have published in the hour before each; the switch for all is taken
    as open.
    """
    items = WireItem.objects.filter(source=route.source, current__isnull=False, is_test=False)
    newest = list(items.select_related("source", "current").order_by("-moved_at", "-pk")[:SHOWN])
    published: list[datetime] = []
    rehearsed = []
    for item in reversed(newest):
        played = _play(item, route=route, published=published, now=now)
        if played.deed is Deed.PUBLISHED:
            published.append(item.received_at)
        rehearsed.append(played)
    return rehearsed[::-1]


def _play(item: WireItem, *, route: Route, published: list[datetime], now: datetime) -> Rehearsed:
    news = news_of(item)
    refusal = reason_to_refuse(news, route=filter_of(route), now=item.received_at, zone=zone())
    if refusal:
        return Rehearsed(item=item, deed=Deed.PASSED_BY, why=told(refusal))
    verdict = standing_verdict(item, now=now)
    if not verdict.is_publishable:
        return Rehearsed(item=item, deed=Deed.PASSED_BY, why=_joined(verdict.reasons) or told(verdict.kind.label))
    if route.mode == Route.Mode.DESK:
        return Rehearsed(item=item, deed=Deed.BRAKED, why=_("So the route is set"))
    if route.mode == Route.Mode.DRAFT:
        return Rehearsed(item=item, deed=Deed.DRAFTED)
    standing = brakes_of(item, news=news, now=now)
    brakes = Brakes(
        allowed_terms=standing.allowed_terms,
        published_last_hour=sum(item.received_at - at < _HOUR for at in published),
        hourly_cap=standing.hourly_cap,
        are_routes_stopped=False,
        live_duplicate=standing.live_duplicate,
    )
    reasons = reasons_to_brake(news, brakes=brakes, now=now)
    return Rehearsed(item=item, deed=Deed.BRAKED if reasons else Deed.PUBLISHED, why=_joined(reasons))


def _joined(reasons: Iterable[str]) -> str:
    return "; ".join(map(told, reasons))

"""Documents that manage another one (NITF `management-doc-idref`) and notes that speak of one."""

from datetime import datetime, timedelta

from broadsheet.contracts.news import NewsItem, Status
from broadsheet.wire import sentences
from broadsheet.wire.alarms import raise_alarm
from broadsheet.wire.models import Alarm, Source, WireItem
from broadsheet.wire.queries import news_of
from broadsheet.wire.suggesting import Candidate, likely_meant
from broadsheet.wire.verdict import VerdictKind, cancels_another, replaces_another, verdict_of

_LOOKS_BACK = timedelta(hours=72)
_MOST_CANDIDATES = 2_000


def guids_canceled_by(news: NewsItem) -> tuple[str, ...]:
    """The other items of its source that a document cancels."""
    return tuple(link.guid for link in news.links if cancels_another(link) and link.guid != news.guid)


def tell_replaced(source: Source, *, item: WireItem, news: NewsItem, now: datetime) -> None:
    """Tell the desk of used items that a document says it replaces."""
    guids = [link.guid for link in news.links if replaces_another(link) and link.guid != news.guid]
    for replaced in WireItem.objects.filter(source=source, guid__in=guids, current__isnull=False):
        for use in replaced.uses.filter(story__isnull=False).select_related("story"):
            text = sentences.REPLACED % {"item": item}
            raise_alarm(replaced, kind=Alarm.Kind.REPLACED, text=text, story=use.story, now=now)


def may_kill_another(item: WireItem, *, now: datetime) -> bool:
    """Whether a kill stands in prose alone, in an item of which nothing came before: it may mean another one."""
    if item.current is None or item.revision_count != 1:
        return False
    news = news_of(item)
    return news.status is not Status.CANCELED and verdict_of(news, now=now).kind is VerdictKind.KILLED


def suggest_killed(alarm: Alarm, *, item: WireItem, news: NewsItem, now: datetime) -> None:
    """Put beside an alarm the items that a kill in prose may mean."""
    recent = WireItem.objects.filter(source_id=item.source_id, moved_at__gte=now - _LOOKS_BACK, killed_at__isnull=True)
    rows = recent.exclude(pk=item.pk).order_by("-moved_at", "-pk").values_list("pk", "guid", "headline", "slug")
    candidates = [
        Candidate(key=pk, guid=guid, words=f"{headline} {slug}") for pk, guid, headline, slug in rows[:_MOST_CANDIDATES]
    ]
    alarm.suggested.set(likely_meant(f"{news.headline} {news.editors_note}", candidates=candidates))

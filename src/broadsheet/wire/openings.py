"""A headline opens a story; the body that follows as an item of its own joins it instead of opening a second one."""

import re
from datetime import datetime, timedelta

from django.db.models import QuerySet

from broadsheet.contracts.news import Kind, NewsItem, Signal
from broadsheet.stories.wording import plain_text
from broadsheet.wire.models import Use, WireItem
from broadsheet.wire.queries import news_of

FOLLOWS_WITHIN = timedelta(hours=6)
_MOST_LOOKED_AT = 20
_WORD = re.compile(r"[^\W_]{4,}")
_OPENING_WORDS = 120


def join_opened_story(item: WireItem, *, news: NewsItem, now: datetime) -> None:
    """
    Let an item with a body take over the story that its headline opened, where there is one.

    The alert keeps its use, so that a kill of it still acts, but no longer changes the story.
    """
    if _is_alert(news) or news.kind is not Kind.TEXT or not plain_text(news.body_html) or item.uses.exists():
        return
    alert = next((near for near in _near(item, news=news, now=now) if _announces(near, news=news)), None)
    if alert is None:
        return
    for opened in alert.uses.filter(kind__in=Use.WHOLE, story__isnull=False).order_by("pk"):
        Use.objects.create(
            item=item,
            story=opened.story,
            kind=opened.kind,
            route=opened.route,
            taken_words=opened.taken_words,
            made_at=now,
            made_by=opened.made_by,
            published_by_route_at=opened.published_by_route_at,
            follows_wire=opened.follows_wire,
        )
        opened.follows_wire = False
        opened.save(update_fields=["follows_wire"])


def is_told_already(item: WireItem, *, news: NewsItem, now: datetime) -> bool:
    """Whether an alert came after the story that it announces."""
    if not _is_alert(news):
        return False
    return any(
        near.uses.exists() and _announces_words(news, said=news_of(near)) for near in _near(item, news=news, now=now)
    )


def _is_alert(news: NewsItem) -> bool:
    return Signal.ALERT in news.signals


def _near(item: WireItem, *, news: NewsItem, now: datetime) -> list[WireItem]:
    """Items of the same source that this one names or shares its keyword line with, the newest first."""
    near = WireItem.objects.filter(source_id=item.source_id, killed_at__isnull=True, is_part=False)
    near = near.filter(current__isnull=False).exclude(pk=item.pk)
    guids = [link.guid for link in news.links if link.guid]
    found = _newest(near.filter(guid__in=guids)) if guids else []
    if item.slug_root:
        found += _newest(near.filter(slug_root=item.slug_root, moved_at__gte=now - FOLLOWS_WITHIN))
    return found


def _newest(near: QuerySet[WireItem]) -> list[WireItem]:
    if not near.exists():  # as for most of a wire: one narrow question then, and no revision is read
        return []
    return list(near.select_related("current").order_by("-moved_at", "-pk")[:_MOST_LOOKED_AT])


def _announces(alert: WireItem, *, news: NewsItem) -> bool:
    said = news_of(alert)
    if not _is_alert(said):
        return False
    return any(link.guid == alert.guid for link in news.links) or _announces_words(said, said=news)


def _announces_words(alert: NewsItem, *, said: NewsItem) -> bool:
    """Whether half of the alert's words stand in the headline or opening of the story: slugs alone are reused."""
    words = set(_WORD.findall(alert.headline.casefold()))
    opening = " ".join(plain_text(said.body_html).split()[:_OPENING_WORDS])
    told = set(_WORD.findall(f"{said.headline} {said.standfirst} {opening}".casefold()))
    return bool(words) and 2 * len(words & told) >= len(words)

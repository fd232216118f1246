"""Takes and adds: parts of another item's story, kept with it and never published alone."""

from dataclasses import replace
from datetime import datetime, timedelta

from broadsheet.contracts.news import Kind, NewsItem, Signal
from broadsheet.wire.models import Use, WireItem
from broadsheet.wire.queries import news_of, standing_verdict
from broadsheet.wire.slugs import slug_root, take_number

TOGETHER = timedelta(hours=24)  # a keyword line may come again the next day for another story
_MOST_PARTS = 100


def tie(item: WireItem, *, news: NewsItem, now: datetime) -> None:
    """Tie a take to the item that it belongs to, or to an item the takes that came before it; saves nothing of it."""
    item.slug_root = slug_root(news.slug)
    item.is_part = Signal.ADD in news.signals
    if item.is_part:
        item.part_of = item.part_of or _whole_of(item, news=news, now=now)
    elif news.kind is Kind.TEXT:
        item.part_of = None
        _adopt_parts(item, now=now)


def whole_news(item: WireItem, *, now: datetime) -> NewsItem:
    """What the ruling revision says, with the bodies of its parts that may be published, in their order."""
    news = news_of(item)
    parts = usable_parts(item, now=now)
    return replace(news, body_html="".join([news.body_html, *(said.body_html for _, said in parts)])) if parts else news


def usable_parts(item: WireItem, *, now: datetime) -> list[tuple[WireItem, NewsItem]]:
    """An item's parts that may be published with it now, in their order, each with what it says."""
    parts = item.parts.filter(killed_at__isnull=True, current__isnull=False).select_related("current", "source")
    usable = [
        (part, news_of(part))
        for part in parts.order_by("received_at", "pk")[:_MOST_PARTS]
        if standing_verdict(part, now=now, is_within=True).is_publishable
    ]
    return sorted(usable, key=lambda pair: take_number(pair[1].slug, pair[1].headline))


def keep_part_uses(use: Use, *, lets_go: bool, now: datetime) -> None:
    """Write down which takes a story now holds, so that a kill of one finds it; `lets_go` of those that left it."""
    held = [part for part, _ in usable_parts(use.item, now=now)]
    if lets_go:
        taken = Use.objects.filter(story=use.story, kind=Use.Kind.PART, item__part_of=use.item, made_by__isnull=True)
        taken.exclude(item__in=held).delete()
    for part in held:
        facts = {"kind": Use.Kind.PART, "taken": part.current, "made_at": now}
        Use.objects.update_or_create(
            item=part, story=use.story, defaults={"taken": part.current}, create_defaults=facts
        )


def _whole_of(part: WireItem, *, news: NewsItem, now: datetime) -> WireItem | None:
    """The item that a part names, else its source's newest of the same keyword line."""
    near = WireItem.objects.filter(source_id=part.source_id, is_part=False, kind=Kind.TEXT).exclude(pk=part.pk)
    named = [link.guid for link in news.links if link.guid]
    if named and (found := near.filter(guid__in=named).order_by("-moved_at", "-pk").first()):
        return found
    if not part.slug_root:
        return None
    alike = near.filter(slug_root=part.slug_root, moved_at__gte=now - TOGETHER)
    return alike.order_by("-moved_at", "-pk").first()


def _adopt_parts(item: WireItem, *, now: datetime) -> None:
    lost = WireItem.objects.filter(source_id=item.source_id, is_part=True, part_of__isnull=True)
    lost = lost.filter(moved_at__gte=now - TOGETHER).exclude(pk=item.pk)
    if not lost.exists():
        return
    for part in lost.select_related("current").order_by("-moved_at", "-pk")[:_MOST_PARTS]:
        if _belongs(part, whole=item):
            part.part_of = item
            part.save(update_fields=["part_of"])


def _belongs(part: WireItem, *, whole: WireItem) -> bool:
    if part.current is None:
        return False
    if any(link.guid == whole.guid for link in news_of(part).links):
        return True
    return bool(part.slug_root) and part.slug_root == whole.slug_root

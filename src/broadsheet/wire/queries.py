"""Reads of the wire."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Prefetch, QuerySet

from broadsheet.accounts.models import User
from broadsheet.contracts.fetching import SourceKind
from broadsheet.contracts.news import NewsItem
from broadsheet.stories.models import SectionPage
from broadsheet.wire.facts import item_from
from broadsheet.wire.models import (
    Alarm,
    AlarmRules,
    Delivery,
    Outgoing,
    Revision,
    Route,
    RoutesStop,
    Source,
    Use,
    WireItem,
)
from broadsheet.wire.routing import RouteFilter, topics_from, words_from
from broadsheet.wire.verdict import EmbargoRuling, Verdict, VerdictKind, verdict_of

_TELLING_PATIENCE = timedelta(minutes=10)


def ruling_of(item: WireItem) -> EmbargoRuling | None:
    """What an editor decided on the item's embargo, if anybody did."""
    if item.ruled_at is None:
        return None
    return EmbargoRuling(on=item.ruled_on, until=item.ruled_until)


def standing_verdict(item: WireItem, *, now: datetime, is_within: bool = False) -> Verdict:
    """
    The verdict on an item as a whole: a kill in any revision is final, else the ruling revision decides.

    `is_within` asks of it as a part of a story.
    """
    if item.killed_at is not None:
        return Verdict(kind=VerdictKind.KILLED, reasons=tuple(item.kill_reasons))
    return verdict_of(news_of(item), now=now, ruling=ruling_of(item), is_within=is_within)


def news_of(item: WireItem) -> NewsItem:
    """What the ruling revision says."""
    if item.current is None:
        raise LookupError(f"wire item {item.pk} has no revision")
    return item_from(item.current.facts)


def killed_guids(source: Source, *, guids: Iterable[str]) -> frozenset[str]:
    """Which of these ids name items of the source that are killed."""
    named = [guid for guid in guids if guid]
    killed = WireItem.objects.filter(source=source, guid__in=named, killed_at__isnull=False)
    return frozenset(killed.values_list("guid", flat=True)) if named else frozenset()


def shown_news(item: WireItem) -> NewsItem:
    """What the ruling revision says; nothing but its id where a kill came before the item."""
    return NewsItem(guid=item.guid, format="") if item.current is None else news_of(item)


def revisions_of(item: WireItem) -> list[Revision]:
    """An item's hundred newest revisions without their facts and bytes, in the order that rules in its source."""
    found = item.revisions.select_related("delivery").defer("delivery__packed", "facts")
    made = F("version_created_at").desc(nulls_last=True)
    order = (made, "-version") if item.source.order_by == Source.OrderBy.TIME else ("-version", made)
    return list(found.order_by(*order, "-received_at", "-pk")[:100])


def alarms_of(item: WireItem) -> list[Alarm]:
    """An item's newest alarms, acknowledged or not."""
    alarms = item.alarms.select_related("story", "acknowledged_by", "revision").defer("revision__facts")
    return list(alarms.prefetch_related("suggested").order_by("-made_at", "-pk")[:100])


def waiting_uses(story_id: int) -> list[Use]:
    """The uses of a story in which its item says something that an editor has to settle."""
    uses = Use.objects.filter(story_id=story_id, kind__in=Use.WHOLE).select_related("item__source").order_by("pk")
    return [use for use in uses if use.is_waiting]


def newest_items() -> QuerySet[WireItem]:
    """Items as the desk lists them, newest first, with their sources and uses; tests are not shown."""
    uses = Use.objects.filter(story__isnull=False).select_related("story", "made_by").order_by("pk")
    items = WireItem.objects.filter(is_test=False).select_related("source")
    return items.prefetch_related(Prefetch("uses", queryset=uses, to_attr="shown_uses")).order_by("-moved_at", "-pk")


def sections_open_to(person: User | AnonymousUser) -> list[SectionPage]:
    """The sections in which somebody may add stories, in the order of the tree."""
    sections = SectionPage.objects.filter(live=True).order_by("path")
    return [section for section in sections if section.permissions_for_user(person).can_add_subpage()]


def likely_section(item: WireItem, *, sections: list[SectionPage]) -> SectionPage | None:
    """Where a story of this item probably belongs: its route's section, else where its source was last used."""
    by_pk = {section.pk: section for section in sections}
    for pk in item.source.routes.order_by("pk").values_list("section_id", flat=True):
        if pk in by_pk:
            return by_pk[pk]
    last = (
        Use.objects.filter(item__source=item.source, story__isnull=False)
        .select_related("story")
        .order_by("-pk")
        .first()
    )
    if last is not None and last.story is not None:
        parent = last.story.get_parent()
        if parent.pk in by_pk:
            return by_pk[parent.pk]
    return sections[0] if sections else None


def folder_sources() -> QuerySet[Source]:
    """Enabled sources whose folder is watched."""
    return Source.objects.filter(enabled=True, kind=SourceKind.FOLDER).order_by("pk")


def watched_still(source: Source) -> Source | None:
    """The source as it stands now; None if it was switched off, or its folder is another."""
    return folder_sources().filter(pk=source.pk, folder=source.folder).first()


def quarantine() -> QuerySet[Delivery]:
    """Deliveries that nobody could read, newest first, without their bytes."""
    unread = Delivery.objects.exclude(error="").select_related("source").defer("packed")
    return unread.order_by("-received_at", "-pk")


def open_alarms() -> QuerySet[Alarm]:
    """What nobody has acknowledged, newest first."""
    alarms = Alarm.objects.filter(acknowledged_at__isnull=True).select_related("item__source", "source", "story")
    return alarms.prefetch_related("suggested").order_by("-made_at", "-pk")


def overdue_tellings(now: datetime) -> int:
    """How many open alarms should have been told of ten minutes ago."""
    late = now - _TELLING_PATIENCE
    return Outgoing.objects.filter(due_at__lt=late, alarm__acknowledged_at__isnull=True).count()


def mails_alarms() -> bool:
    """Whether anybody is to be told of alarms by mail."""
    return any(rules.addresses for rules in AlarmRules.objects.order_by("pk"))


def embargoes_ending(*, after: datetime, until: datetime, limit: int) -> list[WireItem]:
    """Items whose embargo ends in that time, the next first."""
    held = WireItem.objects.filter(is_test=False, verdict=VerdictKind.EMBARGOED).select_related("source")
    held = held.filter(embargoed_until__gt=after, embargoed_until__lte=until)
    return list(held.order_by("embargoed_until", "pk")[:limit])


def filter_of(route: Route) -> RouteFilter:
    return RouteFilter(
        topics=topics_from(route.topics),
        kinds=words_from(route.kinds),
        languages=words_from(route.languages),
        least_urgency=route.least_urgency,
        hours_from=route.hours_from,
        hours_to=route.hours_to,
    )


def are_routes_stopped() -> bool:
    return RoutesStop.objects.filter(resumed_at__isnull=True).exists()


def published_last_hour(source: Source, *, now: datetime) -> int:
    """How many of a source's items routes published in the hour before `now`."""
    return Use.objects.filter(item__source=source, published_by_route_at__gt=now - timedelta(hours=1)).count()

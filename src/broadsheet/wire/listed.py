"""Keeping what the list finds items by; each call is part of the transaction that changes them."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from broadsheet.contracts.news import NewsItem, Signal
from broadsheet.stories.models import SectionPage
from broadsheet.stories.wording import plain_text
from broadsheet.wire.models import FiledUnder, Heading, Listed, Use, WireItem
from broadsheet.wire.places import place_of
from broadsheet.wire.queries import filter_of, news_of
from broadsheet.wire.routing import is_for
from broadsheet.wire.search import forget_words, index_words
from broadsheet.wire.topics import headings_of

_ALERTS = {Signal.FLASH: Listed.Alert.FLASH, Signal.BULLETIN: Listed.Alert.BULLETIN, Signal.URGENT: Listed.Alert.URGENT}
_URGENT_URGENCY = 3

_Told = list[tuple[str, bool]]  # of each story made of an item: its path in the tree, whether readers have it


def keep_listed(item: WireItem, *, now: datetime) -> None:
    """Bring an item's row, words, headings and marks into line with what it says and what became of it."""
    former = Listed.objects.filter(item=item).first()
    if item.is_test or item.current is None:
        _forget(item, former=former)
        return
    news, place = news_of(item), place_of(item.moved_at, key=item.pk)
    told = _stories_of(item)
    row = {**_row_of(item, news=news), "taken": _taken(told), "place": place}
    row["changed"] = _changed(item, former=former, now=now)
    if former is None:
        Listed.objects.create(item=item, **row)
    else:
        Listed.objects.filter(item=item).update(**row)
    index_words(item.pk, place=place, text=words_of(news), former=former.place if former else None)
    _file_under(item, news=news, told=told, place=place)


def keep_words(item: WireItem) -> None:
    """Let an item be found by no other words than those that it says now."""
    former = Listed.objects.filter(item=item).first()
    if former is not None and item.current is not None:
        index_words(item.pk, place=former.place, text=words_of(news_of(item)), former=former.place)


def index_everything() -> int:
    """Let every item of the list be found by its words, in an index that holds none; how many these are."""
    listed = Listed.objects.select_related("item__source", "item__current").order_by("place")
    count = 0
    for row in listed.iterator(chunk_size=500):
        index_words(row.item_id, place=row.place, text=words_of(news_of(row.item)), former=None)
        count += 1
    return count


def keep_marks(item: WireItem, *, now: datetime) -> None:
    """Bring what an item became into line: its verdict, who has it, and the sections that it stands in."""
    former = Listed.objects.filter(item=item).first()
    if former is None:
        return
    told = _stories_of(item)
    Listed.objects.filter(item=item).update(
        verdict=item.verdict, taken=_taken(told), changed=_changed(item, former=former, now=now)
    )
    _file_under(item, news=news_of(item), told=told, place=former.place)


def words_of(news: NewsItem) -> str:
    """What an item is found by."""
    return f"{news.headline}\n{news.slug}\n{news.standfirst}\n{plain_text(news.body_html)}"


def _file_under(item: WireItem, *, news: NewsItem, told: _Told, place: int) -> None:
    """File an item under its topics and sections, and under all that are broader."""
    wanted = _heading_keys((*headings_of(news), *_sections(item, news=news, told=told)))
    standing = set(item.filed_under.values_list("heading_id", "place"))
    if standing == {(key, place) for key in wanted}:
        return
    item.filed_under.all().delete()
    FiledUnder.objects.bulk_create(FiledUnder(heading_id=key, place=place, item=item) for key in sorted(wanted))


def _forget(item: WireItem, *, former: Listed | None) -> None:
    """A test item is not found: neither in the list nor by its words."""
    if former is None:
        return
    forget_words(item.pk, place=former.place)
    item.filed_under.all().delete()
    Listed.objects.filter(item=item).delete()


def _row_of(item: WireItem, *, news: NewsItem) -> dict[str, object]:
    return {
        "source": item.source,
        "urgency": item.urgency or 0,
        "kind": item.kind,
        "verdict": item.verdict,
        "language": item.language.split("-", 1)[0].lower()[:8],
        "alert": _alert(news),
    }


def _alert(news: NewsItem) -> Listed.Alert:
    signalled = max((alert for signal, alert in _ALERTS.items() if signal in news.signals), default=Listed.Alert.NONE)
    if news.urgency is None or news.urgency > _URGENT_URGENCY:
        return signalled
    return max(signalled, Listed.Alert.URGENT)


def _stories_of(item: WireItem) -> _Told:
    return list(item.uses.filter(story__isnull=False).order_by("pk").values_list("story__path", "story__live"))


def _taken(told: _Told) -> Listed.Taken:
    if not told:
        return Listed.Taken.NO
    return Listed.Taken.PUBLISHED if any(is_live for _, is_live in told) else Listed.Taken.YES


def _changed(item: WireItem, *, former: Listed | None, now: datetime) -> int:
    """Greater than before, even where a clock was set back."""
    return max(place_of(now, key=item.pk), former.changed + 1 if former else 0)


def _heading_keys(wanted: Iterable[tuple[Heading.Kind, str, str]]) -> set[int]:
    """The keys of these headings (kind, code, name), made where an item is the first to stand under them."""
    names = {(kind.value, code): name for kind, code, name in wanted}
    standing = Heading.objects.filter(code__in=[code for _, code in names]).order_by("pk")
    keys = {(kind, code): key for key, kind, code in standing.values_list("pk", "kind", "code")}
    for (kind, code), name in names.items():
        if (kind, code) not in keys:
            made, _ = Heading.objects.get_or_create(kind=kind, code=code, defaults={"name": name[:255]})
            keys[kind, code] = made.pk
    return {keys[heading] for heading in names}


def _sections(item: WireItem, *, news: NewsItem, told: _Told) -> list[tuple[Heading.Kind, str, str]]:
    """Where its stories stand and where a route would send it, up to the roots of the sections."""
    step = SectionPage.steplen
    places = [path[:-step] for path, _ in told]
    places += [
        route.section.path
        for route in item.source.routes.filter(enabled=True).select_related("section")
        if is_for(news, route=filter_of(route))
    ]
    above = {path[:end] for path in places for end in range(step, len(path) + 1, step)}
    if not above:
        return []
    sections = SectionPage.objects.filter(path__in=above).order_by("path").values_list("pk", "title")
    return [(Heading.Kind.SECTION, str(key), title) for key, title in sections]


def file_anew(uses: QuerySet[Use], *, left: Iterable[int], entered: Iterable[int]) -> None:
    """
    File the items of these uses, whose stories moved together, under the sections (by number) that they `entered`.

    A few statements however many there are. One that stands under a section `left` for another reason, a route or a
    second story, comes back to it when it changes next.
    """
    named = Heading.objects.filter(kind=Heading.Kind.SECTION)
    items = uses.values("item_id")
    FiledUnder.objects.filter(heading__in=named.filter(code__in=map(str, left)), item_id__in=items).delete()
    sections = SectionPage.objects.filter(pk__in=entered).order_by("path").values_list("pk", "title")
    keys = _heading_keys((Heading.Kind.SECTION, str(key), title) for key, title in sections)
    places = Listed.objects.filter(item_id__in=items).order_by("place").values_list("item_id", "place")
    FiledUnder.objects.bulk_create(
        (FiledUnder(heading_id=key, place=place, item_id=item_id) for item_id, place in places for key in sorted(keys)),
        ignore_conflicts=True,
        batch_size=200,
    )


def keep_marks_of(items: list[int], *, now: datetime) -> None:
    """The same for items by their keys."""
    for item in WireItem.objects.filter(pk__in=items).select_related("source", "current").order_by("pk"):
        keep_marks(item, now=now)

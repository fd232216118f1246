"""What the press reads: its own tables, and what pages are composed of."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime

from django.conf import settings
from django.db.models import Exists, Min, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import ExtractYear
from wagtail.models import PageQuerySet

from broadsheet.environment import places, site
from broadsheet.fronts.choosing import Front
from broadsheet.media.models import Picture
from broadsheet.press.composing.edition import Edition, SectionFacts
from broadsheet.press.composing.plates import PressedAddress
from broadsheet.press.composing.popularity import RankedStory
from broadsheet.press.models import KnownAddress, PressOrder
from broadsheet.press.orders import OrderKey, Priority
from broadsheet.press.paper_pages import footer_pages, paper_page_ids
from broadsheet.stories.addresses import SITES_OWN_PAGES, address_in
from broadsheet.stories.identifying import identity_facts
from broadsheet.stories.identity import credit_key
from broadsheet.stories.models import (
    Author,
    Byline,
    Correction,
    HomePage,
    PublishedVersion,
    SectionPage,
    StoryPage,
    Topic,
)
from broadsheet.stories.queries import address_of, allowed_sites, guid_of, live_stories, site_home, told_corrections

# A mass re-press goes in small batches: 40 pages are some 250 ms, the longest that a kill may wait behind them.
BATCH = 60
MASS_BATCH = 40
# Lists are joined from their first names; a page asks for five, and everything above it on the page may take some.
LIST_LENGTH = 60
CORRECTIONS_SHOWN = 100
_VALUES_AT_ONCE = 500  # SQLite takes 999 in its oldest builds


class NoPaperError(RuntimeError):
    """There is no home page yet, so there is nothing to press."""


def read_edition(now: datetime) -> Edition:
    """
    The paper, its live sections, its identity, its own pages and the sites that it may show things of; nine queries.

    :raises NoPaperError: before `broadsheet init`
    """
    try:
        home = site_home()
    except HomePage.DoesNotExist as error:
        raise NoPaperError("there is no home page; make the site with `broadsheet init`") from error
    sections = SectionPage.objects.filter(live=True, path__startswith=home.path).order_by("path")
    return Edition(
        paper=home.title,
        home_id=home.pk,
        guid=guid_of(home),
        site_url=places.site_url(),
        language=settings.LANGUAGE_CODE,  # the words' own: what `site.toml` says since this process began holds later
        now=now,
        sections=tuple(_section_facts(section) for section in sections),
        embed_sites=allowed_sites(),
        identity=identity_facts(),
        footer_pages=footer_pages(),
    )


def _section_facts(section: SectionPage) -> SectionFacts:
    return SectionFacts(
        page_id=section.pk,
        guid=guid_of(section),
        place=section.path,
        depth=section.depth,
        name=section.title,
        path=address_of(section),
        description=section.description,
        in_menu=section.show_in_menus,
    )


def stories_to_press(story_ids: Collection[int]) -> Mapping[int, StoryPage]:
    """Those of the stories that are there, with everything that their pages show; five queries at most."""
    stories = StoryPage.objects.select_related("lead_picture").prefetch_related(
        Prefetch("bylines", queryset=Byline.objects.select_related("author").order_by("sort_order", "pk")),
        "topics",
        Prefetch("corrections", queryset=told_corrections(), to_attr="told_corrections"),
        "lead_picture__renditions",
    )
    later = PublishedVersion.objects.filter(story=OuterRef("pk"), number__gt=1)
    stories = stories.annotate(has_history=Exists(later)).filter(pk__in=story_ids)
    return {story.pk: story for story in stories}


def has_history(story: StoryPage) -> bool:
    """Whether readers saw more than one version of it."""
    return PublishedVersion.objects.filter(story=story, number__gt=1).exists()


def newest_corrections(limit: int = CORRECTIONS_SHOWN) -> Sequence[Correction]:
    """The newest corrections of stories that readers can open, with their stories, the newest first."""
    return list(_open_corrections()[:limit])


def corrections_in(year: int) -> Sequence[Correction]:
    """Those of a year in the paper's zone, the newest first."""
    zone = site.zone()
    start, end = datetime(year, 1, 1, tzinfo=zone), datetime(year + 1, 1, 1, tzinfo=zone)
    return list(_open_corrections().filter(made_at__gte=start, made_at__lt=end))


def correction_years(story: StoryPage | None = None) -> Sequence[int]:
    """The years, in the paper's zone, in which something was corrected, or that story (told or not), newest first."""
    corrections = _open_corrections() if story is None else Correction.objects.filter(story=story)
    years = corrections.order_by().annotate(year=ExtractYear("made_at", tzinfo=site.zone()))
    return sorted(years.values_list("year", flat=True).distinct(), reverse=True)


def _open_corrections() -> QuerySet[Correction]:
    return told_corrections().filter(story__live=True, story__withdrawn_at=None).select_related("story", "version")


def latest_ids(place: str = "") -> tuple[int, ...]:
    """The newest live stories below a place in the page tree that may stand in Latest Stories, newest first."""
    stories = StoryPage.objects.filter(live=True, withdrawn_at=None, in_latest=True)
    if place:
        stories = stories.filter(path__startswith=place)
    return tuple(stories.order_by("-first_published_at", "-pk").values_list("pk", flat=True)[:LIST_LENGTH])


def address_of_banner(front: Front) -> str:
    """Where the story of an editor's banner stands; empty where the front has none, or readers cannot open it."""
    if front.banner is None:
        return ""
    story = live_stories().filter(pk=front.banner.story_id).defer_streamfields().first()
    return address_of(story) if story else ""


def popular_ids_among(story_ids: Sequence[int]) -> frozenset[int]:
    """Those of the stories that may stand in Popular Stories now."""
    return frozenset(_popular_stories().filter(pk__in=story_ids).values_list("pk", flat=True))


def ranked_stories(story_ids: Collection[int]) -> Mapping[int, RankedStory]:
    """The same with their headlines and addresses."""
    stories: dict[int, RankedStory] = {}
    ids = sorted(story_ids)
    for start in range(0, len(ids), _VALUES_AT_ONCE):
        some = _popular_stories().filter(pk__in=ids[start : start + _VALUES_AT_ONCE]).order_by("pk")
        rows = some.values_list("pk", "title", "url_path")
        stories.update((pk, RankedStory(headline=title, path=address_in(place))) for pk, title, place in rows)
    return stories


def popular_stand_ins(place: str = "") -> tuple[int, ...]:
    """The newest stories below a place in the page tree that stand in Popular where too few were read."""
    stories = _popular_stories().filter(in_latest=True, path__startswith=place)
    return tuple(stories.order_by("-first_published_at", "-pk").values_list("pk", flat=True)[:LIST_LENGTH])


def _popular_stories() -> PageQuerySet:
    return StoryPage.objects.filter(live=True, withdrawn_at=None, in_popular=True)


def withdrawn_ids() -> frozenset[int]:
    """Every story that was taken back."""
    return frozenset(StoryPage.objects.filter(withdrawn_at__isnull=False).values_list("pk", flat=True))


def everything_ids() -> tuple[Sequence[int], Sequence[int]]:
    """The ids of every story and every section that is live, or whose address readers may know."""
    known = KnownAddress.objects.order_by("page_id").values_list("page_id", "is_story")
    stories = set(StoryPage.objects.filter(live=True).values_list("pk", flat=True))
    sections = set(SectionPage.objects.filter(live=True).values_list("pk", flat=True))
    stories.update(page_id for page_id, is_story in known if is_story)
    sections.update(page_id for page_id, is_story in known if not is_story)
    sections -= paper_page_ids()  # one that was deleted leaves the same notice as a section
    return sorted(stories), sorted(sections)


def stories_with_history(place: str = "") -> Sequence[int]:
    """The ids of the stories below a place in the page tree of which readers saw more than one version."""
    later = PublishedVersion.objects.filter(number=2, story__path__startswith=place).order_by("story")
    return list(later.values_list("story", flat=True))


def waiting_orders(now: datetime) -> Sequence[PressOrder]:
    """The oldest orders of the most urgent kind that waits; those that failed wait out their time first."""
    due = PressOrder.objects.filter(Q(not_before=None) | Q(not_before__lte=now)).order_by("priority", "made_at", "pk")
    orders = list(due[:BATCH])
    if not orders:
        return []
    urgent = [order for order in orders if order.priority == orders[0].priority]
    return urgent[:MASS_BATCH] if orders[0].priority >= Priority.ARCHIVE else urgent


def is_ordered(key: OrderKey) -> bool:
    """Whether an order of that key waits."""
    return PressOrder.objects.filter(key=str(key)).exists()


def oldest_order_at() -> datetime | None:
    """When the order that waits longest was made, or None where nothing waits."""
    oldest: datetime | None = PressOrder.objects.aggregate(oldest=Min("made_at"))["oldest"]
    return oldest


def oldest_urgent_order_at() -> datetime | None:
    """The same without the archive and mass re-presses, which may take hours and are no trouble, and what failed."""
    urgent = PressOrder.objects.filter(priority__lt=Priority.ARCHIVE, attempts=0)
    oldest: datetime | None = urgent.aggregate(oldest=Min("made_at"))["oldest"]
    return oldest


def is_anything_ordered() -> bool:
    """Whether pages are about to be pressed."""
    return PressOrder.objects.filter(attempts=0).exists()


def known_story_paths() -> Iterator[str]:
    """Every address at which readers may know a story, the newest first; never all in memory at once."""
    known = KnownAddress.objects.filter(is_story=True).order_by("-pk").values_list("path", flat=True)
    yield from known.iterator(chunk_size=1000)


def failing_orders(limit: int = 50) -> Sequence[PressOrder]:
    """Orders that could not be pressed so far, those tried most often first."""
    return list(PressOrder.objects.filter(attempts__gt=0).order_by("-attempts", "pk")[:limit])


def unknown_addresses(addresses: Sequence[PressedAddress]) -> Sequence[PressedAddress]:
    """Those that are not known yet, or known as another page's."""
    paths = [address.path for address in addresses]
    known = dict(KnownAddress.objects.filter(path__in=paths).values_list("path", "page_id")) if paths else {}
    return [address for address in addresses if known.get(address.path) != address.page_id]


def known_paths(page_ids: Collection[int]) -> Mapping[int, Sequence[str]]:
    """Every address at which readers may know each of these pages, but for those that are the site's own by now."""
    known: defaultdict[int, list[str]] = defaultdict(list)
    rows = KnownAddress.objects.filter(page_id__in=page_ids).order_by("path").values_list("page_id", "path")
    for page_id, path in rows:
        if path not in SITES_OWN_PAGES:
            known[page_id].append(path)
    return known


def page_numbers_at(paths: Collection[str]) -> Mapping[str, int]:
    """The numbers of the pages to which readers are led from these addresses, for those that they know."""
    return dict(KnownAddress.objects.filter(path__in=paths).values_list("path", "page_id"))


def sections_known_at(paths: Sequence[str]) -> tuple[int, ...]:
    """The ids of the sections that readers know at these addresses."""
    known = KnownAddress.objects.filter(path__in=paths, is_story=False).order_by("path")
    return tuple(known.values_list("page_id", flat=True))


def sections_around(place: str) -> tuple[int, ...]:
    """The ids of the sections that a place in the page tree lies in, itself among them, the top one first."""
    places = [place[:end] for end in range(SectionPage.steplen, len(place) + 1, SectionPage.steplen)]
    return tuple(SectionPage.objects.filter(path__in=places).order_by("path").values_list("pk", flat=True))


def sections_below(place: str) -> tuple[int, ...]:
    """The ids of all sections below a place in the page tree."""
    return tuple(SectionPage.objects.filter(path__startswith=place).order_by("path").values_list("pk", flat=True))


def stories_below(place: str) -> tuple[int, ...]:
    """The ids of all live stories below a place in the page tree, newest first."""
    stories = StoryPage.objects.filter(live=True, path__startswith=place)
    return tuple(stories.order_by("-first_published_at", "-pk").values_list("pk", flat=True))


def stories_crediting(keys: Collection[str]) -> tuple[int, ...]:
    """The ids of the live stories whose source is one of these agencies (`stories.identity.credit_key`)."""
    live = StoryPage.objects.filter(live=True)
    told = live.exclude(source_credit="").order_by().values_list("source_credit", flat=True).distinct()
    concerned = [credit for credit in told if credit_key(credit) in keys]
    found: list[int] = []
    for start in range(0, len(concerned), _VALUES_AT_ONCE):
        some = live.filter(source_credit__in=concerned[start : start + _VALUES_AT_ONCE])
        found += some.order_by("pk").values_list("pk", flat=True)
    return tuple(found)


def stories_naming(named: Topic | Author) -> tuple[int, ...]:
    """The ids of the live stories with that topic, or with that author's byline."""
    naming = Q(topics=named) if isinstance(named, Topic) else Q(bylines__author=named)
    return tuple(StoryPage.objects.filter(naming, live=True).order_by("pk").values_list("pk", flat=True).distinct())


def authors_portrayed(picture: Picture) -> tuple[int, ...]:
    """The ids of the authors whose portrait it is."""
    return tuple(Author.objects.filter(portrait=picture).order_by("pk").values_list("pk", flat=True))

"""Reads: what is live, newest first, and where it stands. Every order is explicit, the primary key last."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, F, Model, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from wagtail.models import Page, PageQuerySet, ReferenceIndex, Revision

from broadsheet.media.models import AttachedDocument, Picture, Recording
from broadsheet.stories.addresses import HOME_DEPTH, SITES_OWN, address_in
from broadsheet.stories.models import Correction, EmbedSite, HomePage, PublishedVersion, SectionPage, StoryPage, Topic

_URN = "urn:uuid:"
_NUMBERS_AT_ONCE = 500  # SQLite takes 999 values in its oldest builds


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduledStory:
    """A story and the second at which a version of it goes out by itself."""

    story: StoryPage
    at: datetime


def live_stories() -> PageQuerySet:
    """Every story that readers can open, newest first."""
    return StoryPage.objects.filter(live=True, withdrawn_at__isnull=True).order_by("-first_published_at", "-pk")


def running_stories(numbers: Collection[int]) -> Mapping[int, Collection[int]]:
    """
    The running stories that these stories are parts of: the topics of the newsroom's own that they carry.

    An IPTC Media Topic names a field ("Strikes"), one that the newsroom made names what runs in it ("Ferry strike").
    """
    own: defaultdict[int, list[int]] = defaultdict(list)
    rows = StoryPage.topics.through.objects.filter(storypage_id__in=numbers, topic__mediatopic="")
    for story_id, topic_id in rows.order_by("storypage_id", "topic_id").values_list("storypage_id", "topic_id"):
        own[story_id].append(topic_id)
    return own


def stories_among(numbers: Iterable[int]) -> frozenset[int]:
    """Those of these page numbers that are stories that readers can open."""
    wanted, found = list(numbers), set()
    for start in range(0, len(wanted), _NUMBERS_AT_ONCE):
        found.update(
            live_stories().filter(pk__in=wanted[start : start + _NUMBERS_AT_ONCE]).values_list("pk", flat=True)
        )
    return frozenset(found)


def misplaced_sections() -> tuple[str, ...]:
    """Addresses of sections at which the site itself answers: they were free in the release that made them."""
    sections = SectionPage.objects.filter(depth=HOME_DEPTH + 1, slug__in=SITES_OWN).order_by("path")
    return tuple(address_in(url_path) for url_path in sections.values_list("url_path", flat=True))


def site_home() -> HomePage:
    """
    The paper itself.

    :raises HomePage.DoesNotExist: if no site was founded yet
    """
    home: HomePage | None = HomePage.objects.order_by("path").first()  # `max_count` lets one home hold one paper
    if home is None:
        raise HomePage.DoesNotExist("no site was founded yet: run `broadsheet init`")
    return home


def address_of(page: Page) -> str:
    """Where readers find a page: "/world/uk-and-europe/some-slug/"; "/" is the home. Asks no database."""
    return address_in(page.url_path)


def guid_of(page: Page) -> str:
    """
    What names a page for good: Wagtail's own key of it, as a URN.

    No tag: URI, as that would hold the site's host name: a paper that moved house would be all news to its readers.
    """
    return f"{_URN}{page.translation_key}"


def key_of(guid: str) -> UUID | None:
    """The key that such a name holds, None where it is none."""
    try:
        return UUID(guid.removeprefix(_URN)) if guid.startswith(_URN) else None
    except ValueError:
        return None


def section_by_address(path: str) -> SectionPage | None:
    """The section at "/world/uk-and-europe/"."""
    section: SectionPage | None = SectionPage.objects.filter(url_path=_url_path(path)).first()
    return section


def _url_path(path: str) -> str:
    inside = path.strip("/")
    prefix: str = site_home().url_path
    return prefix + (f"{inside}/" if inside else "")


def due_revisions(now: datetime, *, limit: int | None = None) -> list[Revision]:
    """Revisions of stories that were scheduled for `now` or before, the longest due first."""
    return list(
        Revision.objects.filter(approved_go_live_at__lte=now)
        .filter(content_type=ContentType.objects.get_for_model(StoryPage))
        .order_by("approved_go_live_at", "pk")[:limit]
    )


def scheduled_stories(*, after: datetime, until: datetime, limit: int) -> list[ScheduledStory]:
    """What goes out by itself in that time, the next first."""
    revisions = list(
        Revision.objects.filter(approved_go_live_at__gt=after, approved_go_live_at__lte=until)
        .filter(content_type=ContentType.objects.get_for_model(StoryPage))
        .order_by("approved_go_live_at", "pk")
        .values_list("object_id", "approved_go_live_at")[:limit]
    )
    stories = StoryPage.objects.in_bulk([int(pk) for pk, _ in revisions])
    return [ScheduledStory(story=stories[int(pk)], at=at) for pk, at in revisions if int(pk) in stories]


def schedules_of(story_ids: Iterable[int]) -> dict[int, datetime]:
    """When those of these stories that are scheduled go out by themselves; one query."""
    revisions = Revision.objects.filter(approved_go_live_at__isnull=False, object_id__in=[str(pk) for pk in story_ids])
    revisions = revisions.filter(content_type=ContentType.objects.get_for_model(StoryPage)).order_by("pk")
    return {int(pk): at for pk, at in revisions.values_list("object_id", "approved_go_live_at")}


def held_stories(*, after: datetime, until: datetime, limit: int) -> list[StoryPage]:
    """Unpublished stories whose own embargo ends in that time, the next first."""
    held = StoryPage.objects.filter(live=False, withdrawn_at__isnull=True)
    held = held.filter(embargoed_until__gt=after, embargoed_until__lte=until)
    return list(held.order_by("embargoed_until", "pk")[:limit])


def expired_stories(now: datetime, *, limit: int | None = None) -> list[StoryPage]:
    """Live stories whose time on the site is over."""
    return list(StoryPage.objects.filter(live=True, expire_at__lte=now).order_by("expire_at", "pk")[:limit])


def allowed_sites() -> frozenset[str]:
    """The keys of the other sites whose things readers may have loaded on the paper's pages."""
    return frozenset(EmbedSite.objects.filter(is_allowed=True).values_list("key", flat=True))


def stories_embedding(site: EmbedSite) -> tuple[int, ...]:
    """The ids of the live stories that show something of another site."""
    stories = StoryPage.objects.filter(pk__in=_referring_to(site, StoryPage), live=True)
    return tuple(stories.order_by("pk").values_list("pk", flat=True))


def stories_showing(shown: Picture | AttachedDocument | Recording) -> tuple[int, ...]:
    """
    The ids of the live stories that show it, as their lead or inside their body.

    A picture is shown by a recording, too, that stands behind it.
    """
    numbers = _referring_to(shown, StoryPage)
    lead = Q()
    if isinstance(shown, Picture):
        lead = Q(lead_picture=shown)
        for recording in shown.recordings.order_by("pk"):
            numbers |= _referring_to(recording, StoryPage)
    stories = StoryPage.objects.filter(lead | Q(pk__in=numbers), live=True)
    return tuple(stories.order_by("pk").values_list("pk", flat=True))


def _referring_to(thing: Model, kind: type[Model]) -> set[int]:
    used = ReferenceIndex.get_references_to(thing).filter(content_type=ContentType.objects.get_for_model(kind))
    return {int(number) for number in used.values_list("object_id", flat=True) if number.isdecimal()}


def told_corrections() -> QuerySet[Correction]:
    """
    The public notes that readers are told, the newest first: without those of versions that are withheld from them.

    A note that came without new words belongs to the version that readers saw then.
    """
    then = PublishedVersion.objects.filter(story=OuterRef("story"), published_at__lte=OuterRef("made_at"))
    withheld = Coalesce(F("version__withheld"), Subquery(then.order_by("-number").values("withheld")[:1]), Value(""))
    return Correction.objects.alias(is_withheld=withheld).filter(is_withheld="").order_by("-made_at", "-pk")


def topics_called(words: str, *, limit: int) -> list[Topic]:
    """
    The topics that are called so, that begin so, or in which a word begins so, in this order; an IPTC code is a name.

    One query.
    """
    at_a_word = Q(name__icontains=f" {words}") | Q(name__icontains=f"-{words}")
    rank = Case(
        When(name__iexact=words, then=Value(0)),
        When(mediatopic=words, then=Value(0)),
        When(name__istartswith=words, then=Value(1)),
        default=Value(2),
    )
    wanted = Topic.objects.filter(Q(name__istartswith=words) | at_a_word | Q(mediatopic=words))
    return list(wanted.annotate(rank=rank).order_by("rank", "name", "pk")[:limit])

"""What the press reads for the paper's own wire: which stories of its own changed last, and which are gone."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from broadsheet.press.composing.wire import MOST_ITEMS, WIRE_LASTS, CanceledStory
from broadsheet.stories.models import Correction, PublishedVersion, StoryPage
from broadsheet.stories.queries import address_of, guid_of
from broadsheet.wire.models import Use

_MOST_CANCELED = 200


def wire_ids(now: datetime, *, paper: str) -> tuple[int, ...]:
    """The paper's own stories that readers can open, the newest change first: of a week, so that the walk is short."""
    own = _credited_to("story__source_credit", paper)
    versions, corrections = _own_versions(now).filter(own), _own_corrections(now).filter(own)
    changes = [*_newest(versions, by="published_at"), *_newest(corrections, by="made_at")]
    return tuple(dict.fromkeys(story_id for _, story_id in sorted(changes, reverse=True)))[:MOST_ITEMS]


def canceled_stories(now: datetime, *, paper: str) -> Sequence[CanceledStory]:
    """Those that were taken back within a week, and those published or changed in it that are offline; newest first."""
    since = now - WIRE_LASTS
    recent = _own_versions(now).filter(story=OuterRef("pk"))
    offline = Q(live=False, withdrawn_at=None) & Exists(recent)
    gone = StoryPage.objects.filter(Q(withdrawn_at__gte=since) | offline, first_published_at__isnull=False)
    held = Use.objects.filter(story=OuterRef("pk"), taken__isnull=False)
    own = gone.filter(_credited_to("source_credit", paper)).exclude(Exists(held))
    stories = own.defer_streamfields().order_by("-withdrawn_at", "-pk")[:_MOST_CANCELED]
    return [
        CanceledStory(
            guid=guid_of(story),
            path=address_of(story),
            published_at=story.first_published_at,
            canceled_at=story.withdrawn_at or _after_its_words(story),
        )
        for story in stories
    ]


def _after_its_words(story: StoryPage) -> datetime:
    """When a story went offline nobody noted; that it did must be newer than what takers have of it."""
    changes = (story.first_published_at, story.last_published_at, story.updated_at)
    return max(change for change in changes if change is not None) + timedelta(seconds=1)


def _newest(changes: QuerySet[PublishedVersion] | QuerySet[Correction], *, by: str) -> Iterable[tuple[datetime, int]]:
    """When each story was changed last, and which it is; as many as a wire has."""
    open_now = changes.filter(story__live=True, story__withdrawn_at=None).values("story_id")
    last = open_now.annotate(changed_at=Max(by)).order_by("-changed_at", "-story_id")
    return last.values_list("changed_at", "story_id")[:MOST_ITEMS]


def _own_versions(now: datetime) -> QuerySet[PublishedVersion]:
    """What readers saw first within a week."""
    return PublishedVersion.objects.filter(~Exists(_held()), published_at__gt=now - WIRE_LASTS)


def _own_corrections(now: datetime) -> QuerySet[Correction]:
    """What they were told within a week; a note may come without new words."""
    return Correction.objects.filter(~Exists(_held()), made_at__gt=now - WIRE_LASTS)


def _credited_to(field: str, paper: str) -> Q:
    """Stories whose source, where somebody typed one, is the paper: an agency's copy may come by hand as well."""
    return Q(**{field: ""}) | Q(**{f"{field}__iexact": paper})


def _held() -> QuerySet[Use]:
    """What makes a story one that holds an agency's words."""
    return Use.objects.filter(story=OuterRef("story"), taken__isnull=False, freed_at__isnull=True)

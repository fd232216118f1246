"""
Which stories use a picture, and who may be told: as the lead or in the body, before readers or in a draft.

Wagtail's reference index knows what the row of a story holds: its published words, or those of a story that was never
published. A change that waits behind a published story stands in a revision alone, and is looked for there; so is what
is scheduled to replace it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.models import Page, ReferenceIndex, Revision

from broadsheet.accounts.models import User
from broadsheet.media.models import Picture
from broadsheet.stories.models import StoryPage
from broadsheet.stories.picturing import picture_ids_in
from broadsheet.stories.queries import stories_among

MOST_TOLD = 100
MOST_USES = 2000  # a picture on more stories is a logo
MOST_PAIRS = 20_000
MOST_WAITING = 500  # revisions behind published stories that are opened, the newest first


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureUse:
    """A story that uses a picture; `has_own_caption` says that its lead caption was written for that picture."""

    story: StoryPage
    is_shown: bool  # readers see it there
    is_lead: bool
    in_body: bool
    has_own_caption: bool

    @property
    def state(self) -> str:
        if self.story.withdrawn_at is not None:
            return pgettext("state", "Withdrawn")
        if not self.story.live:
            return pgettext("state", "Draft")
        if not self.is_shown:
            return _("Live without it; in a change that waits")
        has_changes = self.story.has_unpublished_changes
        return _("Live, with changes that wait") if has_changes else pgettext("state", "Live")

    @property
    def place(self) -> str:
        if self.is_lead and self.in_body:
            return pgettext("where a picture stands", "lead and body")
        lead, body = pgettext("where a picture stands", "lead"), pgettext("where a picture stands", "body")
        return lead if self.is_lead else body


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureUses:
    """The uses that were looked at, and on how many stories the picture stands in all."""

    uses: tuple[PictureUse, ...]
    total: int


def uses_of(picture: Picture, *, most: int = MOST_TOLD) -> PictureUses:
    """The stories that use it, live ones first, the newest change first."""
    ids = _story_ids(picture)
    rows = StoryPage.objects.filter(pk__in=ids).order_by("-live", "-latest_revision_created_at", "-pk")
    stories = list(rows.select_related("latest_revision")[:most])
    scheduled = _scheduled_revisions(stories)
    uses = (_use(story, picture, scheduled=scheduled.get(story.pk)) for story in stories)
    return PictureUses(uses=tuple(use for use in uses if use is not None), total=len(ids))


def _scheduled_revisions(stories: Sequence[StoryPage]) -> dict[int, Revision]:
    numbers = [str(story.pk) for story in stories]
    found = Revision.objects.filter(
        content_type=_story_type(), object_id__in=numbers, approved_go_live_at__isnull=False
    )
    return {int(revision.object_id): revision for revision in found.order_by("pk")}


def told_uses(uses: Iterable[PictureUse], *, person: User) -> tuple[list[PictureUse], int]:
    """What of it somebody may be told, and how many are kept back: drafts are for those who may edit them."""
    told, kept = [], 0
    for use in uses:
        if use.is_shown or may_know_drafts_of(use.story, person):
            told.append(use)
        else:
            kept += 1
    return told, kept


def may_know_drafts_of(story: Page, person: User) -> bool:
    return bool(story.permissions_for_user(person).can_edit())


def _story_ids(picture: Picture) -> set[int]:
    named = ReferenceIndex.get_references_to(picture).filter(base_content_type=ContentType.objects.get_for_model(Page))
    ids = {int(number) for number in named.values_list("object_id", flat=True)[: MOST_USES * 2]}
    led = StoryPage.objects.filter(lead_picture=picture).order_by("-pk").values_list("pk", flat=True)[:MOST_USES]
    return ids | set(led) | set(_waiting_ids(picture))


def _waiting_ids(picture: Picture) -> Iterator[int]:
    """Published stories whose newest or scheduled revision uses it; the database leaves out what cannot."""
    behind = StoryPage.objects.filter(live=True, has_unpublished_changes=True).values("latest_revision_id")
    waiting = Revision.objects.filter(content_type=_story_type()).filter(
        Q(pk__in=behind) | Q(approved_go_live_at__isnull=False)
    )
    waiting = waiting.filter(Q(content__lead_picture=picture.pk) | Q(content__body__icontains=str(picture.pk)))
    for revision in waiting.order_by("-created_at", "-pk")[:MOST_WAITING]:
        if _holds(revision.as_object(), picture):
            yield int(revision.object_id)


def _use(story: StoryPage, picture: Picture, *, scheduled: Revision | None) -> PictureUse | None:
    drafts = [] if story.live else [story]
    if story.live and story.has_unpublished_changes and story.latest_revision is not None:
        drafts.append(story.latest_revision.as_object())
    if scheduled is not None and scheduled.pk != story.latest_revision_id:
        drafts.append(scheduled.as_object())
    is_shown = story.live and _holds(story, picture)
    holders = [*([story] if is_shown else []), *(draft for draft in drafts if _holds(draft, picture))]
    if not holders:
        return None
    led = [holder for holder in holders if holder.lead_picture_id == picture.pk]
    return PictureUse(
        story=story,
        is_shown=is_shown,
        is_lead=bool(led),
        in_body=any(picture.pk in picture_ids_in(holder.body) for holder in holders),
        has_own_caption=any(holder.lead_caption.strip() for holder in led),
    )


def _holds(story: StoryPage, picture: Picture) -> bool:
    return story.lead_picture_id == picture.pk or picture.pk in picture_ids_in(story.body)


def _story_type() -> ContentType:
    return ContentType.objects.get_for_model(StoryPage)


def live_uses_of(pictures: Iterable[Picture]) -> dict[int, int]:
    """On how many live stories each of these pictures stands, in two queries for all."""
    keys = [picture.pk for picture in pictures]
    references = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(Picture), to_object_id__in=[str(key) for key in keys]
    ).filter(base_content_type=ContentType.objects.get_for_model(Page))
    pairs = {(int(story), int(key)) for story, key in references.values_list("object_id", "to_object_id")[:MOST_PAIRS]}
    live = stories_among(story for story, _picture in pairs)
    return Counter(key for story, key in pairs if story in live)

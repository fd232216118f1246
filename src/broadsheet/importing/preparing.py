"""An archived story made into a page in memory, with everything known but its place in the tree."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import unquote

from django.utils import timezone
from django.utils.translation import override

from broadsheet.contracts.archives import ArchivedBlock, ArchivedStory, Remark, Standing
from broadsheet.importing.blocks import NumberOf
from broadsheet.importing.bodies import RawBlock, missing, raw_body
from broadsheet.importing.plan import Fate, Plan, fate_of, place_of
from broadsheet.importing.returning import particularize
from broadsheet.stories.guards import reasons_to_refuse
from broadsheet.stories.models import StoryPage
from broadsheet.stories.wording import plain_text
from broadsheet.stories.words import LONGEST_HEADLINE, one_line

_UNTITLED = "Without a headline"
_HEADLINE_FROM_TEXT = 80  # characters
_MOST_URGENCY = 9
# Old systems note the last save, and an author's second look at a comma a minute later is no update to readers.
_YEARS = range(1400, 9000)
_SAME_MOMENT = timedelta(minutes=10)
_ONCE_PUBLIC = frozenset({Standing.UNPUBLISHED, Standing.WITHDRAWN})


@dataclass(slots=True, kw_only=True)
class PreparedStory:
    """A page that is not saved yet, and what hangs on it; bylines and topics by name."""

    archived: ArchivedStory
    page: StoryPage
    section: int
    topics: tuple[str, ...]
    goes_live_at: datetime | None
    remarks: list[Remark]
    unfinished: Mapping[str, ArchivedBlock]


def prepare(story: ArchivedStory, *, plan: Plan, number_of: NumberOf, now: datetime) -> PreparedStory:
    """The page as it will be written, asked of the publish guards as every story that goes out is."""
    story = replace(story, published_at=_real(story.published_at), updated_at=_real(story.updated_at))
    place, fate = place_of(story, plan=plan), fate_of(story, now=now)
    body = raw_body(story.parts, number_of=number_of)
    remarks = [*story.remarks, *body.remarks, *([Remark(what=fate.remark)] if fate.remark else [])]
    page = StoryPage(
        title=one_line(story.headline, longest=LONGEST_HEADLINE) or _headline_of(body.blocks, slug=story.slug),
        standfirst=story.standfirst,
        dateline=one_line(story.dateline, longest=120),
        source_credit=one_line(story.source_credit, longest=255),
        body=json.dumps(body.blocks),
        urgency=story.urgency if story.urgency and story.urgency <= _MOST_URGENCY else 5,
        embargoed_until=story.embargoed_until,
        in_latest=not story.is_page,
        in_popular=not story.is_page,
        notes=_notes(story, fate),
    )
    page.draft_title = page.title
    if story.particulars is not None:
        particularize(page, story.particulars)
    _illustrate(page, story, number_of=number_of, remarks=remarks)
    fate = _judged(page, fate, now=now, remarks=remarks)
    _date(page, story, fate=fate, now=now)
    return PreparedStory(
        archived=story, page=page, section=place.section, topics=place.topics,
        goes_live_at=fate.goes_live_at, remarks=remarks, unfinished=body.unfinished,
    )  # fmt: skip


def _illustrate(page: StoryPage, story: ArchivedStory, *, number_of: NumberOf, remarks: list[Remark]) -> None:
    if story.lead_picture is None:
        return
    found = number_of(story.lead_picture)
    if isinstance(found, str):
        remarks.append(missing(story.lead_picture, found))
    else:
        page.lead_picture_id = found
        page.lead_caption = story.lead_caption or ("" if story.particulars else story.lead_picture.caption)


def _judged(page: StoryPage, fate: Fate, *, now: datetime, remarks: list[Remark]) -> Fate:
    if not fate.is_live and fate.goes_live_at is None:
        return fate
    with override("en"):  # what is remarked is for the report of a command
        reasons = reasons_to_refuse(page, now=max(now, fate.goes_live_at or now))
    if not reasons:
        return fate
    remarks.append(Remark(what="held back by a guard: came as a draft", detail=" ".join(reasons)))
    return Fate()


def _date(page: StoryPage, story: ArchivedStory, *, fate: Fate, now: datetime) -> None:
    published = story.published_at or story.updated_at or now
    updated = max(published, min(story.updated_at or published, now))
    page.live, page.has_unpublished_changes = fate.is_live, not fate.is_live
    page.go_live_at = fate.goes_live_at
    page.latest_revision_created_at = min(story.particulars.changed_at if story.particulars else updated, now)
    if fate.is_live or story.standing in _ONCE_PUBLIC:
        page.first_published_at = published if fate.is_live else story.published_at
        page.last_published_at = updated
        is_update = updated - published > _SAME_MOMENT or story.particulars is not None
        page.updated_at = story.updated_at and updated if is_update else None


def _real(moment: datetime | None) -> datetime | None:
    """A time that a calendar of any zone holds; old systems wrote the year 1 for none."""
    return moment if moment is not None and moment.year in _YEARS else None


def _notes(story: ArchivedStory, fate: Fate) -> str:
    """What an editor has to know who finds it among the drafts."""
    if fate.is_live or story.standing is Standing.DRAFT or story.standing in _ONCE_PUBLIC:
        return ""
    day = f" of {timezone.localtime(story.published_at):%d %B %Y}" if story.published_at else ""
    return f"Imported{day}, {story.standing} in the old system."


def _headline_of(body: Sequence[RawBlock], *, slug: str) -> str:
    words = next((plain_text(str(block["value"])) for block in body if block["type"] in {"text", "heading"}), "")
    words = words or unquote(slug).replace("-", " ").capitalize()  # a withdrawn story comes without its words
    return one_line(words, longest=_HEADLINE_FROM_TEXT) or _UNTITLED

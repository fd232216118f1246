"""
The second look at blocks that name other stories, once all of an archive's are here.

Whatever waits is written down, so that an import that was stopped finishes what an earlier run began.
"""

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import Page, ReferenceIndex, Revision

from broadsheet.contracts.archives import ArchivedBlock, Told
from broadsheet.importing.blocks import NotRebuiltError, rebuilt_block
from broadsheet.importing.bodies import RawBlock, not_rebuilt
from broadsheet.importing.models import ImportedStory, UnfinishedBlock
from broadsheet.importing.report import Report
from broadsheet.press.actions import order
from broadsheet.press.orders import Priority, story_key
from broadsheet.stories.anatomy import Leaf, leaves, numbers_of
from broadsheet.stories.locking import lock_pages
from broadsheet.stories.models import StoryPage
from broadsheet.stories.queries import guid_of, key_of

_AT_ONCE = 50  # pages, a transaction
ABSENT = "a story that another names is not here"


def finish_blocks(*, archive: str, report: Report, begin: Callable[..., Told], now: datetime) -> None:
    """Put the stories into the blocks that wait for them; those that are not here are told."""
    waiting = UnfinishedBlock.objects.filter(archive=archive)
    count = waiting.values("page_id").distinct().count()
    if not count:
        return
    told, done = begin("Naming other stories", size=count), 0
    while pages := list(waiting.order_by("page_id").values_list("page_id", flat=True).distinct()[:_AT_ONCE]):
        _finish(pages, archive=archive, report=report, now=now)
        done += len(pages)
        told(min(done, count))


@transaction.atomic
def _finish(pages: Sequence[int], *, archive: str, report: Report, now: datetime) -> None:
    lock_pages(pages)
    stories = {story.pk: story for story in StoryPage.objects.filter(pk__in=pages)}
    rows = list(UnfinishedBlock.objects.filter(archive=archive, page_id__in=pages))
    numbers = _numbers(rows, archive=archive)
    untouched = untouched_revisions(pages)
    for page_id in pages:
        blocks = {str(row.block_id): row for row in rows if row.page_id == page_id}
        if page_id in stories and page_id in untouched:
            _finish_story(stories[page_id], untouched[page_id], blocks, numbers, report=report)
    UnfinishedBlock.objects.filter(pk__in=[row.pk for row in rows]).delete()
    order([story_key(story.pk) for story in stories.values() if story.live], Priority.MASS, now=now)


def untouched_revisions(pages: Iterable[int]) -> Mapping[int, Revision]:
    """The only revisions of those pages that nobody has worked on since they came: whoever did has the last word."""
    base = ContentType.objects.get_for_model(Page)
    revisions = Revision.objects.filter(base_content_type=base, object_id__in=list(map(str, pages)))
    counts = Counter(revisions.values_list("object_id", flat=True))
    return {int(revision.object_id): revision for revision in revisions if counts[revision.object_id] == 1}


def _finish_story(
    story: StoryPage,
    revision: Revision,
    waiting: Mapping[str, UnfinishedBlock],
    numbers: Mapping[str, int],
    *,
    report: Report,
) -> None:
    blocks: list[RawBlock] = []
    for block in story.body.get_prep_value():
        row = waiting.get(block["id"])
        value = block["value"] if row is None else _finished(row, numbers, story=story, report=report)
        if value is not None:
            blocks.append({**block, "value": value})
    story.body = json.dumps(blocks)
    StoryPage.objects.filter(pk=story.pk).update(body=story.body)  # no saving: nobody has worked on it
    ReferenceIndex.create_or_update_for_object(story)
    revision.content = {**revision.content, "body": story.serializable_data()["body"]}
    revision.save(update_fields=["content"])


def _finished(row: UnfinishedBlock, numbers: Mapping[str, int], *, story: StoryPage, report: Report) -> Any:
    """The block's value, or None where no story that it names is here."""
    try:
        rebuilt = rebuilt_block(
            ArchivedBlock(kind=row.kind, value=row.value), number_of=_nothing, story_number=numbers.get
        )
    except NotRebuiltError as error:
        remark = not_rebuilt(row.kind, error)
        report.remark(remark.what, story=story.title, detail=remark.detail)
        return None
    for uri in rebuilt.absent:
        report.remark(ABSENT, story=story.title, detail=uri)
    return rebuilt.value if numbers_of(Leaf.STORY, [{"type": row.kind, "value": rebuilt.value}]) else None


def _nothing(_: object) -> str:
    return "a block of stories holds nothing else"


def _numbers(rows: Iterable[UnfinishedBlock], *, archive: str) -> Mapping[str, int]:
    return numbers_of_stories(
        {value for row in rows for leaf, value in leaves({"type": row.kind, "value": row.value}) if leaf is Leaf.STORY},
        archive=archive,
    )


def numbers_of_stories(uris: Collection[str], *, archive: str) -> Mapping[str, int]:
    """The pages of the stories of these names: those of the archive, else whichever has the name for good."""
    names = [name for uri in uris if (name := key_of(uri)) is not None]
    here = StoryPage.objects.filter(translation_key__in=names).only("translation_key")
    own = ImportedStory.objects.filter(archive=archive, key__in=list(uris)).values_list("key", "page_id")
    still = set(StoryPage.objects.filter(pk__in=[page for _, page in own]).values_list("pk", flat=True))
    return {
        **{guid_of(story): story.pk for story in here},
        **{key: page for key, page in own if page in still},
    }

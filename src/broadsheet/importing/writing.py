"""
Stories written a batch at a time: every row that saving and publishing one would write, in one transaction.

Pages one by one through Wagtail cost 34 ms each (57 minutes for 100,000). What is written here is what
`StoryPage.save`, `save_revision` and publishing write: page, story, bylines, topics, revision, references, Wagtail's
search, the log, press orders, the index's orders; and the row that says that the story is here. No signal of
publishing is sent: an archive is no news, raises no alarm and tells nobody.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import CharField, F, Model, OuterRef, Subquery
from django.db.models.functions import Cast
from django.db.models.sql import InsertQuery
from wagtail.models import COMMENTS_RELATION_NAME, Page, PageLogEntry, ReferenceIndex, Revision

from broadsheet.importing.addresses import Refused, usable_addresses
from broadsheet.importing.indexing import index_for_editors
from broadsheet.importing.models import ImportedStory
from broadsheet.importing.naming import Names
from broadsheet.importing.preparing import PreparedStory
from broadsheet.importing.slugs import free_slugs
from broadsheet.press.actions import order
from broadsheet.press.models import KnownAddress
from broadsheet.press.orders import Priority, keys_around, story_key
from broadsheet.press.queries import sections_around
from broadsheet.related.actions import order as order_indexing
from broadsheet.related.models import Stage
from broadsheet.stories.models import Byline, SectionPage, StoryPage
from broadsheet.stories.queries import address_of
from broadsheet.stories.versions import keep_first_versions

LOG_ACTION = "broadsheet.import"


@transaction.atomic
def write_stories(
    prepared: Sequence[PreparedStory], *, archive: str, names: Names, now: datetime
) -> tuple[list[PreparedStory], tuple[Refused, ...]]:
    """
    Write those that are not here yet, all or none; give these and the old addresses that cannot lead to them.

    Another import of the same archive that ran meanwhile doubles nothing: it holds the sections' rows until it is done.
    """
    sections = _locked_sections({story.section for story in prepared})
    here = imported_keys(archive, [story.archived.key for story in prepared])
    new = [story for story in prepared if story.archived.key not in here]
    if not new:
        return [], ()
    _place(new, sections=sections)
    _insert_pages([story.page for story in new])
    _attach(new, names=names)
    _keep_revisions(new)
    _keep_references([story.page for story in new])
    keep_first_versions(story.page for story in new)
    index_for_editors([story.page for story in new])
    refused = _keep_addresses(new)
    _note(new, archive=archive, now=now)
    _order(new, sections=sections, now=now)
    return new, refused


def imported_keys(archive: str, keys: Iterable[str]) -> frozenset[str]:
    """Those of the keys whose stories are here, or were once."""
    return frozenset(ImportedStory.objects.filter(archive=archive, key__in=list(keys)).values_list("key", flat=True))


def _locked_sections(ids: Iterable[int]) -> Mapping[int, SectionPage]:
    """Treebeard places a child by its parent's children: nobody else may place one meanwhile. Always in one order."""
    rows = SectionPage.objects.select_for_update(of=("self",)).filter(pk__in=set(ids)).order_by("pk")
    return {section.pk: section for section in rows}


def _place(stories: Sequence[PreparedStory], *, sections: Mapping[int, SectionPage]) -> None:
    kind = ContentType.objects.get_for_model(StoryPage)
    added: Counter[int] = Counter()
    for section_id, section in sections.items():
        inside = [story for story in stories if story.section == section_id]
        last = section.get_last_child()
        step = StoryPage._str2int(last.path[-StoryPage.steplen :]) if last else 0  # noqa: SLF001  treebeard's own way
        slugs = free_slugs([(story.archived.slug, story.page.title) for story in inside], under=section)
        for place, (story, slug) in enumerate(zip(inside, slugs, strict=True), start=step + 1):
            page = story.page
            page.path = StoryPage._get_path(section.path, section.depth + 1, place)  # noqa: SLF001
            page.depth, page.numchild = section.depth + 1, 0
            page.slug, page.url_path = slug, f"{section.url_path}{slug}/"
            page.content_type, page.locale_id = kind, section.locale_id
        added[section_id] = len(inside)
    for section_id, count in added.items():
        Page.objects.filter(pk=section_id).update(numchild=F("numchild") + count)


def _insert_pages(pages: Sequence[StoryPage]) -> None:
    """Base rows, then the stories' own. Django's bulk_create takes no model that has a parent with a table."""
    fields = [field for field in Page._meta.concrete_fields if not field.primary_key]  # noqa: SLF001  Django's documented door
    bases = Page.objects.bulk_create(
        Page(**{field.attname: getattr(page, field.attname) for field in fields}) for page in pages
    )
    for page, base in zip(pages, bases, strict=True):
        page.pk = page.id = page.page_ptr_id = base.pk
        page._state.adding = False  # noqa: SLF001
    own = StoryPage._meta.local_concrete_fields  # noqa: SLF001
    remaining: Iterator[Model] = iter(pages)
    size = connection.ops.bulk_batch_size(own, list(pages))
    while some := list(islice(remaining, size)):
        query = InsertQuery(StoryPage)
        query.insert_values(own, some)
        query.get_compiler(using=connection.alias).execute_sql()


def _attach(stories: Sequence[PreparedStory], *, names: Names) -> None:
    """Bylines and topics, as rows and on the pages, so that revisions and references know them."""
    authors = names.authors(name for story in stories for name in story.archived.bylines)
    topics = names.topics(name for story in stories for name in story.topics)
    bylines: list[Byline] = []
    links: list[Any] = []
    through = StoryPage.topics.through
    for story in stories:
        own = list(dict.fromkeys(filter(None, map(authors.get, story.archived.bylines))))
        about = list(dict.fromkeys(filter(None, map(topics.get, story.topics))))
        page = story.page
        page.bylines = [Byline(story=page, author=author, sort_order=place) for place, author in enumerate(own)]
        page.topics = about
        setattr(page, COMMENTS_RELATION_NAME, [])  # said, so that nobody asks the database for a new page's comments
        bylines.extend(page.bylines.all())
        links.extend(through(storypage_id=page.pk, topic_id=topic.pk) for topic in about)
    Byline.objects.bulk_create(bylines)
    through.objects.bulk_create(links)


def _keep_revisions(stories: Sequence[PreparedStory]) -> None:
    """One revision each, which editors open; the rows of pages learn its number by one statement."""
    kind, base = ContentType.objects.get_for_model(StoryPage), ContentType.objects.get_for_model(Page)
    Revision.objects.bulk_create(
        Revision(
            content_type=kind,
            base_content_type=base,
            object_id=str(story.page.pk),
            created_at=story.page.latest_revision_created_at,
            content=story.page.serializable_data(),
            object_str=story.page.title,
            approved_go_live_at=story.goes_live_at,
        )
        for story in stories
    )
    own = Revision.objects.filter(base_content_type=base, object_id=Cast(OuterRef("pk"), CharField())).order_by("-pk")
    number = Subquery(own.values("pk")[:1])
    pages = Page.objects.filter(pk__in=[story.page.pk for story in stories])
    pages.update(latest_revision_id=number)
    pages.filter(live=True).update(live_revision_id=F("latest_revision_id"))


def _keep_references(pages: Sequence[StoryPage]) -> None:
    """What `ReferenceIndex.create_or_update_for_object` writes for a page that it has not seen."""
    kind, base = ContentType.objects.get_for_model(StoryPage), ContentType.objects.get_for_model(Page)
    ReferenceIndex.objects.bulk_create(
        (
            ReferenceIndex(
                content_type=kind,
                base_content_type=base,
                object_id=page.pk,
                to_content_type_id=to_content_type_id,
                to_object_id=to_object_id,
                model_path=model_path,
                content_path=content_path,
                content_path_hash=ReferenceIndex._get_content_path_hash(content_path),  # noqa: SLF001  Wagtail has no public name for either
            )
            for page in pages
            for to_content_type_id, to_object_id, model_path, content_path in set(
                ReferenceIndex._extract_references_from_object(page)  # noqa: SLF001
            )
        ),
        ignore_conflicts=True,
    )


def _keep_addresses(stories: Sequence[PreparedStory]) -> tuple[Refused, ...]:
    """The press makes redirects of them when the story is pressed, and notices when it is withdrawn."""
    wanted: dict[str, int] = {}
    refused: list[Refused] = []
    for story in stories:
        for path in story.archived.addresses:
            if path in wanted:
                refused.append(Refused(path, "another story has it"))
            elif path != address_of(story.page):
                wanted[path] = story.page.pk
    usable, unusable = usable_addresses(wanted)
    KnownAddress.objects.bulk_create(
        (KnownAddress(path=path, page_id=wanted[path]) for path in sorted(usable)), ignore_conflicts=True
    )
    return (*refused, *unusable)


def _note(stories: Sequence[PreparedStory], *, archive: str, now: datetime) -> None:
    kind = ContentType.objects.get_for_model(StoryPage)
    ImportedStory.objects.bulk_create(
        ImportedStory(archive=archive, key=story.archived.key, page_id=story.page.pk, imported_at=now)
        for story in stories
    )
    PageLogEntry.objects.bulk_create(
        PageLogEntry(
            page_id=story.page.pk,
            content_type=kind,
            label=story.page.title,
            action=LOG_ACTION,
            timestamp=now,
            uuid=uuid4(),
            data={"archive": archive, "key": story.archived.key, "addresses": list(story.archived.addresses)},
            content_changed=True,
        )
        for story in stories
    )


def _order(stories: Sequence[PreparedStory], *, sections: Mapping[int, SectionPage], now: datetime) -> None:
    """After all else: a kill or a fresh story overtakes an archive of any size."""
    live = [story.page.pk for story in stories if story.page.live]
    if not live:
        return
    around = {section_id for section in sections.values() for section_id in sections_around(section.path)}
    order([*map(story_key, live), *keys_around(tuple(sorted(around)))], Priority.MASS, now=now)
    order_indexing(live, stage=Stage.FILL, now=now)

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
from broadsheet.importing.models import ImportedStory, UnfinishedBlock, UnfinishedPicks
from broadsheet.importing.naming import Names
from broadsheet.importing.preparing import PreparedStory
from broadsheet.importing.returning import give_free_names, keep_past
from broadsheet.importing.slugs import free_slugs
from broadsheet.press.actions import order, order_archive, order_mapped
from broadsheet.press.models import KnownAddress
from broadsheet.press.orders import WITHDRAWN, OrderKey, Priority, keys_around, story_key
from broadsheet.press.queries import sections_around
from broadsheet.related.actions import order as order_indexing
from broadsheet.related.models import Stage
from broadsheet.stories.locking import lock_pages
from broadsheet.stories.models import Author, Byline, SectionPage, StoryPage
from broadsheet.stories.queries import address_of
from broadsheet.stories.versions import keep_first_versions
from broadsheet.stories.words import LONGEST_BYLINE, one_line

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
    give_free_names(story.page for story in new)
    _insert_pages([story.page for story in new])
    _attach(new, names=names)
    _keep_revisions(new)
    _keep_references([story.page for story in new])
    past = _keep_past(new)
    index_for_editors([story.page for story in new])
    refused = _keep_addresses(new)
    _note(new, archive=archive, now=now)
    _order(new, past, sections=sections, now=now)
    return new, refused


def know_tables() -> None:
    """
    Have the database look at what it holds now: a whole archive may have come since it last did.

    SQLite never looks by itself; PostgreSQL does, some time later, where nobody switched that off.
    """
    models = (Page, StoryPage, StoryPage.topics.through, Byline, Revision, ReferenceIndex, KnownAddress)
    with connection.cursor() as cursor:
        for model in models:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")  # noqa: SLF001  Django's documented door


def imported_keys(archive: str, keys: Iterable[str]) -> frozenset[str]:
    """Those of the keys whose stories are here, or were once."""
    return frozenset(ImportedStory.objects.filter(archive=archive, key__in=list(keys)).values_list("key", flat=True))


def _locked_sections(ids: Iterable[int]) -> Mapping[int, SectionPage]:
    """Treebeard places a child by its parent's children: nobody else may place one meanwhile."""
    wanted = set(ids)
    lock_pages(wanted)
    return {section.pk: section for section in SectionPage.objects.filter(pk__in=wanted).order_by("pk")}


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
    authors = names.authors(name for story in stories for name in _with_pages(story))
    codes = {name: code for story in stories for name, code in _codes(story).items()}
    topics = names.topics((name for story in stories for name in story.topics), codes=codes)
    bylines: list[Byline] = []
    links: list[Any] = []
    through = StoryPage.topics.through
    for story in stories:
        about = list(dict.fromkeys(filter(None, map(topics.get, story.topics))))
        page = story.page
        page.bylines = list(_bylines(story, authors))
        page.topics = about
        for none_yet in (COMMENTS_RELATION_NAME, "related_pins", "related_bans"):
            setattr(page, none_yet, [])  # said, so that nobody asks the database for those of a new page
        bylines.extend(page.bylines.all())
        links.extend(through(storypage_id=page.pk, topic_id=topic.pk) for topic in about)
    Byline.objects.bulk_create(bylines)
    through.objects.bulk_create(links)


def _bylines(story: PreparedStory, authors: Mapping[str, Author]) -> Iterator[Byline]:
    """In their order; a name without a page of its author stands as it is."""
    with_pages = frozenset(_with_pages(story))
    signed = {name: authors.get(name) if name in with_pages else one_line(name, longest=LONGEST_BYLINE)
              for name in story.archived.bylines}  # fmt: skip
    for place, who in enumerate(dict.fromkeys(filter(None, signed.values()))):
        if isinstance(who, Author):
            yield Byline(story=story.page, author=who, sort_order=place)
        else:
            yield Byline(story=story.page, name=who, sort_order=place)


def _with_pages(story: PreparedStory) -> list[str]:
    own = story.archived.particulars
    return [name for name in story.archived.bylines if own is None or name not in own.guests]


def _codes(story: PreparedStory) -> Mapping[str, str]:
    own = story.archived.particulars
    return own.mediatopics if own is not None else {}


def _keep_past(stories: Sequence[PreparedStory]) -> list[OrderKey]:
    """What readers saw before: as it is told, else the words that come, as of their first publication."""
    told = [(story.page, own) for story in stories if (own := story.archived.particulars) is not None]
    with_versions = {page.pk for page, own in told if own.versions}
    keep_first_versions(story.page for story in stories if story.page.pk not in with_versions)
    return keep_past(told) if told else []


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
    own = {address_of(story.page): story.page.pk for story in stories if _was_public(story.page)}
    for story in stories:
        for path in story.archived.addresses:
            if path in wanted:
                refused.append(Refused(path, "another story has it"))
            elif path != address_of(story.page):
                wanted[path] = story.page.pk
    usable, unusable = usable_addresses(wanted)
    known = {**{path: wanted[path] for path in usable}, **own}
    KnownAddress.objects.bulk_create(
        (KnownAddress(path=path, page_id=known[path]) for path in sorted(known)), ignore_conflicts=True
    )
    return (*refused, *unusable)


def _was_public(page: StoryPage) -> bool:
    """Whether readers find a notice at its address."""
    return not page.live and page.first_published_at is not None


def _note(stories: Sequence[PreparedStory], *, archive: str, now: datetime) -> None:
    kind = ContentType.objects.get_for_model(StoryPage)
    ImportedStory.objects.bulk_create(
        ImportedStory(archive=archive, key=story.archived.key, page_id=story.page.pk, imported_at=now)
        for story in stories
    )
    UnfinishedBlock.objects.bulk_create(
        UnfinishedBlock(archive=archive, page_id=story.page.pk, block_id=name, kind=block.kind, value=block.value)
        for story in stories
        for name, block in story.unfinished.items()
    )
    UnfinishedPicks.objects.bulk_create(
        UnfinishedPicks(archive=archive, page_id=story.page.pk, pinned=own.pinned, banned=own.banned)
        for story in stories
        if (own := story.archived.particulars) is not None and (own.pinned or own.banned)
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


def _order(
    stories: Sequence[PreparedStory], past: Sequence[OrderKey], *, sections: Mapping[int, SectionPage], now: datetime
) -> None:
    """After all else: a kill or a fresh story overtakes an archive of any size."""
    live = [story.page.pk for story in stories if story.page.live]
    gone = [story.page.pk for story in stories if _was_public(story.page)]
    order([*past, *map(story_key, gone), *([WITHDRAWN] if gone else ())], Priority.MASS, now=now)
    order_mapped([*live, *gone], Priority.MAPPED, now=now)
    if not live:
        return
    around = {section_id for section in sections.values() for section_id in sections_around(section.path)}
    order([*map(story_key, live), *keys_around(tuple(sorted(around)))], Priority.MASS, now=now)
    order_archive([story.page for story in stories if story.page.live], sections=sorted(around), now=now)
    order_indexing(live, stage=Stage.FILL, now=now)

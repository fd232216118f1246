"""
Pages that are saved past `StoryPage.save()`: sections, bare Page rows (moves, bulk actions), deletions.

All of these run inside the transaction of the save or the deletion itself (Django sends pre_save, post_save and
pre_delete from within it), whoever began it.
"""

from datetime import datetime
from typing import Any

from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from django.utils import timezone
from wagtail.models import Page
from wagtail.signals import init_new_page, post_page_move

from broadsheet.stories.authors import propose_writer
from broadsheet.stories.changes import (
    standing_of,
    tell_paper_page,
    tell_section,
    tell_section_move,
    tell_story,
    tell_withdrawal,
)
from broadsheet.stories.embeds import SITES
from broadsheet.stories.guards import check_guards
from broadsheet.stories.locking import lock_branches, lock_pages
from broadsheet.stories.models import EmbedSite, HomePage, PaperPage, SectionPage, StoryPage
from broadsheet.stories.rights import keep_section_group
from broadsheet.stories.signals import story_published, story_withdrawn
from broadsheet.stories.versions import keep_version, withhold_all

_OF_A_PAPER_PAGE = (
    *("title", "seo_title", "search_description", "live", "url_path", "last_published_at"),
    *("in_footer", "shows_contact", "names_others"),
)
_OF_A_SECTION = ("title", "slug", "live", "url_path", "show_in_menus")


def connect() -> None:
    for sender in (Page, SectionPage, HomePage, PaperPage):
        pre_save.connect(remember_row, sender=sender, dispatch_uid=f"stories_remember_{sender.__name__}")
        post_save.connect(tell_difference, sender=sender, dispatch_uid=f"stories_tell_{sender.__name__}")
    pre_delete.connect(tell_deleted_story, sender=StoryPage, dispatch_uid="stories_deleted")
    post_delete.connect(tell_deleted_paper_page, sender=PaperPage, dispatch_uid="paper_pages_deleted")
    post_delete.connect(tell_deleted_section, sender=SectionPage, dispatch_uid="sections_deleted")
    story_published.connect(keep_what_goes_out, dispatch_uid="stories_versions")
    story_withdrawn.connect(withhold_what_went, dispatch_uid="stories_versions")
    post_page_move.connect(tell_new_order, dispatch_uid="sections_reordered")
    init_new_page.connect(sign_new_story, dispatch_uid="stories_begun")


def know_embed_sites(using: str, **_: Any) -> None:
    """Each site that this release knows has a row, so that an administrator finds it; none is allowed by that."""
    EmbedSite.objects.using(using).bulk_create([EmbedSite(key=key) for key in SITES], ignore_conflicts=True)


def remember_row(instance: Page, raw: bool = False, **_: Any) -> None:
    """Keep how the page stood, held from now on, and ask the guards where a bare Page row lets a story out."""
    if raw or instance.pk is None:
        return
    lock_pages([instance.pk])
    kind = instance.specific_class
    if kind is not None and issubclass(kind, StoryPage | SectionPage | HomePage | PaperPage):
        instance.row_before = kind.objects.filter(pk=instance.pk).first()
    before = instance.__dict__.get("row_before")
    if before is not None and before.numchild and before.url_path != instance.url_path:
        lock_branches([before])  # theirs change too, once this page's orders are given
    if isinstance(before, StoryPage) and instance.live and not before.live:
        check_guards(before, now=timezone.now())


def tell_difference(instance: Page, created: bool, raw: bool = False, **_: Any) -> None:
    before = instance.__dict__.pop("row_before", None)
    if raw:
        return
    if created:
        if isinstance(instance, SectionPage):
            keep_section_group(instance)
        if isinstance(instance, SectionPage | HomePage):
            tell_section(instance, now=timezone.now())
        elif isinstance(instance, PaperPage) and instance.live:
            tell_paper_page(instance.pk, now=timezone.now())
    elif isinstance(before, PaperPage):
        _tell_paper_page_difference(before, PaperPage.objects.get(pk=instance.pk))
    elif isinstance(before, StoryPage):
        story = StoryPage.objects.get(pk=instance.pk)
        tell_story(story, before=standing_of(before), after=standing_of(story), now=timezone.now())
    elif before is not None:
        _tell_section_difference(before, instance)


def _tell_paper_page_difference(before: PaperPage, after: PaperPage) -> None:
    """A page that was not live and is not either is nobody's news."""
    if (before.live or after.live) and (
        before.body.get_prep_value() != after.body.get_prep_value()
        or any(getattr(before, name) != getattr(after, name) for name in _OF_A_PAPER_PAGE)
    ):
        tell_paper_page(after.pk, now=timezone.now())


def _tell_section_difference(before: SectionPage | HomePage, after: Page) -> None:
    fields = [*_OF_A_SECTION, "description"] if isinstance(after, SectionPage) else _OF_A_SECTION
    if all(getattr(before, name) == getattr(after, name) for name in fields):
        return
    if before.url_path != after.url_path and isinstance(before, SectionPage):
        inside, outside = _sections_above(after.url_path), _sections_above(before.url_path)
        tell_section_move(before, left=outside - inside, entered=inside - outside)
    if isinstance(before, SectionPage) and before.title != after.title:
        keep_section_group(after, old_title=before.title)
    tell_section(type(before).objects.get(pk=after.pk), now=timezone.now())


def _sections_above(url_path: str) -> frozenset[int]:
    parts = url_path.strip("/").split("/")
    above = [f"/{'/'.join(parts[:count])}/" for count in range(1, len(parts))]
    return frozenset(SectionPage.objects.filter(url_path__in=above).values_list("pk", flat=True))


def keep_what_goes_out(story: StoryPage, now: datetime, **_: Any) -> None:
    keep_version(story, now=now)


def withhold_what_went(story: StoryPage, **_: Any) -> None:
    """What leaves without being withdrawn, an expired story among them, may come back with its history."""
    if story.withdrawn_at is not None:
        withhold_all(story)


def tell_new_order(instance: Page, url_path_before: str, url_path_after: str, **_: Any) -> None:
    """Menus and footers name pages in their order; a move that changed an address was told when its row was saved."""
    if url_path_before != url_path_after:
        return
    if issubclass(instance.specific_class, SectionPage):
        tell_section(instance.specific, now=timezone.now())
    elif issubclass(instance.specific_class, PaperPage):
        tell_paper_page(instance.pk, now=timezone.now())


def sign_new_story(page: Page, **_: Any) -> None:
    """Wagtail makes the page in its writer's name before it shows the empty form."""
    if isinstance(page, StoryPage) and page.owner is not None:
        propose_writer(page, writer=page.owner)


def tell_deleted_story(instance: StoryPage, **_: Any) -> None:
    if instance.first_published_at is not None:
        tell_withdrawal(instance, now=timezone.now())


def tell_deleted_paper_page(instance: PaperPage, **_: Any) -> None:
    tell_paper_page(instance.pk, now=timezone.now())


def tell_deleted_section(instance: SectionPage, **_: Any) -> None:
    tell_section(instance, now=timezone.now())

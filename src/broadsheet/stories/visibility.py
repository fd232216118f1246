"""
Whom in the newsroom an unpublished word is for: one rule, as a condition for lists and as a question for one story.

What readers may see, everybody in the newsroom may: a live story as it is published, a withdrawn one as it was. All
else is known to whoever may edit it, owns it, or was given it to read.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext, gettext_noop
from wagtail.models import Page

if TYPE_CHECKING:
    from broadsheet.stories.models import StoryPage

# Who may do one of these in a section is told all that is in it.
KNOWING = frozenset({"change_page", "publish_page"})
NOT_YOURS = gettext_noop("A draft of another desk")
# Who asks for a screen of the newsroom. Wagtail's own context of whoever acts ends before a page is rendered.
_asking: ContextVar[Any] = ContextVar("asking", default=None)


@contextmanager
def asked_by(person: Any) -> Iterator[None]:
    """While this lasts, stories are called what this person may know."""
    token = _asking.set(person)
    try:
        yield
    finally:
        _asking.reset(token)


def visible_to(person: Any, pages: QuerySet[Any]) -> QuerySet[Any]:
    """
    Those of the pages that somebody may know of, by columns of Wagtail's table of pages alone.

    The few stories that were withdrawn or given to somebody are looked up once, by their own indexes.
    """
    if not _is_at_work(person):
        return pages.none()
    paths = known_paths(person)
    if person.is_superuser or any(len(path) <= Page.steplen for path in paths):
        return pages
    stories = _stories()
    knows = Q(live=True) | Q(owner=person) | ~Q(content_type=_kind_of_stories())
    for path in paths:
        knows |= Q(path__startswith=path)
    withdrawn = stories.filter(_is_withdrawn_as_published()).order_by()
    knows |= Q(pk__in=withdrawn.values("pk")) | Q(pk__in=_given_to(person).values("story_id"))
    return pages.filter(knows)


def may_see(story: "StoryPage", person: Any) -> bool:
    """Whether somebody may know that there is this story, under the headline that `headline_for` gives."""
    return bool(_is_at_work(person) and (story.live or _was_told(story))) or may_read_draft(story, person)


def may_read_draft(story: "StoryPage", person: Any) -> bool:
    """Whether the story's newest words, published or not, are for somebody to read."""
    return may_work_on(story, person) or (_is_at_work(person) and story.pk in _numbers_given_to(person))


def may_read_newest(story: "StoryPage", person: Any) -> bool:
    """Whether somebody may read the story as it stands now: readers see the same words, or the draft is for them."""
    return (story.live and not story.has_unpublished_changes) or may_read_draft(story, person)


def may_work_on(story: "StoryPage", person: Any) -> bool:
    """Whether somebody may edit a story, or it is theirs. Asks the database once a person, not once a story."""
    if not _is_at_work(person):
        return False
    is_theirs = story.owner_id is not None and story.owner_id == person.pk
    return person.is_superuser or is_theirs or any(story.path.startswith(path) for path in known_paths(person))


def headline_for(story: "StoryPage", person: Any) -> str:
    """
    The newest headline for whoever may read the draft, the published one for everybody else.

    Where nothing was published it says only that there is something.
    """
    if may_read_draft(story, person):
        return newest_headline(story)
    return story.title if may_see(story, person) else gettext(NOT_YOURS)


def newest_headline(story: "StoryPage") -> str:
    return story.draft_headline or story.draft_title or story.title


def headline_for_whoever_asks(story: "StoryPage") -> str:
    """What the newsroom's screens call a story; outside of them, where nobody asks, its newest headline."""
    person = _asking.get()
    return newest_headline(story) if person is None else headline_for(story, person)


def known_paths(person: Any) -> frozenset[str]:
    """Where in the tree everything is known to somebody; read once a request, as Wagtail keeps rights on a person."""
    # At the top it would be a circle: the policies load Wagtail's models, which load ours.
    from wagtail.permissions import policy_registry

    rights = policy_registry.get_by_type(Page).get_cached_permissions_for_user(person)
    return frozenset(right.page.path for right in rights if right.permission.codename in KNOWING)


def _is_at_work(person: Any) -> bool:
    return bool(person is not None and person.is_authenticated and person.is_active)


def _was_told(story: "StoryPage") -> bool:
    """Whether readers saw it before it was withdrawn, and nobody has written in it since."""
    if story.withdrawn_at is None or story.first_published_at is None:
        return False
    edited = story.latest_revision_created_at
    return edited is None or edited <= story.withdrawn_at


def _is_withdrawn_as_published() -> Q:
    as_told = Q(latest_revision_created_at__isnull=True) | Q(latest_revision_created_at__lte=F("withdrawn_at"))
    return Q(withdrawn_at__isnull=False, first_published_at__isnull=False) & as_told


def _numbers_given_to(person: Any) -> frozenset[int]:
    kept: frozenset[int] | None = getattr(person, "_stories_given", None)
    if kept is None:
        kept = frozenset(_given_to(person).values_list("story_id", flat=True))
        person._stories_given = kept  # noqa: SLF001  beside Wagtail's own, for as long as the request
    return kept


def _given_to(person: Any) -> QuerySet[Any]:
    """Shares with somebody: with them, a group of theirs or everybody."""
    from broadsheet.stories.shares import Share  # the models ask this module what stories are called

    everybody = Q(person__isnull=True, group__isnull=True)
    mine = everybody | Q(person=person) | Q(group__in=person.groups.values("pk"))
    return Share.objects.filter(mine).order_by()


def _stories() -> Any:
    from broadsheet.stories.models import StoryPage  # as above

    return StoryPage.objects


def _kind_of_stories() -> Any:
    from django.contrib.contenttypes.models import ContentType

    return ContentType.objects.get_for_model(_stories().model)

"""The names that stand in bylines: found or made by name, and the writer's own for a story that is begun."""

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils.text import slugify

from broadsheet.accounts.models import User
from broadsheet.stories.models import Author, Byline, StoryPage
from broadsheet.stories.slugs import free_name

_LONGEST_SLUG = 110


@transaction.atomic
def know_author(name: str) -> Author:
    """The author of that name, made if nobody knew them."""
    known = Author.objects.filter(name__iexact=name).order_by("pk").first()
    return known or Author.objects.create(name=name, slug=free_slug(name))


def free_slug(name: str) -> str:
    """An address for an author's name that no other has."""
    base = slugify(name)[:_LONGEST_SLUG] or "author"
    return free_name(base, set(Author.objects.filter(slug__startswith=base).values_list("slug", flat=True)))


def propose_writer(story: StoryPage, *, writer: User) -> None:
    """Put whoever begins a story into its bylines, unsaved: their author page, else their name."""
    try:
        story.bylines = [Byline(author=writer.author)]
    except ObjectDoesNotExist:
        name = writer.get_full_name().strip()
        if name:
            story.bylines = [Byline(name=name[: Byline._meta.get_field("name").max_length])]  # noqa: SLF001  Django's door

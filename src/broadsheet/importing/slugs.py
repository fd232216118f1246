"""Slugs for many pages at once, each free in its section."""

from collections.abc import Iterable, Sequence
from itertools import count
from urllib.parse import unquote

from django.utils.text import slugify
from wagtail.models import Page

from broadsheet.stories.words import LONGEST_SLUG


def free_slugs(wanted: Sequence[tuple[str, str]], *, under: Page) -> list[str]:
    """A slug for each (old slug, headline) that no page in the section has; mostly one query for all."""
    bases = [_base(slug, headline) for slug, headline in wanted]
    taken = _taken(bases, under=under)
    slugs = []
    for base in bases:
        slug = base
        if slug in taken:
            # Years of "letters-to-the-editor" are thousands of one name: where numbers end is asked once a batch.
            taken |= _numbered(base, under=under)
            slug = next(name for number in count(2) if (name := f"{base}-{number}") not in taken)
        taken.add(slug)
        slugs.append(slug)
    return slugs


def _base(slug: str, headline: str) -> str:
    """The old slug where this house can have it, else one of the headline's words."""
    old = slugify(unquote(slug))
    base = old if 0 < len(old) <= LONGEST_SLUG else slugify(headline)
    if len(base) > LONGEST_SLUG:
        base = base[:LONGEST_SLUG].rsplit("-", 1)[0]
    return base.strip("-") or "story"


def _taken(slugs: Iterable[str], *, under: Page) -> set[str]:
    return set(under.get_children().filter(slug__in=set(slugs)).values_list("slug", flat=True))


def _numbered(base: str, *, under: Page) -> set[str]:
    return set(under.get_children().filter(slug__startswith=f"{base}-").values_list("slug", flat=True))

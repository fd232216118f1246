"""Slugs for many pages at once, each free in its section."""

from collections.abc import Sequence
from urllib.parse import unquote

from wagtail.models import Page

from broadsheet.stories.slugs import LONGEST_SLUG, free_name, numbered_slugs, reserved_slugs, slug_of, slugs_under


def free_slugs(wanted: Sequence[tuple[str, str]], *, under: Page) -> list[str]:
    """A slug for each (old slug, headline) that no page in the section has; mostly one query for all."""
    bases = [_base(slug, headline) for slug, headline in wanted]
    taken = {*reserved_slugs(under), *slugs_under(under, among=set(bases))}
    slugs = []
    for base in bases:
        if base in taken:
            # Years of "letters-to-the-editor" are thousands of one name: where numbers end is asked once a batch.
            taken |= numbered_slugs(base, under=under)
        slug = free_name(base, taken)
        taken.add(slug)
        slugs.append(slug)
    return slugs


def _base(slug: str, headline: str) -> str:
    """The old slug where this house can have it, else one of the headline's words."""
    old, of_words = unquote(slug), slug_of(headline, fallback="story")
    return slug_of(old, fallback=of_words) if len(old) <= LONGEST_SLUG else of_words

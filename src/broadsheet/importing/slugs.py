"""Slugs for many pages at once, each free in its section and known to readers as no other page's."""

from collections.abc import Sequence
from urllib.parse import unquote

from wagtail.models import Page

from broadsheet.stories.known_addresses import pages_known_at
from broadsheet.stories.slugs import LONGEST_SLUG, numbered_slug, reserved_slugs, slug_of, slugs_under


def free_slugs(wanted: Sequence[tuple[str, str]], *, under: Page) -> list[str]:
    """A slug for each (old slug, headline) that no page there has, or had; mostly two or three queries for all."""
    bases = [_base(slug, headline) for slug, headline in wanted]
    among = set(bases)
    taken = {*reserved_slugs(under), *slugs_under(under, among=among), *pages_known_at(among, under=under)}
    slugs = []
    for base in bases:
        slug = numbered_slug(base, taken=taken, under=under) if base in taken else base
        taken.add(slug)
        slugs.append(slug)
    return slugs


def _base(slug: str, headline: str) -> str:
    """The old slug where this house can have it, else one of the headline's words."""
    old, of_words = unquote(slug), slug_of(headline, fallback="story")
    return slug_of(old, fallback=of_words) if len(old) <= LONGEST_SLUG else of_words

"""From words to the last part of an address, and the number that makes it free."""

import re
import unicodedata
from collections.abc import Collection
from collections.abc import Set as AbstractSet
from itertools import chain, count

from django.utils.text import slugify
from wagtail.models import Page

from broadsheet.stories.addresses import HOME_DEPTH, OLDER, SITES_OWN
from broadsheet.stories.known_addresses import page_known_at

LONGEST_SLUG = 80

_POINTS = re.compile(r"(?<=\d)[.,](?=\d)")
_MARKS_ON_LATIN = re.compile(r"(?<=[A-Za-z])[\u0300-\u036f]+")


def slug_of(words: str, *, fallback: str) -> str:
    """
    A slug of so many whole words as there is room for, in their own script.

    Letters of Latin lose their accents, as they always did here. A number keeps its parts apart: 2.3bn is not 23bn.
    """
    plain = _MARKS_ON_LATIN.sub("", unicodedata.normalize("NFKD", words))
    slug = slugify(_POINTS.sub("-", plain), allow_unicode=True)
    if len(slug) > LONGEST_SLUG:
        slug = slug[: LONGEST_SLUG + 1].rpartition("-")[0] or slug[:LONGEST_SLUG]
    return slug.strip("-") or fallback


def free_slug(text: str, *, under: Page, fallback: str, page: int | None = None) -> str:
    """
    Give a slug for a page under `under` that no page there has, none had that readers know, nor the site itself.

    `page` is the one that it is for, if it is there already: what it has is free for it.
    """
    base = slug_of(text, fallback=fallback)
    taken = {*reserved_slugs(under), *slugs_under(under, among={base}, besides=page)}
    if base in taken or page_known_at(base, under=under, besides=page):
        return numbered_slug(base, taken={*taken, base}, under=under, page=page)
    return base


def numbered_slug(base: str, *, taken: AbstractSet[str], under: Page, page: int | None = None) -> str:
    """The base with the lowest number that is free there in the same way; `taken` has the base."""
    others = {*taken, *numbered_slugs(base, under=under, besides=page)}
    while page_known_at(slug := free_name(base, others), under=under, besides=page):
        others.add(slug)
    return slug


def free_name(base: str, taken: Collection[str]) -> str:
    """The base, else with the lowest number from 2 that is free: "weather-2"."""
    return next(name for name in chain([base], (f"{base}-{number}" for number in count(2))) if name not in taken)


def reserved_slugs(under: Page) -> AbstractSet[str]:
    """What no page there may be called: the site has it for pages of its own."""
    return {OLDER, *SITES_OWN} if under.depth == HOME_DEPTH else {OLDER}


def slugs_under(under: Page, *, among: Collection[str], besides: int | None = None) -> AbstractSet[str]:
    """Those of the slugs that a page there has, but for the page `besides`."""
    return set(under.get_children().exclude(pk=besides).filter(slug__in=among).values_list("slug", flat=True))


def numbered_slugs(base: str, *, under: Page, besides: int | None = None) -> AbstractSet[str]:
    """What pages there are called that begin like a numbered base."""
    children = under.get_children().exclude(pk=besides).filter(slug__startswith=f"{base}-")
    return set(children.values_list("slug", flat=True))

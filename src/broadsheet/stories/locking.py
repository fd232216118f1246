"""
Who holds a page: whoever writes one, or what hangs on it, locks its row in the table of pages first (decision 031).

On SQLite a transaction holds the one lock that there is from its first word (BEGIN IMMEDIATE), so nothing is asked.
"""

from collections.abc import Iterable
from typing import TypeVar

from django.db import connection
from django.db.models import Q
from wagtail.models import Page

AnyPage = TypeVar("AnyPage", bound=Page)


def lock_pages(numbers: Iterable[int]) -> None:
    """
    Hold these pages until the transaction ends: what is read of them from now on stays true.

    Always by their numbers, so that two transactions never wait for each other's pages crosswise. Rows that merely
    point at a page may be written meanwhile (FOR NO KEY UPDATE).
    """
    if not connection.features.has_select_for_update:
        return
    if wanted := set(numbers):
        rows = Page.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk")
        list(rows.values_list("pk", flat=True))


def lock_branches(pages: Iterable[Page]) -> None:
    """Hold these pages, all that is below them and those above that count them, which move, go or go out at once."""
    if not connection.features.has_select_for_update:
        return
    within = Q()
    for page in pages:
        parent = page.path[: -Page.steplen]
        within |= Q(pk=page.pk) | Q(path=parent) | (Q(path__startswith=page.path) if page.numchild else Q())
    if within:
        lock_pages(Page.objects.filter(within).values_list("pk", flat=True))


def locked_page(page: AnyPage) -> AnyPage:
    """
    The page as it stands now, held until the transaction ends.

    :raises DoesNotExist: if it was deleted
    """
    lock_pages([page.pk])
    fresh: AnyPage = type(page)._default_manager.get(pk=page.pk)  # noqa: SLF001  Django's documented door
    return fresh

"""One page of a long list of stories."""

from typing import Any

from django.core.paginator import Page
from django.utils.functional import cached_property
from wagtail.admin.paginator import WagtailPaginator

# Counting all of 100,000 stories took .13 s of each opening; nobody leafs through the hundredth page.
MOST_COUNTED = 2_000


class NarrowPaginator(WagtailPaginator):
    """
    Finds which rows stand on a page by their numbers alone, and then reads those; ends after `MOST_COUNTED`.

    A database that sorts 100,000 stories for the few it shows carries along what it was asked for: whole rows took it
    .3 s more than numbers do.
    """

    @cached_property
    def count(self) -> int:
        stories: Any = self.object_list
        counted: int = stories.order_by().values("pk")[:MOST_COUNTED].count()
        return counted

    @property
    def is_cut(self) -> bool:
        """Whether there may be more than can be leafed through."""
        return self.count == MOST_COUNTED

    def page(self, number: Any) -> Page[Any]:
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        stories: Any = self.object_list
        end = min(start + self.per_page, self.count)
        numbers = list(stories.prefetch_related(None).values_list("pk", flat=True)[start:end])
        rows = {story.pk: story for story in _unasked(stories).filter(pk__in=numbers).order_by()}
        shown: Page[Any] = self._get_page([rows[each] for each in numbers if each in rows], number, self)
        return shown


def _unasked(stories: Any) -> Any:
    """The same rows' columns with no condition left: asking words of them once more took 60 ms of a page's 220."""
    plain = stories.all()
    plain.query.where = type(plain.query.where)()
    return plain

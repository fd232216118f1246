"""Who arranges which front: whoever may publish there; the home's, whoever may publish everywhere."""

from collections.abc import Sequence
from typing import Any

from wagtail.models import Page

from broadsheet.stories.models import HomePage, SectionPage, may_publish


def may_arrange(page: Page, person: Any) -> bool:
    return may_publish(page, person)


def fronts_for(person: Any) -> Sequence[HomePage | SectionPage]:
    """The fronts that somebody may arrange, the home's first, then as the sections lie in the tree."""
    homes, sections = HomePage.objects.order_by("path"), SectionPage.objects.filter(live=True).order_by("path")
    return [page for page in (*homes, *sections) if may_arrange(page, person)]


def may_arrange_any(person: Any) -> bool:
    """Asks the database for a person's rights once a request, as Wagtail keeps them."""
    # At the top it would be a circle: the policies load Wagtail's models.
    from wagtail.permissions import policy_registry

    if not person.is_active:
        return False
    rights = policy_registry.get_by_type(Page).get_cached_permissions_for_user(person)
    return bool(person.is_superuser or any(right.permission.codename == "publish_page" for right in rights))

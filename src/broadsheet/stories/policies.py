"""Wagtail's rights on pages, with the rule that a draft is known to its own desk."""

from typing import Any

from django.db.models import Q, QuerySet
from wagtail.models import AbstractPage, Page
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import register_permission_policy

from broadsheet.stories.visibility import visible_to


class NewsroomPagePolicy(PagePermissionPolicy):
    """Explorer, search, the admin's API and its history ask `explorable_instances` which pages they may name."""

    def explorable_instances(self, user: Any) -> QuerySet[Any]:
        return visible_to(user, super().explorable_instances(user))

    def stories_for(self, user: Any, stories: QuerySet[Any]) -> QuerySet[Any]:
        """
        Those stories that the newsroom's list shows somebody, told by conditions on the rows themselves.

        Wagtail's own lists look each page up in a second query of all that somebody may explore.
        """
        inside = Q(pk__in=())
        rights = () if user.is_superuser else self.get_cached_permissions_for_user(user)
        for path in sorted({right.page.path for right in rights}):
            inside |= Q(path__startswith=path)
        return visible_to(user, stories if user.is_superuser else stories.filter(inside))


def register() -> None:
    register_permission_policy(AbstractPage, NewsroomPagePolicy(Page))

"""Wagtail's questions of rights on one story, where it would ask the database for what a story cannot have."""

from wagtail.models import PagePermissionTester


class StoryPermissions(PagePermissionTester):
    """
    A story has no pages below it.

    Wagtail looks for them before it says whether a page can be deleted: a walk through the table for each line of a
    list, 10 ms each with 100,000 stories on SQLite.
    """

    def can_delete(self, ignore_bulk: bool = False) -> bool:  # noqa: ARG002  Wagtail's signature
        if not self.user.is_active:
            return False
        may_change = "change" in self.permissions and ("publish" in self.permissions or not self.page.live)
        return bool(self.user.is_superuser or may_change)

    def can_reorder_children(self) -> bool:
        return False

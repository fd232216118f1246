"""Wagtail's editor of a story, without the mails that it sends from inside the request, and with words of our own."""

from typing import Any

from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.viewsets.pages import PageViewSet

from broadsheet.stories.models import StoryPage
from broadsheet.stories.publishing_screens import tell_published


class StoryEditView(EditView):
    """
    Comments are told of as notices, which the clerk mails.

    Wagtail mails them while the request holds SQLite's one write lock, and what is rolled back is mailed by then.
    """

    def send_commenting_notifications(self, changes: Any) -> None:
        """Nothing: `hearing` hears of comments from the story's history."""

    def add_save_confirmation_message(self) -> None:
        """Who approves a story publishes it: "has been updated" is not what happened."""
        is_approved = self.request.POST.get("workflow-action-name") == "approve"
        story = StoryPage.objects.filter(pk=self.page.pk, live=True, has_unpublished_changes=False).first()
        if is_approved and story is not None:
            tell_published(self.request, story)
        else:
            super().add_save_confirmation_message()


class StoryViewSet(PageViewSet):
    model = StoryPage
    edit_view_class = StoryEditView

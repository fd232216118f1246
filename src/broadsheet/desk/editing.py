"""Wagtail's editor of a story, without the mails that it sends from inside the request."""

from typing import Any

from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.viewsets.pages import PageViewSet

from broadsheet.stories.models import StoryPage


class StoryEditView(EditView):
    """
    Comments are told of as notices, which the clerk mails.

    Wagtail mails them while the request holds SQLite's one write lock, and what is rolled back is mailed by then.
    """

    def send_commenting_notifications(self, changes: Any) -> None:
        """Nothing: `hearing` hears of comments from the story's history."""


class StoryViewSet(PageViewSet):
    model = StoryPage
    edit_view_class = StoryEditView

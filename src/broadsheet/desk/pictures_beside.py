"""A story's pictures beside it in its editor: who made each, on what terms, and what keeps the story from going out."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.side_panels import BaseSidePanel

from broadsheet.media.remarks import remarks_on
from broadsheet.stories.models import StoryPage
from broadsheet.stories.readiness import pictures_are_ready, pictures_of


class PicturesSidePanel(BaseSidePanel):
    """Wagtail's side panel; the count on its button is that of the reasons against going out."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = _("Toggle the pictures beside the story")
        icon_name = "image"
        counter_classname = "w-bg-critical-200"

        def get_context_data(self, parent_context: Any) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return {**context, "count": len(self.panel.reasons)}

    name = "pictures"
    title = _("Pictures")
    template_name = "desk/pictures_beside.html"
    order = 95

    def __init__(self, story: StoryPage, request: Any) -> None:
        super().__init__(story, request)
        now = timezone.now()
        self.pictures = [{"picture": each, "remarks": remarks_on(each, now=now)} for each in pictures_of(story)]
        self.reasons = pictures_are_ready(story, now) if self.pictures else ()

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        return {**context, "pictures": self.pictures, "reasons": self.reasons}

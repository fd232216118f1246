"""Buttons beside a story in the newsroom."""

from typing import Any

from django.urls import reverse
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from broadsheet.stories.actions import may_restore
from broadsheet.stories.models import StoryPage, may_publish

CORRECTING = "action-correct"  # what the editor posts: save the draft, then ask for the note


class CorrectMenuItem(ActionMenuItem):
    """Keeps what was typed as a draft and goes on to the note that a public correction needs."""

    label = "Publish a correction…"
    name = CORRECTING
    icon_name = "edit"

    def is_shown(self, context: dict[str, Any]) -> bool:
        page = context.get("page")
        if context["view"] != "edit" or context["locked_for_user"] or not isinstance(page, StoryPage):
            return False
        return bool(page.live) and may_publish(page, context["request"].user)


def story_buttons(page: Page, user: Any) -> list[Button]:
    """Withdraw a live story; publish a withdrawn one again. Shown to those who may."""
    if not issubclass(page.specific_class or Page, StoryPage):
        return []
    story = page.specific
    if story.withdrawn_at is not None and may_restore(user, story):
        return [Button("Publish again…", reverse("story_restore", args=[story.pk]), icon_name="upload", priority=62)]
    if story.live and may_publish(story, user):
        return [Button("Withdraw…", reverse("story_withdraw", args=[story.pk]), icon_name="warning", priority=61)]
    return []

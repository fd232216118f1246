"""Buttons beside a story in the newsroom."""

from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.action_menu import ActionMenuItem, PublishMenuItem, SubmitForModerationMenuItem, WorkflowMenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from broadsheet.stories.actions import may_restore
from broadsheet.stories.models import StoryPage, may_publish

CORRECTING = "action-correct"  # what the editor posts: save the draft, then ask for the note


class CorrectMenuItem(ActionMenuItem):
    """Keeps what was typed as a draft and goes on to the note that a public correction needs."""

    label = gettext_lazy("Publish a correction…")
    name = CORRECTING
    icon_name = "edit"

    def is_shown(self, context: dict[str, Any]) -> bool:
        page = context.get("page")
        if context["view"] != "edit" or context["locked_for_user"] or not isinstance(page, StoryPage):
            return False
        return bool(page.live) and may_publish(page, context["request"].user)


class SubmitMenuItem(SubmitForModerationMenuItem):
    """Wagtail names its workflow here ("Submit to Editors' approval"); a reporter asks for an approval."""

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        page = parent_context.get("page")
        state = page.current_workflow_state if page else None
        asks_again = state is not None and state.status == state.STATUS_NEEDS_CHANGES
        context: dict[str, Any] = super().get_context_data(parent_context)
        label = _("Submit again for approval") if asks_again else _("Submit for approval")
        return {**context, "label": label}


class FirstMenuItem(ActionMenuItem):
    """
    The editor's big button, where it lets words out.

    Browsers press a form's first button when somebody hits Enter in a field: a hidden one before it keeps the draft.
    """

    template_name = "stories/first_item.html"

    def __init__(self, item: ActionMenuItem) -> None:
        super().__init__(order=item.order)
        self.item = item
        self.name = item.name

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        button: SafeString = self.item.render_html(parent_context)
        return {"button": button}


def newsroom_order(items: list[ActionMenuItem]) -> list[ActionMenuItem]:
    """
    Who may let a story out finds that first; everybody else their draft.

    A story that waits for approval is approved, so that its reporter is told; plain publishing would drop the request.
    """
    items = [SubmitMenuItem(item.order) if isinstance(item, SubmitForModerationMenuItem) else item for item in items]
    for item in items:
        if isinstance(item, WorkflowMenuItem) and item.name == "approve":
            # Wagtail adds "and Publish" to whatever a last task calls its approval.
            item.label = _("Approve with a comment…") if item.launch_modal else _("Approve and publish")
    approval = next((item for item in items if is_plain_approval(item)), None)
    publishing = next((item for item in items if isinstance(item, PublishMenuItem)), None)
    first = approval or publishing
    if first is None:
        return items
    return [FirstMenuItem(first), *(item for item in items if item not in {approval, publishing})]


def without_publishing(items: list[ActionMenuItem]) -> list[ActionMenuItem]:
    """What a withdrawn story leaves to do: work on its words; a chief has another door to publish it again."""
    ways_out = (PublishMenuItem, SubmitForModerationMenuItem)
    return [
        item
        for item in items
        if not isinstance(item, ways_out) and not (isinstance(item, WorkflowMenuItem) and item.name == "approve")
    ]


def is_plain_approval(item: ActionMenuItem) -> bool:
    return isinstance(item, WorkflowMenuItem) and item.name == "approve" and not item.launch_modal


def story_buttons(page: Page, user: Any) -> list[Button]:
    """Withdraw a live story, publish a withdrawn one again, see what readers saw. Shown to those who may."""
    if not issubclass(page.specific_class or Page, StoryPage):
        return []
    story = page.specific
    if story.first_published_at is None or not may_publish(story, user):
        return []
    buttons = [
        Button(_("Public versions"), reverse("story_versions", args=[story.pk]), icon_name="history", priority=63),
    ]
    if story.withdrawn_at is not None and may_restore(user, story):
        restore = reverse("story_restore", args=[story.pk])
        buttons.append(Button(_("Publish again…"), restore, icon_name="upload", priority=62))
    elif story.live:
        withdraw = reverse("story_withdraw", args=[story.pk])
        buttons.append(Button(_("Withdraw…"), withdraw, icon_name="warning", priority=61))
    return buttons

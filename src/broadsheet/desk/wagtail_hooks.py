"""What the newsroom's home shows, and what a story's editor is told of the wire."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.home import UserObjectsInWorkflowModerationPanel, WorkflowObjectsToModeratePanel
from wagtail.models import Page

from broadsheet.desk import notice_views, readers_views, views
from broadsheet.desk.account import MailChoicePanel
from broadsheet.desk.editing import StoryViewSet
from broadsheet.desk.journal import acts
from broadsheet.desk.journal.reading import may_read_journal
from broadsheet.desk.notices import mark_story_read
from broadsheet.desk.panels import panels_for
from broadsheet.stories.models import StoryPage
from broadsheet.wire.guards import reasons_of_the_wire
from broadsheet.wire.queries import waiting_uses


@hooks.register("register_admin_urls")
def desk_addresses() -> list[URLPattern]:
    return [
        path("today/", views.BoardView.as_view(), name="desk_board"),
        path("calendar/", views.CalendarView.as_view(), name="desk_calendar"),
        path("readers/", readers_views.ReadersView.as_view(), name="desk_readers"),
        path("readers/panels/", readers_views.readers_panels, name="desk_readers_panels"),
        path("home/panels/", views.home_panels, name="desk_home_panels"),
        path("notices/", notice_views.NoticesView.as_view(), name="desk_notices"),
        path("notices/count/", notice_views.bell, name="desk_bell"),
        path("notices/read/", notice_views.read_all, name="desk_notices_read"),
    ]


@hooks.register("register_admin_viewset")
def stories_without_mail_in_requests() -> StoryViewSet:
    return StoryViewSet("desk_stories", url_prefix="desk-stories")


@hooks.register("register_log_actions")
def name_log_actions(actions: Any) -> None:
    acts.register(actions)


@hooks.register("construct_reports_menu")
def journal_for_who_may_read_it(request: HttpRequest, menu_items: list[Any]) -> None:
    if not may_read_journal(request.user):
        menu_items[:] = [item for item in menu_items if item.name != "site-history"]


@hooks.register("register_admin_menu_item")
def board_item() -> MenuItem:
    return MenuItem(gettext_lazy("Today"), reverse("desk_board"), name="today", icon_name="list-ul", order=80)


@hooks.register("register_admin_menu_item")
def readers_item() -> MenuItem:
    return MenuItem(gettext_lazy("Readers"), reverse("desk_readers"), name="readers", icon_name="view", order=82)


@hooks.register("register_admin_menu_item")
def notices_item() -> MenuItem:
    return MenuItem(gettext_lazy("Notices"), reverse("desk_notices"), name="notices", icon_name="mail", order=85)


@hooks.register("insert_global_admin_js")
def bell_on_every_page() -> str:
    """How many notices somebody has not read, beside them in the menu."""
    one, many = (ngettext("%(count)s unread notice", "%(count)s unread notices", count) for count in (1, 2))
    return format_html(
        '<script src="{}" defer data-notices="{}" data-menu="{}" data-says-one="{}" data-says-many="{}"></script>',
        static("desk/notices.js"),
        reverse("desk_bell"),
        reverse("desk_notices"),
        one,
        many,
    )


@hooks.register("register_account_settings_panel")
def mail_choice_panel(request: HttpRequest, user: Any, profile: Any) -> MailChoicePanel:
    return MailChoicePanel(request, user, profile)


# What waits for somebody stands in one panel: Wagtail's two of workflows would say the same again.
_SAID_ALREADY = (WorkflowObjectsToModeratePanel, UserObjectsInWorkflowModerationPanel)


@hooks.register("construct_homepage_panels")
def panels_of_the_newsroom(request: HttpRequest, panels: list[Any]) -> None:
    kept = [panel for panel in panels if not isinstance(panel, _SAID_ALREADY)]
    panels[:] = [*panels_for(request.user), *kept]


@hooks.register("insert_global_admin_js")
def menus_by_keys() -> str:
    return format_html('<script src="{}" defer></script>', static("desk/menus.js"))


# After Wagtail's own: counts of pages, images and documents tell an editor nothing.
@hooks.register("construct_homepage_summary_items", order=1000)
def no_counts(request: HttpRequest, summary_items: list[Any]) -> None:  # noqa: ARG001  Wagtail's signature
    summary_items.clear()


@hooks.register("before_edit_page")
def notices_of_it_are_seen(request: HttpRequest, page: Page) -> None:
    if request.method == "GET" and isinstance(page, StoryPage):
        mark_story_read(request.user, story_id=page.pk, now=timezone.now())  # type: ignore[arg-type]


@hooks.register("before_edit_page")
def tell_what_the_wire_says(request: HttpRequest, page: Page) -> None:
    """Opening a story, an editor is told what forbids it, and where to compare it with something newer."""
    if request.method != "GET" or not isinstance(page, StoryPage):
        return
    if page.withdrawn_at is not None:
        messages.warning(request, _("This story is withdrawn: readers find a notice in its place."))
    for reason in reasons_of_the_wire(page, timezone.now()):
        messages.warning(request, reason)
    if page.withdrawn_at is None:
        _tell_of_newer_versions(request, page)


def _tell_of_newer_versions(request: HttpRequest, page: StoryPage) -> None:
    for use in waiting_uses(page.pk):
        compare = messages.button(reverse("broadsheet_wire:meeting", args=[use.pk]), _("Compare"))
        says = (
            _("%(agency)s and the newsroom changed the same words of this story.")
            if use.conflicts
            else _("%(agency)s has a newer version of this story.")
        )
        messages.warning(request, says % {"agency": use.item.source.name}, [compare])

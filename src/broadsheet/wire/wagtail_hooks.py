"""The wire's place in the newsroom: menu and addresses."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from broadsheet.wire.urls import URLS


class SourcesMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("broadsheet_wire.view_source")


@hooks.register("register_admin_urls")
def wire_urls() -> list[Any]:
    return [path("wire/", include((URLS, "broadsheet_wire")))]


@hooks.register("register_icons")
def wire_icon(icons: list[str]) -> list[str]:
    return [*icons, "broadsheet_wire/icons/wire.svg"]


@hooks.register("register_admin_menu_item")
def wire_in_menu() -> MenuItem:
    return MenuItem("Wire", reverse("broadsheet_wire:list"), name="wire", icon_name="wire", order=90)


@hooks.register("register_admin_menu_item")
def sources_in_menu() -> MenuItem:
    # Wagtail marks every item whose name begins the open one's: not "wire-sources", which would mark the wire too.
    return SourcesMenuItem(
        "Wire sources", reverse("broadsheet_wire:sources"), name="sources", icon_name="redirect", order=95
    )


@hooks.register("register_log_actions")
def name_log_actions(actions: Any) -> None:
    """What a story's history calls what editors did with the wire's words."""
    actions.register_action("broadsheet.wire_settle", "Settle with the wire", "Settled with a newer wire version")
    actions.register_action("broadsheet.wire_undo", "Undo a change of the wire", "Words from before a change put back")
    actions.register_action("broadsheet.wire_follow", "Follow the wire", "Follows the wire again")
    actions.register_action("broadsheet.wire_leave", "Leave the wire", "Does not follow the wire any more")


@hooks.register("insert_global_admin_js")
def alarms_ring_everywhere() -> str:
    """Every page of the newsroom knows of alarms: a count beside the wire in the menu, and a sound."""
    return format_html(
        '<script src="{}" defer data-alarms="{}" data-menu="{}"></script>',
        static("broadsheet_wire/alarm.js"),
        reverse("broadsheet_wire:ringing"),
        reverse("broadsheet_wire:list"),
    )

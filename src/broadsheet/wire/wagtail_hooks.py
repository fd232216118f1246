"""The wire's place in the newsroom: menu and addresses."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
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
    return MenuItem(_("Wire"), reverse("broadsheet_wire:list"), name="wire", icon_name="wire", order=90)


@hooks.register("register_admin_menu_item")
def sources_in_menu() -> MenuItem:
    # Wagtail marks every item whose name begins the open one's: not "wire-sources", which would mark the wire too.
    return SourcesMenuItem(
        _("Wire sources"), reverse("broadsheet_wire:sources"), name="sources", icon_name="redirect", order=95
    )


@hooks.register("register_log_actions")
def name_log_actions(actions: Any) -> None:
    """What a story's history calls what editors did with the wire's words."""
    register = actions.register_action
    register("broadsheet.wire_settle", _("Settle with the wire"), _("Settled with a newer wire version"))
    register("broadsheet.wire_undo", _("Undo a change of the wire"), _("Words from before a change put back"))
    register("broadsheet.wire_follow", _("Follow the wire"), _("Follows the wire again"))
    register("broadsheet.wire_leave", _("Leave the wire"), _("Does not follow the wire any more"))


@hooks.register("insert_global_admin_js")
def alarms_ring_everywhere() -> str:
    """Every page of the newsroom knows of alarms: a count beside the wire in the menu, and a sound."""
    return format_html(
        '<script src="{}" defer data-alarms="{}" data-menu="{}" data-says-one="{}" data-says-many="{}"></script>',
        static("broadsheet_wire/alarm.js"),
        reverse("broadsheet_wire:ringing"),
        reverse("broadsheet_wire:list"),
        ngettext("{count} open alarm", "{count} open alarms", 1),
        ngettext("{count} open alarm", "{count} open alarms", 2),
    )

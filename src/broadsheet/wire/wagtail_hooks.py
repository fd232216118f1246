"""The wire's place in the newsroom: menu, addresses, sources and routes."""

from typing import Any

from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from broadsheet.wire.models import Route, Source
from broadsheet.wire.urls import URLS


class SourceViewSet(ModelViewSet):
    model = Source
    icon = "wire"
    menu_label = "Sources"
    list_display = ["name", "folder", "enabled", "last_item_at", "last_error"]
    form_fields = ["name", "slug", "folder", "credit", "order_by", "enabled", "hourly_cap", "allowed_terms"]


class RouteViewSet(ModelViewSet):
    model = Route
    icon = "redirect"
    menu_label = "Routes"
    list_display = ["__str__", "enabled"]
    form_fields = [
        "source", "section", "mode", "enabled", "topics", "languages", "least_urgency", "hours_from", "hours_to",
        "in_latest",
    ]  # fmt: skip


class WireSettings(ModelViewSetGroup):
    menu_label = "Wire sources"
    menu_icon = "cog"
    items = (SourceViewSet, RouteViewSet)


@hooks.register("register_admin_urls")
def wire_urls() -> list[Any]:
    return [path("wire/", include((URLS, "broadsheet_wire")))]


@hooks.register("register_icons")
def wire_icon(icons: list[str]) -> list[str]:
    return [*icons, "broadsheet_wire/icons/wire.svg"]


@hooks.register("register_admin_menu_item")
def wire_in_menu() -> MenuItem:
    return MenuItem("Wire", reverse("broadsheet_wire:list"), name="wire", icon_name="wire", order=90)


@hooks.register("register_admin_viewset")
def source_screens() -> WireSettings:
    return WireSettings()


@hooks.register("insert_global_admin_js")
def alarms_ring_everywhere() -> str:
    """Every page of the newsroom knows of alarms: a count beside the wire in the menu, and a sound."""
    return format_html(
        '<script src="{}" defer data-alarms="{}" data-screen="{}" data-wire="{}"></script>',
        static("broadsheet_wire/alarm.js"),
        reverse("broadsheet_wire:ringing"),
        reverse("broadsheet_wire:alarms"),
        reverse("broadsheet_wire:list"),
    )

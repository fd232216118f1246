"""The Demo script's place in the newsroom."""

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from broadsheet.demo import views

URLS: list[URLPattern] = [
    path("", views.ScriptView.as_view(), name="script"),
    path("lines/", views.lines, name="lines"),
    path("kill/", views.kill, name="kill"),
    path("reader/<int:story_id>/", views.reader, name="reader"),
    path("reader/<int:story_id>/status/", views.status, name="status"),
]


class ChiefsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(views.PERMISSION))


@hooks.register("register_admin_urls")
def demo_urls() -> list[URLPattern | URLResolver]:
    return [path("demo-script/", include((URLS, "broadsheet_demo")))]


@hooks.register("register_admin_menu_item")
def demo_in_menu() -> MenuItem:
    return ChiefsMenuItem(
        _("Demo script"), reverse("broadsheet_demo:script"), name="demo-script", icon_name="media", order=80
    )

"""Where fronts stand in the newsroom: in the menu, on the pages of home and sections, and their addresses."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from broadsheet.fronts import views
from broadsheet.fronts.rights import may_arrange, may_arrange_any
from broadsheet.stories.models import HomePage, SectionPage


class FrontsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_arrange_any(request.user)


@hooks.register("register_admin_urls")
def front_addresses() -> list[URLPattern]:
    return [
        path("fronts/", views.FrontsView.as_view(), name="fronts"),
        path("fronts/<int:page_id>/", views.ArrangeView.as_view(), name="front_arrange"),
        path("fronts/<int:page_id>/board/", views.board, name="front_board"),
        path("fronts/<int:page_id>/proof/", views.proof, name="front_proof"),
        path("fronts/<int:page_id>/bring-back/", views.bring_back_earlier, name="front_bring_back"),
    ]


@hooks.register("register_admin_menu_item")
def fronts_in_menu() -> MenuItem:
    return FrontsMenuItem(_("Fronts"), reverse("fronts"), name="fronts", icon_name="thumbtack", order=220)


@hooks.register("register_page_header_buttons")
def arrange_from_the_page(page: Page, user: Any, view_name: str, next_url: str | None = None) -> list[Button]:  # noqa: ARG001
    return _buttons(page, user)


@hooks.register("register_page_listing_more_buttons")
def arrange_from_a_list(page: Page, user: Any, next_url: str | None = None) -> list[Button]:  # noqa: ARG001
    return _buttons(page, user)


def _buttons(page: Page, user: Any) -> list[Button]:
    kind = page.specific_class or Page
    has_front = issubclass(kind, HomePage) or (issubclass(kind, SectionPage) and page.live)
    if not has_front or not may_arrange(page, user):
        return []
    return [
        Button(_("Arrange the front"), reverse("front_arrange", args=[page.pk]), icon_name="thumbtack", priority=25)
    ]

"""The paper's own pages in one list, in the settings beside the paper's identity."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import BooleanColumn, DateColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.views.pages.choose_parent import ChooseParentView
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet

from broadsheet.stories.models import PaperPage
from broadsheet.stories.paper_pages import may_write_for_the_paper


class PaperPagesItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return may_write_for_the_paper(request.user)


class ForAdministrators:
    """Refuses whoever may not write for the paper; what readers see of it they see on the site."""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """:raises PermissionDenied: for everybody but administrators"""
        if not may_write_for_the_paper(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # a view stands behind it


class PaperPageIndexView(ForAdministrators, IndexView):
    default_ordering = "path"


class ChoosePaperView(ForAdministrators, ChooseParentView):
    """There is one home page to put it under, so Wagtail asks nothing."""


class PaperPageListing(PageListingViewSet):
    """About, contact, privacy and what was added; in the footer they stand in this order."""

    model = PaperPage
    index_view_class = PaperPageIndexView
    choose_parent_view_class = ChoosePaperView
    icon = "doc-full-inverse"
    menu_label = _("The paper's pages")
    menu_name = "the-papers-pages"
    menu_order = 11
    menu_item_class = PaperPagesItem
    add_to_settings_menu = True
    list_display = [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn("title", label=_("Title"), classname="title"),
        BooleanColumn("in_footer", label=_("In the footer")),
        DateColumn("latest_revision_created_at", label=_("Edited"), width="14%"),
        PageStatusColumn("status", label=_("State"), width="12%"),
    ]

"""Which other sites may be loaded on the paper's pages: a list of those that are known, and a yes or no for each."""

from typing import Any

from django.urls import URLPattern
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views.generic import EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from broadsheet.stories.allowing import allow_embeds
from broadsheet.stories.embeds import SITES
from broadsheet.stories.models import EmbedSite

_OFFERED = frozenset({"index", "index_results", "edit", "history", "history_results", "usage"})


class OnlyChanged(ModelPermissionPolicy):
    """Sites are neither made nor deleted by hand, not even by a superuser: the release knows them."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in {"change", "view"} and bool(super().user_has_permission(user, action))


register_permission_policy(EmbedSite, OnlyChanged(EmbedSite))


class EmbedSiteIndexView(IndexView):
    page_title = _("Other sites")
    header_icon = "link-external"

    def get_base_queryset(self) -> Any:
        """Those that this release still knows."""
        return super().get_base_queryset().filter(key__in=SITES)


class EmbedSiteEditView(EditView):
    success_message = _("%(object)s: kept. The stories concerned are pressed anew.")

    def save_instance(self) -> Any:
        site: EmbedSite = self.form.instance
        allow_embeds(site, is_allowed=site.is_allowed, by=self.request.user, now=timezone.now())
        return site


class EmbedSites(ModelViewSet):
    model = EmbedSite
    icon = "link-external"
    menu_label = _("Other sites")
    menu_order = 700
    add_to_settings_menu = True
    copy_view_enabled = False
    pk_path_converter = "str"
    index_view_class = EmbedSiteIndexView
    edit_view_class = EmbedSiteEditView
    list_filter = ["is_allowed"]
    list_display = [
        "__str__",
        Column("seen_by", label=_("Who then sees readers")),
        BooleanColumn("is_allowed", label=_("May be loaded")),
    ]
    panels = [FieldPanel("is_allowed")]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Without the ways to what is not offered."""
        missing = {"add_url_name": None, "delete_url_name": None}
        return {**super().get_common_view_kwargs(**kwargs), **missing}

    def get_urlpatterns(self) -> list[URLPattern]:
        return [pattern for pattern in super().get_urlpatterns() if pattern.name in _OFFERED]

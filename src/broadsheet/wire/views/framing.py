"""The newsroom's own furniture around a page of the wire."""

from typing import Any

from django.urls import reverse
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin


class FramedView(WagtailAdminTemplateMixin, TemplateView):
    """A page of the wire in the newsroom's own furniture."""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("broadsheet_wire:list"), "label": "Wire"},
            {"url": "", "label": self.get_page_title()},
        ]

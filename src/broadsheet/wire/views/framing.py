"""The newsroom's own furniture around a page of the wire."""

from typing import Any

from django.forms import Media
from django.forms.widgets import Script
from django.urls import reverse
from django.views.generic import TemplateView
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin


class FramedView(WagtailAdminTemplateMixin, TemplateView):
    """A page of the wire in the newsroom's own furniture."""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("broadsheet_wire:list"), "label": "Wire"},
            {"url": "", "label": self.get_page_title()},
        ]


class ComparingView(FramedView):
    """A page that shows differences, with their look and their keys."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        media = Media(
            js=[Script(versioned_static("broadsheet_wire/comparing.js"), defer=True)],  # type: ignore[list-item]  # Django 5.2 takes objects
            css={"all": [versioned_static("broadsheet_wire/comparing.css")]},
        )
        context["media"] = context["media"] + media if "media" in context else media
        return context

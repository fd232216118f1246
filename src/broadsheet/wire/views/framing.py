"""The newsroom's own furniture around a page of the wire."""

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.forms import Media
from django.forms.widgets import Script
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin


class FramedView(WagtailAdminTemplateMixin, TemplateView):
    """A page of the wire in the newsroom's own furniture."""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("broadsheet_wire:list"), "label": _("Wire")},
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


class TabledView(FramedView):
    """A page with the look of the sources and routes: tables that become cards on a narrow screen."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        media = Media(css={"all": [versioned_static("broadsheet_wire/sources.css")]})
        context["media"] = context["media"] + media if "media" in context else media
        return context


class ManagedView(PermissionRequiredMixin, TabledView):
    """A page of the sources and routes; `trail` stands between the wire and the page itself."""

    raise_exception = True
    header_icon = "wire"
    trail: tuple[tuple[str, str | Promise], ...] = (("broadsheet_wire:sources", gettext_lazy("Sources")),)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        *before, own = super().get_breadcrumbs_items()
        return [*before, *({"url": reverse(name), "label": label} for name, label in self.trail), own]

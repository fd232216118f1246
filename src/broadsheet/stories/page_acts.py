"""Wagtail's screens that delete and move a page, in the words of a paper."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.pages.delete import DeleteView
from wagtail.models import Page

from broadsheet.stories.known_addresses import page_known_at

_TYPED = "confirm_site_name"


class DeletePageView(DeleteView):
    """Who deletes a section with many stories types its name; Wagtail asks for the software's."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_confirmed(request, name=self.page.title):
            refused: HttpResponse = self.render_to_response(self.get_context_data())
            return refused
        answer: HttpResponse = super().post(request, *args, **kwargs)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "wagtail_site_name": self.page.title}


def is_confirmed(request: HttpRequest, *, name: str) -> bool:
    """Whether the name was typed, where one was asked for; Wagtail, which looks again, then finds its own."""
    typed = request.POST.get(_TYPED)
    if typed is None:
        return True
    if " ".join(typed.split()) != " ".join(name.split()):
        messages.error(request, _("Type “%(name)s” to confirm. Nothing was deleted.") % {"name": name})
        return False
    confirmed: Any = request.POST.copy()  # which may be written
    confirmed[_TYPED] = settings.WAGTAIL_SITE_NAME
    request.POST = confirmed
    return True


def refuse_moves(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    """Say why a page cannot be moved there, and let another place be chosen."""
    reason = _reason_against(page, destination)
    if reason is None:
        return None
    messages.error(request, reason)
    return redirect("wagtailadmin_pages:move", page.pk)


def _reason_against(page: Page, destination: Page) -> str | None:
    named = {"title": page.get_admin_display_title(), "place": destination.get_admin_display_title()}
    if destination.path.startswith(page.path):
        return _("“%(title)s” cannot stand inside itself: “%(place)s” lies in it. Choose another place.") % named
    other = page_known_at(page.slug, under=destination, besides=page.pk)
    if other is not None:
        text = _("In “%(place)s” the address of “%(title)s” leads readers to “%(other)s”. Change the address first.")
        return text % {**named, "other": other.title}
    return None

"""The notices of one person: the page that lists them, and what every page asks for its bell."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from broadsheet.desk.notices import MOST_COUNTED, lines_of, mark_all_read, notices_of, unread_count
from broadsheet.desk.views import DeskView

PAGE = 50


class NoticesView(DeskView):
    """Somebody's own notices, the newest first."""

    template_name = "desk/notices.html"
    page_title = gettext_lazy("Notices")
    header_icon = "mail"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        unread_alone = "unread" in self.request.GET
        notices = notices_of(self.person, unread_alone=unread_alone)
        page = Paginator(notices, PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(
            **kwargs,
            page=page,
            lines=lines_of(list(page), person=self.person),
            newest=max((notice.pk for notice in page), default=0),
            unread=unread_count(self.person),
            unread_alone=unread_alone,
            most_counted=MOST_COUNTED,
        )


@require_safe
def bell(request: HttpRequest) -> JsonResponse:
    """How many notices somebody has not read."""
    return JsonResponse({"unread": unread_count(request.user)})  # type: ignore[arg-type]  # nobody else was let in


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """All that the page showed are read, and those before; what came since stays unread."""
    up_to = request.POST.get("up_to", "")
    newest = int(up_to) if up_to.isascii() and up_to.isdecimal() and len(up_to) < 19 else 0  # noqa: PLR2004
    count = mark_all_read(request.user, up_to=newest, now=timezone.now())  # type: ignore[arg-type]
    said = ngettext("%(count)d notice marked as read.", "%(count)d notices marked as read.", count)
    messages.success(request, said % {"count": count})
    return redirect(reverse("desk_notices"))

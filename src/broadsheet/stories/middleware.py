"""Makes publishing in the admin one transaction: Wagtail sends its signals outside any (DESIGN section 5)."""

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from wagtail.admin import messages

from broadsheet.stories.guards import PublishRefusedError

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
# Views of pages, bulk actions and workflows; uploads stay outside: an immediate transaction holds SQLite's only
# write lock for as long as the bytes take to arrive.
PUBLISHING_NAMESPACES = frozenset({"wagtailadmin_pages", "wagtailadmin_workflows"})
PUBLISHING_NAMES = frozenset({"wagtail_bulk_action"})


class AtomicPublishing:
    """Runs unsafe requests to publishing views in one transaction, rolled back when the view fails."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        args: tuple[object, ...],
        kwargs: dict[str, object],
    ) -> HttpResponse | None:
        """Answer in the view's place, from inside a transaction, where the view may publish."""
        if request.method in SAFE_METHODS or not _may_publish(request):
            return None
        try:
            with transaction.atomic():
                return view(request, *args, **kwargs)
        except PublishRefusedError as error:
            return _refusal(request, error)


def _refusal(request: HttpRequest, error: PublishRefusedError) -> HttpResponse:
    """Nothing was changed; say why, where the editor came from."""
    if "application/json" in request.headers.get("Accept", ""):
        answer = {"success": False, "error_code": "publish_refused", "error_message": str(error)}
        return JsonResponse(answer, status=400)
    messages.error(request, str(error))
    back = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return redirect(back if is_ours else "wagtailadmin_home")


def _may_publish(request: HttpRequest) -> bool:
    match = request.resolver_match
    if match is None:
        return False
    return bool(PUBLISHING_NAMESPACES.intersection(match.namespaces)) or match.url_name in PUBLISHING_NAMES

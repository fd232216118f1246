"""Makes publishing in the admin one transaction: Wagtail sends its signals outside any (DESIGN section 5)."""

from collections.abc import Callable
from http import HTTPStatus

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from wagtail.admin import messages
from wagtail.models import Page

from broadsheet.stories.guards import PublishRefusedError
from broadsheet.stories.locking import lock_branches, lock_pages

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
# Views of pages, bulk actions and workflows; uploads stay outside: an immediate transaction holds SQLite's only
# write lock for as long as the bytes take to arrive.
PUBLISHING_NAMESPACES = frozenset({"wagtailadmin_pages", "wagtailadmin_workflows"})
PUBLISHING_NAMES = frozenset({"wagtail_bulk_action"})
# What scripts do to a page through the admin's API: publish, move, revert, copy and the like.
ACTIONS_OF_THE_API = "wagtailadmin_api:pages:action"
# What their addresses call pages, and those that act on all that is below a page.
NAMING_PAGES = ("page_id", "parent_page_id", "page_to_move_id", "destination_id")
BRANCHES = frozenset({"delete", "move_confirm", "set_page_position", "unpublish"})


class AtomicPublishing:
    """
    Runs unsafe requests to publishing views in one transaction, rolled back when the view fails.

    It holds the pages that the address names before the view reads them: what a view writes is whole rows from memory,
    and a place below a page is free only while nobody else takes it.
    """

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
                _lock_named(request, kwargs)
                answer = view(request, *args, **kwargs)
                if _is_of_the_api(request) and answer.status_code >= HTTPStatus.BAD_REQUEST:
                    # Its views turn what fails on the way, such as a slug that is taken, into an answer.
                    transaction.set_rollback(True)
                return answer
        except PublishRefusedError as error:
            return _refusal(request, error)


def _lock_named(request: HttpRequest, kwargs: dict[str, object]) -> None:
    names = ("pk",) if _is_of_the_api(request) else NAMING_PAGES
    numbers = [number for name in names if isinstance(number := kwargs.get(name), int)]
    match = request.resolver_match
    if match is not None and match.url_name in BRANCHES:
        lock_branches(Page.objects.filter(pk__in=numbers))
    else:
        lock_pages(numbers)


def _refusal(request: HttpRequest, error: PublishRefusedError) -> HttpResponse:
    """Nothing was changed; say why, where the editor came from."""
    if _is_of_the_api(request) or "application/json" in request.headers.get("Accept", ""):
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
    is_view_of_pages = bool(PUBLISHING_NAMESPACES.intersection(match.namespaces))
    return is_view_of_pages or match.url_name in PUBLISHING_NAMES or _is_of_the_api(request)


def _is_of_the_api(request: HttpRequest) -> bool:
    return request.resolver_match is not None and request.resolver_match.view_name == ACTIONS_OF_THE_API

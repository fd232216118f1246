"""
Keeps people from addresses that name a story of which they may not know.

Wagtail asks each view for its own right, and some for none: the explorer shows any page as a parent, copying a page
takes its drafts along, moving and choosing name it. So every address that names a story is for whoever may work on it,
unless it is listed here.
"""

from collections.abc import Callable, Iterator, Mapping

from django.http import HttpRequest, HttpResponse
from django.urls import ResolverMatch
from wagtail.admin.auth import permission_denied
from wagtail.models import Page

from broadsheet.stories.models import StoryPage, may_publish
from broadsheet.stories.visibility import asked_by, may_read_draft, may_see, may_work_on

ADMIN = "admin/"
# What pages are called in Wagtail's addresses and ours.
PAGE_ARGUMENTS = ("page_id", "story_id", "parent_page_id", "page_to_move_id", "destination_id", "page_pk")
# Addresses that call a page `pk`, by how they begin.
PAGES_BY_PK = ("admin/pages/", "admin/api/main/^pages/")
# Models under which Wagtail's addresses for anything name a page by `object_id`.
PAGE_MODELS = frozenset({"page", "storypage"})
# Where knowing of a story is enough, and where it takes a draft that was given to somebody to read.
FOR_WHO_SEES = frozenset(
    {
        "wagtailadmin_choose_page_child",
        "wagtailadmin_choose_page_chosen_multiple",
        "wagtailadmin_api:pages:detail",
    }
)
FOR_WHO_READS = frozenset({"story_read"})
# Copying a section takes along every draft in it.
COPYING = frozenset({"wagtailadmin_pages:copy", "wagtailadmin_api:pages:action"})


class DraftsForTheirDesk:
    """
    Refuses in the view's place, as Wagtail refuses: with a word on the newsroom's home.

    While the newsroom answers somebody, stories are called what that person may know.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(f"/{ADMIN}"):
            return self.get_response(request)
        with asked_by(request.user):
            return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],  # noqa: ARG002  Django's signature
        args: tuple[object, ...],  # noqa: ARG002
        kwargs: Mapping[str, object],
    ) -> HttpResponse | None:
        """
        Answer for the view where it names a story that is not for this person.

        :raises PermissionDenied: where a script asked, as Wagtail does
        """
        match = request.resolver_match
        if match is None or not match.route.startswith(ADMIN) or not request.user.is_authenticated:
            return None
        numbers = set(_numbers(match, request, kwargs))
        stories = StoryPage.objects.filter(pk__in=numbers).defer_streamfields() if numbers else ()
        is_refused = not all(_is_for(request.user, story, view_name=match.view_name) for story in stories)
        if match.view_name in COPYING:
            is_refused |= not all(
                issubclass(page.specific_class or Page, StoryPage) or may_publish(page.specific, request.user)
                for page in Page.objects.filter(pk__in=numbers)
            )
        if not is_refused:
            return None
        refusal: HttpResponse = permission_denied(request)
        return refusal


def _is_for(person: object, story: StoryPage, *, view_name: str) -> bool:
    if view_name in FOR_WHO_SEES:
        return may_see(story, person)
    return may_read_draft(story, person) if view_name in FOR_WHO_READS else may_work_on(story, person)


def _numbers(match: ResolverMatch, request: HttpRequest, kwargs: Mapping[str, object]) -> Iterator[int]:
    """The numbers of the pages that an address names."""
    names = [*PAGE_ARGUMENTS, *(["pk"] if match.route.startswith(PAGES_BY_PK) else [])]
    if str(kwargs.get("model_name", "")).lower() in PAGE_MODELS:
        names.append("object_id")
    named = [kwargs[name] for name in names if name in kwargs]
    if match.view_name == "wagtailadmin_choose_page_chosen_multiple":
        named += request.GET.getlist("id")
    for number in map(str, named):
        if number.isascii() and number.isdecimal() and len(number) <= _LONGEST_NUMBER:
            yield int(number)


_LONGEST_NUMBER = 18  # what a database's own numbers hold

"""
Finds the story that a text shall link to: by its words, the newest first, with its section and day.

Wagtail's own search in the chooser looks at titles alone and puts the best match first, whatever its age.
"""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.forms.search import SearchForm
from wagtail.admin.ui.tables import DateColumn
from wagtail.admin.views import chooser
from wagtail.models import Page, PageQuerySet

from broadsheet.environment import places, site
from broadsheet.searching.finding import Order, Scope, find
from broadsheet.searching.index import IndexDamagedError
from broadsheet.searching.reading import IndexFillingError, IndexReader
from broadsheet.searching.wanted import read_wanted
from broadsheet.stories.models import StoryPage

MOST_FOUND = 100  # four pages of the chooser; who sees more adds a word
_A_PAGE = 25


class StoryColumns:
    """What a chooser says of each story."""

    is_multiple_choice: Any

    @property
    def columns(self) -> list[Any]:
        columns = [
            chooser.PageTitleColumn("title", label=_("Headline"), is_multiple_choice=self.is_multiple_choice),
            chooser.ParentPageColumn("parent", label=_("Section")),
            DateColumn("published", label=_("Published"), width="16%", accessor="first_published_at"),
            chooser.PageStatusColumn("status", label=_("State"), width="12%"),
        ]
        if self.is_multiple_choice:
            columns.insert(0, chooser.PageCheckboxSelectColumn("select", label=_("Select"), width="1%", accessor="pk"))
        return columns


class LatestStoriesView(StoryColumns, chooser.BrowseView):
    """A chooser that opens with the latest stories, wherever they stand; drafts follow. It searches as any other."""

    def get_object_list(self) -> PageQuerySet:
        return allowed_pages(self.request).type(StoryPage)

    def filter_object_list(self, pages: PageQuerySet) -> list[Page]:
        newest = pages.order_by(F("first_published_at").desc(nulls_last=True), "-pk")[:_A_PAGE]
        shown = list(newest.defer_streamfields().specific())
        know_parents(shown)
        return shown


class LinkSearchView(StoryColumns, chooser.SearchView):
    """In place of Wagtail's where a story may be chosen; everything else is searched for as Wagtail does."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """:raises Http404: if it is asked for a kind of page that there is not"""
        kind = request.GET.get("page_type") or chooser.base_page_type_string
        try:
            kinds = chooser.page_models_from_string(kind)
        except (ValueError, LookupError) as error:
            raise Http404 from error
        if not any(issubclass(StoryPage, one) for one in kinds):
            response: HttpResponse = super().get(request)
            return response
        self.i18n_enabled = False
        self.is_multiple_choice = request.GET.get("multiple")
        form = SearchForm(request.GET)
        words = form.cleaned_data["q"] if form.is_valid() else ""
        pages = self._pages(words, kinds=kinds)
        shown = Paginator(pages, per_page=_A_PAGE).get_page(request.GET.get("p"))
        for page in shown:
            page.can_choose, page.is_parent_page = True, False
        know_parents(shown)
        context = {
            "searchform": form,
            "table": chooser.PageChooserTable(self.columns, shown),
            "pages": shown,
            "page_type_string": kind,
        }
        template = "wagtailadmin/chooser/_search_results.html"
        return TemplateResponse(request, template, chooser.shared_context(request, context))

    def _pages(self, words: str, *, kinds: Iterable[type[Page]]) -> list[Page]:
        if not words:
            return []
        allowed = allowed_pages(self.request).type(*kinds)
        by_title = [page.pk for page in allowed.autocomplete(words)[:MOST_FOUND]]
        numbers = {*by_title, *stories_with(words, folder=places.index_folder())}
        found = allowed.filter(pk__in=numbers).prefetch_workflow_states().annotate_approved_schedule()
        found = found.defer_streamfields().specific()
        return list(found.order_by("-first_published_at", "-pk")[:MOST_FOUND])


def allowed_pages(request: HttpRequest) -> PageQuerySet:
    """Every page that a chooser may offer to whoever asks."""
    allowed: PageQuerySet = Page.objects.all()
    for hook in hooks.get_hooks("construct_page_chooser_queryset"):
        allowed = hook(allowed, request)
    return allowed.exclude(depth=1)


def stories_with(words: str, *, folder: Path) -> list[int]:
    """The newest published stories in which all these words stand; none while the index is made."""
    try:
        index, searcher = _reader(folder).current()
        found = find(index, searcher, read_wanted(words), scope=Scope(), order=Order.NEWEST, now=timezone.now())
    except (IndexDamagedError, IndexFillingError):
        return []
    return [hit.story_id for hit in found.hits[:MOST_FOUND]]


def know_parents(pages: Iterable[Page]) -> None:
    """Look up where all of them stand at once; the table asks each page by itself."""
    listed = list(pages)
    paths = {page.path[: -Page.steplen] for page in listed}
    parents = {parent.path: parent for parent in Page.objects.filter(path__in=paths).order_by("path")}
    for page in listed:
        page._cached_parent_obj = parents.get(page.path[: -Page.steplen])  # noqa: SLF001  treebeard's own place for it


@cache
def _reader(folder: Path) -> IndexReader:
    return IndexReader(folder, language=site.language())

"""Wagtail's acts on many pages at once: the pages that they name are those that somebody may know of."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail.admin.views.pages.bulk_actions.delete import DeleteBulkAction
from wagtail.admin.views.pages.bulk_actions.move import MoveBulkAction
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import PageBulkAction
from wagtail.admin.views.pages.bulk_actions.publish import PublishBulkAction
from wagtail.admin.views.pages.bulk_actions.unpublish import UnpublishBulkAction
from wagtail.models import Page

from broadsheet.stories.identifying import paper_name
from broadsheet.stories.locking import lock_branches
from broadsheet.stories.page_acts import is_confirmed
from broadsheet.stories.paper_pages import PaperPage, may_write_for_the_paper
from broadsheet.stories.visibility import visible_to


class OfKnownPages(PageBulkAction):
    """Names no page as refused of which the person may not know; `id=all` means all that they know of."""

    def check_perm(self, page: Page) -> bool:
        """Wagtail asks the bare page, which knows nothing of the rights on the paper's own ones."""
        is_papers = issubclass(page.specific_class or Page, PaperPage)
        may = not is_papers or may_write_for_the_paper(self.request.user)
        return may and bool(super().check_perm(page))

    def form_valid(self, form: Any) -> Any:
        """Wagtail asks once more which pages are meant, and finds them as they stand while they are held."""
        lock_branches(self.get_actionable_objects()[0])
        return super().form_valid(form)

    def get_actionable_objects(self) -> tuple[list[Page], dict[str, list[Page]]]:
        pages, context = super().get_actionable_objects()
        refused = context["items_with_no_access"]
        known = visible_to(self.request.user, Page.objects.filter(pk__in=[page.pk for page in refused]))
        numbers = set(known.values_list("pk", flat=True))
        return pages, {**context, "items_with_no_access": [page for page in refused if page.pk in numbers]}


class DeleteKnown(OfKnownPages, DeleteBulkAction):
    """Who deletes many pages types the name of the paper, not the software's."""

    def post(self, request: HttpRequest) -> HttpResponse:
        if not is_confirmed(request, name=paper_name()):
            refused: HttpResponse = self.render_to_response(self.get_context_data())
            return refused
        answer: HttpResponse = super().post(request)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "wagtail_site_name": paper_name()}


class MoveKnown(OfKnownPages, MoveBulkAction):
    pass


class PublishKnown(OfKnownPages, PublishBulkAction):
    pass


class UnpublishKnown(OfKnownPages, UnpublishBulkAction):
    pass


BULK_ACTS: Sequence[type[Any]] = (DeleteKnown, MoveKnown, PublishKnown, UnpublishKnown)

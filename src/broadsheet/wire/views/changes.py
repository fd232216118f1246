"""One change that the wire made in a story: what it was, and undoing it."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from broadsheet.stories.guards import PublishRefusedError
from broadsheet.stories.models import StoryPage
from broadsheet.stories.visibility import may_read_newest
from broadsheet.wire.actions import WireError
from broadsheet.wire.meeting import kept_differences
from broadsheet.wire.models import WireChange
from broadsheet.wire.undoing import undo_change, undoing_of
from broadsheet.wire.views.framing import ComparingView


class ChangeView(ComparingView):
    """The words before and after; whoever may edit the story puts the old ones back."""

    template_name = "broadsheet_wire/change.html"
    header_icon = "history"

    @cached_property
    def change(self) -> WireChange:
        changes = WireChange.objects.filter(use__story__isnull=False).select_related(
            "use__item__source", "use__story", "made_by", "from_revision", "to_revision", "undone_by__made_by"
        )
        return get_object_or_404(changes, pk=self.kwargs["pk"])

    @cached_property
    def story(self) -> StoryPage:
        if self.change.use.story is None:
            raise Http404("the story was deleted")
        return self.change.use.story

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """:raises PermissionDenied: for whoever may not read the story's newest words"""
        if not may_read_newest(self.story, request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return _("Change in %(story)s") % {"story": self.story.get_admin_display_title()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rights = self.story.permissions_for_user(self.request.user)
        return super().get_context_data(
            **kwargs,
            change=self.change,
            item=self.change.use.item,
            story=self.story,
            undone_by=WireChange.objects.filter(undoes=self.change).select_related("made_by").first(),
            parts=kept_differences(self.change.before, self.change.after),
            undoing=undoing_of(self.change, story=self.story),
            may_undo=rights.can_edit() and self.story.withdrawn_at is None,
            may_publish=rights.can_publish() and self.story.live,
            has_unpublished_work=self.story.live and self.story.has_unpublished_changes,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002  a view's signature
        publish = "publish" in request.POST
        token = request.POST.get("token", "")
        try:
            undo = undo_change(self.change, token=token, publish=publish, by=request.user, now=timezone.now())  # type: ignore[arg-type]
        except (WireError, PublishRefusedError) as error:
            messages.error(request, str(error))
            self.__dict__.pop("change"), self.__dict__.pop("story", None)
            return self.render_to_response(self.get_context_data(), status=HTTPStatus.CONFLICT)
        said = (
            _("The words are put back and published.")
            if publish
            else _("The words are put back into the draft; readers see them when it is published.")
        )
        messages.success(request, said)
        return redirect("broadsheet_wire:change", undo.pk)

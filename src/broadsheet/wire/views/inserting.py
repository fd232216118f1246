"""An item's text put into a story that is there already."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from broadsheet.wire.actions import WireError
from broadsheet.wire.forms import InsertForm
from broadsheet.wire.inserting import insert_item
from broadsheet.wire.models import WireItem
from broadsheet.wire.views.framing import FramedView


class InsertView(FramedView):
    """Choose a story; the item's text goes to the end of its draft, and the editor opens there."""

    template_name = "broadsheet_wire/insert.html"
    page_title = gettext_lazy("Add to a story")
    header_icon = "wire"

    @cached_property
    def item(self) -> WireItem:
        return get_object_or_404(WireItem.objects.select_related("source", "current"), pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return str(self.item)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = reverse("broadsheet_wire:item", args=[self.item.pk])
        return super().get_context_data(**{"form": InsertForm(), "item": self.item, "back": back, **kwargs})

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        form = InsertForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        story = form.cleaned_data["story"].specific
        try:
            insert_item(self.item, story=story, by=request.user, now=timezone.now())  # type: ignore[arg-type]
        except WireError as error:
            form.add_error(None, str(error))
            return self.render_to_response(self.get_context_data(form=form))
        except PermissionDenied:
            form.add_error("story", _("You may not edit this story."))
            return self.render_to_response(self.get_context_data(form=form))
        messages.success(request, _("“%(item)s” stands at the end of the draft.") % {"item": self.item})
        return redirect("wagtailadmin_pages:edit", story.pk)

"""Recordings in the newsroom: Wagtail's own list, form, chooser and "where used", and the kill beside them."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import format_lazy
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton
from wagtail.snippets.views.snippets import EditView, SnippetViewSet

from broadsheet.media.models import Recording
from broadsheet.media.recording_forms import LARGEST_IN_WORDS, KillForm, RecordingForm
from broadsheet.media.recordings import kill_recording

MAY_KILL = "broadsheet_media.change_recording"


class RecordingEditView(EditView):
    """With the way to a kill among what can be done with it."""

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        buttons: list[Any] = list(super().header_more_buttons)
        if self.object.killed_at is None and self.request.user.has_perm(MAY_KILL):
            url = reverse("recording_kill", args=[self.object.pk])
            buttons.append(HeaderButton(_("Kill"), url=url, icon_name="warning", priority=40))
        return buttons


class KillRecordingView(WagtailAdminTemplateMixin, FormView):  # type: ignore[type-arg]
    """A page of its own: what will happen, the reason, and a button that says it."""

    template_name = "broadsheet_media/kill_recording.html"
    form_class = KillForm
    header_icon = "warning"
    page_title = _("Kill the recording")

    @cached_property
    def recording(self) -> Recording:
        return get_object_or_404(Recording, pk=self.kwargs["pk"], killed_at=None)

    @property
    def edit_url(self) -> str:
        return reverse(Recording.snippet_viewset.get_url_name("edit"), args=[self.recording.pk])  # type: ignore[attr-defined]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """:raises PermissionDenied: for anybody who may not change recordings"""
        if not request.user.has_perm(MAY_KILL):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        index = reverse(Recording.snippet_viewset.get_url_name("list"))  # type: ignore[attr-defined]
        return [
            *self.breadcrumbs_items,
            {"url": index, "label": _("Recordings")},
            {"url": self.edit_url, "label": self.recording.title},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, recording=self.recording, edit_url=self.edit_url)

    def form_valid(self, form: KillForm) -> HttpResponse:
        kill_recording(
            self.recording,
            reason=form.cleaned_data["reason"],
            by=self.request.user,  # type: ignore[arg-type]  # the admin's own check let nobody else in
            now=timezone.now(),
        )
        messages.success(self.request, gettext("“%(title)s” leaves every page now.") % {"title": self.recording.title})
        return redirect(self.edit_url)


class RecordingViewSet(SnippetViewSet):
    model = Recording
    icon = "media"
    menu_label = _("Recordings")
    menu_order = 310
    add_to_admin_menu = True
    copy_view_enabled = False
    edit_view_class = RecordingEditView
    list_display = [
        "title",
        Column("get_medium_display", label=_("Kind"), width="10%"),
        Column("credit", label=pgettext_lazy("recording", "Credit"), width="20%"),
        DateColumn("killed_at", label=_("Killed"), width="12%"),
        DateColumn("created_at", label=_("Uploaded"), sort_key="created_at", width="12%"),
    ]
    list_filter = ["medium"]
    search_fields = ["title", "credit"]
    edit_handler = ObjectList(
        [
            FieldPanel("title"),
            FieldPanel(
                "file",
                help_text=format_lazy(
                    _("MP4, WebM, MP3, M4A, Ogg or WAV, {largest} at the most"), largest=LARGEST_IN_WORDS
                ),
            ),
            FieldPanel("credit", help_text=_("Who made it; no recording goes out without one")),
            FieldPanel("poster", help_text=_("What stands in a film's place until somebody starts it")),
            MultiFieldPanel(
                [
                    FieldPanel("captions", help_text=_("A WebVTT file (.vtt), for those who cannot hear it")),
                    FieldPanel("captions_language", help_text=_("Of the captions: en, pt-BR")),
                    FieldPanel(
                        "transcript", help_text=_("What is said and heard, a paragraph a line; readers can open it")
                    ),
                ],
                heading=_("For those who cannot hear or see it"),
            ),
            FieldPanel("seconds", help_text=_("Left at 0, it is taken from the file where that says so")),
            FieldPanel("usage_terms", help_text=_("What the newsroom must know before using it; never published")),
        ],
        base_form_class=RecordingForm,
    )


def recording_addresses() -> list[URLPattern]:
    return [path("recordings/<int:pk>/kill/", KillRecordingView.as_view(), name="recording_kill")]

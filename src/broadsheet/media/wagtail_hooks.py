"""What media put into the newsroom's screens."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from broadsheet.media.cutting import CutOperation
from broadsheet.media.recording_screens import RecordingViewSet, recording_addresses
from broadsheet.media.screens.library import LibraryView, picture_chooser
from broadsheet.media.screens.uploading import UploadView

register_snippet(RecordingViewSet)


@hooks.register("register_admin_urls")
def addresses_of_recordings() -> list[URLPattern]:
    return recording_addresses()


@hooks.register("register_admin_urls", order=-1)
def screens_in_front_of_wagtails() -> list[URLPattern]:
    """At Wagtail's own addresses, which lead here since these come first; its names of them stay."""
    return [
        path("images/", LibraryView.as_view()),
        path("images/results/", LibraryView.as_view(results_only=True)),
        path("images/multiple/add/", UploadView.as_view()),
        path("images/chooser/", picture_chooser.choose_view),
        path("images/chooser/results/", picture_chooser.choose_results_view),
    ]


@hooks.register("construct_main_menu")
def say_pictures(request: HttpRequest, menu_items: list[MenuItem]) -> None:  # noqa: ARG001  Wagtail's signature
    """One word a thing: what Wagtail calls images are pictures wherever else they stand."""
    for item in menu_items:
        if item.name == "images":
            item.label = _("Pictures")


@hooks.register("register_image_operations")
def cutting() -> list[tuple[str, type[Any]]]:
    return [("cut", CutOperation)]


@hooks.register("register_log_actions")
def name_log_actions(actions: Any) -> None:
    """What the history of a picture and of a recording calls our own acts."""
    actions.register_action(
        "broadsheet.kill_picture", _("Kill the picture"), _("Killed: taken off every page for good")
    )
    actions.register_action("broadsheet.kill_recording", _("Kill the recording"), _("Killed: off every page, for good"))

"""What stories put into the newsroom's screens."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from broadsheet.stories import views
from broadsheet.stories.links import ReadersLinkHandler
from broadsheet.stories.listings import StoryListing, Vocabularies
from broadsheet.stories.menus import CORRECTING, CorrectMenuItem, newsroom_order, story_buttons, without_publishing
from broadsheet.stories.models import HomePage, StoryPage, may_publish

# What Wagtail puts into the menu and a newsroom does not need: redirects and sites are the press's and `init`'s.
NOT_NEEDED = frozenset({"help"})

register_snippet(Vocabularies)


@hooks.register("register_rich_text_features", order=10)  # after Wagtail's own, whose place it takes
def readers_links(features: Any) -> None:
    features.register_link_type(ReadersLinkHandler)


@hooks.register("register_admin_viewset")
def stories_of_the_paper() -> StoryListing:
    return StoryListing("stories")


@hooks.register("register_admin_urls")
def story_addresses() -> list[URLPattern]:
    return [
        path("stories/<int:story_id>/correct/", views.CorrectView.as_view(), name="story_correct"),
        path("stories/<int:story_id>/withdraw/", views.WithdrawView.as_view(), name="story_withdraw"),
        path("stories/<int:story_id>/versions/", views.VersionsView.as_view(), name="story_versions"),
        path(
            "stories/<int:story_id>/versions/<int:number>/withhold/",
            views.WithholdView.as_view(),
            name="story_version_withhold",
        ),
        path(
            "stories/<int:story_id>/versions/<int:number>/show/",
            views.ShowAgainView.as_view(),
            name="story_version_show",
        ),
        path("stories/<int:story_id>/restore/", views.RestoreView.as_view(), name="story_restore"),
    ]


@hooks.register("register_page_action_menu_item")
def correction_item() -> ActionMenuItem:
    return CorrectMenuItem(order=15)


@hooks.register("construct_page_action_menu")
def publish_first(menu_items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:  # noqa: ARG001
    page = context.get("page")
    if isinstance(page, StoryPage) and page.withdrawn_at is not None:
        menu_items[:] = without_publishing(menu_items)
    menu_items[:] = newsroom_order(menu_items)


@hooks.register("after_edit_page")
def go_on_to_the_correction(request: HttpRequest, page: Page) -> HttpResponse | None:
    """The draft is saved; the note comes next."""
    if CORRECTING in request.POST and isinstance(page, StoryPage) and page.live:
        return redirect("story_correct", page.pk)
    return None


@hooks.register("register_page_header_buttons")
def header_buttons(page: Page, user: Any, view_name: str, next_url: str | None = None) -> list[Button]:  # noqa: ARG001
    return story_buttons(page, user)


@hooks.register("register_page_listing_more_buttons")
def listing_buttons(page: Page, user: Any, next_url: str | None = None) -> list[Button]:  # noqa: ARG001
    return story_buttons(page, user)


@hooks.register("before_create_page")
def only_who_publishes_makes_sections(request: HttpRequest, parent: Page, kind: type[Page]) -> None:
    """:raises PermissionDenied: if somebody who may not publish there would make a section"""
    if kind is not StoryPage and not may_publish(parent, request.user):
        raise PermissionDenied


@hooks.register("before_copy_page")
@hooks.register("before_delete_page")
def the_home_stays(request: HttpRequest, page: Page) -> None:  # noqa: ARG001  Wagtail's signature
    """:raises PermissionDenied: for the home: a paper has one, and it is not deleted from a screen"""
    if issubclass(page.specific_class or Page, HomePage):
        raise PermissionDenied


@hooks.register("construct_main_menu")
def leave_out_what_is_not_needed(request: HttpRequest, menu_items: list[Any]) -> None:  # noqa: ARG001
    menu_items[:] = [item for item in menu_items if item.name not in NOT_NEEDED]


@hooks.register("register_log_actions")
def name_log_actions(actions: Any) -> None:
    """What a story's history calls our own acts."""
    actions.register_action("broadsheet.restore", "Publish again", "Withdrawal taken back, published again")
    actions.register_action("broadsheet.withdraw", "Withdraw", "Withdrawn")
    actions.register_action("broadsheet.correct", "Correct", "Published as a correction or another change")
    actions.register_action("broadsheet.withhold", "Withhold a version", "A version of its public history withheld")
    actions.register_action("broadsheet.show_version", "Show a version again", "A withheld version shown again")

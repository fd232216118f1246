"""What stories put into the newsroom's screens."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button, ButtonWithDropdownFromHook
from wagtail.contrib.settings.registry import register_setting
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from broadsheet.stories import picture_screens, reminder_views, topic_views, views
from broadsheet.stories.bulk_acts import BULK_ACTS
from broadsheet.stories.embed_screens import EmbedSites
from broadsheet.stories.links import ReadersLinkHandler
from broadsheet.stories.listing_markup import RowMenu
from broadsheet.stories.listings import StoryListing, Vocabularies
from broadsheet.stories.menus import CORRECTING, CorrectMenuItem, newsroom_order, story_buttons, without_publishing
from broadsheet.stories.models import HomePage, Identity, PaperPage, StoryPage, may_publish
from broadsheet.stories.page_acts import refuse_moves
from broadsheet.stories.page_search import PagesOfThePaper
from broadsheet.stories.paper_page_screens import PaperPageListing
from broadsheet.stories.paper_pages import may_write_for_the_paper
from broadsheet.stories.publishing_screens import tell_where_readers_find_it
from broadsheet.stories.sharing import sharing_in_words
from broadsheet.stories.visibility import visible_to

# What Wagtail puts into the menu and a newsroom does not need: redirects and sites are the press's and `init`'s.
NOT_NEEDED = frozenset({"help"})

register_snippet(Vocabularies)
register_setting(Identity, icon="site", order=10)
for act in BULK_ACTS:  # in the place of Wagtail's own, which are registered before ours
    hooks.register("register_bulk_action", act, order=10)


@hooks.register("register_rich_text_features", order=10)  # after Wagtail's own, whose place it takes
def readers_links(features: Any) -> None:
    features.register_link_type(ReadersLinkHandler)


@hooks.register("register_admin_viewset")
def stories_of_the_paper() -> StoryListing:
    return StoryListing("stories")


@hooks.register("register_admin_viewset")
def pages_of_its_own() -> PaperPageListing:
    return PaperPageListing("paper_pages")


@hooks.register("register_admin_viewset")
def other_sites() -> EmbedSites:
    return EmbedSites("embed_sites")


@hooks.register("register_admin_viewset", order=100)  # after Wagtail's own, whose place it takes
def pages_of_the_paper() -> PagesOfThePaper:
    return PagesOfThePaper()


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
        path("stories/<int:story_id>/share/", views.ShareView.as_view(), name="story_share"),
        path("stories/<int:story_id>/read/", views.read_draft, name="story_read"),
        path("stories/<int:story_id>/restore/", views.RestoreView.as_view(), name="story_restore"),
        path("stories/reminders/", reminder_views.RemindersView.as_view(), name="story_reminders"),
        path("stories/topics/find/", topic_views.FindTopicsView.as_view(), name="story_topics_find"),
        path("stories/topics/add/", topic_views.AddTopicView.as_view(), name="story_topics_add"),
        path("stories/topics/suggest/", topic_views.SuggestTopicsView.as_view(), name="story_topics_suggest"),
    ]


@hooks.register("register_admin_urls", order=-1)
def picture_addresses() -> list[URLPattern]:
    """The first at Wagtail's own address, which leads here since this comes first; its name of it stays."""
    return [
        path("images/usage/<int:image_id>/", picture_screens.UsesView.as_view()),
        path("images/<int:image_id>/delete/", picture_screens.DeletePictureView.as_view()),
        path("images/<int:image_id>/kill/", picture_screens.KillView.as_view(), name="picture_kill"),
        path("images/<int:image_id>/replace/", picture_screens.ReplaceView.as_view(), name="picture_replace"),
        path("reports/pictures-ending/", picture_screens.EndingView.as_view(), name="pictures_ending"),
    ]


@hooks.register("register_reports_menu_item")
def ending_pictures_item() -> MenuItem:
    return MenuItem(
        gettext_lazy("Pictures whose right ends"),
        reverse("pictures_ending"),
        name="pictures-whose-right-ends",
        icon_name="time",
        order=700,
    )


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


hooks.register("before_move_page", refuse_moves)
hooks.register("after_publish_page", tell_where_readers_find_it, order=1000)  # it ends what Wagtail would do next


@hooks.register("register_page_header_buttons")
def header_buttons(page: Page, user: Any, view_name: str, next_url: str | None = None) -> list[Button]:  # noqa: ARG001
    return [*story_buttons(page, user), *views.sharing_buttons(page, user)]


@hooks.register("register_page_listing_more_buttons")
def listing_buttons(page: Page, user: Any, next_url: str | None = None) -> list[Button]:  # noqa: ARG001
    return [*story_buttons(page, user), *views.sharing_buttons(page, user)]


@hooks.register("construct_page_listing_buttons", order=1000)  # after whoever adds a menu of its own
def quick_menus(buttons: list[Any], page: Page, user: Any, context: Any = None) -> None:  # noqa: ARG001
    buttons[:] = [RowMenu.like(one) if type(one) is ButtonWithDropdownFromHook else one for one in buttons]


@hooks.register("before_edit_page")
def tell_who_may_read(request: HttpRequest, page: Page) -> None:
    """Whoever writes sees that others look over their shoulder."""
    if request.method == "GET" and isinstance(page, StoryPage) and (words := sharing_in_words(page)):
        change = messages.button(reverse("story_share", args=[page.pk]), pgettext("button", "Change"))
        text = _("Before it is published, this story may be read by %(names)s.") % {"names": words}
        messages.info(request, text, [change])


@hooks.register("before_create_page")
def only_who_publishes_makes_sections(request: HttpRequest, parent: Page, kind: type[Page]) -> None:
    """:raises PermissionDenied: if somebody who may not publish there would make a section, or a page of the paper's"""
    if kind is not StoryPage and not may_publish(parent, request.user):
        raise PermissionDenied
    if kind is PaperPage and not may_write_for_the_paper(request.user):
        raise PermissionDenied


@hooks.register("before_copy_page")
@hooks.register("before_delete_page")
def the_home_stays(request: HttpRequest, page: Page) -> None:
    """
    A paper has one home.

    :raises PermissionDenied: for that, and to whoever may not write the paper's own pages for these
    """
    kind = page.specific_class or Page
    if issubclass(kind, HomePage) or (issubclass(kind, PaperPage) and not may_write_for_the_paper(request.user)):
        raise PermissionDenied


@hooks.register("construct_page_chooser_queryset")
def choose_among_known_pages(pages: Any, request: HttpRequest) -> Any:
    return visible_to(request.user, pages)


@hooks.register("construct_main_menu")
def leave_out_what_is_not_needed(request: HttpRequest, menu_items: list[Any]) -> None:  # noqa: ARG001
    menu_items[:] = [item for item in menu_items if item.name not in NOT_NEEDED]


@hooks.register("register_log_actions")
def name_log_actions(actions: Any) -> None:
    """What a story's history calls our own acts."""
    actions.register_action(
        "broadsheet.restore", gettext_lazy("Publish again"), gettext_lazy("Withdrawal taken back, published again")
    )
    actions.register_action("broadsheet.withdraw", gettext_lazy("Withdraw"), pgettext_lazy("state", "Withdrawn"))
    actions.register_action(
        "broadsheet.correct",
        pgettext_lazy("of a story", "Correct"),
        gettext_lazy("Published as a correction or another change"),
    )
    actions.register_action(
        "broadsheet.replace_picture",
        gettext_lazy("Replace a picture"),
        gettext_lazy("A picture replaced by another"),
    )
    actions.register_action("broadsheet.share")(views.StoryShared)
    actions.register_action(
        "broadsheet.withhold",
        gettext_lazy("Withhold a version"),
        gettext_lazy("A version of its public history withheld"),
    )
    actions.register_action(
        "broadsheet.show_version", gettext_lazy("Show a version again"), gettext_lazy("A withheld version shown again")
    )
    actions.register_action(
        "broadsheet.embed_allowed",
        gettext_lazy("Allow loading"),
        gettext_lazy("Readers may load it on the paper's pages"),
    )
    actions.register_action(
        "broadsheet.embed_forbidden", gettext_lazy("Forbid loading"), gettext_lazy("Readers may no longer load it")
    )

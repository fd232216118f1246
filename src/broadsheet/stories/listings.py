"""The stories of the whole paper in one list, and the vocabularies beside them."""

from typing import Any

from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn, ParentPageColumn
from wagtail.admin.views.pages.choose_parent import ChooseParentView
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from broadsheet.stories.forms import SectionForm
from broadsheet.stories.models import Author, StoryPage, Topic


class StoryIndexView(IndexView):
    results_template_name = "stories/story_results.html"


class ChooseSectionView(ChooseParentView):
    """Wagtail would ask for a "parent page" in a chooser; a newsroom has a few sections, all shown at once."""

    page_title = "Write a story"
    submit_button_label = "Start writing"

    def get_form(self, form_class: Any = None) -> SectionForm:  # noqa: ARG002  Django's signature
        sections = self.get_valid_parent_pages(self.request.user).order_by("path")
        return SectionForm(self.request.POST or None, sections=sections)

    def get_page_subtitle(self) -> str:
        return ""


class StoryListing(PageListingViewSet):
    """All stories, newest work first."""

    model = StoryPage
    index_view_class = StoryIndexView
    choose_parent_view_class = ChooseSectionView
    icon = "doc-full"
    menu_label = "Stories"
    menu_order = 90
    add_to_admin_menu = True
    list_filter = ["live", "urgency", "owner", "topics", "in_latest"]
    list_display = [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn("title", label="Headline", sort_key="title", classname="title"),
        ParentPageColumn("parent", label="Section"),
        Column("urgency", label="Urgency", sort_key="urgency", width="8%"),
        DateColumn("latest_revision_created_at", label="Edited", sort_key="latest_revision_created_at", width="12%"),
        DateColumn("first_published_at", label="Published", sort_key="first_published_at", width="12%"),
        PageStatusColumn("status", label="State", sort_key="live", width="12%"),
    ]


class TopicViewSet(SnippetViewSet):
    model = Topic
    icon = "tag"
    list_display = ["name", "mediatopic"]
    search_fields = ["name", "mediatopic"]
    form_fields = ["name", "slug", "mediatopic"]


class AuthorViewSet(SnippetViewSet):
    model = Author
    icon = "user"
    list_display = ["name", "user"]
    search_fields = ["name"]
    form_fields = ["name", "slug", "description", "user"]


class Vocabularies(SnippetViewSetGroup):
    """Topics and authors, one menu."""

    menu_label = "Topics, authors"
    menu_icon = "tag"
    menu_order = 300
    items = (TopicViewSet, AuthorViewSet)

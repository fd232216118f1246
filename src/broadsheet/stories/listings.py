"""The stories of the whole paper in one list, and the vocabularies beside them."""

from typing import Any

from django import forms
from django.db.models import F
from django.db.models.expressions import Col
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn, ParentPageColumn
from wagtail.admin.views.pages.choose_parent import ChooseParentView
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from broadsheet.stories.authors import free_slug
from broadsheet.stories.calling import call_fields, call_model
from broadsheet.stories.forms import SectionForm
from broadsheet.stories.headlines import holding_words
from broadsheet.stories.listing_filters import StoryFilterSet
from broadsheet.stories.listing_pages import NarrowPaginator
from broadsheet.stories.models import Author, StoryPage, Topic


class StoryIndexView(IndexView):
    """What is found by words stands newest first too: in a newsroom that is what somebody looks for."""

    template_name = "stories/story_index.html"
    results_template_name = "stories/story_results.html"
    paginator_class = NarrowPaginator
    paginate_by = 20  # 3 ms each, most of it the menu of a row

    def order_queryset(self, queryset: Any) -> Any:
        name = self.ordering or self.default_ordering
        column, number = F(name.removeprefix("-")), _number_beside(name.removeprefix("-"))
        if name.startswith("-"):
            return queryset.order_by(column.desc(nulls_last=True), number.desc())
        return queryset.order_by(column.asc(nulls_first=True), number.asc())  # the very opposite: one index serves both

    def search_queryset(self, queryset: Any) -> Any:
        return holding_words(queryset, self.search_query) if self.is_searching else queryset

    def get_base_queryset(self) -> Any:
        return self.annotate_queryset(self.permission_policy.stories_for(self.request.user, StoryPage.objects.all()))


def _number_beside(column: str) -> Col:
    """
    The story's number as the column's own table has it, whose index ends in it.

    SQLite does not know the two for one: with the other, who sorted by state waited 110 ms for a table in memory.
    """
    field = StoryPage._meta.get_field(column)  # noqa: SLF001  Django's documented door
    owner = field.model._meta  # noqa: SLF001
    return Col(owner.db_table, owner.pk)


class ChooseSectionView(ChooseParentView):
    """Wagtail would ask for a "parent page" in a chooser; a newsroom has a few sections, all shown at once."""

    page_title = _("Write a story")
    submit_button_label = _("Start writing")

    def get_form(self, form_class: Any = None) -> SectionForm:  # noqa: ARG002  Django's signature
        sections = self.get_valid_parent_pages(self.request.user).order_by("path")
        return SectionForm(self.request.POST or None, sections=sections)

    def get_page_subtitle(self) -> str:
        return ""


_DETAIL = "story-detail"  # left out on narrow screens (listing.css)


class StoryListing(PageListingViewSet):
    """All stories, newest work first."""

    model = StoryPage
    index_view_class = StoryIndexView
    choose_parent_view_class = ChooseSectionView
    icon = "doc-full"
    menu_label = _("Stories")
    menu_order = 90
    add_to_admin_menu = True
    filterset_class = StoryFilterSet
    list_display = [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn("title", label=_("Headline"), sort_key="title", classname="title"),
        ParentPageColumn("parent", label=_("Section"), classname=_DETAIL),
        Column("urgency", label=_("Urgency"), sort_key="urgency", width="8%", classname=_DETAIL),
        DateColumn("latest_revision_created_at", label=_("Edited"), sort_key="latest_revision_created_at", width="12%"),
        DateColumn(
            "first_published_at", label=_("Published"), sort_key="first_published_at", width="12%", classname=_DETAIL
        ),
        PageStatusColumn("status", label=_("State"), sort_key="live", width="12%"),
    ]


call_model(Topic, one=_("topic"), many=_("topics"))
call_fields(Topic, name=_("name"), slug=_("slug"), mediatopic=_("mediatopic"))


class TopicViewSet(SnippetViewSet):
    model = Topic
    icon = "tag"
    list_display = ["name", "mediatopic"]
    search_fields = ["name", "mediatopic"]
    form_fields = ["name", "slug", "mediatopic"]


class NewAuthorForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's own cannot be subscripted
    """An author by name alone, for somebody who is in the middle of a story."""

    class Meta:
        model = Author
        fields = ["name"]
        error_messages = {"name": {"unique": _("There is an author of this name already: search for it.")}}

    def save(self, commit: bool = True) -> Author:
        self.instance.slug = free_slug(self.instance.name)
        author: Author = super().save(commit=commit)
        return author


class AuthorChooserViewSet(SnippetChooserViewSet):
    """Chooses an author; whoever may make one does so in the same window."""

    creation_form_class = NewAuthorForm
    creation_tab_label = _("New author")
    create_action_label = _("Add and choose")


class AuthorViewSet(SnippetViewSet):
    chooser_viewset_class = AuthorChooserViewSet
    model = Author
    icon = "user"
    list_display = ["name", "role", "user"]
    search_fields = ["name"]


class Vocabularies(SnippetViewSetGroup):
    """Topics and authors, one menu."""

    menu_label = _("Topics, authors")
    menu_icon = "tag"
    menu_order = 300
    items = (TopicViewSet, AuthorViewSet)

"""How the list of stories is narrowed down: by filters whose cost is bounded by what they find."""

from typing import Any

from django.contrib.auth import get_user_model
from django.forms import TextInput
from django.utils.translation import gettext_lazy as _
from django_filters.filters import CharFilter
from wagtail.admin.filters import MultipleUserFilter
from wagtail.admin.views.pages.listing import EditedByFilter, PageFilterSet

from broadsheet.stories.calling import call_fields
from broadsheet.stories.listing_markup import Boxes
from broadsheet.stories.models import StoryPage, Topic

_MOST_TOPICS = 200  # of a word that is in the names of so many, the first

call_fields(StoryPage, urgency=_("urgency"), in_latest=_("in latest"))


def _people(request: Any) -> Any:  # noqa: ARG001  the filters' signature
    return get_user_model().objects.order_by("first_name", "username")


class TopicFilter(CharFilter):
    """A part of a topic's name: a box to tick for each of 1,500 topics was half of the page."""

    def filter(self, qs: Any, value: str) -> Any:
        if not value:
            return qs
        named = Topic.objects.filter(name__icontains=value).order_by("name", "pk").values_list("pk", flat=True)
        links = StoryPage.topics.through.objects.filter(topic_id__in=list(named[:_MOST_TOPICS]))
        return qs.filter(pk__in=links.values("storypage_id"))


class StoryFilterSet(PageFilterSet):
    """
    Wagtail's, for a paper of many years.

    Wagtail finds whom to offer as owners and editors by reading every page and the whole log, at each opening of the
    list; a newsroom knows its people. Its filters for sites and pages inside say nothing of stories.
    """

    # A story has one owner: looking for doubles among whole rows took PostgreSQL 120 ms.
    owner = MultipleUserFilter(label=_("Owner"), queryset=_people, widget=Boxes, distinct=False)
    edited_by = EditedByFilter(label=_("Edited by"), queryset=_people, widget=Boxes)
    topics = TopicFilter(label=_("Topic"), widget=TextInput(attrs={"placeholder": _("A part of its name")}))
    site = has_child_pages = None

    class Meta:
        model = StoryPage
        fields = ["live", "urgency", "in_latest"]

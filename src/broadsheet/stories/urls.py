"""What stands in front of Wagtail's own addresses."""

from django.urls import path
from wagtail.admin.auth import require_admin_access

from broadsheet.stories.link_views import LatestStoriesView, LinkSearchView

IN_FRONT_OF_WAGTAIL = [
    path("choose-page/latest/", require_admin_access(LatestStoriesView.as_view()), name="story_choose_latest"),
    path("choose-page/search/", require_admin_access(LinkSearchView.as_view()), name="wagtailadmin_choose_page_search"),
]

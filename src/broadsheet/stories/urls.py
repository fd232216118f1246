"""What stands in front of Wagtail's own addresses."""

from django.urls import path
from wagtail.admin.auth import require_admin_access

from broadsheet.stories.link_views import LinkSearchView

IN_FRONT_OF_WAGTAIL = [
    path("choose-page/search/", require_admin_access(LinkSearchView.as_view()), name="wagtailadmin_choose_page_search"),
]

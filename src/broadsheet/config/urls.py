"""The newsroom's addresses. Readers' pages are the edge's: nothing of Wagtail's page serving is mounted here."""

from django.urls import include, path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls

from broadsheet.accounts.urls import DOORS, IN_FRONT_OF_WAGTAIL
from broadsheet.desk.health import healthz
from broadsheet.desk.journal.views import IN_FRONT_OF_WAGTAIL as JOURNAL
from broadsheet.look.views import newsroom_asset
from broadsheet.media.views import newsroom_media
from broadsheet.stories import urls as stories_urls
from broadsheet.wire.views.push import push

handler429 = "broadsheet.accounts.views.entrance.too_many"

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="wagtailadmin_home", permanent=False)),
    path("healthz", healthz, name="healthz"),
    *DOORS,
    path("admin/", include(IN_FRONT_OF_WAGTAIL)),
    path("admin/", include(stories_urls.IN_FRONT_OF_WAGTAIL)),
    path("admin/", include(JOURNAL)),
    path("admin/", include(wagtailadmin_urls)),
    path("wire/push/<slug:slug>/", push, name="wire_push"),
    path("assets/<str:name>", newsroom_asset, name="newsroom_asset"),
    path("media/<path:path>", newsroom_media),
]

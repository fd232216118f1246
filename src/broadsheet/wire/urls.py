"""The wire's addresses in the newsroom, under /admin/wire/."""

from django.urls import path

from broadsheet.wire.views import (
    alarms,
    changes,
    inserting,
    items,
    kills,
    listing,
    meetings,
    quarantine,
    routes,
    versions,
)

URLS = [
    path("", listing.WireListView.as_view(), name="list"),
    path("results/", listing.WireListView.as_view(results_only=True), name="list_results"),
    path("news/", listing.news, name="news"),
    path("quarantine/", quarantine.QuarantineView.as_view(), name="quarantine"),
    path("quarantine/<int:pk>/read/", quarantine.read_quarantined, name="read_again"),
    path("alarms/", alarms.AlarmsView.as_view(), name="alarms"),
    path("alarms/<int:pk>/acknowledge/", alarms.acknowledge_alarm, name="acknowledge"),
    path("routes/switch/", routes.switch_routes, name="switch_routes"),
    path("<int:pk>/", items.ItemView.as_view(), name="item"),
    path("<int:pk>/make/", items.make, name="make"),
    path("<int:pk>/kill/", kills.KillView.as_view(), name="kill"),
    path("<int:pk>/insert/", inserting.InsertView.as_view(), name="insert"),
    path("stories/<int:pk>/substitute/", kills.SubstituteView.as_view(), name="substitute"),
    path("<int:pk>/embargo/", items.rule, name="rule"),
    path("<int:pk>/versions/", versions.VersionsView.as_view(), name="versions"),
    path("<int:pk>/versions/<int:revision>/raw/", versions.raw, name="raw"),
    path("uses/<int:pk>/", meetings.MeetingView.as_view(), name="meeting"),
    path("uses/<int:pk>/follow/", meetings.follow, name="follow"),
    path("changes/<int:pk>/", changes.ChangeView.as_view(), name="change"),
]

"""The wire's addresses in the newsroom, under /admin/wire/."""

from django.urls import path

from broadsheet.wire.views import alarms, items, listing, quarantine, routes, source_acts, sources

URLS = [
    path("", listing.WireListView.as_view(), name="list"),
    path("results/", listing.WireListView.as_view(results_only=True), name="list_results"),
    path("news/", listing.news, name="news"),
    path("quarantine/", quarantine.QuarantineView.as_view(), name="quarantine"),
    path("quarantine/<int:pk>/read/", quarantine.read_quarantined, name="read_again"),
    path("alarms/", alarms.AlarmsView.as_view(), name="alarms"),
    path("alarms/<int:pk>/acknowledge/", alarms.acknowledge_alarm, name="acknowledge"),
    path("sources/", sources.SourcesView.as_view(), name="sources"),
    path("sources/add/", sources.ChooseKindView.as_view(), name="add_source"),
    path("sources/add/<str:kind>/", sources.SourceFormView.as_view(), name="add_source_of_kind"),
    path("sources/<int:pk>/", sources.SourceView.as_view(), name="source"),
    path("sources/<int:pk>/edit/", sources.EditSourceView.as_view(), name="edit_source"),
    path("sources/<int:pk>/switch/", source_acts.switch_source, name="switch_source"),
    path("sources/<int:pk>/archive/", source_acts.ArchiveView.as_view(), name="archive_source"),
    path("sources/<int:pk>/take-back/", source_acts.take_source_back, name="take_source_back"),
    path("sources/<int:pk>/token/", source_acts.TokenView.as_view(), name="source_token"),
    path("sources/<int:pk>/read-again/", source_acts.reread_source, name="reread_source"),
    path("routes/", routes.RoutesView.as_view(), name="routes"),
    path("routes/add/", routes.RouteFormView.as_view(), name="add_route"),
    path("routes/<int:pk>/edit/", routes.EditRouteView.as_view(), name="edit_route"),
    path("routes/<int:pk>/delete/", routes.DeleteRouteView.as_view(), name="delete_route"),
    path("routes/<int:pk>/switch/", routes.switch_one_route, name="switch_route"),
    path("routes/switch/", routes.switch_routes, name="switch_routes"),
    path("<int:pk>/", items.ItemView.as_view(), name="item"),
    path("<int:pk>/make/", items.make, name="make"),
    path("<int:pk>/embargo/", items.rule, name="rule"),
]

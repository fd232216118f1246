"""The wire's addresses in the newsroom, under /admin/wire/."""

from django.urls import path

from broadsheet.wire.views import alarms, items, listing, presets, preview, quarantine, routes

URLS = [
    path("", listing.WireListView.as_view(), name="list"),
    path("news/", listing.news, name="news"),
    path("presets/", presets.PresetsView.as_view(), name="presets"),
    path("presets/keep/", presets.keep, name="keep_preset"),
    path("presets/counts/", presets.counts, name="preset_counts"),
    path("presets/<int:pk>/", presets.change, name="change_preset"),
    path("presets/<int:pk>/undo/", presets.undo, name="undo_preset"),
    path("quarantine/", quarantine.QuarantineView.as_view(), name="quarantine"),
    path("quarantine/<int:pk>/read/", quarantine.read_quarantined, name="read_again"),
    path("alarms/", alarms.AlarmsView.as_view(), name="alarms"),
    path("alarms/<int:pk>/acknowledge/", alarms.acknowledge_alarm, name="acknowledge"),
    path("routes/switch/", routes.switch_routes, name="switch_routes"),
    path("<int:pk>/", items.ItemView.as_view(), name="item"),
    path("<int:pk>/preview/", preview.preview, name="preview"),
    path("<int:pk>/make/", items.make, name="make"),
    path("<int:pk>/embargo/", items.rule, name="rule"),
]

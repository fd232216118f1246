"""The wire's addresses in the newsroom, under /admin/wire/."""

from django.urls import path

from broadsheet.wire.views import alarms, items, listing, quarantine, receipts, routes, telling

URLS = [
    path("", listing.WireListView.as_view(), name="list"),
    path("results/", listing.WireListView.as_view(results_only=True), name="list_results"),
    path("news/", listing.news, name="news"),
    path("quarantine/", quarantine.QuarantineView.as_view(), name="quarantine"),
    path("quarantine/<int:pk>/read/", quarantine.read_quarantined, name="read_again"),
    path("alarms/", alarms.AlarmsView.as_view(), name="alarms"),
    path("alarms/<int:pk>/acknowledge/", alarms.acknowledge_alarm, name="acknowledge"),
    path("alarms/acknowledge/", alarms.acknowledge_many, name="acknowledge_many"),
    path("alarms/<int:pk>/reopen/", alarms.reopen_alarm, name="reopen_alarm"),
    path("alarms/ringing/", alarms.ringing, name="ringing"),
    path("alarms/sound/", alarms.choose_sound, name="alarm_sound"),
    path("alarms/rules/", telling.AlarmRulesView.as_view(), name="alarm_rules"),
    path("alarms/rules/secret/", telling.renew_secret, name="renew_alarm_secret"),
    path("alarms/rules/try/", telling.try_out, name="try_alarm_rules"),
    path("receipts/", receipts.ReceiptsView.as_view(), name="receipts"),
    path("receipts/<int:pk>/", receipts.ReceiptView.as_view(), name="receipt"),
    path("routes/switch/", routes.switch_routes, name="switch_routes"),
    path("<int:pk>/", items.ItemView.as_view(), name="item"),
    path("<int:pk>/make/", items.make, name="make"),
    path("<int:pk>/embargo/", items.rule, name="rule"),
]

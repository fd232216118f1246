from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WireConfig(AppConfig):
    name = "broadsheet.wire"
    label = "broadsheet_wire"
    verbose_name = _("Wire")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Stand in the publish path, and hear what becomes of the stories that hold its words."""
        from broadsheet.stories.guards import register_publish_guard, register_version_guard
        from broadsheet.wire.guards import reasons_against_version, reasons_of_the_wire
        from broadsheet.wire.receivers import connect

        register_publish_guard(reasons_of_the_wire)
        register_version_guard(reasons_against_version)
        connect()

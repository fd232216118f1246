from django.apps import AppConfig


class WireConfig(AppConfig):
    name = "broadsheet.wire"
    label = "broadsheet_wire"
    verbose_name = "Wire"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Stand in the publish path."""
        from broadsheet.stories.guards import register_publish_guard
        from broadsheet.wire.guards import reasons_of_the_wire

        register_publish_guard(reasons_of_the_wire)

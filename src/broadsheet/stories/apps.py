from django.apps import AppConfig


class StoriesConfig(AppConfig):
    name = "broadsheet.stories"
    label = "broadsheet_stories"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from broadsheet.stories import guards, readiness, receivers

        receivers.connect()
        guards.register_publish_guard(readiness.not_withdrawn)
        guards.register_publish_guard(readiness.no_embargo)
        guards.register_publish_guard(readiness.pictures_are_ready)

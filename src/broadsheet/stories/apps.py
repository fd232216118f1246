from django.apps import AppConfig
from django.db.models.signals import post_migrate


class StoriesConfig(AppConfig):
    name = "broadsheet.stories"
    label = "broadsheet_stories"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from broadsheet.stories import guards, page_indexes, policies, readiness, receivers

        policies.register()
        receivers.connect()
        post_migrate.connect(receivers.know_embed_sites, sender=self, dispatch_uid="stories_embed_sites")
        post_migrate.connect(page_indexes.index_after_migrating, sender=self, dispatch_uid="stories_page_indexes")
        guards.register_publish_guard(readiness.not_withdrawn)
        guards.register_publish_guard(readiness.no_embargo)
        guards.register_publish_guard(readiness.pictures_are_ready)
        guards.register_publish_guard(readiness.recordings_are_ready)

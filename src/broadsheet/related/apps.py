from django.apps import AppConfig


class RelatedConfig(AppConfig):
    name = "broadsheet.related"
    label = "broadsheet_related"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from broadsheet.related.receivers import connect
        from broadsheet.related.topics import suggest_for
        from broadsheet.stories.suggestions import register_topic_suggester

        connect()
        register_topic_suggester(suggest_for)

from django.apps import AppConfig


class PopularConfig(AppConfig):
    name = "broadsheet.popular"
    label = "broadsheet_popular"
    default_auto_field = "django.db.models.BigAutoField"

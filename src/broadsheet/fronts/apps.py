from django.apps import AppConfig


class FrontsConfig(AppConfig):
    name = "broadsheet.fronts"
    label = "broadsheet_fronts"
    default_auto_field = "django.db.models.BigAutoField"

from django.apps import AppConfig


class ImportingConfig(AppConfig):
    name = "broadsheet.importing"
    label = "broadsheet_importing"
    default_auto_field = "django.db.models.BigAutoField"

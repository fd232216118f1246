from django.apps import AppConfig


class ClerkConfig(AppConfig):
    name = "broadsheet.clerk"
    label = "broadsheet_clerk"
    default_auto_field = "django.db.models.BigAutoField"

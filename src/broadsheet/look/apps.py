from django.apps import AppConfig


class LookConfig(AppConfig):
    name = "broadsheet.look"
    label = "broadsheet_look"
    default_auto_field = "django.db.models.BigAutoField"

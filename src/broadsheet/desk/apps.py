from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "broadsheet.desk"
    label = "broadsheet_desk"
    default_auto_field = "django.db.models.BigAutoField"

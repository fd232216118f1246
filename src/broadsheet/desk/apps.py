from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate, pre_migrate


class DeskConfig(AppConfig):
    name = "broadsheet.desk"
    label = "broadsheet_desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from broadsheet.accounts import guarding
        from broadsheet.desk import receivers
        from broadsheet.desk.journal import joining, signing_in, watching

        for part in (receivers, joining, signing_in, watching):
            part.connect()
        log = apps.get_app_config("wagtailcore")
        pre_migrate.connect(guarding.unguard_before_migrating, sender=log, dispatch_uid="journal_unguard")
        post_migrate.connect(guarding.guard_after_migrating, sender=log, dispatch_uid="journal_guard")

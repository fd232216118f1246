from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "broadsheet.media"
    label = "broadsheet_media"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to saved pictures."""
        from django.db.models.signals import post_save

        from broadsheet.media.models import Picture
        from broadsheet.media.receivers import picture_saved

        post_save.connect(picture_saved, sender=Picture, dispatch_uid="broadsheet_media.picture_saved")

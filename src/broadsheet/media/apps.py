from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "broadsheet.media"
    label = "broadsheet_media"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to what is saved and deleted."""
        from django.db.models.signals import post_delete, post_save

        from broadsheet.media.models import AttachedDocument, Picture, Recording
        from broadsheet.media.receivers import document_saved, picture_saved, recording_deleted, recording_saved

        post_save.connect(picture_saved, sender=Picture, dispatch_uid="broadsheet_media.picture_saved")
        post_save.connect(recording_saved, sender=Recording, dispatch_uid="broadsheet_media.recording_saved")
        post_delete.connect(recording_deleted, sender=Recording, dispatch_uid="broadsheet_media.recording_deleted")
        post_save.connect(document_saved, sender=AttachedDocument, dispatch_uid="broadsheet_media.document_saved")

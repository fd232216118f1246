"""Pictures and documents."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import models
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition, Filter, SourceImageIOError

from broadsheet.media.bare import BareFilter
from broadsheet.media.captions import says_the_same


class Picture(AbstractImage):
    """
    A picture with its three texts: caption (what readers see under it), credit (who made it), and alt text.

    The alt text is Wagtail's `description`: what the picture shows, for those who cannot see it.
    """

    caption = models.TextField(blank=True)
    credit = models.CharField(max_length=255, blank=True)
    usage_terms = models.TextField(blank=True)
    wire_guid = models.CharField(max_length=500, blank=True, db_index=True, editable=False)
    killed_at = models.DateTimeField(null=True, blank=True, editable=False)

    admin_form_fields = (
        "title",
        "file",
        "description",
        "caption",
        "credit",
        "usage_terms",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = "picture"
        verbose_name_plural = "pictures"
        indexes = [
            # The clerk looks for their files every second, and there are few of them.
            models.Index(
                fields=["killed_at"], condition=models.Q(killed_at__isnull=False), name="media_killed_pictures"
            )
        ]

    @property
    def alt_text(self) -> str:
        return str(self.description)

    @property
    def default_alt_text(self) -> str:
        """Never the title, which Wagtail would take: a file name read aloud helps nobody."""
        return str(self.description)

    def clean(self) -> None:
        """:raises ValidationError: if the alt text is the caption again"""
        super().clean()
        if says_the_same(self.description, self.caption):
            raise ValidationError(
                {"description": "The alt text repeats the caption. Say what the picture shows instead."}
            )

    def generate_rendition_file(self, filter: Filter, *, source: Any = None) -> "ContentFile[bytes]":  # noqa: A002
        """
        Make a rendition as Wagtail does, without metadata, and close the temporary file that it leaves open.

        :raises SourceImageIOError: if the picture was killed (editors' screens then show that there is none)
        """
        if self.killed_at is not None:
            raise SourceImageIOError(f"{self.file.name} was killed")
        with super().generate_rendition_file(BareFilter(spec=filter.spec), source=source) as made:
            made.seek(0)
            return ContentFile(made.read(), name=made.name)


class PictureRendition(AbstractRendition):
    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_a_filter"),
        ]
        indexes = [models.Index(fields=["file"], name="media_rendition_file")]  # sweeping asks who claims a file


class WantedFiles(models.Model):
    """
    A picture that has its JPEG files and waits for the smaller, slower formats.

    `attempts` counts the tries that were begun, so that a picture on which the encoder dies does not come up at once
    again and again.
    """

    picture = models.OneToOneField(Picture, on_delete=models.CASCADE, related_name="wanted_files")
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "picture that waits for its files"
        verbose_name_plural = "pictures that wait for their files"


class AttachedDocument(AbstractDocument):
    admin_form_fields = ("title", "file", "collection", "tags")

    class Meta(AbstractDocument.Meta):
        verbose_name = "document"
        verbose_name_plural = "documents"

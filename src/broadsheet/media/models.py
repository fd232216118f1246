"""Pictures, documents and recordings."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import models
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition, Filter, SourceImageIOError, get_upload_to
from wagtail.search import index

from broadsheet.media.bare import BareFilter
from broadsheet.media.captions import says_the_same
from broadsheet.media.file_names import captions_name, recording_name, rendition_name
from broadsheet.media.files import OriginalField


class Picture(AbstractImage):
    """
    A picture with its three texts: caption (what readers see under it), credit (who made it), and alt text.

    The alt text is Wagtail's `description`: what the picture shows, for those who cannot see it. After `usage_ends_at`
    no story goes out with it anew; those that are out stay as they are. `card_crop` is the part that cards show, as
    left, top, width and height in pixels, where an editor chose one (`cropping`).
    """

    file = OriginalField(verbose_name=_("file"), upload_to=get_upload_to, width_field="width", height_field="height")
    caption = models.TextField(blank=True)
    credit = models.CharField(max_length=255, blank=True)
    usage_terms = models.TextField(blank=True)
    usage_ends_at = models.DateTimeField(null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True, editable=False)
    card_crop = models.JSONField(null=True, blank=True)
    wire_guid = models.CharField(max_length=500, blank=True, db_index=True, editable=False)
    killed_at = models.DateTimeField(null=True, blank=True, editable=False)

    admin_form_fields = (
        "title",
        "file",
        "description",
        "caption",
        "credit",
        "usage_terms",
        "usage_ends_at",
        "tags",
        "collection",
        "card_crop",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    search_fields = [
        *AbstractImage.search_fields,
        index.SearchField("caption"),
        index.AutocompleteField("caption"),
        index.SearchField("credit", boost=5),
        index.AutocompleteField("credit"),
        *(
            index.FilterField(name)
            for name in (
                "caption",
                "credit",
                "description",
                "width",
                "height",
                "usage_ends_at",
                "taken_at",
                "killed_at",
            )
        ),
    ]

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        indexes = [
            # The clerk looks for their files every second, and there are few of them.
            models.Index(
                fields=["killed_at"], condition=models.Q(killed_at__isnull=False), name="media_killed_pictures"
            ),
            models.Index(
                fields=["usage_ends_at"],
                condition=models.Q(usage_ends_at__isnull=False),
                name="media_pictures_with_an_end",
            ),
        ]

    @property
    def alt_text(self) -> str:
        return str(self.description)

    @property
    def default_alt_text(self) -> str:
        """Never the title, which Wagtail would take: a file name read aloud helps nobody."""
        return str(self.description)

    def has_ended(self, now: datetime) -> bool:
        """Whether the right to use it is over."""
        return self.usage_ends_at is not None and self.usage_ends_at <= now

    def clean(self) -> None:
        """:raises ValidationError: if the alt text is the caption again"""
        super().clean()
        if says_the_same(self.description, self.caption):
            raise ValidationError(
                {"description": gettext("The alt text repeats the caption. Say what the picture shows instead.")}
            )

    def generate_rendition_file(self, filter: Filter, *, source: Any = None) -> "ContentFile[bytes]":  # noqa: A002
        """
        Make a rendition as Wagtail does, without metadata, and close the temporary file that it leaves open.

        Wagtail's name has all of the spec in it and no room for another word: ".cut-…" was refused by the edge.

        :raises SourceImageIOError: if the picture was killed (editors' screens then show that there is none)
        """
        if self.killed_at is not None:
            raise SourceImageIOError(f"{self.file.name} was killed")
        told_apart_by = (filter.spec, filter.get_cache_key(self), self.file_hash or self.file.name)
        with super().generate_rendition_file(BareFilter(spec=filter.spec), source=source) as made:
            made.seek(0)
            name = rendition_name(self.file.name, number=self.pk, told_apart_by=told_apart_by, like=made.name)
            return ContentFile(made.read(), name=name)


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
        verbose_name = _("document")
        verbose_name_plural = _("documents")


class Recording(models.Model):
    """
    A film or a sound of the newsroom's own, with what those need who cannot see or hear it.

    What it is says the file itself (`recognising`). The file is readers' own, so its name cannot be guessed: whoever
    has not seen it on a page does not find it.
    """

    class Medium(models.TextChoices):
        VIDEO = "video", _("Film")
        AUDIO = "audio", _("Sound")

    title = models.CharField(max_length=255)
    file = models.FileField(upload_to=recording_name)
    medium = models.CharField(max_length=8, choices=Medium, editable=False)
    content_type = models.CharField(max_length=32, editable=False)
    size = models.BigIntegerField(default=0, editable=False)
    width = models.PositiveIntegerField(default=0, editable=False)
    height = models.PositiveIntegerField(default=0, editable=False)
    seconds = models.PositiveIntegerField(_("length in seconds"), default=0)
    credit = models.CharField(max_length=255, blank=True)
    usage_terms = models.TextField(blank=True)
    poster = models.ForeignKey(Picture, null=True, blank=True, on_delete=models.SET_NULL, related_name="recordings")
    captions = models.FileField(upload_to=captions_name, blank=True)
    captions_language = models.CharField(max_length=35, blank=True)
    transcript = models.TextField(blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)
    killed_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("recording")
        verbose_name_plural = _("recordings")
        indexes = [
            models.Index(
                fields=["killed_at"], condition=models.Q(killed_at__isnull=False), name="media_killed_recordings"
            ),
            models.Index(fields=["file"], name="media_recording_file"),  # sweeping asks who claims a file
            models.Index(fields=["captions"], name="media_recording_captions"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_film(self) -> bool:
        return self.medium == self.Medium.VIDEO


# What forms, lists and errors call the columns. Given to a column itself, a name would be a migration.
for _name, _label in {
    "title": _("title"),
    "file": _("file"),
    "medium": _("medium"),
    "credit": pgettext_lazy("recording", "credit"),
    "usage_terms": _("usage terms"),
    "poster": _("poster"),
    "captions": _("captions"),
    "captions_language": _("captions language"),
    "transcript": _("transcript"),
}.items():
    Recording._meta.get_field(_name).verbose_name = _label  # type: ignore[union-attr]  # noqa: SLF001  all are columns

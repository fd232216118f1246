"""Pictures that items name at an address, on their way into the library."""

from django.db import models

from broadsheet.wire.models.items import Revision
from broadsheet.wire.models.sources import Source


class WantedPicture(models.Model):
    """
    A picture that the clerk has to fetch; the row goes once the picture is there or is given up.

    `attempts` counts tries that were begun, so that what takes the clerk down does not come up at once again and again.
    """

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="wanted_pictures")
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="wanted_pictures")
    position = models.PositiveIntegerField(help_text="Its place among the pictures that the revision names")
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["revision", "position"], name="a_picture_is_wanted_once_a_revision")
        ]
        indexes = [models.Index(fields=["source", "not_before", "id"], name="wanted_pictures_by_source")]

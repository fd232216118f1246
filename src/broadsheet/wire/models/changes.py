"""What the wire changed in stories, so that it can be seen and undone."""

from django.conf import settings
from django.db import models

from broadsheet.wire.merging import FIELDS
from broadsheet.wire.models.items import Revision
from broadsheet.wire.models.uses import Use


class WireChange(models.Model):
    """
    A change of a story's words that the wire made by itself (`made_by` is nobody) or that somebody took from it.

    `before` and `after` hold the changed fields alone, whole, so that they can be put back. An undo is a row of its
    own, which can be undone in turn.
    """

    use = models.ForeignKey(Use, on_delete=models.CASCADE, related_name="changes")
    from_revision = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL, related_name="+")
    to_revision = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL, related_name="+")
    before = models.JSONField()
    after = models.JSONField()
    was_published = models.BooleanField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    undoes = models.OneToOneField("self", null=True, on_delete=models.CASCADE, related_name="undone_by")

    class Meta:
        ordering = ["-made_at", "-pk"]

    @property
    def fields(self) -> list[str]:
        """The changed fields, in the order of a story."""
        return [name for name in FIELDS if name in self.after]

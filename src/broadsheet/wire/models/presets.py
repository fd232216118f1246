"""Filters of the list that people keep."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Preset(models.Model):
    """A filter under a name: somebody's own, or the whole newsroom's where it has no owner."""

    name = models.CharField(max_length=60)
    asked = models.TextField(help_text="The filter as an address holds it")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="wire_presets"
    )
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    deleted_at = models.DateTimeField(null=True, blank=True, help_text="Until it is really gone it can be taken back")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"], condition=Q(deleted_at__isnull=True), name="one_preset_a_name_and_owner"
            ),
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(deleted_at__isnull=True, owner__isnull=True),
                name="one_shared_preset_a_name",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_shared(self) -> bool:
        return self.owner_id is None


class PresetCare(models.Model):
    """How somebody keeps a preset, own or shared: its order, whether to open with it, what they have seen of it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    preset = models.ForeignKey(Preset, on_delete=models.CASCADE, related_name="cares")
    position = models.PositiveIntegerField(null=True, blank=True)
    is_default = models.BooleanField(default=False)
    seen = models.BigIntegerField(default=0, help_text="The place of the newest item shown to them in it")

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "preset"], name="a_person_keeps_a_preset_once"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(is_default=True), name="one_default_preset_a_person"
            ),
        ]

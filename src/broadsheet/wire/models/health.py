"""How sources are doing: what came when, and old copy that is read again."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from broadsheet.wire.models.sources import Source


class SourceHour(models.Model):
    """What a source brought within an hour of the clock in UTC; kept for as long as its usual rate looks back."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="hours")
    hour = models.DateTimeField()
    items = models.PositiveIntegerField(default=0)
    unread = models.PositiveIntegerField(default=0, help_text="Deliveries that went to quarantine")
    repeats = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["hour", "pk"]
        constraints = [models.UniqueConstraint(fields=["source", "hour"], name="one_count_a_source_and_hour")]


class Rereading(models.Model):
    """
    All of a source's quarantine, read again by the clerk after a fix.

    `position` is the last delivery that was read: a clerk that died goes on after it.
    """

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="rereadings")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    last_delivery = models.PositiveBigIntegerField(help_text="The newest that was in quarantine when it began")
    position = models.PositiveBigIntegerField(default=0)
    total = models.PositiveIntegerField()
    read = models.PositiveIntegerField(default=0)
    unread = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source"], condition=Q(finished_at__isnull=True), name="one_rereading_a_source_at_a_time"
            )
        ]

"""The rankings as they stand, one row a list, and what the newsroom sees of its readers."""

from django.db import models


class Ranking(models.Model):
    """A list's ranks with what explains them; `name` is "all", a `ranking.Span` or a section's page id."""

    name = models.CharField(max_length=20, unique=True)
    story_ids = models.JSONField()
    window_hours = models.PositiveSmallIntegerField()
    half_life_hours = models.FloatField()
    counted_readers = models.PositiveIntegerField()
    dropped = models.JSONField(default=dict)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Reading(models.Model):
    """
    How many readers the most read stories of the whole paper had, for the newsroom's own eyes; one row ten minutes.

    `lines` are [story id, readers in the window, readers in the last hour], in the ranks of that moment.
    """

    slot = models.PositiveBigIntegerField(unique=True, help_text="Which ten minutes since the epoch")
    made_at = models.DateTimeField()
    window_hours = models.PositiveSmallIntegerField()
    lines = models.JSONField()

    class Meta:
        ordering = ["-slot"]


class AudienceSheet(models.Model):
    """The newest `audience.Audience`, in one row: what the newsroom's own screen of readers shows."""

    ONLY = 1

    made_at = models.DateTimeField()
    told = models.JSONField()

    def __str__(self) -> str:
        return f"{self.made_at:%H:%M:%S}"

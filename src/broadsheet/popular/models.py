"""The rankings as they stand, one row a list."""

from django.db import models


class Ranking(models.Model):
    """A list's ranks with what explains them; `name` is "all" or a section's page id."""

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

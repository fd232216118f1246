"""The outbox between publishing and the index, and what was found: related stories and follow-ups."""

from enum import IntEnum
from uuid import uuid4

from django.db import models


class Stage(IntEnum):
    """
    What is to be done for a story; lower goes first.

    An index that is filled anew relates nothing until it is full: a list made from half of it would be half a list.
    """

    PUBLISHED = 0  # it came, changed or went: index and relate it
    FILL = 10  # index it only; RELATE comes when all are in
    MISSED = 20  # published while the index was being filled: relate it before the archive
    RELATE = 30


class IndexOrder(models.Model):
    """
    A story to index and relate anew, written in the transaction that changed it. The story may be gone by then.

    Each order of the same story gives it another `ticket`, so that one given while the clerk is at work is not lost:
    an order is closed only with the ticket that was worked off.
    """

    story_id = models.BigIntegerField(unique=True)
    stage = models.SmallIntegerField(default=int(Stage.PUBLISHED))
    ticket = models.UUIDField(default=uuid4)
    made_at = models.DateTimeField()
    not_before = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["stage", "id"])]

    def __str__(self) -> str:
        return f"story {self.story_id}"


class RelatedList(models.Model):
    """
    A story's related stories, best first; `entries` are objects with story, score and reason.

    `rewrites` are the stories that are this one in other words; they are not among its related ones.
    """

    story_id = models.BigIntegerField(unique=True)
    entries = models.JSONField(default=list)
    rewrites = models.JSONField(default=list)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"story {self.story_id}"


class FollowUp(models.Model):
    """A later story that carries an older one on; found when the later one was published, at `later_at`."""

    older_id = models.BigIntegerField()
    later_id = models.BigIntegerField(db_index=True)
    later_at = models.DateTimeField()
    score = models.FloatField()
    reason = models.CharField(max_length=400)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["older_id", "later_id"], name="one_follow_up_a_pair")]

    def __str__(self) -> str:
        return f"story {self.later_id} after story {self.older_id}"

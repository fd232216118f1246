"""What a kill took down, as proof for the agency."""

from django.db import models

from broadsheet.wire.models.items import WireItem


class KillReceipt(models.Model):
    """Proof for the agency: when a kill came and what it took down, and when."""

    item = models.OneToOneField(WireItem, on_delete=models.PROTECT, related_name="kill_receipt")
    received_at = models.DateTimeField()
    reasons = models.JSONField(default=list)


class KilledUse(models.Model):
    """
    One line of a receipt: a story as it stood when the kill took it down.

    Where `picture` is told the story stayed and lost that picture.
    """

    receipt = models.ForeignKey(KillReceipt, on_delete=models.CASCADE, related_name="uses")
    story_id = models.PositiveBigIntegerField()
    title = models.TextField()
    url_path = models.TextField()
    picture = models.TextField(blank=True)
    was_live = models.BooleanField()
    withdrawn_at = models.DateTimeField()
    clean_at = models.DateTimeField(
        null=True, blank=True, help_text="When its page was seen to be gone from the store that readers' servers read"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["receipt", "story_id", "picture"], name="a_receipt_names_a_use_once")
        ]

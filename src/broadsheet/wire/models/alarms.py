"""What wants somebody's eyes."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from broadsheet.stories.models import StoryPage
from broadsheet.wire.models.items import Revision, WireItem
from broadsheet.wire.models.sources import Source


class Alarm(models.Model):
    """Something that stays on the desk until somebody acknowledges it."""

    class Kind(models.TextChoices):
        KILL = "kill", pgettext_lazy("alarm", "Kill")
        WITHHOLD = "withhold", pgettext_lazy("alarm", "Hold")
        EMBARGO = "embargo", _("Embargo on a published story")
        EMBARGO_LIFTED = "embargo-lifted", _("Embargo lifted")
        CORRECTION = "correction", _("Correction of a used story")
        CONFLICT = "conflict", _("Both the wire and the newsroom changed it")
        UPDATE_WAITS = "update-waits", _("A newer version waits for an editor")
        KILL_IN_PROSE = "kill-in-prose", _("A note speaks of a kill")
        EXPIRED = "expired", _("A used item has expired")
        REPLACED = "replaced", _("Another item replaces a used one")
        OFFERED_BACK = "offered-back", _("A withdrawn story may return without the killed part")
        FLASH = "flash", _("Flash")
        QUIET = "quiet", _("A source has gone quiet")
        TROUBLE = "trouble", _("The clerk could not act")

    kind = models.CharField(max_length=16, choices=Kind)
    item = models.ForeignKey(WireItem, null=True, blank=True, on_delete=models.CASCADE, related_name="alarms")
    source = models.ForeignKey(
        Source,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="alarms",
        help_text="Where it is no item's",
    )
    revision = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL, related_name="+")
    story = models.ForeignKey(StoryPage, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    text = models.TextField()
    suggested = models.ManyToManyField(WireItem, related_name="+", help_text="Which items it may be about, best first")
    made_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "kind", "revision"],
                condition=Q(story__isnull=True),
                name="one_alarm_a_kind_and_revision",
            ),
            models.UniqueConstraint(fields=["item", "kind", "revision", "story"], name="one_alarm_a_story"),
            models.CheckConstraint(
                condition=Q(item__isnull=False) ^ Q(source__isnull=False), name="an_alarm_is_an_item_s_or_a_source_s"
            ),
            models.UniqueConstraint(
                fields=["source", "kind"],
                condition=Q(acknowledged_at__isnull=True),
                name="one_open_alarm_a_source_and_kind",
            ),
        ]
        indexes = [
            models.Index(fields=["-made_at"], condition=Q(acknowledged_at__isnull=True), name="wire_open_alarms")
        ]

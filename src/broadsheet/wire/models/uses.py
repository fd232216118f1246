"""The stories that hold an item's words."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from broadsheet.stories.models import StoryPage
from broadsheet.wire.models.items import Revision, WireItem
from broadsheet.wire.models.sources import Route


class Use(models.Model):
    """
    A story that holds an item's words.

    `taken` is the revision that it last met, `taken_words` the words of both sides right after that: what differs in
    the story was changed by the newsroom. Of a field in `conflicts` they stay as they were before the two met, until
    somebody settles it. The row outlives its story, so that no route makes a deleted story again.
    """

    class Kind(models.TextChoices):
        MADE = "made", _("made from the item")
        PART = "part", _("holds a part of it")
        COPIED = "copied", _("copied from a story made from the item")

    # The item's whole words: these stories meet its newer versions.
    WHOLE = (Kind.MADE, Kind.COPIED)

    item = models.ForeignKey(WireItem, on_delete=models.PROTECT, related_name="uses")
    story = models.ForeignKey(StoryPage, null=True, on_delete=models.SET_NULL, related_name="wire_uses")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.MADE)
    route = models.ForeignKey(Route, null=True, blank=True, on_delete=models.SET_NULL, related_name="uses")
    taken = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL, related_name="+")
    taken_words = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    published_by_route_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(
        null=True, blank=True, help_text="Taken off readers' pages by the wire, may return"
    )
    hidden_revision = models.PositiveBigIntegerField(
        null=True, blank=True, help_text="Which of the story's revisions readers saw when the wire took it off"
    )
    follows_wire = models.BooleanField(default=True)
    freed_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="Since when the story holds none of the killed item's words",
    )
    freed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    freed_reason = models.TextField(blank=True)
    conflicts = models.JSONField(default=list, help_text="Fields that both the wire and the newsroom changed")
    own_fields = models.JSONField(default=list, help_text="Fields that the newsroom keeps whatever the wire says")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "story"], name="one_use_an_item_and_story"),
            models.UniqueConstraint(fields=["item", "route"], name="a_route_takes_an_item_once"),
            models.UniqueConstraint(
                fields=["item"],
                condition=Q(kind="made", route__isnull=True, story__isnull=False, published_by_route_at__isnull=True),
                name="one_story_made_by_hand_an_item",
            ),
        ]
        indexes = [
            models.Index(
                fields=["published_by_route_at"],
                condition=Q(published_by_route_at__isnull=False),
                name="wire_published_by_route",
            )
        ]

    @property
    def is_waiting(self) -> bool:
        """Whether the item says something that an editor has to settle in this story."""
        return self.kind in self.WHOLE and bool(self.conflicts or self.taken_id != self.item.current_id)

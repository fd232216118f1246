"""The items that came, with every revision of each and the pictures beside it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext

from broadsheet.wire.models.deliveries import Delivery
from broadsheet.wire.models.sources import Source
from broadsheet.wire.verdict import VerdictKind


class WireItem(models.Model):
    """One item of a source over all its revisions; what the list shows stands here, taken from the ruling one."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="items")
    guid = models.CharField(max_length=500)
    current = models.ForeignKey("Revision", null=True, on_delete=models.SET_NULL, related_name="+")
    version = models.BigIntegerField(default=1)
    headline = models.TextField(blank=True)
    slug = models.CharField(max_length=255, blank=True)
    slug_root = models.CharField(max_length=255, blank=True, help_text="The slug without take, lead and version")
    is_part = models.BooleanField(default=False, help_text="A take or an add: never published alone")
    part_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="parts", help_text="What it is a take of"
    )
    urgency = models.PositiveSmallIntegerField(null=True, blank=True)
    kind = models.CharField(max_length=12)
    status = models.CharField(max_length=12)
    language = models.CharField(max_length=35, blank=True)
    signals = models.JSONField(default=list)
    verdict = models.CharField(max_length=20)
    verdict_reasons = models.JSONField(default=list)
    embargoed_until = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    is_test = models.BooleanField(default=False)
    received_at = models.DateTimeField(help_text="When its first revision came")
    moved_at = models.DateTimeField(help_text="When its last revision came")
    revision_count = models.PositiveIntegerField(default=0)
    repeats = models.PositiveIntegerField(default=0)
    has_pictures = models.BooleanField(default=False)
    has_restrictions = models.BooleanField(default=False, help_text="Usage terms, or a note to read before use")
    route_note = models.TextField(blank=True, help_text="Why no route published it")
    warnings = models.JSONField(default=list)

    killed_at = models.DateTimeField(null=True, blank=True)
    kill_reasons = models.JSONField(default=list)
    killed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Who killed it by hand, after a message that no program could read",
    )
    ruled_on = models.TextField(blank=True, help_text="The embargo's words that an editor ruled on")
    ruled_until = models.DateTimeField(null=True, blank=True)
    ruled_at = models.DateTimeField(null=True, blank=True)
    ruled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    ruled_reason = models.TextField(blank=True)
    settle_at = models.DateTimeField(
        null=True, blank=True, help_text="When the clerk has to look at it again: an embargo ends, a retry is due"
    )

    class Meta:
        ordering = ["-moved_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["source", "guid"], name="one_item_a_guid"),
            models.CheckConstraint(
                condition=Q(ruled_at__isnull=True) | ~Q(ruled_on=""), name="a_ruling_says_what_it_rules_on"
            ),
            models.CheckConstraint(condition=Q(killed_at__isnull=True) | Q(verdict="killed"), name="a_kill_is_final"),
        ]
        indexes = [
            models.Index(F("moved_at").desc(), F("id").desc(), name="wire_newest"),
            models.Index("verdict", F("moved_at").desc(), F("id").desc(), name="wire_newest_of_verdict"),
            models.Index(
                fields=["source", "-moved_at"], condition=Q(is_part=True, part_of__isnull=True), name="wire_lost_parts"
            ),
            models.Index(
                "source", "slug_root", F("moved_at").desc(), condition=~Q(slug_root=""), name="wire_of_one_story"
            ),
            models.Index(fields=["settle_at"], condition=Q(settle_at__isnull=False), name="wire_to_settle"),
        ]

    def __str__(self) -> str:
        return self.headline or self.slug or self.guid

    @property
    def verdict_label(self) -> str:
        return gettext(VerdictKind(self.verdict).label)

    @property
    def is_forgotten(self) -> bool:
        """Whether the ruling revision's copy is no longer kept: nothing can be made of it."""
        return self.current is not None and self.current.forgotten_at is not None

    @property
    def is_unusable(self) -> bool:
        """Whether no story may be made of it."""
        return VerdictKind(self.verdict).is_unusable


class Revision(models.Model):
    """
    What a source said of an item once. `facts` are the NewsItem's fields (`facts.item_from`).

    Once its copy is forgotten (`keeping`) they hold neither text nor standfirst; the digest goes on knowing repeats.
    """

    item = models.ForeignKey(WireItem, on_delete=models.CASCADE, related_name="revisions")
    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="revisions")
    position = models.PositiveIntegerField(default=0, help_text="Its place in the delivery")
    version = models.BigIntegerField()
    version_created_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField()
    digest = models.CharField(max_length=64, help_text="SHA-256 of the facts")
    facts = models.JSONField()
    forgotten_at = models.DateTimeField(
        null=True, blank=True, help_text="When its copy was deleted: the agency's licence had ended"
    )

    class Meta:
        ordering = ["-received_at", "-pk"]
        indexes = [
            models.Index(
                fields=["received_at"], condition=Q(forgotten_at__isnull=True), name="wire_revisions_with_copy"
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["item", "digest"], name="a_revision_says_something_new"),
            models.UniqueConstraint(fields=["delivery", "position"], name="one_revision_a_place_in_a_delivery"),
        ]


class WirePicture(models.Model):
    """A picture that came beside an item, as the media library holds it."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="pictures")
    position = models.PositiveIntegerField()
    picture = models.ForeignKey(settings.WAGTAILIMAGES_IMAGE_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["revision", "position"], name="one_picture_a_place_in_a_revision")
        ]

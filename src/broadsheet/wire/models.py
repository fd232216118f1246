"""The wire's tables: where copy comes from, what came, what it became, and what wants somebody's eyes."""

import zlib

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from broadsheet.stories.models import SectionPage, StoryPage
from broadsheet.wire.verdict import VerdictKind


class Source(models.Model):
    """An agency's feed, as it arrives here."""

    class OrderBy(models.TextChoices):
        VERSION = "version", "version number, then time"
        TIME = "time", "time, then version number"

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    folder = models.CharField(max_length=500, unique=True, help_text="Absolute path of the folder that is watched")
    credit = models.CharField(max_length=255, blank=True, help_text="Stands where an item names nobody to credit")
    order_by = models.CharField(
        max_length=8,
        choices=OrderBy,
        default=OrderBy.VERSION,
        help_text="What makes a revision the newer one; choose time where version numbers do not grow",
    )
    enabled = models.BooleanField(default=True)
    hourly_cap = models.PositiveIntegerField(
        default=30, help_text="How many stories an hour its routes may publish by themselves"
    )
    allowed_terms = models.TextField(
        blank=True,
        help_text="Usage terms and editor's notes, one a line, that do not keep an item from publishing by itself",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    last_item_at = models.DateTimeField(null=True, blank=True, editable=False)
    last_error = models.TextField(blank=True, editable=False)
    last_error_at = models.DateTimeField(null=True, blank=True, editable=False)
    repeats = models.PositiveIntegerField(default=0, editable=False, help_text="Deliveries dropped as the same again")

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Route(models.Model):
    """What happens by itself to a source's items that pass its filter."""

    class Mode(models.TextChoices):
        DRAFT = "draft", "make a draft"
        PUBLISH = "publish", "publish by itself"

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="routes")
    section = models.ForeignKey(SectionPage, on_delete=models.CASCADE, related_name="+")
    mode = models.CharField(max_length=8, choices=Mode, default=Mode.DRAFT)
    enabled = models.BooleanField(default=True)
    topics = models.CharField(
        max_length=500, blank=True, help_text="Media Topics codes or names, by comma; empty takes all"
    )
    languages = models.CharField(max_length=120, blank=True, help_text="Such as en, de; empty takes all")
    least_urgency = models.PositiveSmallIntegerField(
        default=9,
        validators=[MinValueValidator(1), MaxValueValidator(9)],
        help_text="Takes items from urgency 1 (flash) down to this one",
    )
    hours_from = models.TimeField(null=True, blank=True, help_text="In the site's time zone; empty is all day")
    hours_to = models.TimeField(null=True, blank=True)
    in_latest = models.BooleanField(default=True, help_text="Its stories enter Latest Stories and the fronts")

    class Meta:
        ordering = ["source", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["source", "section"], name="one_route_a_source_and_section"),
            models.CheckConstraint(
                condition=Q(hours_from__isnull=True, hours_to__isnull=True)
                | Q(hours_from__isnull=False, hours_to__isnull=False),
                name="route_hours_come_in_pairs",
            ),
            models.CheckConstraint(
                condition=Q(least_urgency__gte=1, least_urgency__lte=9), name="route_urgency_from_1_to_9"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} to {self.section} ({self.get_mode_display()})"


class RoutesStop(models.Model):
    """A pull of the switch that stops all routes; one that is not yet over stops them now."""

    stopped_at = models.DateTimeField()
    stopped_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    resumed_at = models.DateTimeField(null=True, blank=True)
    resumed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-stopped_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                models.Value(1), condition=Q(resumed_at__isnull=True), name="routes_are_stopped_once_at_a_time"
            ),
        ]


class Delivery(models.Model):
    """
    A file as a source delivered it, its bytes kept exactly (packed with zlib; agency XML shrinks to a fifth).

    With `error` it is in quarantine: no item could be made of it. The bytes stand in the database, so that they are
    committed together with what was read from them, and in a table of their own, so that lists never drag them along.
    They are emptied when the agency's licence ends; the digest stays and goes on knowing repeats.
    """

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="deliveries")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the bytes")
    name = models.CharField(max_length=255)
    size = models.PositiveIntegerField()
    packed = models.BinaryField()
    received_at = models.DateTimeField(db_index=True)
    error = models.TextField(blank=True)

    class Meta:
        ordering = ["-received_at", "-pk"]
        verbose_name_plural = "deliveries"
        constraints = [models.UniqueConstraint(fields=["source", "digest"], name="bytes_are_delivered_once_a_source")]
        indexes = [models.Index(fields=["-received_at"], condition=~Q(error=""), name="wire_quarantine")]

    def __str__(self) -> str:
        return self.name

    @property
    def body(self) -> bytes:
        """The bytes as received; empty once they were forgotten."""
        packed = bytes(self.packed)
        return zlib.decompress(packed) if packed else b""

    @property
    def is_forgotten(self) -> bool:
        return self.size > 0 and not self.packed


class WireItem(models.Model):
    """One item of a source over all its revisions; what the list shows stands here, taken from the ruling one."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="items")
    guid = models.CharField(max_length=500)
    current = models.ForeignKey("Revision", null=True, on_delete=models.SET_NULL, related_name="+")
    version = models.BigIntegerField(default=1)
    headline = models.TextField(blank=True)
    slug = models.CharField(max_length=255, blank=True)
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
    route_note = models.TextField(blank=True, help_text="Why no route published it")
    warnings = models.JSONField(default=list)

    killed_at = models.DateTimeField(null=True, blank=True)
    kill_reasons = models.JSONField(default=list)
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
            models.Index("source", F("moved_at").desc(), F("id").desc(), name="wire_newest_of_source"),
            models.Index("verdict", F("moved_at").desc(), F("id").desc(), name="wire_newest_of_verdict"),
            models.Index(fields=["settle_at"], condition=Q(settle_at__isnull=False), name="wire_to_settle"),
        ]

    def __str__(self) -> str:
        return self.headline or self.slug or self.guid

    @property
    def verdict_label(self) -> str:
        return VerdictKind(self.verdict).label

    @property
    def is_unusable(self) -> bool:
        """Whether no story may be made of it."""
        return VerdictKind(self.verdict).is_unusable


class Revision(models.Model):
    """What a source said of an item once. `facts` are the NewsItem's fields (`facts.item_from`)."""

    item = models.ForeignKey(WireItem, on_delete=models.CASCADE, related_name="revisions")
    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="revisions")
    position = models.PositiveIntegerField(default=0, help_text="Its place in the delivery")
    version = models.BigIntegerField()
    version_created_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField()
    digest = models.CharField(max_length=64, help_text="SHA-256 of the facts")
    facts = models.JSONField()

    class Meta:
        ordering = ["-received_at", "-pk"]
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


class Use(models.Model):
    """
    A story that holds an item's words.

    `taken` is the revision that it last took, `taken_words` the story's words right after that: what differs from
    them was changed by the newsroom. The row outlives its story, so that no route makes a deleted story again.
    """

    class Kind(models.TextChoices):
        MADE = "made", "made from the item"
        PART = "part", "holds a part of it"

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
    follows_wire = models.BooleanField(default=True)
    conflicts = models.JSONField(default=list, help_text="Fields that both the wire and the newsroom changed")

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


class Alarm(models.Model):
    """Something that stays on the desk until somebody acknowledges it."""

    class Kind(models.TextChoices):
        KILL = "kill", "Kill"
        WITHHOLD = "withhold", "Hold"
        EMBARGO = "embargo", "Embargo on a published story"
        EMBARGO_LIFTED = "embargo-lifted", "Embargo lifted"
        CORRECTION = "correction", "Correction of a used story"
        CONFLICT = "conflict", "Both the wire and the newsroom changed it"
        UPDATE_WAITS = "update-waits", "A newer version waits for an editor"
        HEADLINE = "headline", "The wire's headline changed, ours differs"
        KILL_IN_PROSE = "kill-in-prose", "A note speaks of a kill"
        FLASH = "flash", "Flash"
        TROUBLE = "trouble", "The clerk could not act"

    kind = models.CharField(max_length=16, choices=Kind)
    item = models.ForeignKey(WireItem, on_delete=models.CASCADE, related_name="alarms")
    revision = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL, related_name="+")
    story = models.ForeignKey(StoryPage, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    text = models.TextField()
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
        ]
        indexes = [
            models.Index(fields=["-made_at"], condition=Q(acknowledged_at__isnull=True), name="wire_open_alarms")
        ]


class KillReceipt(models.Model):
    """Proof for the agency: when a kill came and what it took down, and when."""

    item = models.OneToOneField(WireItem, on_delete=models.PROTECT, related_name="kill_receipt")
    received_at = models.DateTimeField()
    reasons = models.JSONField(default=list)


class KilledUse(models.Model):
    """One line of a receipt: a story as it stood when the kill took it down."""

    receipt = models.ForeignKey(KillReceipt, on_delete=models.CASCADE, related_name="uses")
    story_id = models.PositiveBigIntegerField()
    title = models.TextField()
    url_path = models.TextField()
    was_live = models.BooleanField()
    withdrawn_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["receipt", "story_id"], name="a_receipt_names_a_story_once")]

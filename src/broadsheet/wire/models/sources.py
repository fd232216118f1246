"""Where copy comes from, and what happens to it by itself."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from broadsheet.contracts.fetching import SourceKind
from broadsheet.contracts.news import Kind
from broadsheet.stories.models import SectionPage
from broadsheet.wire.colours import COLOURS
from broadsheet.wire.sentences import KEPT_IN

KINDS = [
    (SourceKind.FOLDER, gettext_lazy("Folder on this machine")),
    (SourceKind.HTTP, gettext_lazy("Feed or address on the web")),
    (SourceKind.AP, gettext_lazy("AP Media API")),
    (SourceKind.PUSH, gettext_lazy("Push: the agency posts to us")),
    (SourceKind.REMOTE, gettext_lazy("FTP or SFTP server")),
    (SourceKind.MAILBOX, gettext_lazy("Mailbox")),
]
# Kinds that the clerk looks at over the network; the others are dropped here by somebody else.
FETCHED_KINDS = (SourceKind.HTTP, SourceKind.AP, SourceKind.REMOTE, SourceKind.MAILBOX)


class Source(models.Model):
    """
    An agency's feed, as it arrives here.

    What a kind needs stands in `wire.kinds`. A source that has brought anything is never deleted, only archived: its
    items, uses and receipts hang on it.
    """

    class OrderBy(models.TextChoices):
        VERSION = "version", gettext_lazy("version number, then time")
        TIME = "time", gettext_lazy("time, then version number")

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=8, choices=KINDS, default=SourceKind.FOLDER)
    folder = models.CharField(
        max_length=500, blank=True, help_text=gettext_lazy("Absolute path of the folder that is watched")
    )
    address = models.CharField(max_length=1000, blank=True)
    user = models.CharField(max_length=200, blank=True)
    locked_secret = models.TextField(blank=True, editable=False, help_text="Encrypted (`wire.locking`)")
    options = models.JSONField(default=dict, blank=True)
    interval = models.PositiveIntegerField(
        default=60,
        validators=[MinValueValidator(5), MaxValueValidator(86_400)],
        help_text=gettext_lazy("Seconds between two looks"),
    )
    cursor = models.TextField(blank=True, editable=False, help_text="Where the next look goes on")
    colour = models.CharField(
        max_length=8, choices=COLOURS, blank=True, help_text=gettext_lazy("Marks its items in the list")
    )
    credit = models.CharField(
        max_length=255, blank=True, help_text=gettext_lazy("Stands where an item names nobody to credit")
    )
    order_by = models.CharField(
        max_length=8,
        choices=OrderBy,
        default=OrderBy.VERSION,
        help_text=gettext_lazy("What makes a revision the newer one; choose time where version numbers do not grow"),
    )
    enabled = models.BooleanField(default=True)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    hourly_cap = models.PositiveIntegerField(
        default=30, help_text=gettext_lazy("How many stories an hour its routes may publish by themselves")
    )
    allowed_terms = models.TextField(
        blank=True,
        help_text=gettext_lazy(
            "Usage terms and editor's notes, one a line, that do not keep an item from publishing by itself"
        ),
    )
    quiet_after = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(720)],
        help_text=gettext_lazy(
            "Hours without an item after which an alarm is raised; empty learns it from the weeks before"
        ),
    )
    token_digest = models.CharField(max_length=64, blank=True, editable=False, help_text="SHA-256 of its push token")
    token_made_at = models.DateTimeField(null=True, blank=True, editable=False)

    created_at = models.DateTimeField(auto_now_add=True)
    watched_since = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="When it was last switched on"
    )
    last_item_at = models.DateTimeField(null=True, blank=True, editable=False)
    last_look_at = models.DateTimeField(null=True, blank=True, editable=False, help_text="The last that went well")
    next_look_at = models.DateTimeField(null=True, blank=True, editable=False)
    failures = models.PositiveIntegerField(default=0, editable=False, help_text="Looks in a row that failed")
    last_error = models.TextField(blank=True, editable=False)
    last_error_at = models.DateTimeField(null=True, blank=True, editable=False)
    quiet_since = models.DateTimeField(null=True, blank=True, editable=False)
    repeats = models.PositiveIntegerField(default=0, editable=False, help_text="Deliveries dropped as the same again")

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["folder"], condition=~Q(folder=""), name="a_folder_has_one_source"),
            models.CheckConstraint(
                condition=Q(kind=SourceKind.FOLDER) ^ Q(folder=""), name="a_folder_source_has_a_folder"
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=FETCHED_KINDS) | ~Q(address=""), name="a_fetched_source_has_an_address"
            ),
            models.CheckConstraint(
                condition=Q(token_digest="") | Q(kind=SourceKind.PUSH), name="only_push_sources_have_tokens"
            ),
            models.CheckConstraint(
                condition=Q(archived_at__isnull=True) | Q(enabled=False), name="an_archived_source_is_off"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_fetched(self) -> bool:
        """Whether the clerk looks at it over the network."""
        return self.kind in FETCHED_KINDS


class Route(models.Model):
    """What happens by itself to a source's items that pass its filter."""

    class Mode(models.TextChoices):
        DESK = "desk", gettext_lazy("leave it on the desk")
        DRAFT = "draft", gettext_lazy("make a draft")
        PUBLISH = "publish", gettext_lazy("publish by itself")

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="routes")
    section = models.ForeignKey(SectionPage, on_delete=models.CASCADE, related_name="+")
    mode = models.CharField(max_length=8, choices=Mode, default=Mode.DRAFT)
    enabled = models.BooleanField(default=True)
    topics = models.CharField(
        max_length=500, blank=True, help_text=gettext_lazy("Media Topics codes or names, by comma; empty takes all")
    )
    kinds = models.CharField(max_length=120, blank=True, help_text=f"Of {', '.join(Kind)}, by comma; empty takes all")
    languages = models.CharField(max_length=120, blank=True, help_text=gettext_lazy("Such as en, de; empty takes all"))
    least_urgency = models.PositiveSmallIntegerField(
        default=9,
        validators=[MinValueValidator(1), MaxValueValidator(9)],
        help_text=gettext_lazy("Takes items from urgency 1 (flash) down to this one"),
    )
    hours_from = models.TimeField(
        null=True, blank=True, help_text=gettext_lazy("In the site's time zone; empty is all day")
    )
    hours_to = models.TimeField(null=True, blank=True)
    in_latest = models.BooleanField(
        default=True, help_text=gettext_lazy("Its stories enter Latest Stories and the fronts")
    )

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
        """In English whoever asks, since the journal keeps it; see `title`."""
        with override(KEPT_IN):
            return f"{self.source} to {self.section} ({self.get_mode_display()})"

    @property
    def title(self) -> str:
        """What it is called on a screen."""
        said = {"source": self.source, "section": self.section, "mode": self.get_mode_display()}
        return _("%(source)s to %(section)s (%(mode)s)") % said


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

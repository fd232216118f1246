"""Where copy comes from, and what happens to it by itself."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from broadsheet.stories.models import SectionPage


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

"""What the desk's list walks: rows so narrow that many thousands are looked through while somebody waits."""

from django.db import models
from django.db.models import F, Q

from broadsheet.wire.models.items import WireItem
from broadsheet.wire.models.sources import Source


class Listed(models.Model):
    """
    An item as the list finds it: by its place (`wire.places`), with all that a filter asks.

    Kept by `wire.listed` in the transaction that changes the item or a use of it. Test items have no such row.
    """

    class Taken(models.IntegerChoices):
        NO = 0, "not taken"
        YES = 1, "taken"
        PUBLISHED = 2, "published"

    class Alert(models.IntegerChoices):
        NONE = 0, "none"
        URGENT = 1, "urgent"
        BULLETIN = 2, "bulletin"
        FLASH = 3, "flash"

    place = models.BigAutoField(primary_key=True)
    item = models.OneToOneField(WireItem, on_delete=models.CASCADE, related_name="listed")
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="+", db_index=False)
    urgency = models.PositiveSmallIntegerField(default=0, help_text="1 to 9; 0 where the wire gave none")
    kind = models.CharField(max_length=12)
    verdict = models.CharField(max_length=20)
    language = models.CharField(max_length=8, blank=True, help_text="Without region: en for en-GB")
    taken = models.PositiveSmallIntegerField(choices=Taken, default=Taken.NO)
    alert = models.PositiveSmallIntegerField(choices=Alert, default=Alert.NONE)
    changed = models.BigIntegerField(help_text="As a place: when anything that the list shows last changed")

    class Meta:
        ordering = ["-place"]
        indexes = [
            models.Index("source", F("place").desc(), name="wire_listed_of_source"),
            models.Index("urgency", F("place").desc(), name="wire_listed_of_urgency"),
            models.Index("kind", F("place").desc(), name="wire_listed_of_kind"),
            models.Index("verdict", F("place").desc(), name="wire_listed_of_verdict"),
            models.Index("language", F("place").desc(), name="wire_listed_in_language"),
            models.Index("taken", F("place").desc(), name="wire_listed_taken"),
            models.Index(F("changed").desc(), name="wire_listed_changed"),
            models.Index(F("place").desc(), condition=Q(alert__gte=2), name="wire_listed_alerts"),
        ]


class Heading(models.Model):
    """Something that items are filed under: a Media Topic, or a section of the paper."""

    class Kind(models.TextChoices):
        TOPIC = "topic", "topic"
        SECTION = "section", "section"

    kind = models.CharField(max_length=8, choices=Kind)
    code = models.CharField(max_length=20, help_text="A Media Topics code, or a section's key")
    name = models.CharField(max_length=255)

    class Meta:
        ordering = ["kind", "name", "pk"]
        constraints = [models.UniqueConstraint(fields=["kind", "code"], name="one_heading_a_code")]

    def __str__(self) -> str:
        return self.name


class FiledUnder(models.Model):
    """That an item stands under a heading, at its place; under every broader heading too."""

    pk = models.CompositePrimaryKey("heading", "place")
    heading = models.ForeignKey(Heading, on_delete=models.CASCADE, related_name="+", db_index=False)
    place = models.BigIntegerField()
    item = models.ForeignKey(WireItem, on_delete=models.CASCADE, related_name="filed_under")

    class Meta:
        ordering = ["heading_id", "-place"]

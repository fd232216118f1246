"""What a source delivered, byte for byte."""

import zlib

from django.db import models
from django.db.models import Q

from broadsheet.wire.models.sources import Source


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
    charset = models.CharField(max_length=60, blank=True, help_text="What the headers it came with said")
    address = models.CharField(max_length=2000, blank=True, help_text="Where it was fetched from")
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

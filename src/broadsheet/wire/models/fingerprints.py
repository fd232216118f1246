"""What an item's text is like, in little room."""

from django.db import models

from broadsheet.wire.models.items import WireItem


class Fingerprint(models.Model):
    """The sketch of an item's ruling text (`wire.likeness`), for finding what another agency tells already."""

    item = models.OneToOneField(WireItem, on_delete=models.CASCADE, primary_key=True, related_name="fingerprint")
    sketch = models.BinaryField()

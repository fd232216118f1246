"""What editors arranged on fronts by hand."""

from django.conf import settings
from django.db import models


class Arrangement(models.Model):
    """
    One arrangement of a front, as an editor saved it; the one with the highest number is in force.

    Each saving makes a row, so two who arrange the same front cannot both make the next one: the second is told of the
    first. The rows before it are the front's history, of which `actions` keeps some.
    """

    front = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="arrangements")
    number = models.PositiveIntegerField()
    slots = models.JSONField()  # as `slots.write_slots` has it
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)
    brought_back = models.PositiveIntegerField(null=True, blank=True)  # the number of the earlier one that it repeats

    class Meta:
        ordering = ["front", "-number", "pk"]
        default_permissions = ()  # whoever may publish in a section arranges its front
        constraints = [
            models.UniqueConstraint(fields=["front", "number"], name="arrangements_of_a_front_are_numbered_once")
        ]

    def __str__(self) -> str:
        return f"{self.front} {self.number}"

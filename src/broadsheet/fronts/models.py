"""What editors arrange on fronts by hand."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from broadsheet.fronts.choosing import Place
from broadsheet.stories.models import StoryPage


class FrontPin(models.Model):
    """A story that an editor wants on a front, whatever the ranking says."""

    front = models.ForeignKey(
        "wagtailcore.Page",
        on_delete=models.CASCADE,
        related_name="front_pins",
        verbose_name=_("front"),
        help_text=_("The home page, or a section"),
    )
    story = models.ForeignKey(StoryPage, on_delete=models.CASCADE, related_name="pins", verbose_name=_("story"))
    place = models.CharField(
        _("place"),
        max_length=8,
        choices=[(Place.LEAD, _("Lead: the one on top")), (Place.TIER, _("Beside the lead"))],
        default=Place.LEAD,
    )
    position = models.PositiveSmallIntegerField(_("position"), default=1, help_text=_("1 comes first"))
    until = models.DateTimeField(_("until"), null=True, blank=True, help_text=_("Left empty, it stays until removed"))

    class Meta:
        ordering = ["front", "place", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["front", "story"], name="one_pin_a_story_and_front")]
        verbose_name = _("pinned story")
        verbose_name_plural = _("pinned stories")

    def __str__(self) -> str:
        return f"{self.story} · {self.front}"

"""
What editors say of a story's Related Stories: who stands first there, who never does. Models of `stories.models`.

They hang on the story as its bylines do: a draft has its own, and readers see those of the published version.
No constraint forbids one story twice: an editor who swaps two rows has it so for the moment between two updates, and
SQLite waits with no constraint for the end of a transaction. The form refuses it, and readers see each story once.
"""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from broadsheet.stories.panels import PICK_PANELS
from broadsheet.stories.visibility import headline_for_whoever_asks


class RelatedPin(Orderable):
    """A story that stands among the first of another one's Related Stories, in the order of the pins."""

    story = ParentalKey("broadsheet_stories.StoryPage", on_delete=models.CASCADE, related_name="related_pins")
    other = models.ForeignKey(
        "broadsheet_stories.StoryPage", on_delete=models.CASCADE, related_name="+", verbose_name=_("story")
    )

    objects: "ClassVar[models.Manager[RelatedPin]]" = models.Manager()
    panels = PICK_PANELS

    class Meta(Orderable.Meta):
        app_label = "broadsheet_stories"
        default_permissions = ()  # whoever may edit a story may pin
        constraints = [
            models.CheckConstraint(condition=~models.Q(story=models.F("other")), name="a_story_is_no_pin_of_itself")
        ]

    def __str__(self) -> str:
        return headline_for_whoever_asks(self.other)


class RelatedBan(models.Model):
    """A story that never stands among another one's Related Stories, nor as its follow-up."""

    story = ParentalKey("broadsheet_stories.StoryPage", on_delete=models.CASCADE, related_name="related_bans")
    other = models.ForeignKey(
        "broadsheet_stories.StoryPage", on_delete=models.CASCADE, related_name="+", verbose_name=_("story")
    )

    objects: "ClassVar[models.Manager[RelatedBan]]" = models.Manager()
    panels = PICK_PANELS

    class Meta:
        app_label = "broadsheet_stories"
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=~models.Q(story=models.F("other")), name="a_story_bans_not_itself")
        ]

    def __str__(self) -> str:
        return headline_for_whoever_asks(self.other)

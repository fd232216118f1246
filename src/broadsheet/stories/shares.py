"""To whom an unpublished story was given to read; a model of `stories.models`, which names it."""

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models


class Share(models.Model):
    """Somebody, a group, or where both are empty the whole newsroom, who may read a story before it is published."""

    story = models.ForeignKey("broadsheet_stories.StoryPage", on_delete=models.CASCADE, related_name="shares")
    group = models.ForeignKey(Group, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )

    objects: "ClassVar[models.Manager[Share]]" = models.Manager()

    class Meta:
        app_label = "broadsheet_stories"
        ordering = ["story", "pk"]
        default_permissions = ()  # whoever may edit a story may share it
        constraints = [
            models.CheckConstraint(
                condition=models.Q(group__isnull=True) | models.Q(person__isnull=True), name="a_share_is_with_one"
            ),
            models.UniqueConstraint(
                fields=["story"],
                condition=models.Q(group__isnull=True, person__isnull=True),
                name="a_story_is_shared_once_with_everybody",
            ),
            models.UniqueConstraint(fields=["story", "group"], name="a_story_is_shared_once_with_a_group"),
            models.UniqueConstraint(fields=["story", "person"], name="a_story_is_shared_once_with_a_person"),
        ]

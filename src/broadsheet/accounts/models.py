"""People who work in the newsroom."""

from django.contrib.auth.models import AbstractUser, Group
from django.db import models


class User(AbstractUser):
    """Somebody who can sign in. Rights come from groups (`roles`), never from a flag on a person."""

    @property
    def display_name(self) -> str:
        """What colleagues call somebody: the full name, or the one to sign in with where there is none."""
        return self.get_full_name() or self.get_username()


class RequiredSecondFactor(models.Model):
    """That everybody of a group must give a second factor when signing in."""

    group = models.OneToOneField(
        Group, on_delete=models.CASCADE, primary_key=True, related_name="required_second_factor"
    )

    class Meta:
        default_permissions = ()  # whoever may change a group may change this

    def __str__(self) -> str:
        return f"{self.group}: a second factor is required"

"""People who work in the newsroom."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """Somebody who can sign in. Rights come from groups (`roles`), never from a flag on a person."""

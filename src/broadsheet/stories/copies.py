"""Copies of stories: Wagtail makes them in several ways and tells nobody from which page each was made."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from broadsheet.stories.guards import PublishRefusedError
from broadsheet.stories.signals import story_copied


class Copied:
    """
    A page that knows what it is a copy of until it is saved, and tells it then.

    Wagtail copies from the admin, its API, whole sections and code; all ask the original for its bylines and the like
    through one method, and nothing else knows both pages (Wagtail 8.0.1, actions/copy_page.py, models/copying.py).
    """

    copied_from: Any = None

    def copy_all_child_relations(self, target: Any, *args: Any, **kwargs: Any) -> Any:
        """
        Let a copy in the making know what it is one of.

        :raises PublishRefusedError: if it would be an alias: corrections, versions and the wire's kills name one story
        """
        if target._state.adding:  # noqa: SLF001  Django's own way to ask
            if target.alias_of_id is not None:
                raise PublishRefusedError((gettext("A story has one address: copy it instead of making an alias."),))
            target.copied_from = self
        return super().copy_all_child_relations(target, *args, **kwargs)  # type: ignore[misc]  # ClusterableModel's

    def tell_copy(self, *, now: datetime) -> None:
        """Tell once, in the transaction that made it, whose copy this is."""
        original, self.copied_from = self.copied_from, None
        if original is not None:
            story_copied.send(sender=type(self), story=self, original=original, now=now)

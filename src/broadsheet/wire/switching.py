"""Switching sources on and off, putting them away and taking them back."""

from datetime import datetime

from django.utils.translation import gettext as _

from broadsheet.wire.models import Source
from broadsheet.wire.sources import SourceError


def switch_on(source: Source, *, now: datetime) -> None:
    """
    Let a source bring copy; what was waiting there comes at the next look.

    :raises SourceError: if it is archived
    """
    if source.archived_at is not None:
        raise SourceError(_("%(source)s is archived; take it back first.") % {"source": source})
    source.enabled, source.watched_since, source.next_look_at, source.failures = True, now, None, 0
    source.save(update_fields=["enabled", "watched_since", "next_look_at", "failures"])


def switch_off(source: Source) -> None:
    """Take nothing more from a source, until it is switched on."""
    source.enabled = False
    source.save(update_fields=["enabled"])


def archive(source: Source, *, now: datetime) -> None:
    """Put a source away: nothing comes, no push is taken, its items and their uses stay as they are."""
    source.enabled, source.archived_at, source.token_digest, source.token_made_at = False, now, "", None
    source.save(update_fields=["enabled", "archived_at", "token_digest", "token_made_at"])


def take_back(source: Source) -> None:
    """Take a source out of the archive; it stays switched off until somebody switches it on."""
    source.archived_at = None
    source.save(update_fields=["archived_at"])


def delete_source(source: Source) -> None:
    """
    Delete a source that never brought anything.

    :raises SourceError: if it did: items, uses and kill receipts hang on it
    """
    if has_brought(source):
        raise SourceError(_("%(source)s has brought items; it can be archived, not deleted.") % {"source": source})
    source.delete()


def has_brought(source: Source) -> bool:
    return source.deliveries.exists() or source.items.exists()

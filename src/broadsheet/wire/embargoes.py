"""The moment that an editor types into an embargo."""

from datetime import datetime

from django.utils.translation import gettext as _

from broadsheet.environment.site import zone


class UnreadableMomentError(ValueError):
    """What was typed is no moment."""


def moment_from(text: str) -> datetime | None:
    """
    Read "2026-06-01T14:00" in the site's zone; an empty text is None.

    :raises UnreadableMomentError: if it is no date with a time
    """
    if not text.strip():
        return None
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise UnreadableMomentError(_("%(text)s is no date with a time.") % {"text": repr(text[:60])}) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=zone())

"""What somebody must know of a picture before using it, in a few words each."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from broadsheet.media.models import Picture


def remarks_on(picture: Picture, *, now: datetime) -> tuple[str, ...]:
    """What somebody must know before choosing it, the gravest first."""
    found = [_("Killed")] if picture.killed_at is not None else []
    end = picture.usage_ends_at
    if end is not None:
        day = {"day": date_format(timezone.localtime(end), pgettext("date", "d F Y, H:i"))}
        found.append(_("Right ended %(day)s") % day if end <= now else _("Until %(day)s") % day)
    if not picture.credit.strip():
        found.append(_("No credit"))
    if not picture.description.strip():
        found.append(_("No alt text"))
    return tuple(found)

"""How long a list looks back, as people say it."""

from django.utils.translation import ngettext

_HOURS_OF_DAY = 24


def hours_in_words(hours: int) -> str:
    """Such as "24 hours" and "7 days", in the language that is spoken."""
    days, rest = divmod(hours, _HOURS_OF_DAY)
    if days > 1 and not rest:
        return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}
    return ngettext("%(hours)s hour", "%(hours)s hours", hours) % {"hours": hours}

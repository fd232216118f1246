"""What the newsroom is told of a story on a front, and why it stands there. Pure thinking."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from broadsheet.fronts.choosing import FrontStory

_URGENT = 3  # flash, bulletin, urgent
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


def reasons(story: FrontStory, *, told_for: Sequence[int] = (), now: datetime, is_lead: bool = False) -> str:
    """Why a story filled a place by itself: "urgent, own reporting, 2 h old"; `told_for` tell of the same event."""
    said = [_urgency(story.urgency)] if story.urgency <= _URGENT else []
    said += [_("own reporting") if story.is_own else _("agency copy"), age_in_words(now - story.published_at)]
    if is_lead:
        said.append(_("with a picture") if story.has_picture else _("no picture"))
    if others := len(told_for):
        more = ngettext("for %(number)d more of the same event", "for %(number)d more of the same event", others)
        said.append(more % {"number": others})
    return ", ".join(said)


def age_in_words(age: timedelta) -> str:
    """Say how old: "40 min old", "2 h old", "3 days old"; what is dated ahead of the clock is just published."""
    if age < timedelta(minutes=1):
        return _("just published")
    if age < _HOUR:
        return _("%(number)d min old") % {"number": age // timedelta(minutes=1)}
    if age < 2 * _DAY:
        return _("%(number)d h old") % {"number": age // _HOUR}
    return _("%(number)d days old") % {"number": age // _DAY}


def _urgency(urgency: int) -> str:
    return {1: _("flash"), 2: _("bulletin")}.get(urgency, _("urgent"))

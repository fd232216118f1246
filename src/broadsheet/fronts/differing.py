"""What is another on a front than before, in words, for the history and the journal. Pure thinking."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from broadsheet.fronts.slots import Placed, Slots


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What stories and sections are called for whoever is told."""

    story: Callable[[int], str]
    section: Callable[[int], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A place of a front, and what stood and stands there; empty where it fills itself."""

    place: str
    before: str
    after: str


def differences(before: Slots, after: Slots, *, names: Names) -> tuple[Difference, ...]:
    """Each place that is arranged otherwise."""
    was, now = _described(before, names), _described(after, names)
    return tuple(
        Difference(place=place, before=was[place], after=now[place]) for place in now if was[place] != now[place]
    )


def _described(slots: Slots, names: Names) -> dict[str, str]:
    package, banner = slots.package, slots.banner
    return {
        _("banner"): f"“{banner.text}” → {names.story(banner.story_id)}, {_until(banner.until)}" if banner else "",
        _("lead"): _listed(slots.lead, names),
        _("package"): f"{package.label}: {'; '.join(map(names.story, package.story_ids))}" if package else "",
        _("second tier"): _listed(slots.tier, names),
        _("strips"): _strips(slots.strips, names),
    }


def _listed(placed: Iterable[Placed], names: Names) -> str:
    return "; ".join(
        f"{names.story(each.story_id)} ({_until(each.until)})" if each.until else names.story(each.story_id)
        for each in placed
    )


def _strips(strips: tuple[int, ...] | None, names: Names) -> str:
    if strips is None:
        return ""
    return ", ".join(map(names.section, strips)) or _("none")


def _until(moment: datetime) -> str:
    return _("until %(time)s") % {"time": date_format(localtime(moment), pgettext("date", "j M H:i"))}

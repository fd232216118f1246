"""What the screen of readers calls things: sources and reasons in an editor's words. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from broadsheet.contracts.audience import Source
from broadsheet.popular.audience import Crowd
from broadsheet.popular.folding import Dropped
from broadsheet.popular.queries import ReadStory
from broadsheet.popular.rising import Movement

SOURCES = {
    Source.FRONT: gettext_lazy("Front pages"),
    Source.LIST: gettext_lazy("Lists beside stories"),
    Source.SEARCH: gettext_lazy("Search"),
    Source.PAGE: gettext_lazy("Other pages of the paper"),
    Source.ENGINE: gettext_lazy("Search engines"),
    Source.SITE: gettext_lazy("Other sites"),
    Source.DIRECT: gettext_lazy("Directly"),
}
_REASONS = {
    Dropped.AGENT_BOT: (
        gettext_lazy("Robots"),
        gettext_lazy("The browser says of itself that it is a program: a crawler, a monitor, a script."),
    ),
    Dropped.AGENT_UNJUDGED: (
        gettext_lazy("Too many new browsers at once"),
        gettext_lazy(
            "More kinds of browsers than a second allows came for the first time. Readers do not come like that."
        ),
    ),
    Dropped.ORIGIN_MISSING: (
        gettext_lazy("From no page"),
        gettext_lazy(
            "A browser says from which site a page reports that it is read. This said nothing: most often a script."
        ),
    ),
    Dropped.ORIGIN_FOREIGN: (
        gettext_lazy("From another site"),
        gettext_lazy("A page of another site reported it: a copy of ours, or a mix-up."),
    ),
    Dropped.TOKEN_BAD: (
        gettext_lazy("Without proof of a page"),
        gettext_lazy(
            "Each page holds a proof for its day and the next. "
            "This was older, as in a tab left open for days, or made up."
        ),
    ),
    Dropped.ADDRESS_UNREADABLE: (
        gettext_lazy("From no network"),
        gettext_lazy(
            "The address could not be read. If these are many, a server before the site does not pass addresses on."
        ),
    ),
    Dropped.BUFFER_FULL: (
        gettext_lazy("Too many at once"),
        gettext_lazy("More came at once than could be counted. Readers got their pages all the same."),
    ),
    Dropped.TALLIES_FULL: (
        gettext_lazy("Too many stories at once"),
        gettext_lazy(
            "More stories were read within five minutes than counts are kept of. Readers got their pages all the same."
        ),
    ),
    # The edge's own, while it has nobody who counts.
    "not_counting": (
        gettext_lazy("While nobody counted"),
        gettext_lazy("What answers readers was starting, or could not begin to count; its log says why."),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DroppedLine:
    """A reason for which views were not counted, what it means, and how many they were."""

    reason: str
    means: str
    views: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLine:
    """Where readers came from: how many, and in a hundred of all whose source is told."""

    name: str
    readers: int
    percent: int


def dropped_lines(dropped: Mapping[str, int]) -> list[DroppedLine]:
    """Every reason that dropped something, the most first; one that has no words here goes by its own name."""
    lines = []
    for name, views in sorted(dropped.items(), key=lambda entry: (-entry[1], entry[0])):
        if views:
            reason, means = _reason(name)
            lines.append(DroppedLine(reason=reason, means=means, views=views))
    return lines


def source_lines(crowd: Crowd) -> list[SourceLine]:
    """Every source in the order of its readers, those of whom none came too."""
    total = sum(crowd.sources.values())
    told = sorted(SOURCES, key=lambda source: -crowd.sources.get(source, 0))
    return [
        SourceLine(
            name=str(SOURCES[source]),
            readers=(readers := crowd.sources.get(source, 0)),
            percent=_in_100(readers, total),
        )
        for source in told
    ]


def mostly_from(crowd: Crowd) -> SourceLine | None:
    """Whence most of the last hour's readers came, or None if there were none."""
    first = source_lines(crowd)[0]
    return first if first.readers else None


def moved_words(read: ReadStory) -> str:
    """How a story moved within the hour."""
    places = {"places": read.ranks}
    return {
        Movement.UP: ngettext("up %(places)d place", "up %(places)d places", read.ranks) % places,
        Movement.DOWN: ngettext("down %(places)d place", "down %(places)d places", read.ranks) % places,
        Movement.SAME: _("as an hour ago"),
        Movement.NEW: _("not in the ranks an hour ago"),
        Movement.UNKNOWN: "",
    }[read.movement]


def grouped(number: int) -> str:
    """A number of any length as it is read: 12,345."""
    return str(number_format(number, force_grouping=True))


def point_words(place: int, line: tuple[int, ...], *, times: tuple[str, ...]) -> str:
    """A point of a line: when it began and ended, and its readers."""
    facts = {"start": times[place], "readers": grouped(line[place])}
    if place + 1 == len(times):
        return _("%(start)s until now: %(readers)s") % facts
    return _("%(start)s to %(end)s: %(readers)s") % {**facts, "end": times[place + 1]}


def line_words(line: tuple[int, ...], *, times: tuple[str, ...]) -> str:
    """A line in a sentence, for who does not see it."""
    most = max(line)
    if not most:
        return _("No readers in 24 hours")
    facts = {"most": point_words(line.index(most), line, times=times), "since": times[-1], "now": grouped(line[-1])}
    return _("Most from %(most)s; since %(since)s: %(now)s") % facts


def _reason(name: str) -> tuple[str, str]:
    if name not in _REASONS:
        return name.replace("_", " ").capitalize(), _("Not counted for another reason.")
    reason, means = _REASONS[name]
    return str(reason), str(means)


def _in_100(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0

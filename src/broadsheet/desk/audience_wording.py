"""What the screen of readers calls things: sources and reasons in an editor's words. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from broadsheet.contracts.audience import Source
from broadsheet.popular.audience import Crowd
from broadsheet.popular.folding import Dropped
from broadsheet.popular.queries import ReadStory
from broadsheet.popular.rising import Movement

SOURCES: Mapping[Source, str] = {
    Source.FRONT: "Front pages",
    Source.LIST: "Lists beside stories",
    Source.SEARCH: "Search",
    Source.PAGE: "Other pages of the paper",
    Source.ENGINE: "Search engines",
    Source.SITE: "Other sites",
    Source.DIRECT: "Directly",
}
_REASONS: Mapping[str, tuple[str, str]] = {
    Dropped.AGENT_BOT: ("Robots", "The browser says of itself that it is a program: a crawler, a monitor, a script."),
    Dropped.AGENT_UNJUDGED: (
        "Too many new browsers at once",
        "More kinds of browsers than a second allows came for the first time. Readers do not come like that.",
    ),
    Dropped.ORIGIN_MISSING: (
        "From no page",
        "A browser says from which site a page reports that it is read. This said nothing: most often a script.",
    ),
    Dropped.ORIGIN_FOREIGN: ("From another site", "A page of another site reported it: a copy of ours, or a mix-up."),
    Dropped.TOKEN_BAD: (
        "Without proof of a page",
        "Each page holds a proof for its day and the next. This was older, as in a tab left open for days, or made up.",
    ),
    Dropped.ADDRESS_UNREADABLE: (
        "From no network",
        "The address could not be read. If these are many, a server before the site does not pass addresses on.",
    ),
    Dropped.BUFFER_FULL: (
        "Too many at once",
        "More came at once than could be counted. Readers got their pages all the same.",
    ),
    Dropped.TALLIES_FULL: (
        "Too many stories at once",
        "More stories were read within five minutes than counts are kept of. Readers got their pages all the same.",
    ),
    # The edge's own, while it has nobody who counts.
    "not_counting": (
        "While nobody counted",
        "What answers readers was starting, or could not begin to count; its log says why.",
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
        reason, means = _REASONS.get(name, (name.replace("_", " ").capitalize(), "Not counted for another reason."))
        if views:
            lines.append(DroppedLine(reason=reason, means=means, views=views))
    return lines


def source_lines(crowd: Crowd) -> list[SourceLine]:
    """Every source in the order of its readers, those of whom none came too."""
    total = sum(crowd.sources.values())
    told = sorted(SOURCES, key=lambda source: -crowd.sources.get(source, 0))
    return [
        SourceLine(
            name=SOURCES[source], readers=(readers := crowd.sources.get(source, 0)), percent=_in_100(readers, total)
        )
        for source in told
    ]


def mostly_from(crowd: Crowd) -> SourceLine | None:
    """Whence most of the last hour's readers came, or None if there were none."""
    first = source_lines(crowd)[0]
    return first if first.readers else None


def moved_words(read: ReadStory) -> str:
    """How a story moved within the hour."""
    places = "place" if read.ranks == 1 else "places"
    return {
        Movement.UP: f"up {read.ranks} {places}",
        Movement.DOWN: f"down {read.ranks} {places}",
        Movement.SAME: "as an hour ago",
        Movement.NEW: "not in the ranks an hour ago",
        Movement.UNKNOWN: "",
    }[read.movement]


def line_words(line: tuple[int, ...], *, times: tuple[str, ...]) -> str:
    """A line in a sentence, for who does not see it."""
    most = max(line)
    if not most:
        return "No readers in 24 hours"
    place = line.index(most)
    until = f"to {times[place + 1]}" if place + 1 < len(times) else "until now"
    return f"Most from {times[place]} {until}: {most:,}; since {times[-1]}: {line[-1]:,}"


def _in_100(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0

"""
What an editor arranged on a front, as a value, and as the JSON that is stored and that the newsroom's screen sends.

Everything may be left empty; what is empty fills itself (`choosing`). Pure thinking: no ORM, no clock.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

MOST_LEADS = 5
MOST_TIER = 12
PACKED = (2, 5)  # so many stories hang under one
MOST_STRIPS = 30
LONGEST_LABEL = 60
LONGEST_LINE = 120
BANNER_LIFE = timedelta(hours=2)


class Place(StrEnum):
    """Where on a front an editor may put a story."""

    LEAD = "lead"
    PACKAGE = "package"
    TIER = "tier"


class SlotsError(ValueError):
    """What was sent or stored is no arrangement of a front, or breaks its rules; says which in plain words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """An editor's word that a story stands there, until it runs out or is taken away."""

    story_id: int
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """Stories that hang under the lead, under a label such as "The storm"."""

    label: str
    story_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Banner:
    """A line of the editor's own words on top of a front; it leads to a story, and ends."""

    text: str
    story_id: int
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Slots:
    """
    An arrangement. The first of `lead` that readers can open leads; those after it follow when it runs out.

    `package` hangs under the first of `lead`. `strips` are ids of sections in their order, None for those by default.
    """

    lead: tuple[Placed, ...] = ()
    tier: tuple[Placed, ...] = ()
    package: Package | None = None
    strips: tuple[int, ...] | None = None
    banner: Banner | None = None

    @property
    def placed_ids(self) -> tuple[int, ...]:
        """Every story that has a place of its own, each once. A banner's words are none."""
        packed = self.package.story_ids if self.package else ()
        return tuple(dict.fromkeys([*(each.story_id for each in (*self.lead, *self.tier)), *packed]))

    @property
    def ends(self) -> frozenset[datetime]:
        """Every moment at which something of it runs out."""
        ends = {each.until for each in (*self.lead, *self.tier)} | ({self.banner.until} if self.banner else set())
        return frozenset(end for end in ends if end is not None)

    @property
    def named_ids(self) -> frozenset[int]:
        """Every story that the arrangement speaks of."""
        return frozenset(self.placed_ids) | (frozenset({self.banner.story_id}) if self.banner else frozenset())


def holding(slots: Slots, *, is_open: Callable[[int], bool], now: datetime) -> Slots:
    """What of an arrangement holds now: what ran out is gone, and what readers cannot open waits unseen."""
    lead = _holding(slots.lead, is_open=is_open, now=now)
    is_packed = slots.package is not None and lead[:1] == slots.lead[:1] != ()
    return replace(
        slots,
        lead=lead,
        tier=_holding(slots.tier, is_open=is_open, now=now),
        package=_open_package(slots.package, is_open=is_open) if slots.package and is_packed else None,
        banner=slots.banner if slots.banner and slots.banner.until > now and is_open(slots.banner.story_id) else None,
    )


def check(slots: Slots) -> Slots:
    """
    Give the arrangement back where an editor may save it.

    :raises SlotsError: if a story has two places, a place too many stories, or a package no lead, no label or no number
    """
    for problem in problems(slots):
        raise SlotsError(problem)
    return slots


def read_slots(said: object, *, zone: tzinfo) -> Slots:
    """
    An arrangement from JSON; times without a zone are of `zone`.

    :raises SlotsError: if it is none
    """
    if not isinstance(said, Mapping):
        raise SlotsError(_("This is no arrangement of a front."))
    try:
        return Slots(
            lead=_read_placed(said.get("lead", ()), zone),
            tier=_read_placed(said.get("tier", ()), zone),
            package=_read_package(said.get("package")),
            strips=None if said.get("strips") is None else tuple(_number(each) for each in said["strips"]),
            banner=_read_banner(said.get("banner"), zone),
        )
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise SlotsError(_("This is no arrangement of a front.")) from error


def write_slots(slots: Slots) -> dict[str, Any]:
    """The same as JSON."""
    package, banner = slots.package, slots.banner
    return {
        "lead": [_write_placed(each) for each in slots.lead],
        "tier": [_write_placed(each) for each in slots.tier],
        "package": {"label": package.label, "stories": list(package.story_ids)} if package else None,
        "strips": None if slots.strips is None else list(slots.strips),
        "banner": {"text": banner.text, "story": banner.story_id, "until": banner.until.isoformat()}
        if banner
        else None,
    }


def _holding(placed: tuple[Placed, ...], *, is_open: Callable[[int], bool], now: datetime) -> tuple[Placed, ...]:
    return tuple(each for each in placed if (each.until is None or each.until > now) and is_open(each.story_id))


def _open_package(package: Package, *, is_open: Callable[[int], bool]) -> Package | None:
    story_ids = tuple(story_id for story_id in package.story_ids if is_open(story_id))
    return replace(package, story_ids=story_ids) if story_ids else None


def problems(slots: Slots) -> Iterator[str]:
    """What forbids saving an arrangement, in plain words."""
    places = [each.story_id for each in (*slots.lead, *slots.tier)]
    places += slots.package.story_ids if slots.package else ()
    if len(places) != len(set(places)):
        yield _("A story has two places. It can stand on a front once.")
    if len(slots.lead) > MOST_LEADS or len(slots.tier) > MOST_TIER:
        yield _("At most %(leads)d stories wait to lead, and %(tier)d stand in the second tier.") % {
            "leads": MOST_LEADS,
            "tier": MOST_TIER,
        }
    if len(slots.strips or ()) > MOST_STRIPS or len(slots.strips or ()) != len(set(slots.strips or ())):
        yield _("A section has one strip, and a front %(most)d at most.") % {"most": MOST_STRIPS}
    if slots.package:
        yield from _problems_of_package(slots.package, has_lead=bool(slots.lead))
    if slots.banner and not 0 < len(slots.banner.text) <= LONGEST_LINE:
        yield _("The banner needs a line of words, %(most)d letters at most.") % {"most": LONGEST_LINE}


def _problems_of_package(package: Package, *, has_lead: bool) -> Iterator[str]:
    fewest, most = PACKED
    if not has_lead:
        yield _("A package hangs under a lead: pin the story that leads first.")
    if not fewest <= len(package.story_ids) <= most:
        yield _("A package has %(fewest)d to %(most)d stories under its lead.") % {"fewest": fewest, "most": most}
    if not 0 < len(package.label) <= LONGEST_LABEL:
        yield _("A package needs a label, %(most)d letters at most.") % {"most": LONGEST_LABEL}


def _read_placed(said: Any, zone: tzinfo) -> tuple[Placed, ...]:
    return tuple(Placed(story_id=_number(each["story"]), until=_moment(each.get("until"), zone)) for each in said)


def _read_package(said: Any) -> Package | None:
    if not said:
        return None
    return Package(label=_line(said["label"]), story_ids=tuple(_number(each) for each in said["stories"]))


def _read_banner(said: Any, zone: tzinfo) -> Banner | None:
    if not said:
        return None
    until = _moment(said["until"], zone)
    if until is None:
        raise ValueError("a banner without an end")
    return Banner(text=_line(said["text"]), story_id=_number(said["story"]), until=until)


def _write_placed(placed: Placed) -> dict[str, Any]:
    return {"story": placed.story_id, "until": placed.until.isoformat() if placed.until else None}


def _number(said: Any) -> int:
    number = int(said)
    if not 0 < number < 2**63:  # what a database's own numbers hold
        raise ValueError(f"{said!r} is the number of no page")
    return number


def _line(said: Any) -> str:
    return " ".join(str(said).replace("\0", " ").split())


def _moment(said: Any, zone: tzinfo) -> datetime | None:
    if not said:
        return None
    moment = datetime.fromisoformat(str(said))
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)

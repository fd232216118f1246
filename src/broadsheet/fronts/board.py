"""A front as its editors see it: what each place holds, what filled itself and why, and what waits unseen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from broadsheet.fronts.choosing import STRIP, TIER, FrontFacts, FrontSection, FrontStory
from broadsheet.fronts.differing import Names
from broadsheet.fronts.queries import FilledFront, filled_front, front_facts
from broadsheet.fronts.slots import Placed, Slots, problems
from broadsheet.fronts.telling import age_in_words, reasons
from broadsheet.stories.identifying import identity_facts
from broadsheet.stories.models import HomePage, SectionPage, StoryPage
from broadsheet.stories.visibility import headline_for, may_see


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """
    A story in a place. `waits` says why readers do not see it there, `until` is what its field holds.

    One that `is_elsewhere` stands there by itself while the place that an editor gave it waits: nothing to be pinned.
    """

    story_id: int
    headline: str
    facts: str = ""
    waits: str = ""
    until: str = ""
    is_elsewhere: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceLines:
    """What an editor put there, and what filled the rest."""

    pinned: tuple[Line, ...] = ()
    filled: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StripLines:
    section_id: int
    name: str
    headlines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BannerLines:
    """The editor's line, or the flash that stands there by itself."""

    text: str = ""
    until: str = ""
    story: Line | None = None
    flash: Line | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """`broadsheet_fronts/board.html`, key `board`."""

    banner: BannerLines
    lead: PlaceLines
    label: str
    package: tuple[Line, ...]
    package_waits: bool
    tier: PlaceLines
    strips: tuple[StripLines, ...]
    other_sections: tuple[StripLines, ...]
    is_default_strips: bool
    may_have_strips: bool
    problems: tuple[str, ...]


def facts_of(page: HomePage | SectionPage) -> FrontFacts:
    """The front of that page; five queries at most."""
    rows = SectionPage.objects.filter(live=True).order_by("path").values_list("pk", "path")
    return front_facts(
        page.pk,
        place="" if isinstance(page, HomePage) else page.path,
        sections=(FrontSection(page_id=page_id, place=place) for page_id, place in rows),
        menu_order=identity_facts().menu_order,
    )


def board_of(facts: FrontFacts, *, slots: Slots, person: Any, now: datetime) -> Board:
    """How a front stands under an arrangement, for somebody's eyes."""
    filled = filled_front(facts, slots=slots, now=now)
    names = _Headlines(filled, slots=slots, person=person, now=now)
    front, section_names = filled.front, _section_names()
    inside = {section.page_id for section in facts.inside}
    standing = {strip.section_id: strip.story_ids for strip in front.strips}
    strips = tuple(
        StripLines(
            section_id=section.page_id,
            name=section_names.get(section.page_id, ""),
            headlines=tuple(names.headline(story_id) for story_id in standing[section.page_id][:STRIP]),
        )
        for section in facts.strips(slots.strips)
    )
    shown = {strip.section_id for strip in strips}
    return Board(
        banner=_banner(filled, slots=slots, names=names),
        lead=PlaceLines(
            pinned=names.pinned(slots.lead),
            filled=names.filled(front.lead[:1], slots=filled.slots, is_lead=True),
        ),
        package_waits=slots.package is not None and bool(slots.lead) and slots.lead[:1] != filled.slots.lead[:1],
        label=slots.package.label if slots.package else "",
        package=names.pinned(Placed(story_id=each) for each in slots.package.story_ids) if slots.package else (),
        tier=PlaceLines(pinned=names.pinned(slots.tier), filled=names.filled(front.tier[:TIER], slots=filled.slots)),
        strips=strips,
        other_sections=tuple(
            StripLines(section_id=section.page_id, name=section_names.get(section.page_id, ""))
            for section in facts.inside
            if section.page_id not in shown
        ),
        is_default_strips=slots.strips is None,
        may_have_strips=bool(inside),
        problems=tuple(problems(slots)),
    )


def names_for(person: Any, *slots: Slots) -> Names:
    """What the stories and sections of some arrangements are called for somebody; two queries."""
    numbers = frozenset().union(*(each.named_ids for each in slots))
    stories = {story.pk: _headline(story, person) for story in _stories(numbers, person=person).values()}
    sections = _section_names()
    return Names(
        story=lambda story_id: stories.get(story_id, _unknown()),
        section=lambda page_id: sections.get(page_id, _("a section that is gone")),
    )


class _Headlines:
    """The lines of the stories that a board speaks of, read at once."""

    def __init__(self, filled: FilledFront, *, slots: Slots, person: Any, now: datetime) -> None:
        self._filled, self._person, self._now = filled, person, now
        self._placed = frozenset(slots.placed_ids)
        self._pool: Mapping[int, FrontStory] = {story.story_id: story for story in filled.pool.stories}
        self._stories = _stories(slots.named_ids | frozenset(filled.front.standing), person=person)
        self._sections = dict(SectionPage.objects.order_by("path").values_list("path", "title"))

    def headline(self, story_id: int) -> str:
        story = self._stories.get(story_id)
        return _headline(story, self._person) if story else _unknown()

    def pinned(self, placed: Iterable[Placed]) -> tuple[Line, ...]:
        return tuple(
            Line(
                story_id=each.story_id,
                headline=self.headline(each.story_id),
                facts=self._facts(each.story_id),
                waits=self._waits(each),
                until=in_field(each.until),
            )
            for each in placed
        )

    def filled(self, story_ids: Iterable[int], *, slots: Slots, is_lead: bool = False) -> tuple[Line, ...]:
        """Those of a place that no editor put there; `slots` are what holds now."""
        return tuple(
            Line(
                story_id=story_id,
                headline=self.headline(story_id),
                facts=_joined(self._section(story_id), self._why(story_id, is_lead=is_lead)),
                waits=_("stands here by itself meanwhile") if story_id in self._placed else "",
                is_elsewhere=story_id in self._placed,
            )
            for story_id in story_ids
            if story_id not in slots.placed_ids
        )

    def _why(self, story_id: int, *, is_lead: bool) -> str:
        story = self._pool.get(story_id)
        if story is None:
            return ""
        told_for = self._filled.pool.events.same_as([story_id], among=self._filled.front.repeats)
        return reasons(story, told_for=told_for, now=self._now, is_lead=is_lead)

    def _facts(self, story_id: int) -> str:
        story = self._stories.get(story_id)
        if story is None or story.first_published_at is None:
            return self._section(story_id)
        return _joined(self._section(story_id), age_in_words(self._now - story.first_published_at))

    def _section(self, story_id: int) -> str:
        story = self._stories.get(story_id)
        return self._sections.get(story.path[: -StoryPage.steplen], "") if story else ""

    def _waits(self, placed: Placed) -> str:
        story = self._stories.get(placed.story_id)
        if story is None:
            return _("not with readers")
        if story.withdrawn_at is not None:
            return _("withdrawn")
        if not story.live:
            return _("waits until it is published")
        return _("ran out") if placed.until is not None and placed.until <= self._now else ""


def _banner(filled: FilledFront, *, slots: Slots, names: _Headlines) -> BannerLines:
    flash = names.filled(filled.front.breaking[:1], slots=filled.slots)
    if slots.banner is None:
        return BannerLines(flash=flash[0] if flash else None)
    placed = Placed(story_id=slots.banner.story_id, until=slots.banner.until)
    (story,) = names.pinned([placed])
    return BannerLines(
        text=slots.banner.text, until=in_field(slots.banner.until), story=story, flash=flash[0] if flash else None
    )


def _stories(numbers: frozenset[int], *, person: Any) -> dict[int, StoryPage]:
    """Those that somebody may know of: any number can be asked for, and no answer tells which ones are drafts."""
    stories = StoryPage.objects.filter(pk__in=numbers).defer_streamfields()
    return {story.pk: story for story in stories if may_see(story, person)}


def _headline(story: StoryPage, person: Any) -> str:
    """A live story as readers see it."""
    return story.title if story.live else headline_for(story, person)


def _unknown() -> str:
    return _("Not there, or a draft of another desk")


def _section_names() -> dict[int, str]:
    return dict(SectionPage.objects.order_by("path").values_list("pk", "title"))


def in_field(moment: datetime | None) -> str:
    """As a browser's field of date and time has it, the year in four digits."""
    return localtime(moment).replace(tzinfo=None).isoformat(timespec="minutes") if moment else ""


def _joined(*words: str) -> str:
    return " · ".join(word for word in words if word)

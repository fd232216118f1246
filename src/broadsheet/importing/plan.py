"""Where stories of an archive go and what is done with them. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from broadsheet.contracts.archives import ArchivedStory, Category, Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """
    What the newsroom wants of an import; sections are their page ids.

    `by_category` has names, slugs and addresses of the old system's categories, in lower case.
    """

    default_section: int
    by_category: Mapping[str, int] = field(default_factory=dict)
    pages_section: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where one story goes, and which names of its categories say something that the section does not."""

    section: int
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What a story becomes: live at once, live at `goes_live_at`, or a draft; `remark` says why it is not live now."""

    is_live: bool = False
    goes_live_at: datetime | None = None
    remark: str = ""


_FATES = {
    Standing.PUBLISHED: Fate(is_live=True),
    Standing.SCHEDULED: Fate(remark="scheduled for a time that is over: came as a draft"),
    Standing.DRAFT: Fate(),
    Standing.PRIVATE: Fate(remark="not for every reader: came as a draft"),
    Standing.PROTECTED: Fate(remark="behind a password: came as a draft"),
    Standing.UNPUBLISHED: Fate(),
    Standing.WITHDRAWN: Fate(),
}


def place_of(story: ArchivedStory, *, plan: Plan) -> Place:
    """
    The section of the first category that has one, the default where none has; the other categories are topics.

    Those with an address are none: a section inside another says nothing more of what a story is about.
    """
    taken = next((category for category in story.categories if _section_of(category, plan) is not None), None)
    section = plan.default_section if taken is None else _section_of(taken, plan)
    if story.is_page and plan.pages_section is not None:
        section = plan.pages_section
    others = [category.name for category in story.categories if category is not taken and not category.address]
    assert section is not None  # noqa: S101  the taken category has one
    return Place(section=section, topics=_distinct([*others, *story.topics]))


def fate_of(story: ArchivedStory, *, now: datetime) -> Fate:
    """Only what every reader could open goes out; what waits for its hour goes on waiting for it."""
    if story.embargoed_until is not None and story.embargoed_until > now:
        return Fate(remark="under embargo: came as a draft")
    is_to_come = story.published_at is not None and story.published_at > now
    if story.standing in {Standing.PUBLISHED, Standing.SCHEDULED} and is_to_come:
        return Fate(goes_live_at=story.published_at, remark="scheduled, and still is")
    return _FATES[story.standing]


def _section_of(category: Category, plan: Plan) -> int | None:
    for name in (category.address, category.name, category.slug):
        found = plan.by_category.get(name.casefold()) if name else None
        if found is not None:
            return found
    return None


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    """Each once, whatever its letter case."""
    return tuple({name.casefold(): name for name in reversed(list(names)) if name}.values())[::-1]

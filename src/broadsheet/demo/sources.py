"""The wire sources of the demo: one folder for each agency and section, each with a route to that section."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from broadsheet.demo.agency import source_slug
from broadsheet.demo.edition import EditionStory
from broadsheet.demo.newspaper import SECTIONS, agency_named
from broadsheet.demo.script import ScriptStep


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoSource:
    """What `broadsheet wire_add_source` is told of a source; `publish_to` is a section's address."""

    slug: str
    name: str
    folder: Path
    credit: str
    publish_to: str
    hourly_cap: int = 120  # the edition arrives at once: up to seven stories a source, then the script's


def demo_sources(
    stories: Iterable[EditionStory], script: Iterable[ScriptStep], *, folder: Path
) -> tuple[DemoSource, ...]:
    """Every source that a story of the edition or a step of the script comes through, by slug."""
    used = {(story.agency.slug, story.section) for story in stories if story.agency}
    used |= {(step.agency, step.section) for step in script}
    titles = {section.path: section.name for section in SECTIONS}
    sources = []
    for name, section in used:
        agency = agency_named(name)
        slug = source_slug(agency, section)
        sources.append(
            DemoSource(
                slug=slug,
                name=f"{agency.name}, {titles[section]}",
                folder=folder / slug,
                credit=agency.name,
                publish_to=f"/{section}/",
            )
        )
    return tuple(sorted(sources, key=lambda source: source.slug))

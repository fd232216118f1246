"""
What the demo's agencies send while it runs: a timeline in seconds of playing, one Markdown file a step.

A file under `timeline/` is a story file (see `edition`) whose header says besides: `at` (seconds), `kind`, `slug` and
`version` (one slug is one item), `section`, and where it applies `embargo` (seconds after sending) and `note`, the
message to editors.
"""

import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path

from broadsheet.demo.edition import EditionError, read_story
from broadsheet.demo.newspaper import agency_named, wire_format
from broadsheet.demo.wirecopy import WireCopy, guid_of, slugline_of

FOLDER = Path(__file__).parent / "timeline"


class StepKind(StrEnum):
    URGENT = "urgent"
    UPDATE = "update"
    CORRECTION = "correction"
    EMBARGO = "embargo"
    KILL = "kill"
    STORY = "story"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptStep:
    """One thing that an agency sends, `at` seconds of playing after the start; `source` is the story file behind it."""

    name: str
    at: int
    kind: StepKind
    slug: str
    version: int
    section: str
    headline: str
    agency: str
    note: str
    embargo_seconds: int
    source: str

    @property
    def guid(self) -> str:
        return guid_of(agency_named(self.agency), self.slug)


@cache
def read_script(folder: Path = FOLDER) -> tuple[ScriptStep, ...]:
    """
    The steps in the order of their time.

    :raises EditionError: if one of the files cannot be read
    """
    return tuple(sorted((_step(path) for path in folder.glob("*.md")), key=lambda step: (step.at, step.name)))


def copy_for(step: ScriptStep, *, sent_at: datetime) -> WireCopy:
    """The agency's copy of a step, as sent at that time; the same whenever it is asked again."""
    story = read_story(step.source, slug=step.slug, section=step.section, now=sent_at)
    agency = agency_named(step.agency)
    is_canceled = step.kind is StepKind.KILL
    return WireCopy(
        guid=step.guid,
        version=step.version,
        format=wire_format(agency, step.section),
        agency=agency,
        section=step.section,
        first_sent_at=sent_at,
        sent_at=sent_at,
        urgency=story.urgency,
        slugline=slugline_of(step.slug),
        headline=story.headline,
        standfirst=story.standfirst,
        bylines=story.bylines,
        dateline=story.dateline,
        topics=story.topics,
        blocks=() if is_canceled else story.blocks,
        pictures=() if is_canceled else story.pictures,
        embargoed_until=sent_at + timedelta(seconds=step.embargo_seconds) if step.embargo_seconds else None,
        is_canceled=is_canceled,
        editors_note=step.note,
    )


def _step(path: Path) -> ScriptStep:
    source = path.read_text(encoding="utf-8")
    try:
        fields = tomllib.loads(source.split("+++\n", 2)[1])
        return ScriptStep(
            name=path.stem,
            at=fields["at"],
            kind=StepKind(fields["kind"]),
            slug=fields["slug"],
            version=fields["version"],
            section=fields["section"],
            headline=fields["headline"],
            agency=fields["agency"],
            note=fields.get("note", ""),
            embargo_seconds=fields.get("embargo", 0),
            source=source,
        )
    except (ValueError, KeyError, IndexError) as error:
        raise EditionError(f"{path.name}: {error!r}") from error

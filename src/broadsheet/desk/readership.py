"""The screen of readers: the paper's audience with the names, links and charts that its templates say."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from broadsheet.accounts.models import User
from broadsheet.desk.audience_wording import (
    DroppedLine,
    SourceLine,
    dropped_lines,
    line_words,
    mostly_from,
    moved_words,
    source_lines,
)
from broadsheet.desk.charts import day_chart, sparkline
from broadsheet.desk.reading import where_to_open
from broadsheet.popular.audience import LINE_POINTS, LINE_SECONDS, MOST_STORIES, Crowd
from broadsheet.popular.queries import ReadStory, current_audience, most_read
from broadsheet.stories.forms import SECTION_ROOT_DEPTH
from broadsheet.stories.models import SectionPage, StoryPage

OLD = timedelta(minutes=2)  # the clerk looks every few seconds
_WIDE, _NARROW = (640, 250), (340, 210)  # in the pixels of a desk's screen and a phone's, so that type keeps its size
_HOURS_WIDE, _HOURS_NARROW = 3, 6


@dataclass(frozen=True, slots=True, kw_only=True)
class CrowdLine:
    """
    A story or section in its table.

    `url` of a story is its editor, or readers' page for who may not edit it; of a section, the stories in it.
    """

    name: str
    about: str
    url: str
    crowd: Crowd
    spark: SafeString
    mostly: SourceLine | None
    read: ReadStory | None = None
    is_chosen: bool = False

    @property
    def moved(self) -> str:
        return moved_words(self.read) if self.read else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Charts:
    """The paper's line of 24 hours in two sizes, in a sentence, and as numbers: when each half hour began, readers."""

    wide: SafeString
    narrow: SafeString
    says: str
    numbers: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Readership:
    """
    Everything that the screen says.

    `gone` are stories among the most read that are no longer on the site; nobody is told their names here.
    """

    made_at: datetime
    is_old: bool
    everyone: Crowd
    charts: Charts
    sources: list[SourceLine]
    stories: list[CrowdLine]
    sections: list[CrowdLine]
    chosen: str
    gone: int
    is_cut: bool
    compared_with: datetime | None
    dropped: list[DroppedLine]
    unhashed_views: int


def readership(*, person: User, now: datetime, section: str = "") -> Readership | None:
    """
    The paper's readers as last counted, its stories held to a section's page id where there is one of that id.

    None before any were counted. Four queries, and what the person's rights take.
    """
    audience = current_audience()
    if audience is None:
        return None
    ranks, sections, times = most_read(), _sections(), times_of(audience.made_at)
    chosen = next((each for each in sections.values() if str(each.pk) == section), None)
    live = StoryPage.objects.filter(live=True).defer("body").in_bulk([pk for pk, _ in audience.stories])
    listed = [(story, crowd) for pk, crowd in audience.stories if (story := live.get(pk))]
    named = _Naming(person=person, sections=sections, times=times, ranks=ranks.stories if ranks else ())
    return Readership(
        made_at=audience.made_at,
        is_old=now - audience.made_at > OLD,
        everyone=audience.everyone,
        charts=_charts(audience.everyone, times=times),
        sources=source_lines(audience.everyone),
        stories=[named.story(*each) for each in listed if chosen is None or each[0].path.startswith(chosen.path)],
        sections=[named.section(sections[pk], crowd, chosen) for pk, crowd in audience.sections if pk in sections],
        chosen=chosen.title if chosen else "",
        gone=len(audience.stories) - len(live),
        is_cut=len(audience.stories) >= MOST_STORIES,
        compared_with=ranks.compared_with if ranks else None,
        dropped=dropped_lines(audience.dropped),
        unhashed_views=audience.unhashed_views,
    )


def times_of(made_at: datetime) -> tuple[str, ...]:
    """When each point of a line began, on the newsroom's clock."""
    last = int(made_at.timestamp()) // LINE_SECONDS * LINE_SECONDS
    return tuple(
        f"{timezone.localtime(datetime.fromtimestamp(last - ago * LINE_SECONDS, tz=made_at.tzinfo)):%H:%M}"
        for ago in range(LINE_POINTS - 1, -1, -1)
    )


class _Naming:
    """Crowds by page id become lines with names."""

    def __init__(
        self, *, person: User, sections: dict[int, SectionPage], times: tuple[str, ...], ranks: Iterable[ReadStory]
    ) -> None:
        self._person, self._times = person, times
        self._titles = {each.path: each.title for each in sections.values()}
        self._ranks = {read.story_id: read for read in ranks}

    def story(self, story: StoryPage, crowd: Crowd) -> CrowdLine:
        return self._line(
            crowd,
            name=story.title,
            about=self._titles.get(story.path[: -StoryPage.steplen], ""),
            url=where_to_open(story, person=self._person),
            read=self._ranks.get(story.pk),
        )

    def section(self, section: SectionPage, crowd: Crowd, chosen: SectionPage | None) -> CrowdLine:
        within = self._titles.get(section.path[: -SectionPage.steplen], "")
        return self._line(
            crowd,
            name=section.title,
            about=within if section.depth > SECTION_ROOT_DEPTH else "",
            url=f"{reverse('desk_readers')}?section={section.pk}#stories",
            is_chosen=section == chosen,
        )

    def _line(
        self, crowd: Crowd, *, name: str, about: str, url: str, read: ReadStory | None = None, is_chosen: bool = False
    ) -> CrowdLine:
        spark = sparkline(crowd.line, says=line_words(crowd.line, times=self._times))
        return CrowdLine(
            name=name, about=about, url=url, crowd=crowd, spark=spark, mostly=mostly_from(crowd), read=read,
            is_chosen=is_chosen,
        )  # fmt: skip


def _charts(everyone: Crowd, *, times: tuple[str, ...]) -> Charts:
    wide, narrow = (
        day_chart(everyone.line, times=times, width=size[0], height=size[1], hours=hours)
        for size, hours in ((_WIDE, _HOURS_WIDE), (_NARROW, _HOURS_NARROW))
    )
    says = line_words(everyone.line, times=times)
    return Charts(wide=wide, narrow=narrow, says=says, numbers=tuple(zip(times, everyone.line, strict=True)))


def _sections() -> dict[int, SectionPage]:
    return {each.pk: each for each in SectionPage.objects.filter(live=True).order_by("path")}

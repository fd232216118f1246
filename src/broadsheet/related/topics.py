"""Topics for a text that is being written: asks the index and the vocabulary, stores nothing."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from pathlib import Path

from django.utils import timezone

from broadsheet.environment import places, site
from broadsheet.related.engine import stories_like
from broadsheet.related.extracting import names_in
from broadsheet.related.proposing import NEAREST, NearStory, names_to_look_for, proposals
from broadsheet.related.words import encodable
from broadsheet.searching.index import IndexDamagedError
from broadsheet.searching.reading import IndexFillingError, IndexReader
from broadsheet.searching.schema import IndexedStory
from broadsheet.stories.models import Topic
from broadsheet.stories.suggestions import SuggestedTopic, UnsavedStory

_NAMES_AT_ONCE = 900  # SQLite takes 999 values in its oldest builds


def suggest_for(story: UnsavedStory) -> Sequence[SuggestedTopic]:
    """The topics that fit these words best, best first."""
    near = near_stories(story, folder=places.index_folder(), language=site.language(), now=timezone.now())
    known = _topics_called(names_to_look_for(story.headline, story.standfirst, story.body))
    known_by_name = {topic.name: topic for topic in known}
    found = proposals(
        known=known_by_name.keys(),
        headline=story.headline,
        standfirst=story.standfirst,
        body=story.body,
        near=near,
    )
    # A topic that was renamed or taken away since its stories were indexed is not among these any more.
    others = _topics_called([one.name for one in found if one.name not in known_by_name])
    by_name = known_by_name | {topic.name: topic for topic in others}
    return [
        SuggestedTopic(topic_id=by_name[one.name].pk, name=one.name, reason=one.reason)
        for one in found
        if one.name in by_name
    ]


def near_stories(story: UnsavedStory, *, folder: Path, language: str, now: datetime) -> list[NearStory]:
    """The published stories nearest to the words, with their topics; none where the index is being made."""
    text = f"{story.headline}\n{story.standfirst}\n{story.body}"
    asked = IndexedStory(
        story_id=story.story_id,
        section_id=0,
        headline=encodable(story.headline),
        standfirst=encodable(story.standfirst),
        body=encodable(story.body),
        published_at=now,
        names=names_in(encodable(text)),
    )
    try:
        index, _ = _reader(folder, language).current()
        like = stories_like(index, asked, limit=NEAREST)
    except (IndexDamagedError, IndexFillingError):
        return []
    return [NearStory(score=one.score, topics=one.topics) for one in like]


def _topics_called(names: Sequence[str]) -> list[Topic]:
    found: list[Topic] = []
    for start in range(0, len(names), _NAMES_AT_ONCE):
        found.extend(Topic.objects.filter(name__in=names[start : start + _NAMES_AT_ONCE]).order_by("pk"))
    return found


@cache
def _reader(folder: Path, language: str) -> IndexReader:
    return IndexReader(folder, language=language)

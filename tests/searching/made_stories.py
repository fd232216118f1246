"""Stories as the index takes them, for tests of what is found."""

from datetime import datetime, timedelta

from broadsheet.searching.schema import IndexedStory


def made_story(
    story_id: int, headline: str, body: str = "", *, now: datetime, section_id: int = 3, days: float = 0
) -> IndexedStory:
    """A story that was published so many days before `now`."""
    return IndexedStory(
        story_id=story_id,
        section_id=section_id,
        headline=headline,
        standfirst="",
        body=body,
        published_at=now - timedelta(days=days),
    )

"""
Who proposes topics for a text: the engine of Related Stories registers itself, the story's form asks.

Stories may not import it (a floor above), and a text that nobody saved yet has no other way to be compared.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class UnsavedStory:
    """The words of a story as they stand in the form; `story_id` is 0 for one that was never saved."""

    headline: str
    standfirst: str
    body: str
    story_id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestedTopic:
    """A topic that may fit, and why, in plain words: "Stands in the headline"."""

    topic_id: int
    name: str
    reason: str


# Gives the topics that fit best, the best first; stores nothing.
TopicSuggester = Callable[[UnsavedStory], Sequence[SuggestedTopic]]

_suggesters: list[TopicSuggester] = []


def register_topic_suggester(suggester: TopicSuggester) -> None:
    """Let this one propose topics from now on."""
    _suggesters[:] = [suggester]


def suggest_topics(story: UnsavedStory) -> Sequence[SuggestedTopic]:
    """What is proposed for these words; nothing where nobody proposes."""
    return _suggesters[0](story) if _suggesters else ()

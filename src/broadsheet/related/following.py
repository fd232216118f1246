"""
Which older stories a new one carries on ("Since then"), so that old pages stay useful (DESIGN section 7).

Pure thinking: no index, no clock, no database.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from broadsheet.related.engine import LikeStory
from broadsheet.related.ranking import RelatedStory, reason_for

# On the development set, within 30 days and with a rare name in common, a likeness of .4 is right in .87 of the pairs
# (same subject) and of the same running story in .66; .2 would be .75 and .49, and 90 days .83 and .58.
LEAST_LIKENESS = 0.4
LONGEST_AFTER = timedelta(days=30)
# Half the rarity of a name that one story alone speaks of: the square root of all stories at most speak of it.
LEAST_RARITY = 0.5
# What two agencies write of one event lies closer together than this, and is no news to each other.
SOONEST_AFTER = timedelta(hours=3)
MOST_OLDER = 5  # each is pressed anew for it


def followed_by(
    like: Sequence[LikeStory], *, rewrites: frozenset[int], published_at: datetime
) -> tuple[RelatedStory, ...]:
    """
    The older stories that a story published then carries on, most alike first; `rewrites` are that story itself.

    `score` is the likeness; `reason` is told from the older story's side ("… · 2 days later").
    """
    followed = [
        story for story in like if story.story_id not in rewrites and _is_carried_on(story, published_at=published_at)
    ]
    followed.sort(key=lambda story: (-story.likeness, -story.story_id))
    return tuple(
        RelatedStory(
            story_id=story.story_id,
            score=story.likeness,
            reason=reason_for(replace(story, published_at=published_at), published_at=story.published_at),
        )
        for story in followed[:MOST_OLDER]
    )


def _is_carried_on(story: LikeStory, *, published_at: datetime) -> bool:
    after = published_at - story.published_at
    return story.likeness >= LEAST_LIKENESS and story.rarity >= LEAST_RARITY and SOONEST_AFTER <= after <= LONGEST_AFTER

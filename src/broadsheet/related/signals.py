"""
What other slices may hear of Related Stories.

`related_changed` is sent inside the transaction that stored the lists; a receiver only writes rows. `story_ids` are
the stories whose related stories or follow-ups are others now. `is_news` says that they were published a moment ago;
else they are older ones, which can wait. `now` is an aware datetime, `sender` is RelatedList.

`events_changed` is sent with it where stories published a moment ago are others in other words, or carry others on:
fronts give one place to an event.
"""

from django.dispatch import Signal

related_changed = Signal()  # story_ids: tuple[int, ...], is_news: bool, now
events_changed = Signal()  # story_ids: tuple[int, ...], now

"""When the lists of fixed windows are ranked anew, one at a time. Pure: the clock is handed in."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from broadsheet.contracts.audience import PopularList
from broadsheet.popular.ranking import SPANS, Span, rank
from broadsheet.popular.tallying import Growth

# While a list waits its points fade by .2, .13 and .08 %, a tenth of a sketch's error: the wait alone changes no rank.
# And ranking is dear: a week of 5,000 stories, read in a tenth of all buckets, took a second of the clerk's thread.
EVERY: Mapping[Span, timedelta] = {
    Span.NOW: timedelta(seconds=30),
    Span.TODAY: timedelta(minutes=2),
    Span.WEEK: timedelta(minutes=5),
}


class SpanRanker:
    """Remembers when each list was ranked, and ranks the one that waited longest."""

    def __init__(self) -> None:
        self._ranked_at: dict[Span, datetime] = {}

    def rank_due(
        self,
        growth: Mapping[int, Mapping[int, Growth]],
        *,
        eligible: Collection[int],
        standing: Mapping[str, PopularList],
        now: datetime,
    ) -> dict[str, PopularList]:
        """The list whose time is most overdue, by its name, or nothing; `standing` are the lists as they stand."""
        span = max(Span, key=lambda each: self._overdue(each, now=now))
        if self._overdue(span, now=now) < 1:
            return {}
        self._ranked_at[span] = now
        before = standing.get(span)
        return {str(span): rank(growth, eligible=eligible, now=now, before=before, window=SPANS[span])}

    def _overdue(self, span: Span, *, now: datetime) -> float:
        """How many of its turns a list has waited."""
        ranked_at = self._ranked_at.get(span)
        return float("inf") if ranked_at is None else (now - ranked_at) / EVERY[span]

"""
What other slices may hear of Popular.

`popular_changed` is sent inside the transaction that stored the rankings; a receiver only writes rows. `names` are the
lists that changed or were made anew: "all", a `ranking.Span` or section page ids, as in `list/popular/<name>`. `now` is
an aware datetime, `sender` is Ranking.
"""

from django.dispatch import Signal

popular_changed = Signal()  # names: tuple[str, ...], now

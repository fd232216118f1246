"""
What other slices may hear of fronts.

`front_arranged` is sent inside the transaction that stored the arrangement; a receiver only writes rows. `page_id` is
the home or the section whose front it is, `now` an aware datetime, `sender` is Arrangement.
"""

from django.dispatch import Signal

front_arranged = Signal()  # page_id: int, now

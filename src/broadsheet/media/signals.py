"""What other slices may hear of pictures; sent inside the transaction that changed them."""

from django.dispatch import Signal

picture_changed = Signal()  # picture: its texts, crop or file changed
picture_files_made = Signal()  # picture: its files in the smaller formats are there
picture_killed = Signal()  # picture, now: it must leave every page

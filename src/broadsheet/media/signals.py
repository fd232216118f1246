"""What other slices may hear of pictures, recordings and documents; sent inside the transaction that changed them."""

from django.dispatch import Signal

picture_changed = Signal()  # picture: its texts, crop or file changed
picture_files_made = Signal()  # picture: its files in the smaller formats are there
picture_killed = Signal()  # picture, now: it must leave every page
recording_changed = Signal()  # recording: its words, captions or file changed
recording_killed = Signal()  # recording, now: it must leave every page
document_changed = Signal()  # document: its title or file changed

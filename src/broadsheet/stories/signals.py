"""
What other slices may hear of stories.

All are sent inside the transaction that changed the page; a receiver only writes rows (an outbox), so that a
rollback takes the news back too. `sender` is StoryPage, `story` the StoryPage, `now` an aware datetime.
"""

from django.dispatch import Signal

# story, first: bool, went_live: bool, now: went live, or its live words changed
story_published = Signal()
story_withdrawn = Signal()  # story, now: no longer live for any reason; story.withdrawn_notice may say why
story_copied = Signal()  # story, original, now: it was made as a copy; a receiver may refuse it (PublishRefusedError)
story_moved = Signal()  # story, old_path, new_path: its address changed; paths as "/world/some-slug/"
# section, left, entered (sections' ids): its address changed, and with it that of all below it; `left` are the sections
# that they stood in and stand in no longer, `entered` the other way round. `section_changed` follows.
section_moved = Signal()
section_changed = Signal()  # section (SectionPage or HomePage), now: a section was made, renamed, moved or deleted
versions_changed = Signal()  # story, is_urgent: bool, now: readers may see one more, one less, or one again
embed_site_changed = Signal()  # site (EmbedSite), now: readers may have its things loaded from now on, or not any more
schedule_refused = Signal()  # story, revision_id, reasons: tuple[str, ...], now: it was due, and guards hold it back
paper_page_changed = Signal()  # page_id, now: one of the paper's own pages came, changed, moved or went
identity_changed = Signal()  # before, after (IdentityFacts), now: the paper's motto, logo, colour, footer, menu …

"""
The newsroom's journal: who did what, in Wagtail's own log, which the database lets nobody change.

Wagtail writes down acts on pages and vocabularies; what else matters here is watched (`watching`, `signing_in`) or told
by whoever does it, in the same log.
"""

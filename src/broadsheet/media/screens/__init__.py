"""Wagtail's screens for pictures with what a picture desk needs; mounted in front of its own (wagtail_hooks)."""

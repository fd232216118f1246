"""AP Media API, long polling: feed answers taken apart, and each item joined with its text before it is delivered."""

from broadsheet.fetching.ap.fetcher import ApFetcher
from broadsheet.fetching.ap.joining import Joinery

__all__ = ["ApFetcher", "Joinery"]

"""
Feeds as this paper gives them out: RSS 2.0 (and the RSS Board's profile of it), Atom (RFC 4287), JSON Feed 1.1.

A feed is written in two halves: what opens and closes it, and its items. Items are written when their story is, and
joined to a feed when somebody asks, so every function here gives finished text that any item may follow.
"""

from broadsheet.formats.syndication.atom import ATOM, atom_entry, atom_frame
from broadsheet.formats.syndication.json_feed import JSON_FEED, json_frame, json_item
from broadsheet.formats.syndication.portable import portable_html, without_pictures
from broadsheet.formats.syndication.rss import RSS, rss_frame, rss_item
from broadsheet.formats.syndication.values import FeedFacts, FeedFormat, FeedItem, FeedPicture, Frame

__all__ = [
    "ATOM",
    "JSON_FEED",
    "RSS",
    "FeedFacts",
    "FeedFormat",
    "FeedItem",
    "FeedPicture",
    "Frame",
    "atom_entry",
    "atom_frame",
    "json_frame",
    "json_item",
    "portable_html",
    "rss_frame",
    "rss_item",
    "without_pictures",
]

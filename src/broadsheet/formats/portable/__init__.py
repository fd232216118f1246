"""
A story as it leaves a Broadsheet: an IPTC ninjs 3.0 document that other systems read, and that loses nothing.

All that ninjs has a place for stands there: headline (and kicker, a headline of that role), standfirst (description of
role "summary"), byline, place, source, topics, sections (subjects of rel "section"), body as XHTML, pictures (as
associations with caption, credit, alt text and usage terms, their files beside the document), times, embargo. A story
that was taken back is a document with `pubStatus` "canceled" and no words; a draft is "withheld".

What ninjs has no place for stands in one property more, `broadsheet`, an object. Without it the document is valid by
IPTC's schema. Its members, each left out where it says nothing:

    format         1
    address        the story's address on its site, a path with both slashes: "/world/rain-falls/"
    formerly       addresses under which readers knew it before, alike
    sections       the sections it stands in, the top one first: [{"name": "World", "address": "/world/"}]
    bylines        every name of the byline, in order (`by` holds them in one line)
    dateline       as it stands, where `located` names the place alone
    body           the body's blocks in order, exactly: [{"kind": "text", "value": "<p>…</p>"}]. Kinds: text (HTML),
                   heading (a line), picture ({"picture": uri, "caption"}), quote ({"text", "speaker"}), aside
                   ({"heading", "text": HTML}), table (as Wagtail's TableBlock keeps it); a kind that a reader does not
                   know can be taken from `bodies`. A picture is named by its `uri` among the associations
    lead_caption   the lead picture's caption in this story; empty: the picture's own
    published_at   when readers first had it; absent: never
    updated_at     when its published words last changed
    corrections    public notes, the newest first: [{"note", "made_at", "kind"}]
    withdrawn      {"at", "notice"} of a story that was taken back; the words that it had are nowhere
    lists          which lists it is kept out of, or shows none: {"popular": false, "latest": false, "shown": false}
    search         {"title", "description"} for search engines, where they are others than headline and standfirst

Times are RFC 3339, in UTC. The newsroom's own notes are never written.
"""

from broadsheet.formats.portable.reading import NotPortableError, read_story
from broadsheet.formats.portable.values import (
    PortableBlock,
    PortableCorrection,
    PortablePicture,
    PortableSection,
    PortableStory,
    PortableTopic,
    Standing,
)
from broadsheet.formats.portable.writing import write_story

__all__ = [
    "NotPortableError",
    "PortableBlock",
    "PortableCorrection",
    "PortablePicture",
    "PortableSection",
    "PortableStory",
    "PortableTopic",
    "Standing",
    "read_story",
    "write_story",
]

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
    bylines        every name of the byline, in order (`by` holds them in one line): [{"name", "author"}], the latter
                   being the slug of the author's page, of whoever has one
    dateline       as it stands, where `located` names the place alone
    body           the body's blocks in order, exactly: [{"kind": "text", "value": "<p>…</p>"}]. Kinds: text (HTML),
                   heading (a line), quote ({"text", "speaker"}), aside ({"heading", "text": HTML}), table (as
                   Wagtail's TableBlock keeps it), picture ({"picture": uri, "caption"}), gallery ({"heading",
                   "pictures": [{"picture": uri, "caption"}]}), recording ({"recording": uri, "caption"}), document
                   ({"document": uri, "label"}), related ({"heading", "stories": [uri]}), embed ({"address", "title",
                   "source"}); a kind that a reader does not know can be taken from `bodies`. A picture is named by its
                   `uri` among the associations, a recording and a document among those below, a story by its own
    documents      files to download: [{"uri", "file", "media_type", "size", "name", "title"}]; `file` stands beside it,
                   `name` is what a reader's copy is called
    recordings     films and sounds: [{"uri", "file", "media_type", "size", "title", "credit", "usage_terms",
                   "transcript", "captions", "captions_language", "poster", "seconds", "width", "height"}]; `captions`
                   is a WebVTT file beside it, `poster` the uri of a picture among the associations
    lead_caption   the lead picture's caption in this story; empty: the picture's own
    published_at   when readers first had it; absent: never
    updated_at     when its published words last changed
    goes_out_at    when a story that readers do not have yet goes out by itself
    corrections    public notes, the newest first: [{"note", "made_at", "kind", "version"}]
    versions       the words that readers saw, the first version first: [{"number", "published_at", "kind", "words"}],
                   lines by part and kind: {"headline": [["p", "Rain falls"]], "body": [["p", "It rained"]]}; one that
                   is shown no longer has {"withheld": "withdrawn" or "legal"} instead of words
    withdrawn      {"at", "notice"} of a story that was taken back; the words that it had are nowhere
    lists          which lists it is kept out of, or shows none: {"popular": false, "latest": false, "shown": false}
    related        what its editors chose of its Related Stories: {"pinned": [uri], "banned": [uri]}, those that stand
                   first, in order, and those that never stand there
    search         {"title", "description"} for search engines, where they are others than headline and standfirst

A picture among the associations has a `broadsheet` of its own, where an editor settled such things: usage_ends_at (a
time), focal_point ([x, y, width, height] around its centre) and card_crop ([left, top, width, height]), in pixels.

Times are RFC 3339, in UTC. The newsroom's own notes are never written.
"""

from broadsheet.formats.portable.reading import NotPortableError, read_authors, read_story
from broadsheet.formats.portable.values import (
    ABOUT,
    PortableAuthor,
    PortableBlock,
    PortableByline,
    PortableCorrection,
    PortableDocument,
    PortablePicture,
    PortableRecording,
    PortableSection,
    PortableStory,
    PortableTopic,
    PortableVersion,
    Standing,
)
from broadsheet.formats.portable.writing import write_author, write_story, write_wire_item

__all__ = [
    "ABOUT",
    "NotPortableError",
    "PortableAuthor",
    "PortableBlock",
    "PortableByline",
    "PortableCorrection",
    "PortableDocument",
    "PortablePicture",
    "PortableRecording",
    "PortableSection",
    "PortableStory",
    "PortableTopic",
    "PortableVersion",
    "Standing",
    "read_authors",
    "read_story",
    "write_author",
    "write_story",
    "write_wire_item",
]

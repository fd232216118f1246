"""
IPTC Media Topics (cv.iptc.org/newscodes/mediatopic): what is news about, under one code whatever the wire.

The tables are IPTC's, under CC BY 4.0: see NOTICE.txt beside them, and tools/media_topics.py, which makes them.
"""

from broadsheet.formats.mediatopics.mapping import with_media_topics
from broadsheet.formats.mediatopics.topics import broader_codes, codes_meant, topic_name

__all__ = ["broader_codes", "codes_meant", "topic_name", "with_media_topics"]

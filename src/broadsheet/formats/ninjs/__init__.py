"""ninjs 1.x to 3.x, IPTC's news in JSON (iptc.org/std/ninjs)."""

from broadsheet.formats.ninjs.documents import is_ninjs, read_ninjs

__all__ = ["is_ninjs", "read_ninjs"]

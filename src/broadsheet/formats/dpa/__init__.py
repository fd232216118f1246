"""dpa digitalwires JSON, as dpa's APIs deliver it: one entry, a list of entries, a feed with `entries`."""

from broadsheet.formats.dpa.entries import is_dpa, read_dpa

__all__ = ["is_dpa", "read_dpa"]

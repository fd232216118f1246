"""NITF 3.x with and without a namespace (iptc.org/standards/nitf)."""

from broadsheet.formats.nitf.documents import read_nitf

__all__ = ["read_nitf"]

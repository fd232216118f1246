"""NewsML 1.0 to 1.2 (iptc.org/standards/newsml-1), as AFP, Reuters and Nordic agencies send it."""

from broadsheet.formats.newsml_1.documents import read_newsml_1

__all__ = ["read_newsml_1"]

"""NewsML-G2 2.x: newsItem, packageItem and newsMessage (iptc.org/standards/newsml-g2)."""

from broadsheet.formats.newsml_g2.messages import FOREIGN_ROOTS, ROOTS, read_newsml_g2

__all__ = ["FOREIGN_ROOTS", "ROOTS", "read_newsml_g2"]

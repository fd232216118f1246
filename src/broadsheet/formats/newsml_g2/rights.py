"""Rights expressions in NewsML-G2's rightsInfo (specification, section "Rights Information")."""

from collections.abc import Iterator, Sequence

from lxml import etree

from broadsheet.formats.terms import Terms, terms_in_json, terms_in_xml, together
from broadsheet.formats.xml import attribute, local


def terms_in(blocks: Sequence[etree._Element], *, guid: str) -> Terms:
    """What the policies in these rightsInfo elements say of an item; a block for parts of it refuses nothing."""
    return together(
        _told_only(terms) if attribute(block, "idrefs") else terms
        for block in blocks
        for terms in _expressed(block, guid=guid)
    )


def _expressed(block: etree._Element, *, guid: str) -> Iterator[Terms]:
    for part in block:
        name = local(part)
        if name == "rightsExpressionXML":
            yield terms_in_xml(part, guid=guid)
        elif name == "rightsExpressionData":
            yield terms_in_json("".join(str(words) for words in part.itertext()), guid=guid)


def _told_only(terms: Terms) -> Terms:
    return Terms(told=(*terms.refused, *terms.told))

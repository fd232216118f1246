"""NewsML 1 documents: an envelope with any number of NewsItems."""

from lxml import etree

from broadsheet.contracts.news import NewsItem, WireFormatError
from broadsheet.formats.messages import with_message_pictures, without_failures
from broadsheet.formats.newsml_1.items import read_item
from broadsheet.formats.numbers import urgency_number
from broadsheet.formats.signals import code_tail
from broadsheet.formats.xml import attribute, child, children

_MOST_ITEMS = 1_000


def read_newsml_1(root: etree._Element) -> list[NewsItem]:
    """
    Every NewsItem of a document; pictures also stand with the story they belong to.

    :raises WireFormatError: if the document holds none, or none that can be read
    """
    elements = list(children(root, "NewsItem"))
    if not elements:
        raise WireFormatError("The NewsML document is empty: it holds no NewsItem")
    if len(elements) > _MOST_ITEMS:
        raise WireFormatError(
            f"The NewsML document holds {len(elements):,} items; {_MOST_ITEMS:,} is the most that is read"
        )
    envelope = child(root, "NewsEnvelope")
    urgency = urgency_number(attribute(child(envelope, "Priority"), "FormalName") or None)
    services = [
        attribute(part, "FormalName") for name in ("NewsService", "NewsProduct") for part in children(envelope, name)
    ]
    codes = ("test",) if any(code_tail(service) == "test" for service in services) else ()
    items = without_failures(elements, read=lambda element: read_item(element, urgency=urgency, codes=codes))
    return with_message_pictures(items)

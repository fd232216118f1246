"""Which Media Topics an item is filed under: its own, and all that are broader."""

from broadsheet.contracts.news import NewsItem
from broadsheet.wire.models import Heading


def headings_of(news: NewsItem) -> list[tuple[Heading.Kind, str, str]]:
    """The item's Media Topics as headings: kind, code, name."""
    topics = {
        subject.code: subject.name
        for subject in news.subjects
        if subject.scheme == "mediatopic" and subject.code.isdecimal() and subject.name.strip()
    }
    return [(Heading.Kind.TOPIC, code, name) for code, name in topics.items()]

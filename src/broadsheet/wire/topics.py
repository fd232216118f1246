"""Which Media Topics an item is filed under: its own, and all that are broader."""

from broadsheet.contracts.news import NewsItem
from broadsheet.formats.mediatopics import broader_codes, topic_name
from broadsheet.wire.models import Heading

_CODE_LENGTH = 8


def headings_of(news: NewsItem) -> list[tuple[Heading.Kind, str, str]]:
    """The item's Media Topics as headings: kind, code, and the standard's name, else the wire's."""
    named = {
        subject.code: subject.name
        for subject in news.subjects
        if subject.scheme == "mediatopic" and subject.code.isdecimal() and len(subject.code) == _CODE_LENGTH
    }
    above = {code: "" for narrow in named for code in broader_codes(narrow)}
    names = {code: topic_name(code, language="") or name.strip() for code, name in {**above, **named}.items()}
    return [(Heading.Kind.TOPIC, code, name) for code, name in names.items() if name]

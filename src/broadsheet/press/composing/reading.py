"""How many words a story has to read, and how long that takes."""

from collections.abc import Iterable, Iterator

from django.utils.html import strip_tags

from broadsheet.look import bodies

_A_MINUTE = 238  # words of English that adults read silently: Brysbaert 2019, over 190 studies


def reading_minutes(body: Iterable[bodies.BodyBlock]) -> int:
    """Whole minutes, one at least; 0 where there is nothing to read."""
    words = word_count(body)
    return max(1, round(words / _A_MINUTE)) if words else 0


def word_count(body: Iterable[bodies.BodyBlock]) -> int:
    """The words that are read in a body, its tables too; captions and what is of others are none."""
    return sum(len(text.split()) for block in body for text in _texts(block))


def _texts(block: bodies.BodyBlock) -> Iterator[str]:
    match block:
        case bodies.TextBlock():
            yield strip_tags(block.html.replace("<", " <"))
        case bodies.AsideBlock():
            yield from (block.heading, strip_tags(block.html.replace("<", " <")))
        case bodies.HeadingBlock() | bodies.QuoteBlock():
            yield block.text
        case bodies.TableBlock():
            yield from (cell for row in (block.head, *block.rows) for cell in row)

"""The words of the wire in a form that can be shown and compared: pure."""

from collections.abc import Iterable

from broadsheet.stories.bodies import UnusableBodyError, blocks_from_html
from broadsheet.stories.differing import Paragraph
from broadsheet.stories.prose import block_paragraphs
from broadsheet.stories.wording import paragraphs


def as_sentences(reasons: Iterable[str]) -> str:
    """Reasons, which end without a full stop as a rule, as one text, each with its full stop."""
    return " ".join(reason if reason.endswith((".", "!", "?", "…")) else f"{reason}." for reason in reasons)


def markup_paragraphs(markup: str) -> list[Paragraph]:
    """The paragraphs of a wire's body as they would stand in a story."""
    try:
        blocks = blocks_from_html(markup)
    except UnusableBodyError:
        return [Paragraph(text=text) for text in paragraphs(markup)]
    return block_paragraphs({"type": kind, "value": value} for kind, value in blocks)

"""dpa's notes beside the copy: for editors, for readers, about an embargo; and what it says of a picture."""

from collections.abc import Iterator

from broadsheet.contracts.news import ItemPicture, Rendition
from broadsheet.formats.crediting import credit_line
from broadsheet.formats.fields import Fields
from broadsheet.formats.figures import picture
from broadsheet.formats.markup import parse_html
from broadsheet.formats.numbers import whole_number
from broadsheet.formats.signals import code_tail
from broadsheet.formats.wording import distinct
from broadsheet.formats.xml import text_of

# Whom to call, who wrote it, which pictures exist: no instruction, and in nearly every entry.
_NO_INSTRUCTIONS = frozenset(("contacts", "dpacontacts", "picture", "closingline"))
_CORRECTIONS = frozenset(("correction", "correctionshort"))


def editors_note_of(fields: Fields) -> str:
    """
    What dpa asks of editors and forbids to publish; without marked notes the non-public part of its note pad.

    Its public notes ("Redaktionelle Hinweise") may be printed, and are no instruction either.
    """
    marked = list(fields.entries("ednotes"))
    if not marked:
        return text_of(parse_html(fields.object("notepad").text("nonpublic_html")))
    secret = [
        note.text("ednote").strip()
        for note in marked
        if note.number("is_publishable") is not True and _role(note) not in _NO_INSTRUCTIONS
    ]
    return "\n".join(distinct(secret))


def public_notes_of(fields: Fields) -> tuple[str, ...]:
    """What was corrected, as dpa words it, for the desk to see beside the text."""
    lines = distinct([note.line("ednote") for note in _noted(fields, _CORRECTIONS)])
    return tuple(f"The agency says of this version: {line}" for line in lines)


def embargo_of(fields: Fields) -> str | None:
    """The time in `embargoed`, else the words of a note on an embargo; None where there is neither."""
    stated = fields.line("embargoed")
    noted = [note.line("ednote") for note in _noted(fields, frozenset(("embargo",)))]
    return stated or next((words for words in noted if words), None)


def _noted(fields: Fields, roles: frozenset[str]) -> Iterator[Fields]:
    return (note for note in fields.entries("ednotes") if _role(note) in roles)


def _role(note: Fields) -> str:
    return code_tail(note.line("role"))


def picture_of(entry: Fields) -> ItemPicture:
    """An associated picture. The `size` of a rendition is the length of its longer side, not of its file."""
    return picture(
        guid=entry.line("urn"),
        headline=entry.line("headline"),
        caption=entry.line("caption"),
        credit=credit_line(entry.line("creditline")),
        alt_text=entry.line("alttext", "alt_text"),
        usage_terms=entry.text("usageterms").strip(),
        renditions=[
            Rendition(
                href=address,
                mimetype=rendition.line("mimetype"),
                width=whole_number(rendition.number("width")) or None,
                height=whole_number(rendition.number("height")) or None,
                purpose=rendition.line("role"),
            )
            for rendition in entry.entries("renditions")
            if (address := rendition.line("url", "href"))
        ],
    )

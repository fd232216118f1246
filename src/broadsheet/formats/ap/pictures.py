"""Pictures in AP's JSON: a picture item's own files, and the pictures linked to a story."""

from broadsheet.contracts.news import ItemPicture, Kind, NewsItem, Rendition
from broadsheet.formats.crediting import agency_of_code, credit_line, first_credit
from broadsheet.formats.fields import Fields
from broadsheet.formats.figures import picture
from broadsheet.formats.numbers import whole_number
from broadsheet.formats.wording import byline_name, distinct

_PICTURES = frozenset(("picture", "photo", "graphic"))
_LARGEST_FILE = 2**62


def own_pictures(fields: Fields, *, read: NewsItem) -> list[ItemPicture]:
    """The one picture that a picture item is."""
    return [_picture(fields)] if read.kind in {Kind.PICTURE, Kind.GRAPHIC} else []


def linked_pictures(fields: Fields) -> list[ItemPicture]:
    """The pictures among the associations that came with their files, in AP's order ("1", "2", "3" …)."""
    pictures = [_picture(entry) for _, entry in in_order(fields) if _is_picture(entry)]
    return [found for found in pictures if found.renditions]


def in_order(fields: Fields) -> list[tuple[str, Fields]]:
    """The associations by their rank, which is their name."""
    return sorted(fields.named("associations"), key=lambda pair: whole_number(pair[0]) or 0)


def _is_picture(entry: Fields) -> bool:
    return entry.line("type").casefold() in _PICTURES


def _picture(fields: Fields) -> ItemPicture:
    terms = [entry.line("name") for name in ("usageterms", "rightsline") for entry in fields.entries(name)]
    return picture(
        guid=fields.object("altids").line("itemid"),
        headline=fields.line("headline", "title"),
        caption=fields.line("description_caption"),
        credit=_credit(fields),
        alt_text=fields.line("description_alttext", "alttext"),
        usage_terms="\n".join(distinct([*terms, note_of(fields)])),
        renditions=_renditions(fields),
    )


def note_of(fields: Fields) -> str:
    """The note to editors; numbers alone, which AP's picture desks leave there, say nothing."""
    note = fields.line("ednote")
    return note if any(letter.isalpha() for letter in note) else ""


def _credit(fields: Fields) -> str:
    """The credit line, else photographer and provider as AP prints them: "Jane Roe/Associated Press"."""
    stated = credit_line(fields.line("description_creditline"))
    people = [fields.object("photographer").line("name"), *(entry.line("by") for entry in fields.entries("bylines"))]
    agencies = [agency_of_code(entry.line("name")) for entry in fields.entries("provider")]
    parts = (first_credit([byline_name(name) for name in people]), first_credit(agencies))
    return stated or "/".join(part for part in parts if part)


def _renditions(fields: Fields) -> list[Rendition]:
    """The files of the picture itself, largest first; captions and scripts beside it are texts."""
    files = [
        Rendition(
            href=href,
            mimetype=entry.line("mimetype"),
            width=whole_number(entry.number("width")) or None,
            height=whole_number(entry.number("height")) or None,
            size=whole_number(entry.number("sizeinbytes"), most=_LARGEST_FILE) or None,
            purpose=name,
        )
        for name, entry in fields.named("renditions")
        if (href := entry.line("href")) and _is_still(entry)
    ]
    return sorted(files, key=lambda rendition: -(rendition.width or 0))


def _is_still(entry: Fields) -> bool:
    mimetype = entry.line("mimetype").casefold()
    return mimetype.startswith("image/") if mimetype else entry.line("type").casefold() in _PICTURES

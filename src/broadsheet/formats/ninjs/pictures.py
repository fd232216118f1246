"""Pictures in ninjs: the document's own renditions, and associated pictures."""

from dataclasses import replace

from broadsheet.contracts.news import ItemPicture, Kind, Link, Rendition
from broadsheet.formats.embedding import rendition_at_data_address, sized
from broadsheet.formats.fields import Fields
from broadsheet.formats.figures import picture
from broadsheet.formats.ninjs.rights import terms_of_document
from broadsheet.formats.ninjs.words import alt_text_of, caption_of, credit_line_of, headline_of, stated_caption_of
from broadsheet.formats.numbers import whole_number
from broadsheet.formats.terms import Terms
from broadsheet.formats.wording import byline_name, distinct, one_line

_PICTURE_TYPES = frozenset(("picture", "photo", "image", "graphic"))
_LEAD_NAMES = ("featuremedia", "mainpic", "main", "lead")
_PICTURE_ENDINGS = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif", ".tif", ".tiff")
_LARGEST_FILE = 2**62


def own_pictures(fields: Fields, *, kind: Kind, credit: str) -> list[ItemPicture]:
    """The one picture that a picture document is, or that a text document has among its own renditions."""
    if kind is Kind.TEXT and has_image_renditions(fields):
        return [_illustration(fields)]
    if kind not in {Kind.PICTURE, Kind.GRAPHIC}:
        return []
    own = _picture(fields)
    return [own if own.credit else replace(own, credit=credit)]


def _illustration(fields: Fields) -> ItemPicture:
    """Only what is said of the picture itself: the document's headline, byline and summary are the story's."""
    return picture(
        caption=stated_caption_of(fields),
        credit=credit_line_of(fields),
        alt_text=fields.line("alttext", "alt_text"),
        renditions=[rendition for rendition in _renditions(fields) if _is_image(rendition)],
    )


def associated_pictures(fields: Fields) -> list[ItemPicture]:
    """The pictures among the associations that may be published, the one named as the lead first."""
    named = [(name, entry) for name, entry in fields.named("associations") if _is_picture(entry)]
    named = [(name, entry) for name, entry in named if not _terms(entry).refused]
    named.sort(
        key=lambda pair: _LEAD_NAMES.index(pair[0].lower()) if pair[0].lower() in _LEAD_NAMES else len(_LEAD_NAMES)
    )
    return [_picture(entry) for _, entry in named]


def refused_pictures(fields: Fields) -> tuple[str, ...]:
    """Why associated pictures were left out, in words for an editor."""
    pictures = [entry for _, entry in fields.named("associations") if _is_picture(entry)]
    return tuple(
        f"The picture {entry.line('uri', 'guid')} was left out: {use}"
        for entry in pictures
        for use in _terms(entry).refused
    )


def _terms(entry: Fields) -> Terms:
    return terms_of_document(entry, guid=entry.line("uri", "guid"))


def associated_items(fields: Fields) -> list[Link]:
    """Every association as a link, under the name that it has there."""
    entries = fields.named("associations")
    return [
        Link(guid=guid, rel=name or "association", headline=headline_of(entry))
        for name, entry in entries
        if (guid := entry.line("uri", "guid"))
    ]


def has_image_renditions(fields: Fields) -> bool:
    return any(_is_image(rendition) for rendition in _renditions(fields))


def _is_picture(entry: Fields) -> bool:
    stated = entry.line("type").casefold()
    return stated in _PICTURE_TYPES if stated else has_image_renditions(entry)


def _picture(fields: Fields) -> ItemPicture:
    authors = [author.line("name") for author in fields.entries("authors")]
    makers = (fields.line("byline", "by"), *authors, fields.line("copyrightholder"), fields.line("source"))
    headline = headline_of(fields)
    return picture(
        guid=fields.line("uri", "guid"),
        headline=headline,
        caption=caption_of(fields),
        credit=credit_line_of(fields) or next((byline_name(maker) for maker in makers if maker), ""),
        alt_text=alt_text_of(fields),
        usage_terms="\n".join(distinct([fields.line("usageterms"), *_terms(fields).told])),
        renditions=[rendition for rendition in _renditions(fields) if _is_still(rendition)],
    )


def _is_image(rendition: Rendition) -> bool:
    by_name = rendition.href.casefold().partition("?")[0].endswith(_PICTURE_ENDINGS)
    return rendition.mimetype.startswith("image/") or (not rendition.mimetype and by_name)


def _is_still(rendition: Rendition) -> bool:
    return not rendition.mimetype or rendition.mimetype.startswith("image/")


def _renditions(fields: Fields) -> list[Rendition]:
    found = (_rendition(name, entry) for name, entry in fields.named("renditions"))
    return [rendition for rendition in found if rendition is not None]


def _rendition(name: str, entry: Fields) -> Rendition | None:
    """The file that a rendition names, or holds as a data: address; None where it does neither."""
    href, purpose = entry.text("href").strip(), name or entry.line("title")
    width, height = whole_number(entry.number("width")) or None, whole_number(entry.number("height")) or None
    if href.startswith("data:"):
        rendition = rendition_at_data_address(href, purpose=purpose)
        return sized(rendition, width=width, height=height) if rendition else None
    if not href:
        return None
    return Rendition(
        href=one_line(href),
        mimetype=entry.line("contenttype", "mimetype", "mime_type"),
        width=width,
        height=height,
        size=whole_number(entry.number("sizeinbytes"), most=_LARGEST_FILE) or None,
        purpose=purpose,
    )

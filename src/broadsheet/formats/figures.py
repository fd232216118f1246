"""Pictures inside a body: HTML's figure and img, NITF's media."""

from collections.abc import Iterable, Mapping

from lxml import etree

from broadsheet.contracts.news import ItemPicture, Rendition
from broadsheet.formats.embedding import rendition_at_data_address, rendition_in_base64, sized
from broadsheet.formats.numbers import whole_number
from broadsheet.formats.wording import one_line, same_words
from broadsheet.formats.xml import attribute, child, children, descendants, local, text_of

_CREDIT_CLASSES = frozenset(("byline", "credit", "copyright", "photographer"))
_CREDIT_TAGS = ("div", "span", "cite", "small", "p")
_MOST_PICTURES = 100
_MOST_RENDITIONS = 50  # of one picture
_SMALLEST_SIDE = 3  # pixels; below stand tracking pixels
_EMOJI_CLASSES = frozenset(("emoji", "wp-smiley"))
_SOURCES = ("src", "data-src", "data-lazy-src", "data-original")
_NO_FILES = ("data:", "cid:", "embedded:", "blob:", "about:", "javascript:", "#")
_IMAGE_KINDS = frozenset(("", "image", "photo", "picture", "graphic", "image/jpeg"))


def picture(
    *,
    guid: str = "",
    headline: str = "",
    caption: str = "",
    credit: str = "",
    alt_text: str = "",
    usage_terms: str = "",
    renditions: Iterable[Rendition] = (),
) -> ItemPicture:
    """A picture whose alt text is left empty where a wire only wrote its caption or headline again."""
    is_repeated = any(words and same_words(alt_text, words) for words in (caption, headline))
    return ItemPicture(
        guid=guid,
        headline=headline,
        caption=caption,
        credit=credit,
        alt_text="" if is_repeated else alt_text,
        usage_terms=usage_terms,
        renditions=tuple(renditions),
    )


def html_pictures(root: etree._Element | None, *, embedded: Mapping[str, Rendition] | None = None) -> list[ItemPicture]:
    """
    The figures of an HTML body with their captions, and its other images; tracking pixels and emoji are none.

    `embedded` knows pictures whose bytes came along by the address that stands in the body.
    """
    found = []
    figures: dict[etree._Element | None, tuple[str, str]] = {None: ("", "")}
    for image in descendants(root, "img"):
        rendition = _html_rendition(image, embedded=embedded or {}) if _is_shown(image) else None
        if rendition is not None:
            found.append(_html_picture(image, rendition, figures=figures))
        if len(found) == _MOST_PICTURES:
            break
    return found


def _is_shown(image: etree._Element) -> bool:
    sides = (whole_number(image.get("width")), whole_number(image.get("height")))
    is_dot = any(side is not None and side < _SMALLEST_SIDE for side in sides)
    return not is_dot and _EMOJI_CLASSES.isdisjoint((image.get("class") or "").split())


def _html_rendition(image: etree._Element, *, embedded: Mapping[str, Rendition]) -> Rendition | None:
    """The image's file: its bytes where they came along, else its address; pages that load late name it elsewhere."""
    width, height = whole_number(image.get("width")) or None, whole_number(image.get("height")) or None
    for name in _SOURCES:
        source = (image.get(name) or "").strip()
        rendition = embedded.get(source) or rendition_at_data_address(source)
        if rendition is not None:
            return sized(rendition, width=width, height=height)
        if source and not source.startswith(_NO_FILES):
            return Rendition(href=one_line(source), width=width, height=height)
    return None


def _html_picture(
    image: etree._Element, rendition: Rendition, *, figures: dict[etree._Element | None, tuple[str, str]]
) -> ItemPicture:
    figure = next((above for above in image.iterancestors() if local(above).lower() == "figure"), None)
    if figure not in figures:
        figures[figure] = _caption_and_credit(figure)
    caption, credit = figures[figure]
    return picture(
        guid=attribute(image, "data-uri"),
        caption=caption,
        credit=credit,
        alt_text=attribute(image, "alt"),
        renditions=[rendition],
    )


def _caption_and_credit(figure: etree._Element | None) -> tuple[str, str]:
    credited = next((part for part in descendants(figure, *_CREDIT_TAGS) if _names_credit(part)), None)
    return text_of(next(descendants(figure, "figcaption"), None)), text_of(credited)


def _names_credit(part: etree._Element) -> bool:
    return not _CREDIT_CLASSES.isdisjoint(attribute(part, "class").split())


def nitf_pictures(root: etree._Element | None) -> list[ItemPicture]:
    """The pictures in NITF's media elements; video and audio are left out."""
    media = (part for part in descendants(root, "media") if attribute(part, "media-type").casefold() in _IMAGE_KINDS)
    found = []
    for part in media:
        references = [reference for reference in children(part, "media-reference") if attribute(reference, "source")]
        renditions = [_nitf_rendition(reference) for reference in references] if _is_picture(references) else []
        renditions.extend(_nitf_objects(part))
        if renditions:
            found.append(_nitf_picture(part, references, renditions=renditions))
        if len(found) == _MOST_PICTURES:
            break
    return found


def _is_picture(references: list[etree._Element]) -> bool:
    types = [attribute(reference, "mime-type") for reference in references]
    return any(not kind or kind.startswith("image") for kind in types)


def _nitf_objects(part: etree._Element) -> list[Rendition]:
    """The bytes that stand in media-object (NITF 3.6: encoding names how, base64 in all that is sent)."""
    found = (rendition_in_base64(_raw_words(inside)) for inside in children(part, "media-object"))
    return [rendition for rendition in found if rendition is not None]


def _raw_words(element: etree._Element) -> str:
    return "".join(str(piece) for piece in element.itertext())


def _nitf_picture(
    part: etree._Element, references: list[etree._Element], *, renditions: list[Rendition]
) -> ItemPicture:
    captions = [text_of(caption) for caption in children(part, "media-caption")]
    metadata = {
        attribute(entry, "name").casefold(): attribute(entry, "value") for entry in children(part, "media-metadata")
    }
    return picture(
        guid=metadata.get("id", "") or attribute(part, "id"),
        headline=metadata.get("headline", ""),
        caption=next((caption for caption in captions if caption), ""),
        credit=text_of(child(part, "media-producer")) or metadata.get("credit", "") or metadata.get("byline", ""),
        alt_text=next((words for reference in references if (words := attribute(reference, "alternate-text"))), ""),
        renditions=renditions,
    )


def _nitf_rendition(reference: etree._Element) -> Rendition:
    return Rendition(
        href=one_line(reference.get("source")),
        mimetype=attribute(reference, "mime-type"),
        width=whole_number(reference.get("width")) or None,
        height=whole_number(reference.get("height")) or None,
        size=whole_number(reference.get("file-size"), most=2**62) or None,
        purpose=attribute(reference, "name"),
    )


def joined_pictures(*groups: Iterable[ItemPicture]) -> tuple[ItemPicture, ...]:
    """
    Pictures of several places in one item, each once.

    Two are the same if they share a guid or an address; then the first stands, filled up with what only the later
    one says.
    """
    kept: list[ItemPicture] = []
    places: dict[str, int] = {}
    for candidate in (one for group in groups for one in group):
        marks = [candidate.guid, *(rendition.href for rendition in candidate.renditions[:_MOST_RENDITIONS])]
        place = next((places[mark] for mark in marks if mark and mark in places), None)
        if place is None:
            if len(kept) == _MOST_PICTURES:
                continue
            place = len(kept)
            kept.append(candidate)
        else:
            kept[place] = _filled(kept[place], candidate)
        places.update((mark, place) for mark in marks if mark and mark not in places)
    return tuple(kept)


def _filled(one: ItemPicture, other: ItemPicture) -> ItemPicture:
    known = {rendition.href for rendition in one.renditions}
    return picture(
        guid=one.guid or other.guid,
        headline=one.headline or other.headline,
        caption=one.caption or other.caption,
        credit=one.credit or other.credit,
        alt_text=one.alt_text or other.alt_text,
        usage_terms=one.usage_terms or other.usage_terms,
        renditions=[*one.renditions, *(r for r in other.renditions if r.href not in known)][:_MOST_RENDITIONS],
    )

"""Pictures inside a body: HTML's figure and img, NITF's media."""

from collections.abc import Iterable

from lxml import etree

from broadsheet.contracts.news import ItemPicture, Rendition
from broadsheet.formats.numbers import whole_number
from broadsheet.formats.wording import one_line, same_words
from broadsheet.formats.xml import attribute, child, children, descendants, local, text_of

_CREDIT_CLASSES = frozenset(("byline", "credit", "copyright", "photographer"))
_MOST_PICTURES = 100
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


def html_pictures(root: etree._Element | None) -> list[ItemPicture]:
    """The figures of an HTML body with their captions, and its other images."""
    found = []
    for image in descendants(root, "img"):
        source = attribute(image, "src")
        if source and not source.startswith("data:"):
            found.append(_html_picture(image, source))
        if len(found) == _MOST_PICTURES:
            break
    return found


def _html_picture(image: etree._Element, source: str) -> ItemPicture:
    figure = next((above for above in image.iterancestors() if local(above).lower() == "figure"), None)
    credited = [part for part in descendants(figure, "div", "span", "cite", "small", "p") if _names_credit(part)]
    return picture(
        guid=attribute(image, "data-uri"),
        caption=text_of(next(descendants(figure, "figcaption"), None)),
        credit=text_of(credited[0]) if credited else "",
        alt_text=attribute(image, "alt"),
        renditions=[
            Rendition(
                href=source,
                width=whole_number(image.get("width")) or None,
                height=whole_number(image.get("height")) or None,
            )
        ],
    )


def _names_credit(part: etree._Element) -> bool:
    return not _CREDIT_CLASSES.isdisjoint(attribute(part, "class").split())


def nitf_pictures(root: etree._Element | None) -> list[ItemPicture]:
    """The pictures in NITF's media elements; video and audio are left out."""
    media = (part for part in descendants(root, "media") if attribute(part, "media-type").casefold() in _IMAGE_KINDS)
    found = []
    for part in media:
        references = [reference for reference in children(part, "media-reference") if attribute(reference, "source")]
        if references and _is_picture(references):
            found.append(_nitf_picture(part, references))
        if len(found) == _MOST_PICTURES:
            break
    return found


def _is_picture(references: list[etree._Element]) -> bool:
    types = [attribute(reference, "mime-type") for reference in references]
    return any(not kind or kind.startswith("image") for kind in types)


def _nitf_picture(part: etree._Element, references: list[etree._Element]) -> ItemPicture:
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
        renditions=[_nitf_rendition(reference) for reference in references],
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
    for candidate in (one for group in groups for one in group):
        place = next((n for n, one in enumerate(kept) if _are_same(one, candidate)), None)
        if place is None:
            kept.append(candidate)
        else:
            kept[place] = _filled(kept[place], candidate)
    return tuple(kept[:_MOST_PICTURES])


def _are_same(one: ItemPicture, other: ItemPicture) -> bool:
    if one.guid and one.guid == other.guid:
        return True
    return not {r.href for r in one.renditions}.isdisjoint(r.href for r in other.renditions)


def _filled(one: ItemPicture, other: ItemPicture) -> ItemPicture:
    known = {rendition.href for rendition in one.renditions}
    return picture(
        guid=one.guid or other.guid,
        headline=one.headline or other.headline,
        caption=one.caption or other.caption,
        credit=one.credit or other.credit,
        alt_text=one.alt_text or other.alt_text,
        usage_terms=one.usage_terms or other.usage_terms,
        renditions=(*one.renditions, *(r for r in other.renditions if r.href not in known)),
    )

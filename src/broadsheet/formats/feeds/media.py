"""Pictures and recordings of an RSS or Atom entry: Media RSS (rssboard.org/media-rss), enclosures, RSS's own image."""

from collections.abc import Sequence
from dataclasses import replace

from lxml import etree

from broadsheet.contracts.news import ItemPicture, Kind, Rendition
from broadsheet.formats.feeds.elements import Family, family, parts, words
from broadsheet.formats.feeds.wording import plain_line
from broadsheet.formats.figures import picture
from broadsheet.formats.html_copy import joined_address
from broadsheet.formats.numbers import whole_number
from broadsheet.formats.wording import distinct, one_line

_PICTURE_ENDINGS = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif", ".tif", ".tiff")
_SOUND_ENDINGS = {".mp3": Kind.AUDIO, ".m4a": Kind.AUDIO, ".ogg": Kind.AUDIO, ".mp4": Kind.VIDEO, ".mov": Kind.VIDEO}
_MOST_PICTURES = 100
_LARGEST_FILE = 2**62


def pictures_of(entry: Family, *, base: str) -> list[ItemPicture]:
    """The entry's pictures in its feed's order; what is said of the whole entry holds for each of them."""
    groups = [family(group) for group in parts(entry, "media:group")]
    found = [_grouped(group, around=entry, base=base) for group in groups]
    found += [_single(content, around=entry, base=base) for content in parts(entry, "media:content")]
    found += [_enclosed(part, base=base) for part in parts(entry, "enclosure")]
    found += [_titled(part, base=base) for part in parts(entry, "image")]
    pictures = [one for one in found if one is not None][:_MOST_PICTURES]
    small = [_thumbnail(part, base=base) for part in parts(entry, "media:thumbnail")]
    return _with_thumbnails(pictures, [one for one in small if one is not None])


def sound_of(files: Sequence[tuple[str, str]]) -> Kind | None:
    """AUDIO or VIDEO if among these files (address and media type) is a recording."""
    kinds = [_sound(address, mimetype) for address, mimetype in files]
    return next((kind for kind in kinds if kind is not None), None)


def enclosures_of(entry: Family) -> list[tuple[str, str]]:
    """Address and media type of what an entry encloses."""
    files = [*parts(entry, "enclosure"), *parts(entry, "media:content")]
    return [(one_line(part.get("url")), one_line(part.get("type") or part.get("medium"))) for part in files]


def is_picture_file(address: str, mimetype: str) -> bool:
    """Whether a file is a picture by its media type, else by its name."""
    kind = mimetype.casefold()
    if kind:
        return kind == "image" or (kind.startswith("image/") and "svg" not in kind)
    return address.casefold().partition("?")[0].endswith(_PICTURE_ENDINGS)


def _sound(address: str, mimetype: str) -> Kind | None:
    kind = mimetype.casefold().partition("/")[0]
    if kind:
        return {"audio": Kind.AUDIO, "video": Kind.VIDEO}.get(kind)
    name = address.casefold().partition("?")[0]
    return next((sound for ending, sound in _SOUND_ENDINGS.items() if name.endswith(ending)), None)


def _grouped(group: Family, *, around: Family, base: str) -> ItemPicture | None:
    """A media:group holds one thing in several files."""
    files = [part for part in parts(group, "media:content") if _is_picture(part)]
    inside = family(files[0]) if files else {}
    return _described(files, [inside, group, around], base=base)


def _single(content: etree._Element, *, around: Family, base: str) -> ItemPicture | None:
    return _described([content] if _is_picture(content) else [], [family(content), around], base=base)


def _described(files: list[etree._Element], levels: list[Family], *, base: str) -> ItemPicture | None:
    """A picture with what the innermost level says of it (Media RSS: the deepest element rules)."""
    renditions = [_rendition(part, base=base) for part in files]
    known = [rendition for rendition in renditions if rendition is not None]
    if not known:
        return None
    return picture(
        headline=_line(levels[:-1], "media:title"),
        caption=_line(levels, "media:description"),
        credit=_credit(levels),
        alt_text=one_line(files[0].get("alt")),
        usage_terms="\n".join(distinct([*_terms(levels)])),
        renditions=known,
    )


def _line(levels: list[Family], name: str) -> str:
    return next((line for level in levels if (line := plain_line(words(level, name)))), "")


def _credit(levels: list[Family]) -> str:
    for level in levels:
        credits_ = list(parts(level, "media:credit"))
        makers = [part for part in credits_ if "photo" in (part.get("role") or "").casefold()] or credits_
        line = next((line for part in makers if (line := one_line(part.text))), "")
        if line:
            return line
    return _line(levels, "media:copyright")


def _terms(levels: list[Family]) -> list[str]:
    """What media:restriction and media:license say, in words."""
    terms = [_line(levels, "media:license")]
    for part in (part for level in levels for part in parts(level, "media:restriction")):
        where = one_line(part.text)
        relation, kind = (one_line(part.get(name)).casefold() for name in ("relationship", "type"))
        if where.casefold() in {"all", "none"} or relation in {"allow", "deny"}:
            opening = "Not to be used" if (relation == "deny") != (where.casefold() == "none") else "Only to be used"
            terms.append(f"{opening} ({kind or 'where'}: {where or 'all'})")
    return terms


def _is_picture(part: etree._Element) -> bool:
    return is_picture_file(one_line(part.get("url")), one_line(part.get("type") or part.get("medium")))


def _rendition(part: etree._Element, *, base: str, purpose: str = "") -> Rendition | None:
    address = one_line(part.get("url") or part.get("href"))
    mimetype = one_line(part.get("type"))
    if not address:
        return None
    return Rendition(
        href=joined_address(base, address),
        mimetype=mimetype,
        width=whole_number(part.get("width")) or None,
        height=whole_number(part.get("height")) or None,
        size=whole_number(part.get("fileSize") or part.get("length"), most=_LARGEST_FILE) or None,
        purpose=purpose,
    )


def _enclosed(part: etree._Element, *, base: str) -> ItemPicture | None:
    rendition = _rendition(part, base=base) if _is_picture(part) else None
    return picture(renditions=[rendition]) if rendition else None


def _titled(part: etree._Element, *, base: str) -> ItemPicture | None:
    """An <image> of the entry's own, as RSS has it for channels: url, title, and what the title says is no caption."""
    address = words(family(part), "url") or one_line(part.get("url"))
    if not address:
        return None
    return picture(headline=words(family(part), "title"), renditions=[Rendition(href=joined_address(base, address))])


def _thumbnail(part: etree._Element, *, base: str) -> Rendition | None:
    return _rendition(part, base=base, purpose="thumbnail")


def _with_thumbnails(pictures: list[ItemPicture], small: list[Rendition]) -> list[ItemPicture]:
    """A thumbnail stands for the first picture, and for itself where there is no other."""
    if not small:
        return pictures
    if not pictures:
        return [picture(renditions=small)]
    opening = pictures[0]
    known = {rendition.href for rendition in opening.renditions}
    added = [rendition for rendition in small if rendition.href not in known]
    return [replace(opening, renditions=(*opening.renditions, *added)), *pictures[1:]]

"""Pictures in NewsML-G2: remote content with its renditions, and pictures that a link names."""

from dataclasses import dataclass

from lxml import etree

from broadsheet.contracts.news import ItemPicture, Kind, NewsItem, Rendition
from broadsheet.formats.embedding import rendition_at_data_address, rendition_in_base64, sized
from broadsheet.formats.figures import picture
from broadsheet.formats.newsml_g2.about import described
from broadsheet.formats.newsml_g2.elements import Family, first_text, role_of
from broadsheet.formats.numbers import whole_number
from broadsheet.formats.signals import code_tail
from broadsheet.formats.wording import one_line
from broadsheet.formats.xml import attribute, child, children, text_of

_PICTURE_KINDS = frozenset((Kind.PICTURE, Kind.GRAPHIC))
_ALT_ROLES = ("alttext", "alt", "altdesc", "accessibility")
_LARGEST_FILE = 2**62


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    """One file of a picture, beside the element that says so."""

    part: etree._Element
    rendition: Rendition


def remote_pictures(content: Family, meta: Family, *, read: NewsItem) -> list[ItemPicture]:
    """
    The pictures in a contentSet of the item, of which kind, credit and usage terms are `read` already.

    In a picture item all files are renditions of one picture; in a text item a rendition that comes twice opens the
    next picture. The stills of a video or sound are not pictures of a story.
    """
    if read.kind in {Kind.VIDEO, Kind.AUDIO}:
        return []
    files = [*_remote_files(content, kind=read.kind), *_inline_files(content)]
    if not files:
        return []
    if read.kind in _PICTURE_KINDS:
        return [_whole_item(files, meta, read=read)]
    groups = _parted(files)
    is_single = len(groups) == 1
    return [
        picture(
            guid=attribute(group[0].part, "residref"),
            caption=described(meta, "caption", language=read.language) if is_single else "",
            credit=read.credit,
            alt_text=_alt_text(meta, language=read.language) if is_single else "",
            renditions=[file.rendition for file in group],
        )
        for group in groups
    ]


def _whole_item(files: list[_File], meta: Family, *, read: NewsItem) -> ItemPicture:
    return picture(
        guid=read.guid,
        headline=read.headline,
        caption=described(meta, "caption", "", language=read.language),
        credit=read.credit,
        alt_text=_alt_text(meta, language=read.language),
        usage_terms=read.usage_terms,
        renditions=[file.rendition for file in files],
    )


def _remote_files(content: Family, *, kind: Kind) -> list[_File]:
    parts = [part for part in content.get("remoteContent", ()) if _is_picture(part, kind=kind)]
    return [_File(part=part, rendition=found) for part in parts if (found := _rendition(part)) is not None]


def _inline_files(content: Family) -> list[_File]:
    """The pictures whose bytes stand in inlineData, in base64 as its `encoding` says."""
    encoded = [part for part in content.get("inlineData", ()) if "base64" in _encoding(part)]
    found = [(part, rendition_in_base64(_words(part), purpose=_purpose(part))) for part in encoded]
    return [_File(part=part, rendition=rendition) for part, rendition in found if rendition is not None]


def _encoding(part: etree._Element) -> str:
    return (part.get("encoding") or part.get("encodinguri") or "").casefold()


def _words(part: etree._Element) -> str:
    return "".join(str(piece) for piece in part.itertext())


def _is_picture(part: etree._Element, *, kind: Kind) -> bool:
    content_type = part.get("contenttype") or ""
    return content_type.startswith("image/") or (not content_type and kind in _PICTURE_KINDS)


def _parted(files: list[_File]) -> list[list[_File]]:
    groups: list[list[_File]] = []
    seen: set[str] = set()
    for file in files:
        rendition = attribute(file.part, "rendition")
        if not groups or not rendition or rendition in seen:
            groups.append([])
            seen = set()
        seen.add(rendition)
        groups[-1].append(file)
    return groups


def _alt_text(meta: Family, *, language: str) -> str:
    words = described(meta, *_ALT_ROLES, language=language)
    extensions = (
        part for part in meta.get("contentMetaExtProperty", ()) if code_tail(attribute(part, "type")) in _ALT_ROLES
    )
    return words or next((attribute(part, "value") or attribute(part, "literal") for part in extensions), "")


def _rendition(part: etree._Element) -> Rendition | None:
    """The file that a part names, or holds as a data: address; None where it does neither."""
    href = (part.get("href") or part.get("residref") or "").strip()
    width, height = whole_number(part.get("width")) or None, whole_number(part.get("height")) or None
    if href.startswith("data:"):
        rendition = rendition_at_data_address(href, purpose=_purpose(part))
        return sized(rendition, width=width, height=height) if rendition else None
    if not href:
        return None
    return Rendition(
        href=one_line(href),
        mimetype=attribute(part, "contenttype"),
        width=width,
        height=height,
        size=whole_number(part.get("size"), most=_LARGEST_FILE) or None,
        purpose=_purpose(part),
    )


def _purpose(part: etree._Element) -> str:
    return attribute(part, "rendition").rpartition(":")[2]


def linked_pictures(item_meta: Family) -> list[ItemPicture]:
    """The pictures that an item's links name together with an address (dpa sends a story's pictures so)."""
    return [_linked(link) for link in item_meta.get("link", ()) if _links_picture(link) and attribute(link, "href")]


def _links_picture(link: etree._Element) -> bool:
    item_class = child(link, "itemClass")
    if item_class is not None and code_tail(attribute(item_class, "qcode")) in {"picture", "graphic"}:
        return True
    return attribute(link, "contenttype").startswith("image/")


def _linked(link: etree._Element) -> ItemPicture:
    members = {"description": list(children(link, "description"))}
    captions = [text_of(part) for part in members["description"] if role_of(part) in {"caption", ""}]
    return picture(
        guid=attribute(link, "residref"),
        headline=first_text({"title": list(children(link, "title"))}, "title"),
        caption=next((words for words in captions if words), ""),
        credit=text_of(child(link, "creditline")),
        alt_text=described(members, *_ALT_ROLES, language=""),
        renditions=[rendition] if (rendition := _rendition(link)) else [],
    )

"""Pictures in NewsML-G2: remote content with its renditions, and pictures that a link names."""

from lxml import etree

from broadsheet.contracts.news import ItemPicture, Kind, NewsItem, Rendition
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


def remote_pictures(content: Family, meta: Family, *, read: NewsItem) -> list[ItemPicture]:
    """
    The pictures in a contentSet of the item, of which kind, credit and usage terms are `read` already.

    In a picture item all files are renditions of one picture; in a text item a rendition that comes twice opens the
    next picture. The stills of a video or sound are not pictures of a story.
    """
    if read.kind in {Kind.VIDEO, Kind.AUDIO}:
        return []
    files = [part for part in content.get("remoteContent", ()) if _is_picture(part, kind=read.kind)]
    if not files:
        return []
    if read.kind in _PICTURE_KINDS:
        return [_whole_item(files, meta, read=read)]
    groups = _parted(files)
    is_single = len(groups) == 1
    return [
        picture(
            guid=attribute(group[0], "residref"),
            caption=described(meta, "caption", language=read.language) if is_single else "",
            credit=read.credit,
            alt_text=_alt_text(meta, language=read.language) if is_single else "",
            renditions=[_rendition(part) for part in group],
        )
        for group in groups
    ]


def _whole_item(files: list[etree._Element], meta: Family, *, read: NewsItem) -> ItemPicture:
    return picture(
        guid=read.guid,
        headline=read.headline,
        caption=described(meta, "caption", "", language=read.language),
        credit=read.credit,
        alt_text=_alt_text(meta, language=read.language),
        usage_terms=read.usage_terms,
        renditions=[_rendition(part) for part in files],
    )


def _is_picture(part: etree._Element, *, kind: Kind) -> bool:
    if not (part.get("href") or part.get("residref")):
        return False
    content_type = part.get("contenttype") or ""
    return content_type.startswith("image/") or (not content_type and kind in _PICTURE_KINDS)


def _parted(files: list[etree._Element]) -> list[list[etree._Element]]:
    groups: list[list[etree._Element]] = []
    seen: set[str] = set()
    for part in files:
        rendition = attribute(part, "rendition")
        if not groups or not rendition or rendition in seen:
            groups.append([])
            seen = set()
        seen.add(rendition)
        groups[-1].append(part)
    return groups


def _alt_text(meta: Family, *, language: str) -> str:
    words = described(meta, *_ALT_ROLES, language=language)
    extensions = (
        part for part in meta.get("contentMetaExtProperty", ()) if code_tail(attribute(part, "type")) in _ALT_ROLES
    )
    return words or next((attribute(part, "value") or attribute(part, "literal") for part in extensions), "")


def _rendition(part: etree._Element) -> Rendition:
    return Rendition(
        href=one_line(part.get("href") or part.get("residref")),
        mimetype=attribute(part, "contenttype"),
        width=whole_number(part.get("width")) or None,
        height=whole_number(part.get("height")) or None,
        size=whole_number(part.get("size"), most=_LARGEST_FILE) or None,
        purpose=attribute(part, "rendition").rpartition(":")[2],
    )


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
        renditions=[_rendition(link)],
    )

"""One <item> of a WXR file as what it is: a story, a file of the media library, or neither."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from broadsheet.contracts.archives import ArchivedStory, Category, Standing
from broadsheet.contracts.news import ItemPicture
from broadsheet.formats.archives.old_addresses import distinct_paths, old_path
from broadsheet.formats.archives.passages import parts_of
from broadsheet.formats.archives.wordpress.library import Attachment, Library
from broadsheet.formats.archives.wordpress.shortcodes import content_as_html
from broadsheet.formats.times import read_time
from broadsheet.formats.wording import one_line, printable
from broadsheet.formats.xml import local

STORIES = frozenset({"post", "page"})
NEVER_SHOWN = frozenset({"trash", "auto-draft", "inherit"})
_STANDINGS = {
    "publish": Standing.PUBLISHED,
    "future": Standing.SCHEDULED,
    "private": Standing.PRIVATE,
}
_TAG = re.compile(r"<[^<>]*>")
_SERIALISED_CREDIT = re.compile(r's:6:"credit";s:\d{1,6}:"(.{0,500}?)";s:6:"camera"', re.DOTALL)
_REUSED = re.compile(r"<!--\s*wp:block\s+\{[^}]{0,200}?\"ref\"\s*:\s*(\d{1,18})[^}]{0,200}\}\s*/-->")
_BY_NOBODY = frozenset({"uncategorized", "uncategorised", "uncategorized-2"})


@dataclass(frozen=True, slots=True)
class WxrItem:
    """The plain values of an item by their names without prefix; content and excerpt by what they are."""

    values: Mapping[str, str]
    meta: Mapping[str, str]
    terms: tuple[tuple[str, str, str], ...]  # domain, nicename, name
    comments: int

    @property
    def number(self) -> int:
        return _number(self.values.get("post_id", ""))

    @property
    def kind(self) -> str:
        return self.values.get("post_type", "")

    @property
    def is_story(self) -> bool:
        return self.kind in STORIES and self.values.get("status") not in NEVER_SHOWN


def read_item(element: etree._Element) -> WxrItem:
    values: dict[str, str] = {}
    meta: dict[str, str] = {}
    terms = []
    comments = 0
    for child in element:
        name = local(child)
        if name == "encoded":
            name = "excerpt" if "excerpt" in str(child.tag) else "content"
        if name == "postmeta":
            key, value = (next((part.text or "" for part in child if local(part) == name), "")
                          for name in ("meta_key", "meta_value"))  # fmt: skip
            meta[key] = value
        elif name == "category":
            terms.append(
                (child.get("domain") or "", child.get("nicename") or "", one_line(html.unescape(child.text or "")))
            )
        elif name == "comment":
            comments += 1
        else:
            values.setdefault(name, printable(child.text or ""))
    return WxrItem(values, meta, tuple(terms), comments)


def categories_of(item: WxrItem) -> tuple[Category, ...]:
    return tuple(
        Category(name=name, slug=nicename)
        for domain, nicename, name in item.terms
        if domain == "category" and name and nicename not in _BY_NOBODY
    )


def attachment_of(item: WxrItem) -> Attachment:
    found = _SERIALISED_CREDIT.search(item.meta.get("_wp_attachment_metadata", ""))
    return Attachment(
        address=item.values.get("attachment_url", "").strip(),
        caption=plain(item.values.get("excerpt", "")),
        credit=one_line(found[1]) if found else "",
        alt_text=one_line(item.meta.get("_wp_attachment_image_alt", "")),
        parent=_number(item.values.get("post_parent", "")),
    )


def story_of(item: WxrItem, *, library: Library, site: str) -> ArchivedStory:
    """The story as its readers knew it; whatever cannot be kept is told in its remarks."""
    values, number = item.values, item.number
    content = _REUSED.sub(lambda match: library.blocks.get(int(match[1]), match[0]), values.get("content", ""))
    markup, lost = content_as_html(content, picture=library.figure, gallery=lambda: library.gallery_of(number))
    parts, more = parts_of(markup, prepare=library.name_originals)
    lead = library.picture(_number(item.meta.get("_thumbnail_id", "")))
    if lead is not None and parts and _is_same(parts[0], lead):
        parts = parts[1:]  # many themes showed it above the text and editors put it there once more
    standing = _standing(item)
    return ArchivedStory(
        key=str(number) if number else values.get("guid", "")[:200],
        standing=standing,
        is_page=item.kind == "page",
        headline=plain(values.get("title", "")),
        slug=values.get("post_name", "").strip(),
        standfirst=plain(values.get("excerpt", "")),
        parts=parts,
        lead_picture=lead,
        bylines=_bylines(item, library),
        categories=categories_of(item),
        topics=tuple(dict.fromkeys(name for domain, _, name in item.terms if domain == "post_tag" and name)),
        published_at=read_time(values.get("post_date_gmt")) or read_time(values.get("post_date")),
        updated_at=read_time(values.get("post_modified_gmt")),
        addresses=() if standing is Standing.DRAFT else _addresses(item, site=site),
        comments=item.comments,
        remarks=(*lost, *more),
    )


def plain(markup: str) -> str:
    """The words of a line that WordPress lets hold markup and references."""
    return one_line(html.unescape(_TAG.sub(" ", markup) if "<" in markup else markup))


def _standing(item: WxrItem) -> Standing:
    standing = _STANDINGS.get(item.values.get("status", ""), Standing.DRAFT)
    if standing in {Standing.PUBLISHED, Standing.SCHEDULED} and item.values.get("post_password"):
        return Standing.PROTECTED
    return standing


def _bylines(item: WxrItem, library: Library) -> tuple[str, ...]:
    """Those that a plug-in for several authors wrote down, else the one author that WordPress knows."""
    several = [name for domain, _, name in item.terms if domain == "author" and name]
    login = one_line(item.values.get("creator", ""))
    return tuple(dict.fromkeys(several)) or tuple(filter(None, [library.authors.get(login, login)]))


def _addresses(item: WxrItem, *, site: str) -> tuple[str, ...]:
    values = item.values
    name = "page_id" if item.kind == "page" else "p"
    base = old_path(site).rstrip("/")
    numbered = f"{base}/?{name}={item.number}" if item.number else ""
    return distinct_paths(
        (old_path(values.get("link", ""), site=site), numbered, old_path(values.get("guid", ""), site=site))
    )


def _is_same(part: object, lead: ItemPicture) -> bool:
    if not isinstance(part, ItemPicture):
        return False
    return {rendition.href for rendition in part.renditions} == {rendition.href for rendition in lead.renditions}


def _number(text: str) -> int:
    words = text.strip()
    return int(words) if words.isascii() and words.isdecimal() and len(words) < 19 else 0  # noqa: PLR2004  a database's

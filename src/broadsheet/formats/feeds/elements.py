"""Feeds' elements by one name each, whatever prefix and whichever of its namespaces a feed chose."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from lxml import etree

from broadsheet.formats.html_copy import joined_address
from broadsheet.formats.wording import one_line
from broadsheet.formats.xml import local

Family = Mapping[str, Sequence[etree._Element]]  # noqa: SLF001  lxml has no public name for the type

# Namespaces in small letters, without scheme and closing slash: feeds write them in every way.
_PREFIXES = {
    "": "",
    "purl.org/rss/1.0": "",
    "my.netscape.com/rdf/simple/0.9": "",
    "channel.netscape.com/rdf/simple/0.9": "",
    "backend.userland.com/rss": "",
    "backend.userland.com/rss2": "",
    "backend.userland.com/rss191": "",
    "blogs.law.harvard.edu/tech/rss": "",
    "www.w3.org/2005/atom": "atom",
    "purl.org/atom/ns": "atom",
    "purl.org/rss/1.0/modules/content": "content",
    "purl.org/dc/elements/1.1": "dc",
    "purl.org/dc/elements/1.0": "dc",
    "purl.org/dc/terms": "dcterms",
    "search.yahoo.com/mrss": "media",
    "www.rssboard.org/media-rss": "media",
    "video.search.yahoo.com/mrss": "media",
    "www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "www.georss.org/georss": "georss",
    "purl.org/atompub/tombstones/1.0": "at",
    "www.w3.org/2007/app": "app",
    "purl.org/atom/app": "app",
    "rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "backend.userland.com/creativecommonsrssmodule": "cc",
    "cyber.law.harvard.edu/rss/creativecommonsrssmodule.html": "cc",
    "web.resource.org/cc": "cc",
    "creativecommons.org/ns": "cc",
    "www.w3.org/1999/xhtml": "xhtml",
    "www.w3.org/1999/02/22-rdf-syntax-ns": "rdf",
}
_FAMILIES = (("prismstandard.org/", "prism"), ("wordpress.org/export/", "wp"))
_XML = "{http://www.w3.org/XML/1998/namespace}"
_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_MOST_OF_A_NAME = 200


@lru_cache(maxsize=4096)
def _named(tag: str) -> tuple[str, str]:
    """Prefix and name in small letters."""
    namespace, _, name = tag.rpartition("}")
    bare = namespace.lstrip("{").casefold().partition("://")[2] or namespace.lstrip("{").casefold()
    bare = bare.rstrip("/#")
    prefix = _PREFIXES.get(bare)
    if prefix is None:
        prefix = next((short for opening, short in _FAMILIES if opening in bare), bare)
    if not namespace and ":" in name:  # a prefix that nobody declared
        prefix, _, name = name.partition(":")
    return prefix.casefold(), name.casefold()


def family(element: etree._Element | None, *, home: str = "") -> dict[str, list[etree._Element]]:
    """The children by name ("title", "dc:creator"); those of the vocabulary `home` without a prefix, 200 of a name."""
    members: dict[str, list[etree._Element]] = {}
    for part in element if element is not None else ():
        if not isinstance(part.tag, str):
            continue
        prefix, name = _named(part.tag)
        same = members.setdefault(name if prefix == home else f"{prefix}:{name}" if prefix else name, [])
        if len(same) < _MOST_OF_A_NAME:
            same.append(part)
    return members


def parts(members: Family, *names: str) -> Iterator[etree._Element]:
    """Every element of the first of these names, then of the next."""
    return (part for name in names for part in members.get(name, ()))


def words(members: Family, *names: str) -> str:
    """The words of the first such element that has any, on one line."""
    return next((line for part in parts(members, *names) if (line := one_line("".join(_text(part))))), "")


def _text(element: etree._Element) -> Iterator[str]:
    return (str(piece) for piece in element.itertext())


def about(element: etree._Element) -> str:
    """rdf:about, which names an item of RSS 1.0."""
    return one_line(element.get(_ABOUT))


def language_of(element: etree._Element) -> str:
    return one_line(element.get(f"{_XML}lang"))


def base_of(element: etree._Element, *, address: str) -> str:
    """What relative addresses in an element start at: every xml:base around it, joined onto the feed's own address."""
    stated = [base for above in (element, *element.iterancestors()) if (base := above.get(f"{_XML}base"))]
    for base in reversed(stated):
        address = joined_address(address, base.strip()) if address else base.strip()
    return address


def markup_in(element: etree._Element | None) -> str:
    """
    The HTML in an element: escaped or CDATA as it stands, markup that is part of the feed's XML written out as HTML.

    Changes the element: its markup loses its namespace.
    """
    if element is None:
        return ""
    if not len(element):
        return str(element.text or "")
    for part in element.iter("*"):
        part.tag = local(part)
    etree.cleanup_namespaces(element)
    inner = (str(etree.tostring(part, encoding="unicode", method="html")) for part in element)
    return str(element.text or "") + "".join(inner)

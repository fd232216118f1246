"""A passage of HTML as wires, feeds and mails carry it: its copy and its pictures, parsed once."""

from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urljoin

from lxml import etree

from broadsheet.contracts.news import ItemPicture, Rendition
from broadsheet.formats.embedding import without_embedded
from broadsheet.formats.figures import html_pictures
from broadsheet.formats.markup import body_of, parse_html

_ADDRESSES = (("a", "href"), ("img", "src"))
_LEFT_ALONE = ("embedded:", "cid:", "data:", "#", "mailto:", "tel:", "http://", "https://")
_MOST_BASE = 2_000  # characters of an address that others are joined to


def html_copy(
    source: str,
    *,
    repeats: Sequence[str] = (),
    base: str = "",
    embedded: Mapping[str, Rendition] | None = None,
    prepare: Callable[[etree._Element], None] | None = None,
) -> tuple[str, list[ItemPicture]]:
    """
    The copy of an HTML string as blocks, and the pictures in it, those of data: addresses with their bytes.

    `repeats` are lines left out where the copy opens, `base` is what relative addresses start at, `embedded` knows
    pictures that came beside the copy by the address that stands in it (cid: in mails), and `prepare` may change the
    parsed document before it is read.

    :raises WireFormatError: if the copy is out of proportion
    """
    lighter, taken_out = without_embedded(source)
    root = parse_html(lighter)
    if root is None:
        return "", []
    if prepare is not None:
        prepare(root)
    if base:
        _join_addresses(root, base=base)
    return body_of(root, repeats=repeats), html_pictures(root, embedded={**(embedded or {}), **taken_out})


def joined_address(base: str, address: str) -> str:
    """The address, started at `base` where it is relative; unchanged where the two do not join."""
    if not (base and address) or len(base) > _MOST_BASE or address.casefold().startswith(_LEFT_ALONE):
        return address
    try:
        return urljoin(base, address)
    except ValueError:  # half a bracket of IPv6
        return address


def _join_addresses(root: etree._Element, *, base: str) -> None:
    for tag, name in _ADDRESSES:
        for element in root.iter(tag):
            address = (element.get(name) or "").strip()
            if address:
                element.set(name, joined_address(base, address))

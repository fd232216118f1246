"""A page's HTML made fit for other people's pages, where nothing of ours is: no styles, no scripts, no base address."""

from functools import partial
from urllib.parse import quote, urlsplit

import nh3

from broadsheet.formats.html_copy import joined_address
from broadsheet.formats.wording import printable

_TEXT = {"a", "b", "blockquote", "br", "cite", "em", "h2", "h3", "i", "li", "ol", "p", "span", "strong", "time", "ul"}
_TABLE = {"caption", "table", "tbody", "td", "th", "thead", "tr"}
_FIGURE = {"aside", "figcaption", "figure", "img"}
_ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt", "width", "height"}, "th": {"scope"}, "time": {"datetime"}}
_PLAIN = "!#$%&'()*+,/:;=?@[]~"  # what an address may hold beside letters and digits, as it stands
_WHOLE = {"http", "https"}
_ADDRESSES = {"href": _WHOLE | {"mailto"}, "src": _WHOLE}


def portable_html(html: str, *, base: str) -> str:
    """
    The words, links, tables and pictures of the HTML, every address a whole one (relative ones start at `base`).

    What leads nowhere from elsewhere loses its address; scripts, styles, frames and handlers are gone altogether. Of
    classes `credit` alone stays, by which feed readers, ours too, tell a picture's credit from its caption.
    """
    return printable(
        nh3.clean(
            printable(html),
            tags=_TEXT | _TABLE | _FIGURE,
            attributes=_ATTRIBUTES,
            attribute_filter=partial(_kept, base),
            url_schemes=_WHOLE | {"mailto"},
            tag_attribute_values={"span": {"class": {"credit"}}},
            link_rel=None,
        )
    ).strip()


def without_pictures(html: str) -> str:
    """Portable HTML without its pictures; their captions stay."""
    return nh3.clean(
        html,
        tags=(_TEXT | _TABLE | _FIGURE) - {"img"},
        attributes=_ATTRIBUTES,
        url_schemes=_WHOLE | {"mailto"},
        tag_attribute_values={"span": {"class": {"credit"}}},
        link_rel=None,
    )


def _kept(base: str, _tag: str, name: str, value: str) -> str | None:
    schemes = _ADDRESSES.get(name)
    if schemes is None:
        return value
    address = quote(joined_address(base, value.strip()), safe=_PLAIN)
    try:
        parts = urlsplit(address)
    except ValueError:  # half a bracket of IPv6
        return None
    return address if parts.scheme.lower() in schemes and (parts.netloc or parts.scheme == "mailto") else None

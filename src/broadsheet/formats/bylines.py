"""Bylines that stand only in the copy itself, as Reuters sends them."""

import re
from dataclasses import replace

from broadsheet.contracts.news import NewsItem

# A first paragraph "By Toby Davis" or "By Jane Roe and John de Vries": capitalised names and nothing else.
_NAME = r"[^\W\d_a-z][\w.'\u2019-]*"
_PARTICLE = r"(?:de|da|di|du|la|le|van|von|der|den|al|bin)"
_PERSON = rf"{_NAME}(?: (?:{_PARTICLE} )*{_NAME}){{1,3}}"
_BYLINE = re.compile(rf"<p>By (?P<names>{_PERSON}(?:(?:, | and ){_PERSON}){{0,3}})</p>\n?")


def with_byline_of_body(read: NewsItem) -> NewsItem:
    """The item with the byline that opens its body, if it has no other; the paragraph leaves the body."""
    found = None if read.bylines else _BYLINE.match(read.body_html)
    if found is None or found.end() == len(read.body_html):
        return read
    return replace(read, bylines=(found["names"],), body_html=read.body_html[found.end() :])

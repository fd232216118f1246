"""Words as feeds write them: titles with markup in them, authors with addresses, machines' closing lines."""

import html
import re

from broadsheet.formats.markup import parse_html
from broadsheet.formats.wording import byline_name, one_line
from broadsheet.formats.xml import text_of

_TAG = re.compile(r"<[a-zA-Z/!]")
_LONGEST_LINE = 100_000  # characters of markup that one line is made of
# WordPress closes every entry with this line.
_BOILERPLATE = re.compile(
    r"<p>(?:The post|Der Beitrag|L.article|El cargo|La entrada) [^\n]{0,1000}"
    r"(?:first appeared on|appeared first on|erschien zuerst auf|est apparu en premier sur|apareció primero en)"
    r"[^\n]{0,500}</p>$"
)
# RSS 2.0 wants "jane@example.org (Jane Roe)"; feeds also write "Jane Roe <jane@example.org>" and the address alone.
_AUTHOR = re.compile(r"\S+@\S+\s*\((?P<behind>[^()]{1,300})\)|(?P<before>[^<>@]{1,300}?)\s*<[^<>]*>|(?P<bare>\S+@\S+)")


def plain_line(text: str) -> str:
    """The words of a text that may be HTML, on one line."""
    text = text[:_LONGEST_LINE]
    if _TAG.search(text) is None:
        return one_line(html.unescape(text))
    return text_of(parse_html(text))


def byline_of(author: str) -> str:
    """The name of an author; "" where only an address is told."""
    match = _AUTHOR.fullmatch(author)
    if match is not None:
        author = match["behind"] or match["before"] or ""
    return byline_name(author.strip(" \"'"))


def without_boilerplate(body: str) -> str:
    """A body without the line that says where the post appeared first."""
    place = body.rfind("\n") + 1
    return body[:place].rstrip("\n") if _BOILERPLATE.match(body, place) else body

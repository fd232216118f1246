"""XML that is always well-formed: every text is escaped here, and holds no character that XML forbids."""

from collections.abc import Mapping
from datetime import UTC, datetime
from html import escape

from broadsheet.formats.syndication.values import FeedPicture
from broadsheet.formats.wording import printable

DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'
EXTENSIONS = {"xmlns:dc": "http://purl.org/dc/elements/1.1/", "xmlns:media": "http://search.yahoo.com/mrss/"}

Attributes = Mapping[str, str]


def start_tag(name: str, attributes: Attributes) -> str:
    said = "".join(f' {key}="{_escaped(value)}"' for key, value in attributes.items())
    return f"<{name}{said}>"


def element(name: str, inside: str = "", *, attributes: Attributes | None = None) -> str:
    """An element around finished markup."""
    return f"{start_tag(name, attributes or {})}{inside}</{name}>"


def worded(name: str, words: str, *, attributes: Attributes | None = None) -> str:
    """An element around a text, or nothing where there are no words."""
    return element(name, _escaped(words), attributes=attributes) if words else ""


def marked(name: str, html: str, *, attributes: Attributes | None = None) -> str:
    """An element around HTML, which XML takes for text."""
    text = printable(html).replace("]]>", "]]]]><![CDATA[>")
    return element(name, f"<![CDATA[{text}]]>", attributes=attributes)


def media_content(picture: FeedPicture | None) -> str:
    """The picture in Media RSS, with its caption and credit."""
    if picture is None:
        return ""
    facts = {
        "url": picture.url,
        "type": picture.media_type,
        "medium": "image",
        "width": str(picture.width),
        "height": str(picture.height),
    }
    said = worded("media:description", picture.caption, attributes={"type": "plain"})
    return element("media:content", said + worded("media:credit", picture.credit), attributes=facts)


def rfc_3339(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _escaped(text: str) -> str:
    return escape(printable(text))

"""JSON Feed 1 and 1.1 (jsonfeed.org/version/1.1)."""

from collections.abc import Mapping
from typing import Any

from broadsheet.contracts.news import ItemPicture, Link, NewsItem, Rendition, WireFormatError
from broadsheet.formats.feeds.entries import Entry, Feed, item_of, read_entries
from broadsheet.formats.feeds.media import is_picture_file, sound_of
from broadsheet.formats.fields import Fields
from broadsheet.formats.figures import picture
from broadsheet.formats.html_copy import joined_address
from broadsheet.formats.mail_times import read_mail_time
from broadsheet.formats.numbers import whole_number
from broadsheet.formats.vocabularies import subject_of

FORMAT = "json-feed"
_MARK = "jsonfeed.org/version/"
_LARGEST_FILE = 2**62


def is_json_feed(document: Mapping[str, Any]) -> bool:
    """Whether a JSON object is a JSON Feed: by its version, else by what only feeds have."""
    if _MARK in str(document.get("version", ""))[:200]:
        return True
    return "feed_url" in document and isinstance(document.get("items"), list)


def read_json_feed(document: Mapping[str, Any], *, address: str = "") -> list[NewsItem]:
    """
    Every item of a JSON Feed, oldest first.

    :raises WireFormatError: if it holds none, or none that can be read
    """
    fields = Fields.of(document)
    feed = Feed(
        format=FORMAT,
        title=fields.line("title"),
        language=fields.line("language"),
        authors=_authors(fields),
    )
    listed = document.get("items")
    start = address or fields.line("feed_url", "home_page_url")
    entries = listed if isinstance(listed, list) else []
    return read_entries(entries, name="JSON Feed", read=lambda entry: _read_item(entry, feed=feed, base=start))


def _read_item(entry: object, *, feed: Feed, base: str) -> NewsItem:
    fields = Fields.of(entry)
    if not fields.values:
        raise WireFormatError("An item of the JSON Feed is no object")
    files = [(file.line("url"), file.line("mime_type")) for file in fields.entries("attachments")]
    external = fields.line("external_url")
    read = Entry(
        guid=fields.line("id"),
        link=joined_address(base, fields.line("url") or external),
        title=fields.line("title"),
        published_at=read_mail_time(fields.line("date_published")),
        updated_at=read_mail_time(fields.line("date_modified")),
        content=fields.text("content_html") or _escaped(fields.text("content_text")),
        summary=_escaped(fields.text("summary")),
        base=base,
        language=fields.line("language"),
        authors=_authors(fields),
        credit=fields.object("_broadsheet").line("credit"),
        subjects=tuple(subject_of(name=tag.line("name")) for tag in fields.entries("tags")),
        pictures=tuple(_pictures(fields, base=base)),
        links=(Link(guid=external, rel="related"),) if external and external != fields.line("url") else (),
        sound=sound_of(files),
    )
    return item_of(read, feed=feed)


def _escaped(text: str) -> str:
    """Plain text whose angle brackets are words: no markup may be made of them."""
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _authors(fields: Fields) -> tuple[str, ...]:
    """`authors` of 1.1, else the one `author` of 1.0."""
    names = [author.line("name") for author in fields.entries("authors", "author")]
    return tuple(name for name in dict.fromkeys(names) if name)


def _pictures(fields: Fields, *, base: str) -> list[ItemPicture]:
    """The main image, else the banner, and the pictures among the attachments."""
    lead = fields.line("image", "banner_image")
    found = [picture(renditions=[Rendition(href=joined_address(base, lead))])] if lead else []
    for file in fields.entries("attachments"):
        href, mimetype = file.line("url"), file.line("mime_type")
        if href and is_picture_file(href, mimetype):
            size = whole_number(file.number("size_in_bytes"), most=_LARGEST_FILE) or None
            rendition = Rendition(href=joined_address(base, href), mimetype=mimetype, size=size)
            found.append(picture(headline=file.line("title"), renditions=[rendition]))
    return found

"""
What RFC 4287, the RSS Board's profile and JSON Feed 1.1 demand of a feed; every function says what it breaks.

And what we demand of ours in every format: whole addresses, nothing that runs, no entry twice.
"""

import json
import re
from collections.abc import Iterator, Sequence
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from lxml import etree, html

_ATOM = "{http://www.w3.org/2005/Atom}"
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_MEDIA = "{http://search.yahoo.com/mrss/}"
_RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_RFC_822 = re.compile(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d (GMT|[+-]\d{4})")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
_RUNS = ("script", "style", "iframe", "object", "embed", "link", "form", "base", "svg")


def faults_of_rss(data: bytes) -> list[str]:
    """What RSS 2.0 and its profile find wrong with it."""
    root = etree.fromstring(data)
    channel = root.find("channel")
    assert channel is not None
    items = channel.findall("item")
    faults = [f"{name} missing" for name in ("title", "link", "description") if not channel.findtext(name)]
    if root.get("version") != "2.0":
        faults.append("version")
    faults += _many(channel, ("title", "link", "description", "language", "ttl", "image"))
    faults += _addresses([channel.findtext("link"), channel.findtext("image/url"), channel.findtext("image/link")])
    if channel.findtext("image/title") != channel.findtext("title"):
        faults.append("the image has another title than the channel")
    if not 1 <= int(channel.findtext("image/width") or "88") <= 144:
        faults.append("the image is too wide")
    if not _LANGUAGE.fullmatch(channel.findtext("language") or ""):
        faults.append("language")
    own = channel.findall(f"{_ATOM}link[@rel='self']")
    faults += _addresses([link.get("href") for link in own]) if len(own) == 1 else ["no atom:link to itself"]
    for item in items:
        faults += _faults_of_item(item)
    return faults + _twice([item.findtext("guid") or "" for item in items])


def _faults_of_item(item: Any) -> Iterator[str]:
    yield from _many(item, ("title", "link", "guid", "pubDate", "description", _CONTENT))
    if not item.findtext("title"):
        yield "an item without a title"
    yield from _addresses([item.findtext("link")])
    if item.find("guid").get("isPermaLink") != "false" or not _URI.fullmatch(item.findtext("guid")):
        yield "guid"
    if not _RFC_822.fullmatch(item.findtext("pubDate") or ""):
        yield "pubDate"
    else:
        parsedate_to_datetime(item.findtext("pubDate"))
    if item.find("author") is not None or item.find("source") is not None:
        yield "an author or source that is no address"
    yield from _faults_of_html(item.findtext(_CONTENT))
    yield from _faults_of_pictures(item)


def faults_of_atom(data: bytes) -> list[str]:
    """What RFC 4287 finds wrong with it."""
    feed = etree.fromstring(data)
    entries = feed.findall(f"{_ATOM}entry")
    faults = [] if feed.tag == f"{_ATOM}feed" else ["no feed"]
    faults += _faults_of_atom_part(feed)
    own = feed.findall(f"{_ATOM}link[@rel='self']")
    faults += _addresses([link.get("href") for link in own]) if len(own) == 1 else ["no link to itself"]
    if not feed.findtext(f"{_ATOM}author/{_ATOM}name"):
        faults.append("entries that name nobody have no author")
    for entry in entries:
        faults += _faults_of_atom_part(entry)
        content = entry.find(f"{_ATOM}content")
        if content.get("type") != "html" or len(content):
            faults.append("content")
        faults += [*_faults_of_html(content.text or ""), *_faults_of_pictures(entry)]
        faults += (
            [] if all(author.findtext(f"{_ATOM}name") for author in entry.findall(f"{_ATOM}author")) else ["author"]
        )
        faults += [] if all(part.get("term") for part in entry.findall(f"{_ATOM}category")) else ["category"]
        if not _RFC_3339.fullmatch(entry.findtext(f"{_ATOM}published") or ""):
            faults.append("published")
    newest = max((entry.findtext(f"{_ATOM}updated") for entry in entries), default="1970-01-01T00:00:00Z")
    if feed.findtext(f"{_ATOM}updated") != newest:
        faults.append("the feed was updated at another time than its newest entry")
    return faults + _twice([entry.findtext(f"{_ATOM}id") or "" for entry in entries])


def _faults_of_atom_part(part: Any) -> Iterator[str]:
    """A feed and an entry alike need id, title, updated and an alternate link."""
    yield from _many(
        part, [f"{_ATOM}{name}" for name in ("id", "title", "updated", "subtitle", "summary", "published")]
    )
    if not _URI.fullmatch(part.findtext(f"{_ATOM}id") or ""):
        yield "id"
    if not part.findtext(f"{_ATOM}title"):
        yield "title"
    if not _RFC_3339.fullmatch(part.findtext(f"{_ATOM}updated") or ""):
        yield "updated"
    alternates = part.findall(f"{_ATOM}link[@rel='alternate']")
    yield from _addresses([link.get("href") for link in alternates]) if len(alternates) == 1 else ["alternate"]


def faults_of_json_feed(data: bytes) -> list[str]:
    """What JSON Feed 1.1 finds wrong with it."""
    feed = json.loads(data)
    faults = [] if feed["version"] == "https://jsonfeed.org/version/1.1" and feed["title"] else ["version or title"]
    faults += _addresses([feed["home_page_url"], feed["feed_url"], feed["icon"]])
    faults += _names(feed["authors"])
    if not _LANGUAGE.fullmatch(feed["language"]):
        faults.append("language")
    for item in feed["items"]:
        faults += _addresses([item["url"], *([item["image"]] if "image" in item else [])])
        faults += [name for name in ("date_published", "date_modified") if not _RFC_3339.fullmatch(item[name])]
        faults += [] if isinstance(item["id"], str) and item["id"] else ["id"]
        faults += [*_names(item.get("authors", ())), *_faults_of_html(item["content_html"])]
        faults += [] if all(isinstance(tag, str) and tag for tag in item.get("tags", ())) else ["tags"]
    return faults + _twice([item["id"] for item in feed["items"]])


def _names(authors: Sequence[dict[str, str]]) -> list[str]:
    return [] if all(author["name"] for author in authors) else ["an author without a name"]


def _faults_of_html(markup: str) -> Iterator[str]:
    body = html.fragment_fromstring(markup, create_parent="div")
    for element in body.iter():
        if element.tag in _RUNS or any(name.startswith("on") for name in element.attrib):
            yield f"<{element.tag}> may run or restyle"
    addresses = [value for name in ("href", "src", "srcset", "poster") for value in body.xpath(f"//@{name}")]
    yield from _addresses([address for address in addresses if not address.startswith("mailto:")])


def _faults_of_pictures(entry: Any) -> Iterator[str]:
    for picture in entry.findall(f"{_MEDIA}content"):
        yield from _addresses([picture.get("url")])
        if not (
            picture.get("type", "").startswith("image/") and int(picture.get("width")) and int(picture.get("height"))
        ):
            yield "a picture without its facts"


def _addresses(addresses: Sequence[str | None]) -> list[str]:
    bad = [address for address in addresses if not _is_whole(address or "")]
    return [f"{address!r} is no whole address" for address in bad]


def _is_whole(address: str) -> bool:
    return address.isascii() and bool(_URI.fullmatch(address)) and urlsplit(address).scheme in {"http", "https"}


def _many(part: Any, names: Sequence[str]) -> list[str]:
    return [f"several {name}" for name in names if len(part.findall(name)) > 1]


def _twice(ids: list[str]) -> list[str]:
    return [] if len(set(ids)) == len(ids) else ["an entry stands twice"]


FAULTS = {"feed.xml": faults_of_rss, "atom.xml": faults_of_atom, "feed.json": faults_of_json_feed}

"""RSS 2.0 (rssboard.org/rss-specification), RSS 1.0 (web.resource.org/rss/1.0/spec) and 0.9x."""

from datetime import datetime

from lxml import etree

from broadsheet.contracts.news import Link, NewsItem, Subject, WireFormatError
from broadsheet.formats.feeds.elements import Family, about, base_of, family, language_of, markup_in, parts, words
from broadsheet.formats.feeds.entries import Entry, Feed, item_of, read_entries
from broadsheet.formats.feeds.media import enclosures_of, pictures_of, sound_of
from broadsheet.formats.html_copy import joined_address
from broadsheet.formats.mail_times import read_mail_time
from broadsheet.formats.vocabularies import subject_of
from broadsheet.formats.wording import one_line
from broadsheet.formats.xml import children

FORMAT = "rss"
_UPDATED = ("atom:updated", "dcterms:modified", "prism:modificationdate")
_PUBLISHED = ("pubdate", "dc:date", "dcterms:created", "dcterms:issued", "prism:publicationdate", "atom:published")
_TERMS = ("cc:license", "dcterms:accessrights", "prism:usageterms")
_PODCAST = ("itunes:duration", "itunes:episode", "itunes:episodetype", "itunes:season")


def read_rss(root: etree._Element, *, address: str = "") -> list[NewsItem]:
    """
    Every item of an RSS document, oldest first; `address` is where it came from.

    :raises WireFormatError: if it holds none, or none that can be read
    """
    channel = next(children(root, "channel"), None)
    about_all = family(channel)
    if "wp:wxr_version" in about_all:
        raise WireFormatError("The file is an export of a WordPress site (WXR), drafts and all: it is no feed")
    feed = Feed(
        format=FORMAT,
        title=words(about_all, "title"),
        language=words(about_all, "language", "dc:language") or language_of(root),
        credit=words(about_all, "dc:publisher"),
        copyright_notice=words(about_all, "copyright", "dc:rights"),
        usage_terms=words(about_all, *_TERMS),
    )
    items = [part for place in (root, channel) if place is not None for part in children(place, "item")]
    start = address or words(about_all, "link")
    return read_entries(items, name="RSS feed", read=lambda item: _read_item(item, feed=feed, address=start))


def _read_item(item: etree._Element, *, feed: Feed, address: str) -> NewsItem:
    members = family(item)
    base = base_of(item, address=address)
    link, guid = _link(members, base=base), words(members, "guid") or about(item)
    if not link and _is_permalink(members):
        link = guid
    entry = Entry(
        guid=guid,
        link=link,
        title=words(members, "title") or words(members, "media:title", "itunes:title", "dc:title"),
        published_at=_time(members, *_PUBLISHED),
        updated_at=_time(members, *_UPDATED),
        expires_at=_time(members, "prism:expirationdate", "expirationdate", "pur:expirationdate"),
        embargo=words(members, "prism:embargodate", "pur:embargodate") or None,
        content=markup_in(next(parts(members, "content:encoded", "atom:content", "xhtml:body", "xhtml:div"), None)),
        summary=markup_in(next(parts(members, "description", "atom:summary", "itunes:summary"), None)),
        base=base,
        language=words(members, "dc:language") or language_of(item),
        authors=_authors(members),
        credit=words(members, "source", "dc:publisher"),
        copyright_notice=words(members, "dc:rights", "copyright"),
        usage_terms=words(members, *_TERMS),
        subjects=_subjects(members),
        places=tuple(one_line(part.text) for part in parts(members, "georss:featurename", "dc:coverage")),
        pictures=tuple(pictures_of(members, base=base)),
        links=_links(members),
        sound=sound_of(enclosures_of(members)),
        is_episode=any(name in members for name in _PODCAST),
    )
    return item_of(entry, feed=feed)


def _time(members: Family, *names: str) -> datetime | None:
    return next((moment for part in parts(members, *names) if (moment := read_mail_time(part.text))), None)


def _link(members: Family, *, base: str) -> str:
    """The item's page: what stood there before a counting service put its own, else its link."""
    atom = (
        one_line(part.get("href")) for part in parts(members, "atom:link") if part.get("rel") in (None, "alternate")
    )
    link = words(members, "feedburner:origlink", "link") or next(atom, "")
    return joined_address(base, link)


def _is_permalink(members: Family) -> bool:
    guid = next(parts(members, "guid"), None)
    if guid is None or (guid.get("isPermaLink") or "true").strip().casefold() == "false":
        return False
    return one_line(guid.text).startswith(("http://", "https://"))


def _authors(members: Family) -> tuple[str, ...]:
    """dc:creator, of which there may be several, else the first of the others that names somebody."""
    creators = tuple(line for part in parts(members, "dc:creator") if (line := one_line(part.text)))
    line = words(members, "author", "atom:author", "itunes:author", "media:author")
    return creators or ((line,) if line else ())


def _subjects(members: Family) -> tuple[Subject | None, ...]:
    filed = [_subject(part) for part in parts(members, "category", "dc:subject")]
    lines = (words(members, "media:keywords"), words(members, "itunes:keywords"))
    keywords = [word.strip() for line in lines for word in line.split(",")]
    return (*filed, *(subject_of(name=word, scheme="keyword") for word in keywords))


def _subject(part: etree._Element) -> Subject | None:
    """A category; where it names a vocabulary and is a number, it is a code of that."""
    name, domain = one_line(part.text), one_line(part.get("domain"))
    if domain and name.isdigit():
        return subject_of(name="", code=name, scheme=domain)
    return subject_of(name=name, scheme=domain)


def _links(members: Family) -> tuple[Link, ...]:
    related = [part for part in parts(members, "atom:link") if part.get("rel") in {"related", "via"}]
    return tuple(
        Link(guid=target, rel=one_line(part.get("rel")), headline=one_line(part.get("title")))
        for part in related
        if (target := one_line(part.get("href")))
    )

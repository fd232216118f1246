"""Atom (RFC 4287; 0.3 too) with deleted entries (RFC 6721) and drafts (RFC 5023, section 13.1.1)."""

import base64
import binascii

from lxml import etree

from broadsheet.contracts.news import ItemPicture, Link, NewsItem, Rendition, Status, Subject, WireFormatError
from broadsheet.formats.feeds.elements import Family, base_of, family, language_of, markup_in, parts, words
from broadsheet.formats.feeds.entries import Entry, Feed, item_of, read_entries
from broadsheet.formats.feeds.media import enclosures_of, is_picture_file, pictures_of, sound_of
from broadsheet.formats.figures import picture
from broadsheet.formats.html_copy import joined_address
from broadsheet.formats.identities import identity
from broadsheet.formats.judging import judged
from broadsheet.formats.mail_times import read_mail_time
from broadsheet.formats.times import read_time
from broadsheet.formats.vocabularies import subject_of
from broadsheet.formats.wording import one_line
from broadsheet.formats.xml import local

FORMAT = "atom"
_HOME = "atom"


def read_atom(root: etree._Element, *, address: str = "") -> list[NewsItem]:
    """
    Every entry of an Atom feed or the one of an entry document, and every deleted one as a cancel, oldest first.

    :raises WireFormatError: if it holds none, or none that can be read
    """
    about_all = family(root, home=_HOME)
    if local(root) == "feed":
        feed = _feed(about_all, root=root)
        listed = [part for part in root if local(part) in {"entry", "deleted-entry"}]
    else:
        feed, listed = Feed(format=FORMAT), [root]
    return read_entries(listed, name="Atom feed", read=lambda part: _read_part(part, feed=feed, address=address))


def _feed(members: Family, *, root: etree._Element) -> Feed:
    return Feed(
        format=FORMAT,
        title=words(members, "title"),
        language=language_of(root),
        credit=words(members, "dc:publisher"),
        authors=_authors(members),
        copyright_notice=words(members, "rights", "copyright"),
        usage_terms=_licence(members),
    )


def _read_part(part: etree._Element, *, feed: Feed, address: str) -> NewsItem:
    if local(part) == "deleted-entry":
        return _deleted(part)
    return _read_entry(part, feed=feed, address=address)


def _deleted(part: etree._Element) -> NewsItem:
    """
    A deleted entry: its item is canceled (RFC 6721, section 3).

    :raises WireFormatError: if it does not say which
    """
    guid = identity(part.get("ref") or "")
    if not guid:
        raise WireFormatError("A deleted entry of the feed does not say which (it has no ref)")
    comment = words(family(part, home="at"), "comment")
    read = NewsItem(guid=guid, format=FORMAT, version_created_at=read_time(part.get("when")), editors_note=comment)
    return judged(read, status_word=Status.CANCELED, codes=(), embargo_field=None)


def _read_entry(part: etree._Element, *, feed: Feed, address: str) -> NewsItem:
    members = family(part, home=_HOME)
    base = base_of(part, address=address)
    content, files = next(parts(members, "content"), None), _enclosures(members, base=base)
    origin = family(next(parts(members, "source"), None), home=_HOME)
    entry = Entry(
        guid=words(members, "id"),
        link=_page(members, base=base),
        title=_construct(members, "title", "media:title"),
        published_at=read_mail_time(words(members, "published", "issued", "created")),
        updated_at=read_mail_time(words(members, "updated", "modified")),
        expires_at=read_mail_time(words(members, "prism:expirationdate")),
        content=_content(content),
        summary=_construct(members, "summary"),
        base=base_of(content, address=address) if content is not None else base,
        language=language_of(content if content is not None else part) or language_of(part),
        authors=_authors(members) or _authors(origin),
        credit=words(origin, "title") or words(members, "dc:publisher"),
        copyright_notice=words(members, "rights", "copyright", "dc:rights"),
        usage_terms=_licence(members),
        subjects=tuple(_subject(category) for category in parts(members, "category")),
        places=tuple(one_line(place.text) for place in parts(members, "georss:featurename")),
        pictures=(*pictures_of(members, base=base), *_enclosed(files)),
        links=_links(members),
        status_word="withheld" if _is_draft(members) else "",
        sound=sound_of([*files, *enclosures_of(members)]),
    )
    return item_of(entry, feed=feed)


def _construct(members: Family, *names: str) -> str:
    """A text construct as HTML or as plain text, by its type (RFC 4287, section 3.1)."""
    part = next(parts(members, *names), None)
    return _content(part)


def _content(part: etree._Element | None) -> str:
    if part is None:
        return ""
    kind = (part.get("type") or "text").strip().casefold()
    if "html" in kind or len(part):
        return markup_in(part)
    if (part.get("mode") or "") == "base64":  # Atom 0.3
        return _decoded(part.text or "")
    text = part.text or ""
    # Plain text that looks like markup is the words as they stand; feeds that forget type="html" mean markup.
    return text if kind == "text" or kind.startswith("text/") else ""


def _decoded(text: str) -> str:
    try:
        return base64.b64decode(text).decode(errors="replace")
    except (binascii.Error, ValueError):
        return ""


def _authors(members: Family) -> tuple[str, ...]:
    names = [words(family(part, home=_HOME), "name") or one_line(part.text) for part in parts(members, "author")]
    names += [one_line(part.text) for part in parts(members, "dc:creator")]
    return tuple(name for name in names if name)


def _page(members: Family, *, base: str) -> str:
    """The address of the entry's page: the alternate that is HTML, else the first alternate."""
    pages = [part for part in parts(members, "link") if (part.get("rel") or "alternate") == "alternate"]
    pages.sort(key=lambda part: "html" not in (part.get("type") or "html"))
    return joined_address(base, one_line(pages[0].get("href"))) if pages else ""


def _enclosures(members: Family, *, base: str) -> list[tuple[str, str]]:
    enclosed = [part for part in parts(members, "link") if part.get("rel") == "enclosure"]
    return [(joined_address(base, one_line(part.get("href"))), one_line(part.get("type"))) for part in enclosed]


def _enclosed(files: list[tuple[str, str]]) -> list[ItemPicture]:
    pictures = [(href, mimetype) for href, mimetype in files if href and is_picture_file(href, mimetype)]
    return [picture(renditions=[Rendition(href=href, mimetype=mimetype)]) for href, mimetype in pictures]


def _licence(members: Family) -> str:
    links = (one_line(part.get("href")) for part in parts(members, "link") if part.get("rel") == "license")
    return next(links, "")


def _links(members: Family) -> tuple[Link, ...]:
    related = [part for part in parts(members, "link") if part.get("rel") in {"related", "via"}]
    return tuple(
        Link(guid=target, rel=one_line(part.get("rel")), headline=one_line(part.get("title")))
        for part in related
        if (target := one_line(part.get("href")))
    )


def _subject(part: etree._Element) -> Subject | None:
    term = one_line(part.get("term"))
    return subject_of(name=one_line(part.get("label")) or term, code=term, scheme=one_line(part.get("scheme")))


def _is_draft(members: Family) -> bool:
    control = family(next(parts(members, "app:control"), None), home="app")
    return words(control, "draft").casefold() == "yes"

"""NITF documents as NewsItems."""

from dataclasses import replace

from lxml import etree

from broadsheet.contracts.news import NewsItem, WireFormatError
from broadsheet.formats.crediting import agency_of_code, credit_line, first_credit
from broadsheet.formats.figures import html_pictures, joined_pictures, nitf_pictures
from broadsheet.formats.judging import judged
from broadsheet.formats.markup import body_of
from broadsheet.formats.nitf import heads
from broadsheet.formats.numbers import urgency_number
from broadsheet.formats.wording import (
    byline_name,
    distinct,
    language_tag,
    one_line,
    place_of_dateline,
    same_words,
)
from broadsheet.formats.xml import attribute, child, children, descendants, local, text_of

FORMAT = "nitf"
_LANGUAGE_ATTRIBUTE = "{http://www.w3.org/XML/1998/namespace}lang"


def read_nitf(root: etree._Element, *, name: str = "", guid: str = "") -> NewsItem:
    """
    The item that a NITF document holds; `name`, the file's, serves as its last identity.

    `guid` is the identity that a document around it gives.

    :raises WireFormatError: if nothing identifies it, or its body is out of proportion
    """
    head = child(root, "head")
    docdata = child(head, "docdata")
    body = child(root, "body")
    opening = child(body, "body.head")
    read = _described(root, head=head, docdata=docdata, opening=opening)
    read = replace(read, guid=guid) if guid else _identified(read, docdata=docdata, name=name)
    read = _with_content(read, docdata=docdata, body=body, opening=opening)
    return _judged(read, docdata=docdata)


def _described(
    root: etree._Element, *, head: etree._Element | None, docdata: etree._Element | None, opening: etree._Element | None
) -> NewsItem:
    """Times, lines of words and what it is about; identity follows, since it may need them."""
    hedline = child(opening, "hedline")
    headline = text_of(child(hedline, "hl1")) or text_of(child(head, "title")) or text_of(hedline)
    issued = heads.issued_at(docdata)
    return NewsItem(
        guid=heads.identity_of(docdata),
        format=FORMAT,
        version=heads.version_of(docdata),
        version_created_at=issued,
        expires_at=heads.expires_at(docdata),
        language=_language(root, child(root, "body")),
        urgency=urgency_number(attribute(child(docdata, "urgency"), "ed-urg") or None),
        slug=heads.slug_of(head, docdata),
        headline=headline,
        standfirst=_standfirst(opening, headline=headline),
        dateline=_dateline(child(opening, "dateline")),
        bylines=_bylines(opening),
        copyright_notice=heads.copyright_of(docdata),
        usage_terms=heads.usage_terms_of(docdata),
        editors_note=heads.notes_of(root, docdata),
        subjects=heads.subjects_of(root, docdata),
        places=heads.places_of(docdata),
        links=heads.links_of(docdata),
        canonical_url=_canonical_url(head),
    )


def _language(root: etree._Element, body: etree._Element | None) -> str:
    stated = (
        part.get(key) for part in (root, body) if part is not None for key in ("baselang", _LANGUAGE_ATTRIBUTE, "lang")
    )
    return language_tag(next((tag for tag in stated if tag), ""))


def _standfirst(opening: etree._Element | None, *, headline: str) -> str:
    """The abstract, else the deck; never the headline again (AP writes it twice)."""
    decks = [text_of(part) for part in children(child(opening, "hedline"), "hl2")]
    lines = [text_of(child(opening, "abstract")), *decks]
    return next((line for line in lines if line and not same_words(line, headline)), "")


def _dateline(dateline: etree._Element | None) -> str:
    """The place; a story.date inside is its time, not part of its words."""
    if dateline is None:
        return ""
    words = [dateline.text or ""]
    for part in dateline:
        words.append("" if local(part) == "story.date" else text_of(part))
        words.append(part.tail or "")
    return place_of_dateline(" ".join(words))


def _bylines(opening: etree._Element | None) -> tuple[str, ...]:
    return distinct([byline_name(_byline(part)) for part in children(opening, "byline")])


def _byline(part: etree._Element) -> str:
    """The name: the byline without the title (byttl) that stands in it, or that title where it is alone."""
    words = [part.text or ""]
    for inner in part:
        words.append("" if local(inner) == "byttl" else text_of(inner))
        words.append(inner.tail or "")
    return one_line(" ".join(words)).rstrip(",") or text_of(part)


def _canonical_url(head: etree._Element | None) -> str:
    references = (attribute(part, "ex-ref") for part in children(head, "pubdata"))
    return next((address for address in references if address.startswith(("http://", "https://"))), "")


def _identified(read: NewsItem, *, docdata: etree._Element | None, name: str) -> NewsItem:
    if read.guid:
        return read
    guid = heads.made_up_identity(docdata, headline=read.headline, slug=read.slug, name=name)
    if not guid:
        raise WireFormatError("The NITF document has no doc-id, and neither source, date nor headline to know it by")
    warning = "The document has no doc-id: it is known by source, day and slug, so a reworded revision may look new"
    return replace(read, guid=guid, warnings=(*read.warnings, warning))


def _with_content(
    read: NewsItem, *, docdata: etree._Element | None, body: etree._Element | None, opening: etree._Element | None
) -> NewsItem:
    content = child(body, "body.content")
    copy = content if content is not None else body
    return replace(
        read,
        credit=_credit(docdata, opening=opening),
        body_html="" if copy is None else body_of(copy, repeats=(read.headline, *read.bylines)),
        pictures=joined_pictures(nitf_pictures(body), html_pictures(content)),
    )


def _credit(docdata: etree._Element | None, *, opening: etree._Element | None) -> str:
    rights = child(opening, "rights")
    sources = [attribute(part, "src-name") for part in descendants(child(docdata, "del-list"), "from-src")]
    return first_credit(
        [
            credit_line(text_of(child(opening, "distributor"))),
            credit_line(text_of(child(rights, "rights.owner"))),
            agency_of_code(attribute(child(docdata, "doc-id"), "regsrc")),
            *(agency_of_code(source) for source in sources),
            credit_line(agency_of_code(attribute(child(docdata, "doc.copyright"), "holder"))),
            agency_of_code(attribute(child(docdata, "doc.rights"), "owner")),
        ]
    )


def _judged(read: NewsItem, *, docdata: etree._Element | None) -> NewsItem:
    return judged(
        read,
        status_word=attribute(docdata, "management-status"),
        codes=tuple(attribute(part, "msg-type") for part in children(docdata, "ed-msg")),
        embargo_field=heads.embargo_of(docdata),
    )

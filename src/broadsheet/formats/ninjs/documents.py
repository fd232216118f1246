"""ninjs documents as NewsItems."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from broadsheet.contracts.news import Kind, Link, NewsItem, Subject, WireFormatError
from broadsheet.formats.crediting import agency_of_code, credit_line, first_credit
from broadsheet.formats.fields import Fields
from broadsheet.formats.figures import joined_pictures
from broadsheet.formats.judging import judged
from broadsheet.formats.ninjs.pictures import (
    associated_items,
    associated_pictures,
    has_image_renditions,
    own_pictures,
    refused_pictures,
)
from broadsheet.formats.ninjs.rights import terms_of_document
from broadsheet.formats.ninjs.words import body_of_document, credit_line_of, headline_of, standfirst_of
from broadsheet.formats.numbers import urgency_number, version_number
from broadsheet.formats.signals import code_tail
from broadsheet.formats.times import read_time
from broadsheet.formats.vocabularies import distinct_subjects, subject_of
from broadsheet.formats.wording import byline_name, distinct, language_tag, one_line, place_of_dateline

FORMAT = "ninjs"
_KINDS = {
    "text": Kind.TEXT,
    "advisory": Kind.TEXT,
    "component": Kind.TEXT,
    "picture": Kind.PICTURE,
    "photo": Kind.PICTURE,
    "image": Kind.PICTURE,
    "graphic": Kind.GRAPHIC,
    "video": Kind.VIDEO,
    "audio": Kind.AUDIO,
    "composite": Kind.PACKAGE,
    "package": Kind.PACKAGE,
    "event": Kind.EVENT,
}
_ABOUT = (
    "subject",
    "subjects",
    "person",
    "people",
    "organisation",
    "organisations",
    "event",
    "events",
    "object",
    "objects",
)
# Parties of an `infosource` that a page names; the others are who was asked ("interviewee").
_NAMED_SOURCES = frozenset(
    ("", "source", "provider", "creditline", "contentprovider", "originalprovider", "distributor")
)
_EMBARGOES = ("embargoed", "embargoeduntil")  # ninjs 1 and 2, ninjs 3
_CANONICAL_ROLES = frozenset(("canonicalurl", "canonical_url", "canonical"))
_MOST_LINKS = 500


def is_ninjs(document: Mapping[str, Any]) -> bool:
    """Whether a JSON object is a ninjs document: it says which item it is, and is no JSON-LD."""
    return "@context" not in document and ("uri" in document or "guid" in document)


def read_ninjs(document: object) -> NewsItem:
    """
    The item that a ninjs document (parsed JSON) holds.

    :raises WireFormatError: if it has no uri, or a body out of proportion
    """
    fields = Fields.of(document)
    guid = fields.line("uri", "guid") if isinstance(fields.values.get("uri", ""), str) else ""
    if not guid:
        raise WireFormatError("The ninjs document has no uri: without it no revision, correction or kill can find it")
    return _judged(_with_content(_described(fields, guid=guid), fields), fields)


def _described(fields: Fields, *, guid: str) -> NewsItem:
    """The item's identity, times and lines of words."""
    headline = headline_of(fields)
    version = fields.line("version")
    terms = terms_of_document(fields, guid=guid)
    return NewsItem(
        guid=guid,
        format=FORMAT,
        version=version_number(version),
        version_created_at=_time(fields, "versioncreated") or read_time(version),
        first_created_at=_time(fields, "firstcreated", "contentcreated"),
        expires_at=_time(fields, "expires"),
        language=language_tag(fields.line("language")),
        urgency=urgency_number(fields.number("urgency")),
        slug=fields.line("slugline"),
        headline=headline,
        standfirst=standfirst_of(fields, headline=headline),
        dateline=place_of_dateline(fields.line("dateline", "located")),
        editors_note=fields.text("ednote").strip(),
        copyright_notice=fields.line("copyrightnotice"),
        usage_terms="\n".join(distinct([fields.text("usageterms").strip(), *terms.told])),
        refused_uses=terms.refused,
        canonical_url=_web_address(
            fields.line("canonicalurl", "canonical_url", "canonical", "url") or _alt_url(fields)
        ),
    )


def _time(fields: Fields, *names: str) -> datetime | None:
    return next((moment for name in names if (moment := read_time(fields.line(name)))), None)


def _alt_url(fields: Fields) -> str:
    """The address among the item's other names: ninjs 2 and 3 have no better place for it."""
    named = (entry for entry in fields.entries("altids") if entry.line("role").casefold() in _CANONICAL_ROLES)
    return next((entry.line("value") for entry in named), "")


def _web_address(text: str) -> str:
    return text if text.startswith(("http://", "https://")) else ""


def _with_content(read: NewsItem, fields: Fields) -> NewsItem:
    """The item with credit, body, pictures, links and subjects."""
    kind = _kind(fields)
    credit = _credit(fields)
    bylines = _bylines(fields)
    is_written = kind not in {Kind.PICTURE, Kind.GRAPHIC}
    body, in_body = body_of_document(fields, repeats=(read.headline, *bylines)) if is_written else ("", [])
    return replace(
        read,
        kind=kind,
        credit=credit,
        bylines=bylines,
        body_html=body,
        pictures=joined_pictures(own_pictures(fields, kind=kind, credit=credit), associated_pictures(fields), in_body),
        subjects=_subjects(fields),
        places=distinct([place.line("name") for place in fields.entries("place", "places")]),
        links=_links(fields, kind=kind),
        warnings=(*read.warnings, *refused_pictures(fields)),
    )


def _judged(read: NewsItem, fields: Fields) -> NewsItem:
    entries = list(fields.entries("signal", "signals", "genre", "genres"))
    return judged(
        read,
        status_word=fields.line("pubstatus"),
        codes=(*map(_code, entries), *(entry.line("name") for entry in entries), fields.line("type")),
        embargo_field=_embargo(fields),
    )


def _embargo(fields: Fields) -> str | None:
    said = [fields.values[name] for name in _EMBARGOES if fields.values.get(name) not in (None, "", False)]
    if not said:
        return None
    return fields.line(*_EMBARGOES) or "embargoed, in a form that cannot be read"


def _kind(fields: Fields) -> Kind:
    stated = fields.line("type").casefold()
    if stated:
        return _KINDS.get(stated, Kind.OTHER)
    if fields.has("eventdetails"):
        return Kind.EVENT
    has_words = any(name.startswith("body") or name == "bodies" for name in fields.values)
    return Kind.PICTURE if has_image_renditions(fields) and not has_words else Kind.TEXT


def _credit(fields: Fields) -> str:
    line = credit_line(credit_line_of(fields))
    if line:
        return line
    sources = list(fields.entries("infosource", "infosources"))
    named = [source for source in sources if code_tail(source.line("role", "rel", "code")) in _NAMED_SOURCES]
    return first_credit(
        [
            *(agency_of_code(entry.line("name", "code")) for entry in fields.entries("provider")),
            agency_of_code(fields.line("source")),
            *(credit_line(source.line("name")) for source in named),
            credit_line(agency_of_code(fields.line("copyrightholder"))),
        ]
    )


def _bylines(fields: Fields) -> tuple[str, ...]:
    # Another Broadsheet says each name for itself; its `by` holds all of them in one line.
    own = distinct([byline_name(entry.line("name")) for entry in fields.object("broadsheet").entries("bylines")])
    if own:
        return own
    lines = distinct([byline_name(entry.line("name")) for entry in fields.entries("byline", "by", "bylines")])
    return lines or distinct([byline_name(author.line("name")) for author in fields.entries("authors")])


def _subjects(fields: Fields) -> tuple[Subject, ...]:
    about = [
        subject_of(
            name=entry.line("name"), code=_code(entry), scheme=_scheme(entry), relevance=entry.number("relevance")
        )
        for entry in fields.entries(*_ABOUT)
    ]
    keywords = [subject_of(name=entry.line("name"), scheme="keyword") for entry in fields.entries("keywords")]
    return distinct_subjects([*about, *keywords])


def _code(entry: Fields) -> str:
    return entry.line("uri") or entry.line("qcode") or entry.line("code") or entry.line("literal")


def _scheme(entry: Fields) -> str:
    return "" if entry.line("uri") else entry.line("scheme")


def _links(fields: Fields, *, kind: Kind) -> tuple[Link, ...]:
    linked = associated_items(fields)
    if kind is Kind.PACKAGE:
        linked = [replace(link, rel="member") for link in linked]
    earlier = one_line(fields.line("evolvedfrom", "rewrite_of"))
    return tuple([*linked, *([Link(guid=earlier, rel="evolvedFrom")] if earlier else [])][:_MOST_LINKS])

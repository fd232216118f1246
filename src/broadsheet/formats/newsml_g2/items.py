"""One NewsML-G2 newsItem or packageItem as a NewsItem."""

from collections.abc import Sequence
from dataclasses import replace

from lxml import etree

from broadsheet.contracts.news import Kind, Link, NewsItem, WireFormatError
from broadsheet.formats.figures import joined_pictures
from broadsheet.formats.judging import judged
from broadsheet.formats.newsml_g2 import about
from broadsheet.formats.newsml_g2.bodies import body_and_pictures
from broadsheet.formats.newsml_g2.elements import (
    Family,
    best_language,
    best_text,
    code_of,
    family,
    first,
    first_text,
    language_of,
    role_of,
)
from broadsheet.formats.newsml_g2.packages import members_of
from broadsheet.formats.newsml_g2.pictures import linked_pictures, remote_pictures
from broadsheet.formats.newsml_g2.rights import terms_in
from broadsheet.formats.numbers import urgency_number, version_number
from broadsheet.formats.signals import code_tail
from broadsheet.formats.times import read_time
from broadsheet.formats.wording import distinct, language_tag, one_line, place_of_dateline
from broadsheet.formats.xml import attribute, children, local, text_of

FORMAT = "newsml-g2"
_KINDS = {
    "text": Kind.TEXT,
    "picture": Kind.PICTURE,
    "photo": Kind.PICTURE,
    "image": Kind.PICTURE,
    "graphic": Kind.GRAPHIC,
    "animated": Kind.GRAPHIC,
    "video": Kind.VIDEO,
    "audio": Kind.AUDIO,
    "composite": Kind.PACKAGE,
    "event": Kind.EVENT,
}
_MOST_LINKS = 500


def read_item(item: etree._Element, *, signals: Sequence[str] = ()) -> NewsItem:
    """
    The item that a newsItem or packageItem element holds; `signals` are those of the message around it.

    :raises WireFormatError: if it has no guid, or a body out of proportion
    """
    guid = attribute(item, "guid")
    if not guid:
        raise WireFormatError(f"The {local(item)} has no guid: without it no revision, correction or kill can find it")
    parts = family(item)
    meta = family(*parts.get("itemMeta", ()))
    content_meta = family(*parts.get("contentMeta", ()))
    rights = family(*parts.get("rightsInfo", ()))
    language = _language(item, content_meta)
    read = _described(guid=guid, item=item, meta=meta, content_meta=content_meta, language=language)
    read = _with_content(read, item=item, parts=parts, meta=meta, content_meta=content_meta, rights=rights)
    return _judged(read, meta=meta, content_meta=content_meta, signals=signals)


def _language(item: etree._Element, content_meta: Family) -> str:
    stated = [attribute(part, "tag") for part in content_meta.get("language", ())]
    return language_tag(next((tag for tag in stated if tag), "") or language_of(item))


def _described(*, guid: str, item: etree._Element, meta: Family, content_meta: Family, language: str) -> NewsItem:
    """The item's identity, times and lines of words."""
    headline = about.headline_of(content_meta, language=language) or first_text(meta, "title")
    return NewsItem(
        guid=guid,
        format=FORMAT,
        version=version_number(item.get("version")),
        version_created_at=read_time(first_text(meta, "versionCreated")),
        first_created_at=read_time(first_text(meta, "firstCreated") or first_text(content_meta, "contentCreated")),
        expires_at=read_time(first_text(meta, "expires") or first_text(content_meta, "expires")),
        language=language,
        urgency=urgency_number(first_text(content_meta, "urgency") or None),
        slug=first_text(content_meta, "slugline"),
        headline=headline,
        standfirst=about.standfirst_of(content_meta, language=language, headline=headline),
        dateline=place_of_dateline(first_text(content_meta, "dateline")),
        editors_note=about.notes_of([*meta.get("edNote", ()), *content_meta.get("edNote", ())]),
        links=_links(item, meta),
        canonical_url=_canonical_url(meta),
    )


def _with_content(
    read: NewsItem, *, item: etree._Element, parts: Family, meta: Family, content_meta: Family, rights: Family
) -> NewsItem:
    """The item with credit, rights, body, pictures and subjects."""
    language = read.language
    credited = {**rights, **meta, **content_meta}
    credit = about.credit_of(credited, language=language)
    content = family(*parts.get("contentSet", ()))
    bylines = about.bylines_of(content_meta, language=language, credit=credit)
    body, in_body = body_and_pictures(content, repeats=(read.headline, *bylines))
    asserted = about.asserted_names(parts.get("assert", ()), language=language)
    terms = terms_in(parts.get("rightsInfo", ()), guid=read.guid)
    plain_terms = _all_in_language(rights.get("usageTerms", ()), language=language)
    read = replace(
        read,
        kind=_kind(item, meta, has_body=bool(body)),
        credit=credit,
        bylines=bylines,
        copyright_notice=best_text(rights.get("copyrightNotice", ()), language=language),
        usage_terms="\n".join(distinct([plain_terms, *terms.told])),
        refused_uses=terms.refused,
        body_html=body,
        subjects=about.subjects_of(content_meta, language=language, asserted=asserted),
        places=about.places_of(content_meta, language=language),
    )
    pictures = joined_pictures(remote_pictures(content, content_meta, read=read), linked_pictures(meta), in_body)
    return replace(read, pictures=pictures) if pictures else read


def _judged(read: NewsItem, *, meta: Family, content_meta: Family, signals: Sequence[str]) -> NewsItem:
    field = first(meta, "embargoed")
    stated = [code_of(part) for name in ("signal", "role") for part in meta.get(name, ())]
    genres = [code_of(part) for part in content_meta.get("genre", ())]
    return judged(
        read,
        status_word=code_of(first(meta, "pubStatus")),
        codes=(*stated, *genres, *signals, *(role_of(note) for note in meta.get("edNote", ()))),
        embargo_field=None if field is None else text_of(field),
    )


def _kind(item: etree._Element, meta: Family, *, has_body: bool) -> Kind:
    if local(item) == "packageItem":
        return Kind.PACKAGE
    stated = code_tail(code_of(first(meta, "itemClass")))
    kind = _KINDS.get(stated, Kind.OTHER if stated and not has_body else Kind.TEXT)
    return Kind.TEXT if kind is Kind.PACKAGE and has_body else kind


def _all_in_language(parts: Sequence[etree._Element], *, language: str) -> str:
    """Every distinct line in the language that suits best: terms in one language add up, translations do not."""
    best = best_language(parts, language=language)
    if best is None:
        return ""
    lines = [text_of(part) for part in parts if language_of(part) == language_of(best)]
    return "\n".join(line for line in distinct(lines) if line.casefold() != "none")


def _links(item: etree._Element, meta: Family) -> tuple[Link, ...]:
    members = members_of(item, link=_link) if local(item) == "packageItem" else ()
    linked = [
        replace(_link(part), rel=one_line((part.get("rel") or "").rpartition(":")[2])) for part in meta.get("link", ())
    ]
    return tuple(link for link in (*members, *linked) if link.guid)[:_MOST_LINKS]


def _link(part: etree._Element) -> Link:
    target = part.get("residref") or part.get("guidref") or part.get("href")
    titles = [text_of(title) for name in ("headline", "title") for title in children(part, name)]
    return Link(guid=one_line(target), headline=next((title for title in titles if title), ""))


def _canonical_url(meta: Family) -> str:
    canonical = (
        attribute(part, "href") for part in meta.get("link", ()) if attribute(part, "rel").endswith("canonical")
    )
    return next((href for href in canonical if href.startswith(("http://", "https://"))), "")

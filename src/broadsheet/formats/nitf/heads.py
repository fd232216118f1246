"""What NITF writes in its head: identity, revision, dates, rights, subjects."""

from collections.abc import Iterator
from datetime import datetime

from lxml import etree

from broadsheet.contracts.news import Link, Subject
from broadsheet.formats.numbers import version_number
from broadsheet.formats.signals import code_tail
from broadsheet.formats.times import has_time_of_day, read_time
from broadsheet.formats.vocabularies import distinct_subjects, subject_of
from broadsheet.formats.wording import distinct, one_line
from broadsheet.formats.xml import attribute, child, children, descendants, text_of

_SUBJECT_DEPTH = ("tobject.subject.detail", "tobject.subject.matter", "tobject.subject.type")
_MOST_LINKS = 100


def identity_of(docdata: etree._Element | None) -> str:
    """doc-id/@id-string, or "" where a wire sends none (AP's NITF)."""
    return attribute(child(docdata, "doc-id"), "id-string")


def made_up_identity(docdata: etree._Element | None, *, headline: str, slug: str, name: str) -> str:
    """
    An identity for a document without one: its key for updates, else source, slug and day (DESIGN section 3, last row).

    "" where not even those are there.
    """
    key = attribute(child(docdata, "du-key"), "key")
    source = attribute(child(docdata, "doc-id"), "regsrc") or attribute(child(docdata, "doc.copyright"), "holder")
    if key:
        return f"nitf:{source}:{key}"
    words = slug or headline or name
    day = issued_at(docdata)
    if not words or not (source or day):
        return ""
    return f"nitf:{source}:{day:%Y-%m-%d}:{words}" if day else f"nitf:{source}:{words}"


def version_of(docdata: etree._Element | None) -> int:
    """The generation of du-key, else its version (NTB counts there); 1 where neither is a number."""
    key = child(docdata, "du-key")
    return version_number(attribute(key, "generation"), attribute(key, "version"))


def issued_at(docdata: etree._Element | None) -> datetime | None:
    return read_time(attribute(child(docdata, "date.issue"), "norm"))


def expires_at(docdata: etree._Element | None) -> datetime | None:
    return read_time(attribute(child(docdata, "date.expire"), "norm"))


def embargo_of(docdata: etree._Element | None) -> str | None:
    """
    date.release where it is later than the issue; many wires write the time of issue there again.

    `management-status="embargoed"` without a release is an embargo until further notice.
    """
    release = attribute(child(docdata, "date.release"), "norm")
    is_embargoed = attribute(docdata, "management-status").casefold() == "embargoed"
    issued = issued_at(docdata)
    opening = read_time(release)
    is_plain = bool(opening and issued) and _is_no_later(release, opening, issued) and not is_embargoed
    return None if is_plain or not (release or is_embargoed) else release


def _is_no_later(release: str, opening: datetime | None, issued: datetime | None) -> bool:
    if opening is None or issued is None:
        return False
    return opening <= issued if has_time_of_day(release) else opening.date() < issued.date()


def notes_of(root: etree._Element, docdata: etree._Element | None) -> str:
    """Messages to editors: ed-msg and notes of the classes that only editors see."""
    messages = [attribute(part, "info") or text_of(part) for part in children(docdata, "ed-msg")]
    notes = [
        text_of(note) for note in descendants(root, "note") if attribute(note, "noteclass").casefold() == "editorsnote"
    ]
    return "\n".join(distinct([*messages, *notes]))


def subjects_of(root: etree._Element, docdata: etree._Element | None) -> tuple[Subject, ...]:
    """tobject.subject, identified content and keywords."""
    topics = [_topic(part) for part in descendants(child(root, "head"), "tobject.subject")]
    identified = child(docdata, "identified-content")
    named = [
        subject_of(name=_name(part), code=attribute(part, "value"), scheme=attribute(part, "idsrc"))
        for part in descendants(identified, "person", "org", "event", "object.title", "classifier")
    ]
    keywords = [subject_of(name=attribute(part, "key"), scheme="keyword") for part in _keywords(docdata)]
    return distinct_subjects([*topics, *named, *keywords])


def _topic(part: etree._Element) -> Subject | None:
    name = next((words for level in _SUBJECT_DEPTH if (words := attribute(part, level))), "")
    code = attribute(part, "tobject.subject.refnum") or attribute(part, "tobject.subject.code")
    owner = attribute(part, "tobject.subject.ipr")
    return subject_of(name=name, code=code, scheme="" if owner.upper() == "IPTC" else owner)


def _name(part: etree._Element) -> str:
    return text_of(part) or attribute(part, "value")


def _keywords(docdata: etree._Element | None) -> Iterator[etree._Element]:
    return descendants(child(docdata, "key-list"), "keyword")


def slug_of(head: etree._Element | None, docdata: etree._Element | None) -> str:
    """The keyword line: the first keyword, else the key for updates, else AAP's and NTB's own entries."""
    keys = [attribute(part, "key") for part in _keywords(docdata)]
    metas = {attribute(part, "name").casefold(): attribute(part, "content") for part in children(head, "meta")}
    lines = [metas.get("ntbstikkord", ""), metas.get("anpa-keyword", ""), metas.get("slugline", ""), *keys]
    lines.append(attribute(child(docdata, "du-key"), "key"))
    return next((line for line in lines if line), "")


def places_of(docdata: etree._Element | None) -> tuple[str, ...]:
    """Where it happened, and the places that the head identifies."""
    events = [
        next(
            (place for level in ("city", "county-dist", "state-prov", "iso-cc") if (place := attribute(part, level))),
            "",
        )
        for part in children(docdata, "evloc")
    ]
    identified = [text_of(part) for part in descendants(child(docdata, "identified-content"), "location")]
    return distinct([*events, *identified])


def links_of(docdata: etree._Element | None) -> tuple[Link, ...]:
    """The document that this one manages, as rel "idref", with the status it sets there ("idref:canceled")."""
    managed = attribute(docdata, "management-doc-idref")
    status = code_tail(attribute(docdata, "management-idref-status"))
    return (Link(guid=managed, rel=f"idref:{status}" if status else "idref"),) if managed else ()


def copyright_of(docdata: etree._Element | None) -> str:
    part = child(docdata, "doc.copyright")
    return (
        one_line(" ".join(word for word in ("©", attribute(part, "year"), attribute(part, "holder")) if word))
        if _has_holder(part)
        else ""
    )


def _has_holder(part: etree._Element | None) -> bool:
    return bool(attribute(part, "holder"))


def usage_terms_of(docdata: etree._Element | None) -> str:
    """What doc.rights allows and limits, one a line."""
    lines = [
        attribute(part, name)
        for part in children(docdata, "doc.rights")
        for name in ("type", "limitations", "geography")
    ]
    return "\n".join(distinct(lines))

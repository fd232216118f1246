"""One NewsML 1 NewsItem as a NewsItem."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from lxml import etree

from broadsheet.contracts.news import ItemPicture, Kind, NewsItem, Status, WireFormatError
from broadsheet.formats.figures import joined_pictures
from broadsheet.formats.judging import judged
from broadsheet.formats.newsml_1 import about
from broadsheet.formats.newsml_1.bodies import body_and_pictures, nitf_of, words_of
from broadsheet.formats.newsml_1.components import Part, Use, copy_of, language_stated, parts_of, plain_language
from broadsheet.formats.newsml_1.pictures import PICTURES, pictures_of
from broadsheet.formats.numbers import urgency_number, version_number
from broadsheet.formats.signals import code_tail, status_of
from broadsheet.formats.times import read_time
from broadsheet.formats.wording import byline_name, distinct
from broadsheet.formats.xml import attribute, child, children, descendants, text_of

FORMAT = "newsml-1"
_LANGUAGE_ATTRIBUTE = "{http://www.w3.org/XML/1998/namespace}lang"
_DELTAS = frozenset(("U", "A"))


def read_item(item: etree._Element, *, urgency: int | None = None, codes: tuple[str, ...] = ()) -> NewsItem:
    """
    The item that a NewsItem element holds; `urgency` and `codes` are what the envelope around it says.

    :raises WireFormatError: if nothing identifies it, if it holds only changes to a revision that is not at hand, or
        a body out of proportion
    """
    identification = child(item, "Identification")
    identifier = child(identification, "NewsIdentifier")
    management = child(item, "NewsManagement")
    guid = _guid(identifier)
    _refuse_changes(item, identifier=identifier, management=management, guid=guid)
    parts = parts_of(item)
    first = next(children(item, "NewsComponent"), None)
    language = language_stated(first) or plain_language(_spoken(item, first))
    copy = copy_of(parts, language=language)
    around = _around(item, copy=copy, parts=parts)
    read = NewsItem(
        guid=guid,
        format=FORMAT,
        version=version_number(text_of(child(identifier, "RevisionId"))),
        version_created_at=read_time(text_of(child(management, "ThisRevisionCreated"))),
        first_created_at=read_time(text_of(child(management, "FirstCreated"))),
        expires_at=_expires_at(management),
        language=language or next((part.language for part in copy if part.language), ""),
        urgency=urgency_number(attribute(child(management, "Urgency"), "FormalName") or None) or urgency,
        slug=about.slug_of(around, label=text_of(child(identification, "NameLabel"))),
        subjects=about.subjects_of(item, around),
        places=about.places_of(around),
        links=about.links_of(item, management),
    )
    read = _with_lines(read, around=around, copy=copy, parts=parts, provider=text_of(child(identifier, "ProviderId")))
    read = _with_content(read, copy=copy, parts=parts)
    return _judged(read, management=management, codes=(*codes, *about.codes_of(around)))


def _guid(identifier: etree._Element | None) -> str:
    """The identity that all revisions share (RFC 3085)."""
    parts = [text_of(child(identifier, name)) for name in ("ProviderId", "DateId", "NewsItemId")]
    if parts[0] and parts[2]:
        return f"urn:newsml:{':'.join(parts)}"
    public = about.without_revision(text_of(child(identifier, "PublicIdentifier")))
    if not public:
        raise WireFormatError(
            "The NewsItem has no NewsIdentifier: without it no revision, correction or kill can find it"
        )
    return public


def _refuse_changes(
    item: etree._Element, *, identifier: etree._Element | None, management: etree._Element | None, guid: str
) -> None:
    """Refuse a revision that is only a difference to the one before; but a kill needs no words."""
    is_change = attribute(child(identifier, "RevisionId"), "Update").upper() in _DELTAS
    if not is_change or child(item, "NewsComponent") is not None:
        return
    status, _ = status_of(attribute(child(management, "Status"), "FormalName"))
    if status is Status.USABLE:
        raise WireFormatError(
            f"The revision of {guid} holds only changes to the revision before it (RevisionId Update), which cannot be"
            " read alone: ask the agency to send whole revisions"
        )


def _spoken(item: etree._Element, component: etree._Element | None) -> str:
    lines = [line for line in descendants(component, "HeadLine") if line.get(_LANGUAGE_ATTRIBUTE)][:1]
    stated = (part.get(_LANGUAGE_ATTRIBUTE) for part in (component, *lines, item) if part is not None)
    return next((tag for tag in stated if tag and plain_language(tag)), "")


def _around(item: etree._Element, *, copy: Sequence[Part], parts: Sequence[Part]) -> list[etree._Element]:
    """The components that speak of the item: those around its copy, else around its first content, else the first."""
    nearest = next(iter([*copy, *parts]), None)
    return list(nearest.around) if nearest is not None else list(children(item, "NewsComponent"))[:1]


def _with_lines(
    read: NewsItem, *, around: Sequence[etree._Element], copy: Sequence[Part], parts: Sequence[Part], provider: str
) -> NewsItem:
    """The item with its lines of words, where NewsML has none those in the head of its NITF."""
    nitf = nitf_of(copy)
    headline = about.line_of(around, "HeadLine") or text_of(next(descendants(nitf, "hl1", "title"), None))
    credit = about.credit_of(around, provider=provider)
    summary = next((words_of(part) for part in parts if part.use is Use.SUMMARY and part.kind is Kind.TEXT), "")
    inside = distinct([byline_name(text_of(line)) for line in descendants(nitf, "byline")])
    return replace(
        read,
        headline=headline,
        standfirst=about.standfirst_of(around, summary=summary, headline=headline),
        bylines=about.bylines_of(around, credit=credit) or inside,
        dateline=about.dateline_of(around) or text_of(next(descendants(nitf, "location"), None)),
        credit=credit,
        copyright_notice=about.copyright_of(around),
        usage_terms=about.usage_terms_of(around),
        editors_note=about.notes_of(around),
    )


def _with_content(read: NewsItem, *, copy: Sequence[Part], parts: Sequence[Part]) -> NewsItem:
    body, inside = body_and_pictures(copy, repeats=(read.headline, *read.bylines))
    pictures = joined_pictures(pictures_of(parts, guid=read.guid, credit=read.credit), inside)
    kind = _kind(read, parts=parts, has_body=bool(body))
    if kind in PICTURES and len(pictures) == 1:
        pictures = (_whole_item(pictures[0], read=read),)
    return replace(read, kind=kind, body_html=body, pictures=pictures)


def _kind(read: NewsItem, *, parts: Sequence[Part], has_body: bool) -> Kind:
    if has_body:
        return Kind.TEXT
    kinds = [part.kind for part in parts if part.kind not in {Kind.TEXT, Kind.OTHER}]
    if kinds:
        return kinds[0]
    return Kind.PACKAGE if any(link.rel == "member" for link in read.links) else Kind.TEXT


def _whole_item(picture: ItemPicture, *, read: NewsItem) -> ItemPicture:
    """The picture that a picture item is, with the item's own words where its component has none."""
    return replace(
        picture,
        guid=read.guid,
        headline=picture.headline or read.headline,
        caption=picture.caption or read.standfirst,
        usage_terms=picture.usage_terms or read.usage_terms,
    )


def _coming_change(management: etree._Element | None) -> tuple[str, str | None]:
    """The status that is announced and when it comes, ("", None) where nothing is."""
    change = child(management, "StatusWillChange")
    if change is None:
        return "", None
    return code_tail(attribute(child(change, "FutureStatus"), "FormalName")), text_of(child(change, "DateAndTime"))


def _expires_at(management: etree._Element | None) -> datetime | None:
    """When a usable item stops being so."""
    future, moment = _coming_change(management)
    return read_time(moment) if future not in {"", "usable"} else None


def _embargo(management: etree._Element | None) -> str | None:
    """
    The end of the embargo as the agency wrote it: when the status becomes usable.

    A status "Embargoed" without an end holds until further notice.
    """
    future, moment = _coming_change(management)
    if future == "usable":
        return moment
    return "" if code_tail(attribute(child(management, "Status"), "FormalName")) == "embargoed" else None


def _judged(read: NewsItem, *, management: etree._Element | None, codes: tuple[str, ...]) -> NewsItem:
    stated = [
        attribute(part, "FormalName") for name in ("NewsItemType", "Instruction") for part in children(management, name)
    ]
    return judged(
        read,
        status_word=attribute(child(management, "Status"), "FormalName"),
        codes=(*stated, *codes),
        embargo_field=_embargo(management),
    )

"""Turns agency copy into real wire files: ninjs 3.0, NewsML-G2 2.35 or NITF 3.6, pictures beside them."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lxml import etree

from broadsheet.demo.edition import StoryPicture
from broadsheet.demo.newspaper import COPYRIGHT, LANGUAGE, WireFormat
from broadsheet.demo.pictures import save_picture
from broadsheet.demo.wirecopy import WireCopy, as_html
from broadsheet.environment.files import write_whole

_NEWSML = "http://iptc.org/std/nar/2006-10-01/"
_XHTML = "http://www.w3.org/1999/xhtml"
_XML = "http://www.w3.org/XML/1998/namespace"
_MEDIA_TOPICS = "http://cv.iptc.org/newscodes/mediatopic/"
_SUFFIXES = {WireFormat.NINJS: ".json", WireFormat.NEWSML_G2: ".xml", WireFormat.NITF: ".nitf.xml"}


def write_wire_file(copy: WireCopy, folder: Path) -> Path:
    """
    Write the copy's pictures and then its wire file into a folder, and give the file's path.

    Each appears whole under its name: a folder source that looks in between never sees half a file, and never a
    story before its pictures. Written again, the same copy has the same bytes under the same name.
    """
    for picture in copy.pictures:
        save_picture(picture, folder)
    slug = copy.guid.rpartition(":")[2]
    path = folder / f"{slug}-v{copy.version}{_SUFFIXES[copy.format]}"
    write_whole(path, as_wire(copy))
    return path


def as_wire(copy: WireCopy) -> bytes:
    """The bytes of the wire file."""
    if copy.format is WireFormat.NINJS:
        return _ninjs(copy)
    return _newsml(copy) if copy.format is WireFormat.NEWSML_G2 else _nitf(copy)


def _ninjs(copy: WireCopy) -> bytes:
    document: dict[str, Any] = {
        "uri": copy.guid,
        "standard": {"name": "ninjs", "version": "3.0"},
        "type": "text",
        "version": str(copy.version),
        "firstCreated": _time(copy.first_sent_at),
        "versionCreated": _time(copy.sent_at),
        "pubStatus": "canceled" if copy.is_canceled else "usable",
        "urgency": copy.urgency,
        "language": LANGUAGE,
        "slugline": copy.slugline,
        "headlines": [{"role": "main", "value": copy.headline}],
        "infoSources": [{"name": copy.agency.name, "role": "creditline"}],
        "copyrightNotice": f"© {COPYRIGHT}",
    }
    if copy.embargoed_until:
        document["embargoed"] = _time(copy.embargoed_until)
    if copy.editors_note:
        document["edNote"] = copy.editors_note
    if not copy.is_canceled:
        document |= _ninjs_content(copy)
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def _ninjs_content(copy: WireCopy) -> dict[str, Any]:
    return {
        "by": ", ".join(copy.bylines),
        "located": copy.dateline,
        "descriptions": [{"role": "summary", "contentType": "text/plain", "value": copy.standfirst}],
        "bodies": [{"role": "main", "contentType": "application/xhtml+xml", "value": as_html(copy.blocks)}],
        "subjects": [
            {"name": topic.name, "rel": "about"}
            | ({"uri": _MEDIA_TOPICS + topic.media_topic} if topic.media_topic else {})
            for topic in copy.topics
        ],
        "associations": [_ninjs_picture(copy, picture, number) for number, picture in enumerate(copy.pictures)],
    }


def _ninjs_picture(copy: WireCopy, picture: StoryPicture, number: int) -> dict[str, Any]:
    return {
        "name": "featuremedia" if number == 0 else f"picture{number}",
        "uri": _picture_guid(copy, picture),
        "type": "picture",
        "descriptions": [
            {"role": "caption", "value": picture.caption},
            {"role": "altText", "value": picture.alt_text},
            {"role": "creditLine", "value": picture.credit},
        ],
        "renditions": [{"name": "highRes", "href": picture.name, "contentType": "image/jpeg"}],
    }


def _newsml(copy: WireCopy) -> bytes:
    item = etree.Element(
        f"{{{_NEWSML}}}newsItem",
        {
            "guid": copy.guid,
            "version": str(copy.version),
            "standard": "NewsML-G2",
            "standardversion": "2.35",
            "conformance": "power",
            f"{{{_XML}}}lang": LANGUAGE,
        },
        nsmap={None: _NEWSML},  # type: ignore[dict-item]  # lxml's own way to name the default namespace
    )
    _add(item, "catalogRef", href="http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_41.xml")
    rights = _add(item, "rightsInfo")
    _add(_add(rights, "copyrightHolder", literal=copy.agency.provider), "name", copy.agency.name)
    _add(rights, "copyrightNotice", f"© {COPYRIGHT}")
    _newsml_management(item, copy)
    _newsml_content_meta(item, copy)
    if copy.blocks and not copy.is_canceled:
        html = f'<html xmlns="{_XHTML}"><head><title/></head><body>{as_html(copy.blocks)}</body></html>'
        inline = _add(_add(item, "contentSet"), "inlineXML", contenttype="application/xhtml+xml")
        inline.append(etree.fromstring(html, _BODY_PARSER))
    return _serialized(item)


def _newsml_management(item: etree._Element, copy: WireCopy) -> None:
    management = _add(item, "itemMeta")
    _add(management, "itemClass", qcode="ninat:text")
    _add(_add(management, "provider", literal=copy.agency.provider), "name", copy.agency.name)
    _add(management, "versionCreated", _time(copy.sent_at))
    _add(management, "firstCreated", _time(copy.first_sent_at))
    if copy.embargoed_until:
        _add(management, "embargoed", _time(copy.embargoed_until))
    _add(management, "pubStatus", qcode="stat:canceled" if copy.is_canceled else "stat:usable")
    if copy.editors_note:
        _add(management, "edNote", copy.editors_note)
    for picture in copy.pictures:
        link = _add(
            management,
            "link",
            rel="irel:seeAlso",
            residref=_picture_guid(copy, picture),
            href=picture.name,
            contenttype="image/jpeg",
        )
        _add(link, "itemClass", qcode="ninat:picture")
        _add(link, "description", picture.caption, role="drol:caption")
        _add(link, "description", picture.alt_text, role="drol:alttext")
        _add(link, "creditline", picture.credit)


def _newsml_content_meta(item: etree._Element, copy: WireCopy) -> None:
    content = _add(item, "contentMeta")
    _add(content, "urgency", str(copy.urgency))
    for name in copy.bylines:
        _add(content, "by", name)
    _add(content, "creditline", copy.agency.name)
    for topic in copy.topics:
        code = {"qcode": f"medtop:{topic.media_topic}"} if topic.media_topic else {"literal": topic.slug}
        _add(_add(content, "subject", type="cpnat:abstract", **code), "name", topic.name)
    _add(content, "slugline", copy.slugline)
    _add(content, "headline", copy.headline)
    if copy.dateline:
        _add(content, "dateline", copy.dateline)
    if copy.standfirst:
        _add(content, "description", copy.standfirst, role="drol:summary")


def _nitf(copy: WireCopy) -> bytes:
    document = etree.Element("nitf", version="-//IPTC//DTD NITF 3.6//EN", attrib={f"{{{_XML}}}lang": LANGUAGE})
    head = _add(document, "head")
    _add(head, "title", copy.headline)
    topics = _add(head, "tobject", **{"tobject.type": "news"})
    for topic in copy.topics:
        code = {"tobject.subject.refnum": topic.media_topic} if topic.media_topic else {"tobject.subject.code": ""}
        _add(topics, "tobject.subject", **{"tobject.subject.type": topic.name, **{k: v for k, v in code.items() if v}})
    _nitf_docdata(head, copy)
    body = _add(document, "body")
    opening = _add(body, "body.head")
    _add(_add(opening, "hedline"), "hl1", copy.headline)
    for name in copy.bylines:
        _add(opening, "byline", name)
    _add(opening, "distributor", copy.agency.name)
    if copy.dateline:
        _add(_add(opening, "dateline"), "location", copy.dateline)
    if copy.standfirst:
        _add(_add(opening, "abstract"), "p", copy.standfirst)
    content = _add(body, "body.content")
    if not copy.is_canceled:
        for picture in copy.pictures:
            _nitf_picture(content, copy, picture)
        content.extend(etree.fromstring(f"<div>{as_html(copy.blocks)}</div>", _BODY_PARSER))
    return _serialized(document)


def _nitf_docdata(head: etree._Element, copy: WireCopy) -> None:
    status = {"management-status": "canceled" if copy.is_canceled else "usable"}
    if copy.embargoed_until:
        status = {"management-status": "embargoed"}
    data = _add(head, "docdata", **status)
    _add(data, "doc-id", **{"id-string": copy.guid, "regsrc": copy.agency.name})
    _add(data, "urgency", **{"ed-urg": str(copy.urgency)})
    _add(data, "date.issue", norm=_time(copy.sent_at))
    if copy.embargoed_until:
        _add(data, "date.release", norm=_time(copy.embargoed_until))
    _add(data, "doc.copyright", year=str(copy.sent_at.year), holder=COPYRIGHT)
    if copy.editors_note:
        _add(data, "ed-msg", info=copy.editors_note)
    _add(data, "du-key", key=copy.slugline, generation=str(copy.version))
    _add(_add(data, "key-list"), "keyword", key=copy.slugline)


def _nitf_picture(content: etree._Element, copy: WireCopy, picture: StoryPicture) -> None:
    media = _add(content, "media", **{"media-type": "image"})
    _add(media, "media-metadata", name="id", value=_picture_guid(copy, picture))
    _add(
        media,
        "media-reference",
        **{"mime-type": "image/jpeg", "source": picture.name, "alternate-text": picture.alt_text},
    )
    _add(media, "media-caption", picture.caption)
    _add(media, "media-producer", picture.credit)


def _picture_guid(copy: WireCopy, picture: StoryPicture) -> str:
    return f"tag:{copy.agency.domain},2026:picture:{picture.name.removesuffix('.jpg')}"


def _add(parent: etree._Element, name: str, text: str | None = None, /, **attributes: str) -> etree._Element:
    space = etree.QName(parent).namespace
    element = etree.SubElement(parent, f"{{{space}}}{name}" if space else name, attributes)
    element.text = text
    return element


def _serialized(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(microsecond=0).isoformat()


_BODY_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)

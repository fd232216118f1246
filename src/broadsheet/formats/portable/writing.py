"""From a story to its ninjs document."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from broadsheet.formats.portable.values import (
    PortableAuthor,
    PortablePicture,
    PortableStory,
    PortableTopic,
    PortableVersion,
    Standing,
)
from broadsheet.formats.portable.xhtml import xhtml_of

FORMAT = 1
LEAD = "featureMedia"
_STANDARD = {
    "name": "ninjs",
    "version": "3.0",
    "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.0.json",
}
_MEDIA_TOPIC = "http://cv.iptc.org/newscodes/mediatopic/"

Said = dict[str, Any]


def write_story(story: PortableStory) -> bytes:
    """The document; the same story gives the same bytes."""
    document = {**_standard(story), "broadsheet": _kept(_extension(story))}
    return json.dumps(_kept(document), ensure_ascii=False, indent=1).encode() + b"\n"


def write_wire_item(story: PortableStory) -> str:
    """
    The document as other newsrooms take it from a wire, on one line: what ninjs has a place for.

    A picture's `file` must be a whole address here. The newest correction is the note to editors. Several names of a
    byline stand each for itself in `broadsheet`.
    """
    note = f"Correction: {story.corrections[0].note}" if story.corrections else ""
    names = [{"name": byline.name} for byline in story.bylines]
    own = {"broadsheet": {"format": FORMAT, "bylines": names}} if len(names) > 1 else {}
    return json.dumps(_kept({**_standard(story), "edNote": note, **own}), ensure_ascii=False, separators=(",", ":"))


def write_author(author: PortableAuthor) -> Said:
    """What the file that tells of the paper says of an author; a portrait as a story's pictures are told."""
    portrait = {"portrait": _picture("portrait", author.portrait)} if author.portrait else {}
    said = {field: getattr(author, field) for field in ("name", "slug", "description", "role", "email", "links")}
    return {**said, **portrait}


def _standard(story: PortableStory) -> Said:
    about = {
        "uri": story.uri,
        "standard": _STANDARD,
        "type": "text",
        "language": story.language,
        "pubStatus": story.standing.value,
        "firstCreated": _time(story.created_at),
        "versionCreated": _time(story.changed_at),
        "altIds": [{"role": "canonicalUrl", "value": story.url}],
    }
    return about if story.standing is Standing.WITHDRAWN else {**about, **_words(story)}


def _words(story: PortableStory) -> Said:
    body = xhtml_of(story)
    return {
        "title": story.headline,
        "headlines": [
            {"role": "main", "contentType": "text/plain", "value": story.headline},
            *([{"role": "kicker", "contentType": "text/plain", "value": story.kicker}] if story.kicker else []),
        ],
        "descriptions": _described("summary", story.standfirst),
        "by": ", ".join(byline.name for byline in story.bylines),
        "located": story.dateline,
        "infoSources": [{"name": story.source_credit, "role": "source"}] if story.source_credit else [],
        "subjects": [
            *(
                {"name": section.name, "rel": "section", "literal": f"section:{section.address}"}
                for section in story.sections
            ),
            *map(_topic, story.topics),
        ],
        "urgency": story.urgency,
        "embargoedUntil": _time(story.embargoed_until),
        "expires": _time(story.expires_at),
        "bodies": [{"role": "main", "contentType": "application/xhtml+xml", "value": body}] if body else [],
        "associations": [
            *([_picture(LEAD, story.lead_picture)] if story.lead_picture else []),
            *(_picture(f"picture-{number}", picture) for number, picture in enumerate(story.pictures, start=1)),
        ],
    }


def _extension(story: PortableStory) -> Said:
    placed = {
        "format": FORMAT,
        "address": story.address,
        "formerly": list(story.formerly),
        "sections": [{"name": section.name, "address": section.address} for section in story.sections],
        "published_at": _time(story.published_at),
    }
    if story.standing is Standing.WITHDRAWN:
        return {**placed, "withdrawn": _kept({"at": _time(story.withdrawn_at), "notice": story.withdrawn_notice})}
    return {
        **placed,
        "bylines": [{"name": byline.name, **_kept({"author": byline.author})} for byline in story.bylines],
        "dateline": story.dateline,
        "body": [{"kind": block.kind, "value": block.value} for block in story.body],
        "documents": [_kept(asdict(document)) for document in story.documents],
        "recordings": [_kept(asdict(recording)) for recording in story.recordings],
        "lead_caption": story.lead_caption,
        "updated_at": _time(story.updated_at),
        "goes_out_at": _time(story.goes_out_at),
        "corrections": [
            _kept({"note": one.note, "made_at": _time(one.made_at), "kind": one.kind, "version": one.version})
            for one in story.corrections
        ],
        "versions": [_version(version) for version in story.versions],
        "lists": _closed(popular=story.in_popular, latest=story.in_latest, shown=story.shows_lists),
        "related": _kept({"pinned": list(story.pinned), "banned": list(story.banned)}),
        "search": _kept({"title": story.search_title, "description": story.search_description}),
    }


def _version(version: PortableVersion) -> Said:
    return _kept(
        {
            "number": version.number,
            "published_at": _time(version.published_at),
            "kind": version.kind,
            "withheld": version.withheld,
            "words": {} if version.withheld else version.words,
        }
    )


def _topic(topic: PortableTopic) -> Said:
    if topic.mediatopic:
        return {"name": topic.name, "rel": "about", "uri": f"{_MEDIA_TOPIC}{topic.mediatopic}", "literal": topic.slug}
    return {"name": topic.name, "rel": "about", "literal": f"topic:{topic.slug}"}


def _picture(name: str, picture: PortablePicture) -> Said:
    return _kept(
        {
            "name": name,
            "uri": picture.uri,
            "type": "picture",
            "title": picture.title,
            "descriptions": [
                *_described("caption", picture.caption),
                *_described("alttext", picture.alt_text),
                *_described("creditline", picture.credit),
            ],
            "usageTerms": picture.usage_terms,
            "renditions": [
                _kept(
                    {
                        "name": "original",
                        "href": picture.file,
                        "contentType": picture.media_type,
                        "width": picture.width,
                        "height": picture.height,
                        "sizeInBytes": picture.size or None,  # nobody knows it of a file that is gone or elsewhere
                    }
                )
            ],
            "broadsheet": _kept(
                {
                    "usage_ends_at": _time(picture.usage_ends_at),
                    "focal_point": picture.focal_point,
                    "card_crop": picture.card_crop,
                }
            ),
        }
    )


def _described(role: str, words: str) -> list[Said]:
    return [{"role": role, "contentType": "text/plain", "value": words}] if words else []


def _closed(**lists: bool) -> Said:
    return {name: False for name, is_open in lists.items() if not is_open}


def _kept(said: Mapping[str, Any]) -> Said:
    """Without what says nothing."""
    return {name: value for name, value in said.items() if value not in (None, "", [], {})}


def _time(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).isoformat().replace("+00:00", "Z")

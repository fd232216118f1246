"""From a story to its ninjs document."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from broadsheet.formats.portable.values import (
    PortablePicture,
    PortableStory,
    PortableTopic,
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
    words = {} if story.standing is Standing.WITHDRAWN else _words(story)
    document = {**about, **words, "broadsheet": _kept(_extension(story))}
    return json.dumps(_kept(document), ensure_ascii=False, indent=1).encode() + b"\n"


def _words(story: PortableStory) -> Said:
    pictures = {picture.uri: picture for picture in story.pictures}
    body = xhtml_of(story.body, pictures=pictures)
    return {
        "title": story.headline,
        "headlines": [
            {"role": "main", "contentType": "text/plain", "value": story.headline},
            *([{"role": "kicker", "contentType": "text/plain", "value": story.kicker}] if story.kicker else []),
        ],
        "descriptions": _described("summary", story.standfirst),
        "by": ", ".join(story.bylines),
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
        "bylines": list(story.bylines),
        "dateline": story.dateline,
        "body": [{"kind": block.kind, "value": block.value} for block in story.body],
        "lead_caption": story.lead_caption,
        "updated_at": _time(story.updated_at),
        "corrections": [
            {"note": one.note, "made_at": _time(one.made_at), "kind": one.kind} for one in story.corrections
        ],
        "lists": _closed(popular=story.in_popular, latest=story.in_latest, shown=story.shows_lists),
        "search": _kept({"title": story.search_title, "description": story.search_description}),
    }


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
                {
                    "name": "original",
                    "href": picture.file,
                    "contentType": picture.media_type,
                    "width": picture.width,
                    "height": picture.height,
                    "sizeInBytes": picture.size,
                }
            ],
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

"""From a ninjs document that a Broadsheet wrote back to the story, nothing lost."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from broadsheet.formats.portable.values import (
    PortableBlock,
    PortableCorrection,
    PortablePicture,
    PortableSection,
    PortableStory,
    PortableTopic,
    Standing,
)
from broadsheet.formats.portable.writing import FORMAT, LEAD

_MEDIA_TOPIC = "http://cv.iptc.org/newscodes/mediatopic/"
_TOPIC, _ABOUT = "topic:", "about"


class NotPortableError(ValueError):
    """No document that a Broadsheet wrote, or one of another format; read it as any ninjs document instead."""


def read_story(data: bytes) -> PortableStory:
    """
    The story that `write_story` made these bytes of.

    :raises NotPortableError: if nobody did
    """
    try:
        document = json.loads(data)
        extension = document["broadsheet"]
        if extension["format"] != FORMAT:
            raise NotPortableError(f"it is of format {extension['format']!r}, and this reads {FORMAT}")
        return _story(document, extension)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise NotPortableError(f"no Broadsheet wrote it: {error}") from error


def _story(document: Mapping[str, Any], extension: Mapping[str, Any]) -> PortableStory:
    pictures = list(_pictures(document))
    withdrawn, search = extension.get("withdrawn", {}), extension.get("search", {})
    lists = extension.get("lists", {})
    return PortableStory(
        uri=str(document["uri"]),
        standing=Standing(document["pubStatus"]),
        address=str(extension["address"]),
        url=str(document["altIds"][0]["value"]),
        created_at=_moment(document["firstCreated"]),
        changed_at=_moment(document["versionCreated"]),
        language=str(document.get("language", "")),
        sections=tuple(
            PortableSection(name=str(one["name"]), address=str(one["address"])) for one in extension.get("sections", [])
        ),
        formerly=tuple(map(str, extension.get("formerly", []))),
        headline=_in_role(document, "headlines", "main"),
        kicker=_in_role(document, "headlines", "kicker"),
        standfirst=_in_role(document, "descriptions", "summary"),
        bylines=tuple(map(str, extension.get("bylines", []))),
        dateline=str(extension.get("dateline", "")),
        source_credit=next((str(one["name"]) for one in document.get("infoSources", [])), ""),
        topics=tuple(_topics(document)),
        urgency=int(document.get("urgency", 5)),
        lead_picture=next((picture for name, picture in pictures if name == LEAD), None),
        lead_caption=str(extension.get("lead_caption", "")),
        body=tuple(PortableBlock(kind=str(one["kind"]), value=one["value"]) for one in extension.get("body", [])),
        pictures=tuple(picture for name, picture in pictures if name != LEAD),
        corrections=tuple(
            PortableCorrection(
                note=str(one["note"]), made_at=_moment(one["made_at"]), kind=str(one.get("kind", "correction"))
            )
            for one in extension.get("corrections", [])
        ),
        published_at=_moment_or_none(extension.get("published_at")),
        updated_at=_moment_or_none(extension.get("updated_at")),
        embargoed_until=_moment_or_none(document.get("embargoedUntil")),
        expires_at=_moment_or_none(document.get("expires")),
        withdrawn_at=_moment_or_none(withdrawn.get("at")),
        withdrawn_notice=str(withdrawn.get("notice", "")),
        in_popular=lists.get("popular", True),
        in_latest=lists.get("latest", True),
        shows_lists=lists.get("shown", True),
        search_title=str(search.get("title", "")),
        search_description=str(search.get("description", "")),
    )


def _topics(document: Mapping[str, Any]) -> Iterator[PortableTopic]:
    for one in document.get("subjects", []):
        if one["rel"] != _ABOUT:
            continue
        yield PortableTopic(
            name=str(one["name"]),
            slug=str(one["literal"]).removeprefix("" if "uri" in one else _TOPIC),
            mediatopic=str(one.get("uri", "")).removeprefix(_MEDIA_TOPIC),
        )


def _pictures(document: Mapping[str, Any]) -> Iterator[tuple[str, PortablePicture]]:
    for one in document.get("associations", []):
        file = one["renditions"][0]
        yield (
            str(one["name"]),
            PortablePicture(
                uri=str(one["uri"]),
                file=str(file["href"]),
                media_type=str(file["contentType"]),
                width=int(file["width"]),
                height=int(file["height"]),
                size=int(file["sizeInBytes"]),
                title=str(one.get("title", "")),
                caption=_in_role(one, "descriptions", "caption"),
                credit=_in_role(one, "descriptions", "creditline"),
                alt_text=_in_role(one, "descriptions", "alttext"),
                usage_terms=str(one.get("usageTerms", "")),
            ),
        )


def _in_role(said: Mapping[str, Any], kind: str, role: str) -> str:
    return next((str(one["value"]) for one in said.get(kind, []) if one.get("role") == role), "")


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _moment_or_none(text: str | None) -> datetime | None:
    return None if text is None else _moment(text)

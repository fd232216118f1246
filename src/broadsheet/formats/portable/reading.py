"""From a ninjs document that a Broadsheet wrote back to the story, nothing lost."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from broadsheet.contracts.archives import Box
from broadsheet.formats.portable.values import (
    PortableAuthor,
    PortableBlock,
    PortableByline,
    PortableCorrection,
    PortableDocument,
    PortablePicture,
    PortableRecording,
    PortableSection,
    PortableStory,
    PortableTopic,
    PortableVersion,
    Standing,
)
from broadsheet.formats.portable.writing import FORMAT, LEAD

_MEDIA_TOPIC = "http://cv.iptc.org/newscodes/mediatopic/"
_NUL = b"\\u0000"
_TOPIC, _ABOUT = "topic:", "about"


class NotPortableError(ValueError):
    """No document that a Broadsheet wrote, or one of another format; read it as any ninjs document instead."""


def read_story(data: bytes) -> PortableStory:
    """
    The story that `write_story` made these bytes of.

    :raises NotPortableError: if nobody did
    """
    try:
        document = _without_nul(json.loads(data)) if _NUL in data else json.loads(data)
        extension = document["broadsheet"]
        if extension["format"] != FORMAT:
            raise NotPortableError(f"it is of format {extension['format']!r}, and this reads {FORMAT}")
        return _story(document, extension)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError) as error:
        raise NotPortableError(f"no Broadsheet wrote it: {error}") from error


_LATER_OF_AUTHORS = ("role", "email", "links")  # an export of an older release says nothing of these


def read_authors(data: bytes) -> tuple[PortableAuthor, ...]:
    """
    Who has an author's page, from the file beside an export's stories that tells of the paper (`ABOUT`).

    :raises NotPortableError: if no Broadsheet wrote it
    """
    try:
        return tuple(
            PortableAuthor(
                name=str(one["name"]),
                slug=str(one["slug"]),
                description=str(one["description"]),
                **{field: str(one.get(field, "")) for field in _LATER_OF_AUTHORS},
                portrait=_portrait(one),
            )
            for one in json.loads(data)["authors"]
        )
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise NotPortableError(f"no Broadsheet wrote it: {error}") from error


def _portrait(author: Mapping[str, Any]) -> PortablePicture | None:
    told = {"associations": [author["portrait"]] if "portrait" in author else []}
    return next((picture for _, picture in _pictures(told)), None)


def _without_nul(value: Any) -> Any:
    """The same without the one character that PostgreSQL stores in no text."""
    match value:
        case str():
            return value.replace("\0", "")
        case list():
            return [_without_nul(held) for held in value]
        case dict():
            return {name: _without_nul(held) for name, held in value.items()}
    return value


def _story(document: Mapping[str, Any], extension: Mapping[str, Any]) -> PortableStory:
    pictures = list(_pictures(document))
    withdrawn, search = extension.get("withdrawn", {}), extension.get("search", {})
    lists, related = extension.get("lists", {}), extension.get("related", {})
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
        bylines=tuple(
            PortableByline(name=str(one["name"]), author=str(one.get("author", "")))
            for one in extension.get("bylines", [])
        ),
        dateline=str(extension.get("dateline", "")),
        source_credit=next((str(one["name"]) for one in document.get("infoSources", [])), ""),
        topics=tuple(_topics(document)),
        urgency=int(document.get("urgency", 5)),
        lead_picture=next((picture for name, picture in pictures if name == LEAD), None),
        lead_caption=str(extension.get("lead_caption", "")),
        body=tuple(PortableBlock(kind=str(one["kind"]), value=one["value"]) for one in extension.get("body", [])),
        pictures=tuple(picture for name, picture in pictures if name != LEAD),
        documents=tuple(_document(one) for one in extension.get("documents", [])),
        recordings=tuple(_recording(one) for one in extension.get("recordings", [])),
        corrections=tuple(map(_correction, extension.get("corrections", []))),
        versions=tuple(map(_version, extension.get("versions", []))),
        goes_out_at=_moment_or_none(extension.get("goes_out_at")),
        published_at=_moment_or_none(extension.get("published_at")),
        updated_at=_moment_or_none(extension.get("updated_at")),
        embargoed_until=_moment_or_none(document.get("embargoedUntil")),
        expires_at=_moment_or_none(document.get("expires")),
        withdrawn_at=_moment_or_none(withdrawn.get("at")),
        withdrawn_notice=str(withdrawn.get("notice", "")),
        in_popular=lists.get("popular", True),
        in_latest=lists.get("latest", True),
        shows_lists=lists.get("shown", True),
        pinned=tuple(map(str, related.get("pinned", []))),
        banned=tuple(map(str, related.get("banned", []))),
        search_title=str(search.get("title", "")),
        search_description=str(search.get("description", "")),
    )


def _correction(said: Mapping[str, Any]) -> PortableCorrection:
    return PortableCorrection(
        note=str(said["note"]),
        made_at=_moment(said["made_at"]),
        kind=str(said.get("kind", "correction")),
        version=None if said.get("version") is None else int(said["version"]),
    )


def _version(said: Mapping[str, Any]) -> PortableVersion:
    return PortableVersion(
        number=int(said["number"]),
        published_at=_moment(said["published_at"]),
        kind=str(said["kind"]),
        words={
            str(part): [[str(kind), str(line)] for kind, line in lines] for part, lines in said.get("words", {}).items()
        },
        withheld=str(said.get("withheld", "")),
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
        file, extension = one["renditions"][0], one.get("broadsheet", {})
        yield (
            str(one["name"]),
            PortablePicture(
                uri=str(one["uri"]),
                file=str(file["href"]),
                media_type=str(file["contentType"]),
                width=int(file["width"]),
                height=int(file["height"]),
                size=int(file.get("sizeInBytes", 0)),
                title=str(one.get("title", "")),
                caption=_in_role(one, "descriptions", "caption"),
                credit=_in_role(one, "descriptions", "creditline"),
                alt_text=_in_role(one, "descriptions", "alttext"),
                usage_terms=str(one.get("usageTerms", "")),
                usage_ends_at=_moment_or_none(extension.get("usage_ends_at")),
                focal_point=_box_or_none(extension.get("focal_point")),
                card_crop=_box_or_none(extension.get("card_crop")),
            ),
        )


def _document(said: Mapping[str, Any]) -> PortableDocument:
    return PortableDocument(**_file(said), name=str(said.get("name", "")))


def _recording(said: Mapping[str, Any]) -> PortableRecording:
    return PortableRecording(
        **_file(said),
        credit=str(said.get("credit", "")),
        usage_terms=str(said.get("usage_terms", "")),
        transcript=str(said.get("transcript", "")),
        captions=str(said.get("captions", "")),
        captions_language=str(said.get("captions_language", "")),
        poster=str(said.get("poster", "")),
        seconds=int(said.get("seconds", 0)),
        width=int(said.get("width", 0)),
        height=int(said.get("height", 0)),
    )


def _file(said: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "uri": str(said["uri"]),
        "file": str(said["file"]),
        "media_type": str(said["media_type"]),
        "size": int(said["size"]),
        "title": str(said.get("title", "")),
    }


def _in_role(said: Mapping[str, Any], kind: str, role: str) -> str:
    return next((str(one["value"]) for one in said.get(kind, []) if one.get("role") == role), "")


def _box_or_none(said: Any) -> Box | None:
    if said is None:
        return None
    first, second, width, height = map(int, said)
    return first, second, width, height


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _moment_or_none(text: str | None) -> datetime | None:
    return None if text is None else _moment(text)

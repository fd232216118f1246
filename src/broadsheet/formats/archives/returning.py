"""A story that a Broadsheet exported, on its way back: everything that the export tells, in an archive's terms."""

from collections.abc import Iterator, Mapping
from typing import Any

from broadsheet.contracts.archives import (
    ArchivedAuthor,
    ArchivedBlock,
    ArchivedCorrection,
    ArchivedDocument,
    ArchivedPicture,
    ArchivedRecording,
    ArchivedStory,
    ArchivedVersion,
    Attachment,
    Category,
    Particulars,
    Standing,
)
from broadsheet.contracts.news import Rendition
from broadsheet.formats.archives.keys import short_key
from broadsheet.formats.archives.old_addresses import distinct_paths
from broadsheet.formats.portable import (
    PortableAuthor,
    PortableDocument,
    PortablePicture,
    PortableRecording,
    PortableStory,
)
from broadsheet.formats.portable import Standing as Stood


def story_of(told: PortableStory) -> ArchivedStory:
    """The story in an archive's terms, nothing lost."""
    attached = _attached(told)
    return ArchivedStory(
        key=short_key(told.uri),
        standing=_standing(told),
        headline=told.headline,
        slug=told.address.rstrip("/").rpartition("/")[2],
        standfirst=told.standfirst,
        parts=tuple(
            ArchivedBlock(kind=block.kind, value=block.value, attached=_named(block.value, attached))
            for block in told.body
        ),
        lead_picture=_picture(told.lead_picture) if told.lead_picture else None,
        lead_caption=told.lead_caption,
        bylines=tuple(byline.name for byline in told.bylines),
        dateline=told.dateline,
        source_credit=told.source_credit,
        categories=tuple(Category(name=one.name, address=one.address) for one in reversed(told.sections)),
        topics=tuple(topic.name for topic in told.topics),
        urgency=told.urgency,
        published_at=told.published_at or told.goes_out_at,
        updated_at=told.updated_at,
        embargoed_until=told.embargoed_until,
        addresses=distinct_paths([told.address, *told.formerly]),
        particulars=_particulars(told),
    )


def _standing(told: PortableStory) -> Standing:
    if told.standing is Stood.LIVE:
        return Standing.PUBLISHED
    if told.standing is Stood.WITHDRAWN:
        return Standing.WITHDRAWN
    if told.goes_out_at is not None:
        return Standing.SCHEDULED
    return Standing.UNPUBLISHED if told.published_at else Standing.DRAFT


def _particulars(told: PortableStory) -> Particulars:
    return Particulars(
        guid=told.uri,
        changed_at=told.changed_at,
        kicker=told.kicker,
        guests=frozenset(byline.name for byline in told.bylines if not byline.author),
        mediatopics={topic.name: topic.mediatopic for topic in told.topics if topic.mediatopic},
        corrections=tuple(
            ArchivedCorrection(note=one.note, made_at=one.made_at, kind=one.kind, version=one.version)
            for one in told.corrections
        ),
        versions=tuple(
            ArchivedVersion(
                number=one.number,
                published_at=one.published_at,
                kind=one.kind,
                words=one.words,
                withheld=one.withheld,
            )
            for one in told.versions
        ),
        in_popular=told.in_popular,
        in_latest=told.in_latest,
        shows_lists=told.shows_lists,
        pinned=told.pinned,
        banned=told.banned,
        search_title=told.search_title,
        search_description=told.search_description,
        expires_at=told.expires_at,
        withdrawn_at=told.withdrawn_at,
        withdrawn_notice=told.withdrawn_notice,
    )


def _attached(told: PortableStory) -> Mapping[str, Attachment]:
    """All that blocks may name, by its uri."""
    pictures = {picture.uri: _picture(picture) for picture in told.pictures}
    return {
        **pictures,
        **{document.uri: _document(document) for document in told.documents},
        **{recording.uri: _recording(recording, pictures) for recording in told.recordings},
    }


def author_of(told: PortableAuthor) -> ArchivedAuthor:
    """Somebody with a page, in an archive's terms."""
    return ArchivedAuthor(
        name=told.name,
        slug=told.slug,
        description=told.description,
        role=told.role,
        email=told.email,
        links=told.links,
        portrait=_picture(told.portrait) if told.portrait else None,
    )


def _picture(picture: PortablePicture) -> ArchivedPicture:
    return ArchivedPicture(
        guid=picture.uri,
        headline=picture.title,
        caption=picture.caption,
        credit=picture.credit,
        alt_text=picture.alt_text,
        usage_terms=picture.usage_terms,
        usage_ends_at=picture.usage_ends_at,
        focal_point=picture.focal_point,
        card_crop=picture.card_crop,
        renditions=(
            Rendition(href=picture.file, mimetype=picture.media_type, width=picture.width, height=picture.height),
        ),
    )


def _document(document: PortableDocument) -> ArchivedDocument:
    return ArchivedDocument(uri=short_key(document.uri), file=document.file, name=document.name, title=document.title)


def _recording(recording: PortableRecording, pictures: Mapping[str, ArchivedPicture]) -> ArchivedRecording:
    return ArchivedRecording(
        uri=short_key(recording.uri),
        file=recording.file,
        title=recording.title,
        credit=recording.credit,
        usage_terms=recording.usage_terms,
        transcript=recording.transcript,
        captions=recording.captions,
        captions_language=recording.captions_language,
        poster=pictures.get(recording.poster),
        seconds=recording.seconds,
    )


def _named(value: Any, attached: Mapping[str, Attachment]) -> Mapping[str, Attachment]:
    """What a block's value names, wherever in it."""
    return {uri: attached[uri] for uri in _texts(value) if uri in attached}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for held in value.values():
            yield from _texts(held)
    elif isinstance(value, list):
        for held in value:
            yield from _texts(held)

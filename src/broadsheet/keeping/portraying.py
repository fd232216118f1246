"""A story as the database has it, as one that can leave: words, pictures, addresses, nothing that is ours alone."""

import mimetypes
import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import Any

from django.db.models import Prefetch
from wagtail.models import Page
from wagtail.rich_text import expand_db_html

from broadsheet.contracts.archives import Box
from broadsheet.environment import places, site
from broadsheet.formats.portable import (
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
from broadsheet.keeping.contents import Contents, names_of_stories, read_contents
from broadsheet.media.models import AttachedDocument, Picture, Recording
from broadsheet.press.queries import known_paths
from broadsheet.stories.anatomy import NOTHING, REFERENCES, Leaf, changed
from broadsheet.stories.models import (
    Author,
    Byline,
    Correction,
    HomePage,
    PublishedVersion,
    RelatedBan,
    RelatedPin,
    SectionPage,
    StoryPage,
)
from broadsheet.stories.queries import address_of, guid_of, schedules_of, told_corrections

_AT_ONCE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Portrait:
    """A story and the files that it wants beside it, each once: what they are called there, and in the media folder."""

    story: PortableStory
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What all stories share."""

    home: HomePage
    sections: Mapping[str, PortableSection]  # by their place in the page tree

    def trail(self, path: str) -> tuple[PortableSection, ...]:
        ends = range(Page.steplen, len(path), Page.steplen)
        return tuple(self.sections[path[:end]] for end in ends if path[:end] in self.sections)

    def uri_of(self, kind: str, number: int) -> str:
        """The name that a picture or the like has for good: derived, so that each export of this site has the same."""
        return f"urn:uuid:{uuid.uuid5(self.home.translation_key, f'{kind}/{number}')}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """An author and the file of the portrait, named as a story's are."""

    author: PortableAuthor
    files: Mapping[str, str]


def writers(paper: Paper) -> Iterator[Writer]:
    """Every author, by name."""
    for author in Author.objects.select_related("portrait").order_by("name", "pk"):
        portrait = author.portrait if author.portrait and author.portrait.killed_at is None else None
        told = PortableAuthor(
            name=author.name,
            slug=author.slug,
            description=author.description,
            role=author.role,
            email=author.email,
            links=author.links,
            portrait=_picture(portrait, paper) if portrait else None,
        )
        yield Writer(author=told, files={picture_name(portrait): portrait.file.name} if portrait else {})


def read_paper(home: HomePage) -> Paper:
    sections = SectionPage.objects.filter(path__startswith=home.path).order_by("path")
    return Paper(
        home=home,
        sections={one.path: PortableSection(name=one.title, address=address_of(one)) for one in sections},
    )


def portraits(paper: Paper) -> Iterator[Portrait]:
    """Every story of the paper, the oldest first; a few hundred in memory at a time."""
    stories = StoryPage.objects.filter(path__startswith=paper.home.path).order_by("pk")
    stories = stories.select_related("lead_picture").prefetch_related(
        Prefetch("bylines", queryset=Byline.objects.select_related("author").order_by("sort_order", "pk")),
        "topics",
        Prefetch("corrections", queryset=told_corrections().select_related("version")),
        "versions",
        "related_pins",
        "related_bans",
    )
    batch: list[StoryPage] = []
    for story in stories.iterator(chunk_size=_AT_ONCE):
        batch.append(story)
        if len(batch) == _AT_ONCE:
            yield from _portraits(batch, paper)
            batch = []
    yield from _portraits(batch, paper)


def _portraits(batch: Collection[StoryPage], paper: Paper) -> Iterator[Portrait]:
    ids = [story.pk for story in batch]
    known, scheduled = known_paths(ids), schedules_of(ids)
    for story in batch:
        former = tuple(path for path in known[story.pk] if path != address_of(story))
        yield _portrait(story, paper, formerly=former, goes_out_at=scheduled.get(story.pk))


def _portrait(story: StoryPage, paper: Paper, *, formerly: tuple[str, ...], goes_out_at: datetime | None) -> Portrait:
    if story.withdrawn_at is not None:
        return Portrait(story=_withdrawn(story, paper, formerly=formerly), files={})
    shown = story if story.live else story.get_latest_revision_as_object()
    contents = read_contents(shown.body.get_prep_value())
    lead = shown.lead_picture if shown.lead_picture and shown.lead_picture.killed_at is None else None
    told = PortableStory(
        **_identity(story, paper, formerly=formerly),
        standing=Standing.LIVE if story.live else Standing.DRAFT,
        headline=shown.title,
        kicker=shown.kicker,
        standfirst=shown.standfirst,
        bylines=tuple(_byline(byline) for byline in shown.bylines.all()),
        dateline=shown.dateline,
        source_credit=shown.source_credit,
        topics=tuple(
            PortableTopic(name=topic.name, slug=topic.slug, mediatopic=topic.mediatopic) for topic in shown.topics.all()
        ),
        urgency=shown.urgency,
        lead_picture=_picture(lead, paper) if lead else None,
        lead_caption=shown.lead_caption,
        body=tuple(_blocks(contents, paper)),
        pictures=tuple(_picture(picture, paper) for picture in contents.pictures.values()),
        documents=tuple(_document(document, paper) for document in contents.documents.values()),
        recordings=tuple(_recording(recording, contents, paper) for recording in contents.recordings.values()),
        corrections=tuple(map(_correction, story.corrections.all())),
        versions=tuple(map(_version, story.versions.all())),
        goes_out_at=None if story.live else goes_out_at,
        embargoed_until=shown.embargoed_until,
        expires_at=shown.expire_at,
        in_popular=shown.in_popular,
        in_latest=shown.in_latest,
        shows_lists=shown.shows_lists,
        pinned=_names(shown.related_pins.all()),
        banned=_names(shown.related_bans.all()),
        search_title=shown.seo_title,
        search_description=shown.search_description,
    )
    return Portrait(story=told, files=_files(contents, lead=lead))


def _names(picks: Iterable[RelatedPin | RelatedBan]) -> tuple[str, ...]:
    numbers = [pick.other_id for pick in picks]
    named = names_of_stories(numbers)
    return tuple(named[number] for number in numbers if number in named)


def _withdrawn(story: StoryPage, paper: Paper, *, formerly: tuple[str, ...]) -> PortableStory:
    return PortableStory(
        **_identity(story, paper, formerly=formerly),
        standing=Standing.WITHDRAWN,
        withdrawn_at=story.withdrawn_at,
        withdrawn_notice=story.withdrawn_notice,
    )


def _identity(story: StoryPage, paper: Paper, *, formerly: tuple[str, ...]) -> dict[str, Any]:
    """What a story has whether it was taken back or not."""
    path = address_of(story)
    changes = (story.updated_at, story.last_published_at, story.latest_revision_created_at, story.withdrawn_at)
    created = story.first_published_at or story.latest_revision_created_at or paper.home.first_published_at
    return {
        "uri": guid_of(story),
        "address": path,
        "url": f"{places.site_url()}{path}",
        "created_at": created,
        "changed_at": max((change for change in changes if change is not None), default=created),
        "language": site.language(),
        "sections": paper.trail(story.path),
        "formerly": formerly,
        "published_at": story.first_published_at,
        "updated_at": None if story.withdrawn_at else story.updated_at,
    }


def _blocks(contents: Contents, paper: Paper) -> Iterator[PortableBlock]:
    """Each block as it is, with the names that everybody knows in place of this database's numbers."""
    for block in contents.blocks:
        value = changed(block, lambda leaf, value: _portable(leaf, value, contents, paper))
        if value is not NOTHING:
            yield PortableBlock(kind=block["type"], value=value)


def _portable(leaf: Leaf, value: Any, contents: Contents, paper: Paper) -> Any:
    if leaf is Leaf.MARKUP:
        return expand_db_html(value or "")
    if leaf is Leaf.STORY:
        return contents.stories.get(value, NOTHING)
    if leaf in REFERENCES:
        return paper.uri_of(leaf, value) if contents.holds(leaf, value) else NOTHING
    return value


def _files(contents: Contents, *, lead: Picture | None) -> dict[str, str]:
    pictures = [*([lead] if lead else []), *contents.pictures.values()]
    files = {picture_name(picture): picture.file.name for picture in pictures}
    files |= {_name("document", document): document.file.name for document in contents.documents.values()}
    for recording in contents.recordings.values():
        files[_name("recording", recording)] = recording.file.name
        if recording.captions:
            files[_captions_name(recording)] = recording.captions.name
    return files


def _byline(byline: Byline) -> PortableByline:
    return PortableByline(name=str(byline), author=byline.author.slug if byline.author else "")


def _correction(correction: Correction) -> PortableCorrection:
    return PortableCorrection(
        note=correction.note,
        made_at=correction.made_at,
        kind=correction.kind,
        version=correction.version.number if correction.version else None,
    )


def _version(version: PublishedVersion) -> PortableVersion:
    return PortableVersion(
        number=version.number,
        published_at=version.published_at,
        kind=version.kind,
        words={} if version.withheld else version.words,
        withheld=version.withheld,
    )


def _picture(picture: Picture, paper: Paper) -> PortablePicture:
    return PortablePicture(
        uri=paper.uri_of(Leaf.PICTURE, picture.pk),
        file=picture_name(picture),
        media_type=mimetypes.guess_type(picture.file.name)[0] or "application/octet-stream",
        width=picture.width,
        height=picture.height,
        size=picture.get_file_size() or 0,
        title=picture.title,
        caption=picture.caption,
        credit=picture.credit,
        alt_text=picture.alt_text,
        usage_terms=picture.usage_terms,
        usage_ends_at=picture.usage_ends_at,
        focal_point=_focal_point(picture),
        card_crop=_box(picture.card_crop),
    )


def _focal_point(picture: Picture) -> Box | None:
    x, y = picture.focal_point_x, picture.focal_point_y
    return None if x is None or y is None else (x, y, picture.focal_point_width or 0, picture.focal_point_height or 0)


def _box(sides: Sequence[int] | None) -> Box | None:
    if not sides:
        return None
    left, top, width, height = sides
    return left, top, width, height


def _document(document: AttachedDocument, paper: Paper) -> PortableDocument:
    return PortableDocument(
        uri=paper.uri_of(Leaf.DOCUMENT, document.pk),
        file=_name("document", document),
        media_type=mimetypes.guess_type(document.file.name)[0] or "application/octet-stream",
        size=document.get_file_size() or 0,
        name=document.filename,
        title=document.title,
    )


def _recording(recording: Recording, contents: Contents, paper: Paper) -> PortableRecording:
    poster = recording.poster_id if recording.poster_id in contents.pictures else None
    return PortableRecording(
        uri=paper.uri_of(Leaf.RECORDING, recording.pk),
        file=_name("recording", recording),
        media_type=recording.content_type,
        size=recording.size,
        title=recording.title,
        credit=recording.credit,
        usage_terms=recording.usage_terms,
        transcript=recording.transcript,
        captions=_captions_name(recording) if recording.captions else "",
        captions_language=recording.captions_language,
        poster=paper.uri_of(Leaf.PICTURE, poster) if poster is not None else "",
        seconds=recording.seconds,
        width=recording.width,
        height=recording.height,
    )


def picture_name(picture: Picture) -> str:
    """What its file is called beside the stories."""
    return _name("picture", picture)


def _name(kind: str, thing: Picture | AttachedDocument | Recording) -> str:
    return f"{kind}-{thing.pk}{PurePath(thing.file.name or '').suffix.lower()}"


def _captions_name(recording: Recording) -> str:
    return f"recording-{recording.pk}.vtt"

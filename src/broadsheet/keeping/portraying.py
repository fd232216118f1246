"""A story as the database has it, as one that can leave: words, pictures, addresses, nothing that is ours alone."""

import mimetypes
import uuid
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.db.models import Prefetch
from wagtail.models import Page
from wagtail.rich_text import expand_db_html

from broadsheet.environment import places, site
from broadsheet.formats.portable import (
    PortableBlock,
    PortableCorrection,
    PortablePicture,
    PortableSection,
    PortableStory,
    PortableTopic,
    Standing,
)
from broadsheet.media.models import Picture
from broadsheet.press.queries import known_paths
from broadsheet.stories.models import Byline, HomePage, SectionPage, StoryPage
from broadsheet.stories.queries import address_of, guid_of

_AT_ONCE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Portrait:
    """A story and the pictures whose files it wants beside it, each once."""

    story: PortableStory
    pictures: tuple[Picture, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What all stories share."""

    home: HomePage
    sections: Mapping[str, PortableSection]  # by their place in the page tree

    def trail(self, path: str) -> tuple[PortableSection, ...]:
        ends = range(Page.steplen, len(path), Page.steplen)
        return tuple(self.sections[path[:end]] for end in ends if path[:end] in self.sections)

    def picture_uri(self, picture: Picture) -> str:
        """The name that the picture has for good: derived, so that it is the same in each export of this site."""
        return f"urn:uuid:{uuid.uuid5(self.home.translation_key, f'picture/{picture.pk}')}"


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
        "corrections",
    )
    batch: list[StoryPage] = []
    for story in stories.iterator(chunk_size=_AT_ONCE):
        batch.append(story)
        if len(batch) == _AT_ONCE:
            yield from _portraits(batch, paper)
            batch = []
    yield from _portraits(batch, paper)


def _portraits(batch: Collection[StoryPage], paper: Paper) -> Iterator[Portrait]:
    known = known_paths([story.pk for story in batch])
    for story in batch:
        yield _portrait(story, paper, formerly=tuple(path for path in known[story.pk] if path != address_of(story)))


def _portrait(story: StoryPage, paper: Paper, *, formerly: tuple[str, ...]) -> Portrait:
    if story.withdrawn_at is not None:
        return Portrait(story=_withdrawn(story, paper, formerly=formerly), pictures=())
    shown = story if story.live else story.get_latest_revision_as_object()
    in_body = _pictures_in(shown.body)
    lead = shown.lead_picture if shown.lead_picture and shown.lead_picture.killed_at is None else None
    wanted = {picture.pk: picture for picture in (*([lead] if lead else []), *in_body.values())}
    told = PortableStory(
        **_identity(story, paper, formerly=formerly),
        standing=Standing.LIVE if story.live else Standing.DRAFT,
        headline=shown.title,
        kicker=shown.kicker,
        standfirst=shown.standfirst,
        bylines=tuple(str(byline) for byline in shown.bylines.all()),
        dateline=shown.dateline,
        source_credit=shown.source_credit,
        topics=tuple(
            PortableTopic(name=topic.name, slug=topic.slug, mediatopic=topic.mediatopic) for topic in shown.topics.all()
        ),
        urgency=shown.urgency,
        lead_picture=_picture(lead, paper) if lead else None,
        lead_caption=shown.lead_caption,
        body=tuple(_blocks(shown.body, paper, pictures=in_body)),
        pictures=tuple(_picture(picture, paper) for picture in in_body.values()),
        corrections=tuple(
            PortableCorrection(note=one.note, made_at=one.made_at, kind=one.kind) for one in story.corrections.all()
        ),
        embargoed_until=shown.embargoed_until,
        expires_at=shown.expire_at,
        in_popular=shown.in_popular,
        in_latest=shown.in_latest,
        shows_lists=shown.shows_lists,
        search_title=shown.seo_title,
        search_description=shown.search_description,
    )
    return Portrait(story=told, pictures=tuple(wanted.values()))


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


def _pictures_in(body: Any) -> dict[int, Picture]:
    """The pictures of a body in their order, those that were killed left out."""
    found = [block.value["picture"] for block in body if block.block_type == "picture"]
    return {picture.pk: picture for picture in found if picture is not None and picture.killed_at is None}


def _blocks(body: Any, paper: Paper, *, pictures: Mapping[int, Picture]) -> Iterator[PortableBlock]:
    for block in body:
        value = block.block.get_prep_value(block.value)
        match block.block_type:
            case "text":
                value = expand_db_html(block.value.source)
            case "aside":
                value = {**value, "text": expand_db_html(block.value["text"].source)}
            case "picture":
                picture = pictures.get(value["picture"])
                if picture is None:
                    continue
                value = {**value, "picture": paper.picture_uri(picture)}
        yield PortableBlock(kind=block.block_type, value=value)


def _picture(picture: Picture, paper: Paper) -> PortablePicture:
    return PortablePicture(
        uri=paper.picture_uri(picture),
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
    )


def picture_name(picture: Picture) -> str:
    """What its file is called beside the stories."""
    return f"picture-{picture.pk}{PurePath(picture.file.name).suffix.lower()}"

"""
Puts the edition into the site: sections, topics, authors, people and own stories in the newsroom, agency stories as
wire files in the folders of their sources, taken from there as the clerk takes them.

Every step looks for what is there first and is one transaction: run again, or after a kill half-way, it adds what is
missing and touches nothing else, so that what editors did since stays.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from broadsheet.accounts.actions import found_roles, make_person
from broadsheet.accounts.models import User
from broadsheet.demo import places
from broadsheet.demo.agency import send, source_slug
from broadsheet.demo.edition import Block, EditionStory, Illustration, StoryPicture, read_edition
from broadsheet.demo.newspaper import ACCOUNTS, AGENCIES, CONTACT, NAME, REPORTERS, SECTIONS, TOPICS, reporter_named
from broadsheet.demo.opening import opened
from broadsheet.demo.people import PEOPLE, passwords
from broadsheet.demo.pictures import lay_picture, save_picture
from broadsheet.demo.script import read_script
from broadsheet.demo.sources import DemoSource, demo_sources
from broadsheet.demo.wirecopy import as_html, copy_of
from broadsheet.media.actions import add_picture
from broadsheet.media.models import Picture
from broadsheet.stories.actions import (
    correct_story,
    draft_story,
    found_workflow,
    give_section,
    know_topic,
    make_section,
    publish_story,
)
from broadsheet.stories.bodies import blocks_from_html
from broadsheet.stories.founding import found_paper
from broadsheet.stories.founding_pages import found_paper_pages
from broadsheet.stories.identity import AgencyCredit, Identity, SocialAccount
from broadsheet.stories.models import Author, HomePage, SectionPage, StoryPage
from broadsheet.wire.folders import FolderWatch
from broadsheet.wire.models import Source
from broadsheet.wire.sources import SourceFacts, add_source

SETTLING = timedelta(seconds=1)  # between two looks at a file that nobody writes any more


def set_up_paper(*, address: str, now: datetime) -> dict[str, str]:
    """
    Make everything but agency copy, as far as it is not there; give the passwords by user name.

    `address` is what readers type. Needs migrated tables.
    """
    opened_at = opened(places.opening_path(), now=now)
    home = _paper(address=address, now=opened_at)
    sections = _sections(home, now=opened_at)
    _vocabulary()
    _identity()
    found_paper_pages(home, now=opened_at)  # after the sections, whose addresses come first
    logins = _people(sections)
    editor = User.objects.get(username="chief")
    for story in read_edition(now=opened_at):
        if story.agency is None:
            _own_story(story, section=sections[story.section], editor=editor)
    return logins


def send_agency_copy(*, now: datetime) -> tuple[DemoSource, ...]:
    """
    Make the wire sources with their routes and drop the edition's agency stories into their folders; give the sources.

    Each file is taken as the clerk takes it, but at the hour the agency sent it: dropped all at once at the clerk's
    feet, 41 stories were published in the same five seconds, source by source, and Latest showed one section. Each
    story goes once, whatever became of its file since: a mark says that it was sent. Needs the paper's sections.

    :raises SourceError: if another source reads one of the folders
    """
    opened_at = opened(places.opening_path(), now=now)
    stories = read_edition(now=opened_at)
    sources = demo_sources(stories, read_script(), folder=places.wire_folder())
    for source in sources:
        _source(source)
    watch = FolderWatch()
    for story in sorted(stories, key=lambda story: story.updated_at):
        if story.agency is not None and _send_once(story, slug=source_slug(story.agency, story.section)):
            watch.look(story.updated_at)
            watch.look(story.updated_at + SETTLING)
    return sources


def _source(source: DemoSource) -> None:
    """The source in the newsroom; one that is there keeps what an administrator made of it."""
    if Source.objects.filter(slug=source.slug).exists():
        return
    add_source(
        SourceFacts(
            slug=source.slug,
            folder=source.folder,
            credit=source.credit,
            name=source.name,
            publish_to=source.publish_to,
            hourly_cap=source.hourly_cap,
        )
    )


def _send_once(story: EditionStory, *, slug: str) -> bool:
    """Whether it was sent now; a death right before the mark sends the same bytes again, which the wire drops."""
    mark = places.demo_folder() / "sent" / f"{slug}.txt"
    sent = mark.read_text().splitlines() if mark.exists() else []
    if story.slug in sent:
        return False
    for picture in story.pictures:
        lay_picture(picture, places.wire_folder() / slug, plates=places.plates_folder())
    send(copy_of(story), places.wire_folder())
    mark.parent.mkdir(parents=True, exist_ok=True)
    with mark.open("a") as file:
        file.write(f"{story.slug}\n")
    return True


@transaction.atomic
def _paper(*, address: str, now: datetime) -> HomePage:
    found_roles()
    home = HomePage.objects.first() or found_paper(NAME, address=address, now=now)
    found_workflow(home)
    return home


@transaction.atomic
def _identity() -> None:
    """How readers reach the paper and whom it credits; what an administrator made of it stays."""
    if Identity.objects.exists():
        return
    identity = Identity.objects.create(contact=CONTACT)
    for place, (name, address) in enumerate(ACCOUNTS):
        SocialAccount.objects.create(identity=identity, name=name, address=address, sort_order=place)
    for place, agency in enumerate(AGENCIES):
        AgencyCredit.objects.create(
            identity=identity, told=agency.name, address=f"https://www.{agency.domain}/", sort_order=place
        )


@transaction.atomic
def _sections(home: HomePage, *, now: datetime) -> dict[str, SectionPage]:
    """The sections by path; parents come before their children in the list."""
    made: dict[str, SectionPage] = {}
    for plan in SECTIONS:
        parent = made[plan.parent] if plan.parent else home
        slug = plan.path.rpartition("/")[2]
        made[plan.path] = SectionPage.objects.child_of(parent).filter(slug=slug).first() or make_section(
            parent, title=plan.name, slug=slug, description=plan.description, now=now
        )
    return made


@transaction.atomic
def _vocabulary() -> None:
    for topic in TOPICS:
        know_topic(topic.name, mediatopic=topic.media_topic)
    for reporter in REPORTERS:
        Author.objects.get_or_create(
            slug=reporter.slug, defaults={"name": reporter.name, "description": reporter.about}
        )


@transaction.atomic
def _people(sections: dict[str, SectionPage]) -> dict[str, str]:
    logins = passwords(places.people_path())
    by_title = {section.title: section for section in sections.values()}
    for person in PEOPLE:
        if User.objects.filter(username=person.username).exists():
            continue
        for title in person.sections:
            give_section(by_title[title])
        user = make_person(
            person.username,
            name=person.name,
            email=f"{person.username}@courier.example",
            password=logins[person.username],
            role=person.role,
            sections=person.sections,
        )
        if person.author:
            Author.objects.filter(name=reporter_named(person.author).name).update(user=user)
    return logins


def _own_story(story: EditionStory, *, section: SectionPage, editor: User) -> None:
    """A story written, published and corrected at its times; whole or not at all, its pictures kept before."""
    if StoryPage.objects.child_of(section).filter(title=story.headline).exists():
        return
    pictures = [_picture(picture) for picture in story.pictures]
    with transaction.atomic():
        page = draft_story(
            section,
            headline=story.headline,
            standfirst=story.standfirst,
            kicker=story.kicker,
            bylines=[author.name for author in story.authors],
            dateline=story.dateline,
            body_html=as_html(story.first_blocks),
            lead_picture=pictures[0] if pictures else None,
            topics=[know_topic(topic.name, mediatopic=topic.media_topic) for topic in story.topics],
            urgency=story.urgency,
            owner=editor,
            now=story.published_at,
        )
        if any(isinstance(block, Illustration) for block in story.blocks):
            _write(page, story.first_blocks, pictures=pictures)
        publish_story(page, by=editor, now=story.published_at)
        for correction in story.corrections:
            _write(page, correction.blocks, pictures=pictures)
            correct_story(page, note=correction.note, by=editor, now=correction.made_at)


def _write(page: StoryPage, blocks: Sequence[Block], *, pictures: list[Picture]) -> None:
    """A text with the pictures in it, as the newest revision."""
    draft = page.get_latest_revision_as_object()
    draft.body = list(_body(blocks, pictures=pictures))
    if not draft.live:
        draft.save()
    draft.save_revision()


def _body(blocks: Sequence[Block], *, pictures: list[Picture]) -> Iterable[tuple[str, object]]:
    for block in blocks:
        if isinstance(block, Illustration):
            yield "picture", {"picture": pictures[block.picture], "caption": ""}
        else:
            yield from blocks_from_html(as_html((block,)))


def _picture(picture: StoryPicture) -> Picture:
    """Added as on upload: caption, credit and alt text come out of the file."""
    title = picture.name.removesuffix(".jpg").replace("-", " ")
    known: Picture | None = Picture.objects.filter(title=title).order_by("pk").first()
    if known is not None:
        return known
    plate = save_picture(picture, places.plates_folder())
    return add_picture(plate.read_bytes(), name=picture.name, title=title)

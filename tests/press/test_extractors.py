"""
What other people's readers take out of a story's page: its headline, its people, its day and its words, nothing beside.

Every story of the demo is pressed once and joined with all its lists; then two extractors that others use read it.
"""

import io
import json
import re
import warnings
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import unescape

import pytest
import trafilatura
from PIL import Image
from pytest_django import DjangoDbBlocker

from broadsheet.contracts.pieces import Page
from broadsheet.demo.edition import Block, EditionStory, Illustration, read_edition
from broadsheet.demo.wirecopy import as_html
from broadsheet.joining.joiner import join_page
from broadsheet.media.actions import add_picture
from broadsheet.media.models import Picture
from broadsheet.press import reading
from broadsheet.press.actions import press_everything
from broadsheet.related.queries import StoryCompany
from broadsheet.related.ranking import RelatedStory
from broadsheet.stories.bodies import blocks_from_html
from broadsheet.stories.models import Byline, StoryPage, Topic

from .conftest import NOON, Paper

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # that its own extras are not installed
    import newspaper

pytestmark = pytest.mark.slow

LEAST = 0.98  # of the words, in order
REASON = "also about the Skarrow Isles"  # as related stories say why


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A story of the demo and its page as readers get it."""

    story: EditionStory
    html: str
    url: str


@pytest.fixture(scope="module")
def printed(founded: None, django_db_blocker: DjangoDbBlocker) -> list[Printed]:
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setenv("BROADSHEET_URL", "https://courier.example")
        paper, picture = Paper(), _picture()
        laid: list[tuple[StoryPage, EditionStory]] = []
        for story in read_edition(now=NOON):
            named = [page.pk for page, _ in laid[:2]]
            laid.append((_lay(story, paper=paper, picture=picture, named=named), story))
        patch.setattr(reading, "companies_of", _company_of([page.pk for page, _ in laid]))
        press_everything(now=NOON)
        paper.press()
        return [_printed(paper, page, story=story) for page, story in laid]


def _company_of(numbers: Sequence[int]) -> Callable[[Collection[int]], Mapping[int, StoryCompany]]:
    """Each story has related ones and follow-ups, as an old story of a busy paper has."""
    others = [RelatedStory(story_id=number, score=1.0, reason=REASON) for number in numbers]
    company = StoryCompany(related=tuple(others[5:15]), follow_ups=tuple(others[15:20]))
    return lambda wanted: dict.fromkeys(wanted, company)


def _picture() -> Picture:
    data = io.BytesIO()
    Image.new("RGB", (400, 250), "teal").save(data, "JPEG")
    return add_picture(data.getvalue(), name="plate.jpg", caption="Caption", credit="Credit", alt_text="Alt words")


def _lay(story: EditionStory, *, paper: Paper, picture: Picture, named: list[int]) -> StoryPage:
    page = paper.story(
        story.headline,
        kicker=story.kicker,
        standfirst=story.standfirst,
        dateline=story.dateline,
        source_credit=story.agency.name if story.agency else "",
        lead_picture=picture if story.pictures else None,
        lead_caption=story.pictures[0].caption if story.pictures else "",
        first_published_at=story.published_at,
        body=json.dumps(list(_body(story, picture=picture, named=named))),
    )
    names = [author.name for author in story.authors] or list(story.bylines)
    Byline.objects.bulk_create(Byline(story=page, name=name, sort_order=place) for place, name in enumerate(names))
    topics = [Topic.objects.get_or_create(name=one.name, defaults={"slug": one.slug})[0] for one in story.topics]
    about = StoryPage.topics.through
    about.objects.bulk_create(about(storypage_id=page.pk, topic_id=topic.pk) for topic in topics)
    return page


def _body(story: EditionStory, *, picture: Picture, named: list[int]) -> Iterator[Mapping[str, object]]:
    for place, block in enumerate(story.blocks):
        if isinstance(block, Illustration):
            caption = story.pictures[block.picture].caption
            yield {"type": "picture", "value": {"picture": picture.pk, "caption": caption}}
        else:
            yield from ({"type": kind, "value": value} for kind, value in blocks_from_html(as_html((block,))))
        if place == 1 and named:
            yield {"type": "related", "value": {"heading": "", "stories": named}}


def _printed(paper: Paper, page: StoryPage, *, story: EditionStory) -> Printed:
    path = f"/world/uk-and-europe/{page.slug}/"
    piece = paper.store.read(f"page{path.removesuffix('/')}")
    assert isinstance(piece, Page)
    body = join_page(piece, read=paper.store.read, now=NOON, token_key=b"k" * 32).body
    return Printed(story=story, html=body.decode(), url=f"https://courier.example{path}")


def test_every_story_stands_among_lists_and_most_name_another_inside(printed: list[Printed], db: None) -> None:
    lists = ('data-list="related"', 'data-list="latest"', 'data-list="since"')

    assert len(printed) >= 60
    assert all(name in page.html for page in printed for name in lists)
    assert sum('data-list="inbody"' in page.html for page in printed) == len(printed) - 1


def test_trafilatura_reads_every_story_as_it_was_written(printed: list[Printed], db: None) -> None:
    for page in printed:
        story = page.story

        read = trafilatura.bare_extraction(page.html, url=page.url, with_metadata=True, include_comments=False)

        found = read.as_dict()
        assert found["title"] == story.headline
        assert (found["author"] or "").split("; ") == (names_of(story) or [""])
        assert found["date"] == f"{story.published_at:%Y-%m-%d}"
        written = [*_words(story.dateline), *words_of(story.blocks)]
        assert likeness(_words(found["text"]), written) >= LEAST, story.slug


def test_newspaper_reads_every_story_and_nothing_beside(printed: list[Printed], db: None) -> None:
    headlines = {page.story.headline for page in printed}
    for page in printed:
        story, article = page.story, newspaper.Article(page.url, fetch_images=False)
        article.download(input_html=page.html)

        article.parse()

        assert article.title == story.headline
        assert article.authors == (names_of(story) or [story.agency.name if story.agency else ""])
        assert article.publish_date == story.published_at
        written = [*_words(story.dateline), *words_of(story.blocks)]
        assert likeness(_words(article.text), written) >= LEAST, story.slug
        assert not [headline for headline in headlines - {story.headline} if headline in article.text], story.slug
        assert not [words for words in (REASON, "Since then", "Read more") if words in article.text], story.slug


def names_of(story: EditionStory) -> list[str]:
    return [author.name for author in story.authors] or list(story.bylines)


def words_of(blocks: tuple[Block, ...]) -> list[str]:
    """The words as they were written, in order."""
    return _words(re.sub(r"<[^>]+>", " ", as_html(blocks)))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", unescape(text).casefold())


def likeness(found: list[str], written: list[str]) -> float:
    """How much was found and how little beside: 1 is word for word."""
    return SequenceMatcher(a=found, b=written, autojunk=False).ratio()

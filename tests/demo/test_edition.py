from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from broadsheet.demo.edition import (
    Bullets,
    EditionError,
    EditionStory,
    Heading,
    Illustration,
    Paragraph,
    PullQuote,
    Table,
    read_edition,
    read_story,
    typeset,
)
from broadsheet.demo.newspaper import REPORTERS, SECTIONS, TOPICS

NOON = datetime(2026, 5, 14, 12, 0, tzinfo=UTC)  # a Thursday

STORY = """\
+++
headline = "Ferry doesn't sail on {day +24h}"
authors = ["jonas-thorpe"]
age = 90
urgency = 4
topics = ["ferry-strike"]
+++
"Not today," said the master
of the *Northern Crown*.

## Freight

- Hay
- Salt

| Ship | Cars |
| Crown | 110 |

> Not today. | The master
"""


@pytest.fixture(scope="module")
def stories() -> tuple[EditionStory, ...]:
    return read_edition(now=NOON)


def test_a_story_file_is_read_into_its_parts() -> None:
    story = read_story(STORY, slug="crown", section="national", now=NOON)

    assert story.headline == "Ferry doesn’t sail on Friday"  # noqa: RUF001  a typeset apostrophe
    assert story.published_at == story.updated_at == NOON - timedelta(minutes=90)
    assert story.blocks == (
        Paragraph(text="“Not today,” said the master of the *Northern Crown*."),
        Heading(text="Freight"),
        Bullets(items=("Hay", "Salt")),
        Table(rows=(("Ship", "Cars"), ("Crown", "110"))),
        PullQuote(text="Not today.", speaker="The master"),
    )


CORRECTED = """
[[corrections]]
age = 30
was = "Straw"
became = "Salt"
note = "It was salt."

[[corrections]]
age = 60
was = "Hay"
became = "Straw"
note = "It was straw."
+++
"""


def test_each_correction_says_what_stood_there_before_and_what_since() -> None:
    source = STORY.replace("\n+++\n", CORRECTED).replace("- Hay\n", "")

    story = read_story(source, slug="crown", section="national", now=NOON)

    texts = [story.first_blocks, *(correction.blocks for correction in story.corrections)]
    assert [text[2] for text in texts] == [Bullets(items=(item,)) for item in ("Hay", "Straw", "Salt")]
    assert [correction.note for correction in story.corrections] == ["It was straw.", "It was salt."]
    assert texts[-1] == story.blocks
    assert story.first_blocks[3:] == story.blocks[3:]


def test_a_correction_of_words_that_are_not_there_is_named() -> None:
    source = STORY.replace("\n+++\n", CORRECTED).replace("- Salt\n", "")

    with pytest.raises(EditionError, match=r"national/crown\.md.*Salt"):
        read_story(source, slug="crown", section="national", now=NOON)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [("jonas-thorpe", "nobody"), ("urgency = 4", ""), ("age = 90", 'age = "old"'), ("+++\n", "")],
)
def test_a_story_file_that_cannot_be_read_is_named(wrong: str, right: str) -> None:
    with pytest.raises(EditionError, match=r"national/crown\.md"):
        read_story(STORY.replace(wrong, right), slug="crown", section="national", now=NOON)


def test_moments_are_written_out_in_the_papers_own_zone() -> None:
    late = datetime(2026, 5, 14, 23, 30, tzinfo=UTC)  # already Friday in Port Merrin, in summer time

    text = typeset("{day +0h}, {date +24h}", now=late)

    assert text == "Friday, 16 May"


def test_the_edition_is_a_days_work_of_a_small_newsroom(stories: tuple[EditionStory, ...]) -> None:
    own = sum(story.agency is None for story in stories)

    assert len(stories) >= 60
    assert 0.4 <= own / len(stories) <= 0.6
    assert all(NOON - timedelta(days=9) <= story.published_at < NOON for story in stories)
    assert sum(story.published_at > NOON - timedelta(hours=36) for story in stories) >= 55


def test_every_section_has_stories_and_every_story_a_section(stories: tuple[EditionStory, ...]) -> None:
    used = Counter(story.section for story in stories)

    assert set(used) == {section.path for section in SECTIONS}
    assert min(used.values()) >= 3


def test_every_story_has_all_its_parts(stories: tuple[EditionStory, ...]) -> None:
    for story in stories:
        assert all((story.headline, story.standfirst, story.dateline, story.topics)), story.slug
        assert bool(story.authors) != bool(story.agency), story.slug
        assert story.published_at <= story.updated_at < NOON, story.slug
        assert 1 <= story.urgency <= 8, story.slug
        assert sum(isinstance(block, Paragraph) for block in story.blocks) >= 3, story.slug
        assert isinstance(story.blocks[0], Paragraph), story.slug


def test_no_headline_standfirst_or_slug_is_used_twice(stories: tuple[EditionStory, ...]) -> None:
    for part in ("headline", "standfirst", "slug"):
        repeated = [text for text, times in Counter(getattr(story, part) for story in stories).items() if times > 1]

        assert not repeated


def test_caption_credit_and_alt_text_are_three_different_things(stories: tuple[EditionStory, ...]) -> None:
    pictures = [picture for story in stories for picture in story.pictures]

    assert len(pictures) >= 45
    for picture in pictures:
        assert all((picture.caption, picture.credit, picture.alt_text)), picture.name
        assert len({picture.caption, picture.credit, picture.alt_text}) == 3, picture.name
    assert len({picture.caption for picture in pictures}) == len(pictures)
    assert len({picture.name for picture in pictures}) == len(pictures)


def test_pictures_of_agency_stories_name_the_agency(stories: tuple[EditionStory, ...]) -> None:
    for story in stories:
        if story.agency:
            assert {picture.credit for picture in story.pictures} <= {story.agency.name}, story.slug


def test_pictures_inside_the_body_exist_and_tables_are_square(stories: tuple[EditionStory, ...]) -> None:
    for story in stories:
        for block in story.blocks:
            if isinstance(block, Illustration):
                assert 0 < block.picture < len(story.pictures), story.slug
            if isinstance(block, Table):
                assert len({len(row) for row in block.rows}) == 1, story.slug


def test_no_token_or_straight_quote_reaches_a_reader(stories: tuple[EditionStory, ...]) -> None:
    for story in stories:
        text = "".join(block.text for block in story.blocks if isinstance(block, Paragraph)) + story.headline

        assert not set("{}\"'") & set(text), story.slug


def test_corrections_fall_between_publication_and_now(stories: tuple[EditionStory, ...]) -> None:
    corrections = [(story, correction) for story in stories for correction in story.corrections]

    assert len(corrections) >= 3
    assert all(story.published_at < correction.made_at < NOON for story, correction in corrections)


def test_running_stories_have_several_pieces_and_two_agencies(stories: tuple[EditionStory, ...]) -> None:
    for topic in ("ferry-strike", "storm-una", "assembly-election", "northgate-sale", "kaspar-lind"):
        pieces = [story for story in stories if topic in {one.slug for one in story.topics}]

        assert len(pieces) >= 4, topic
    for topic in ("ferry-strike", "storm-una", "northgate-sale", "kaspar-lind"):
        pieces = [story for story in stories if topic in {one.slug for one in story.topics}]

        assert {"meridian", "fairlead"} <= {story.agency.slug for story in pieces if story.agency}, topic


def test_every_reporter_and_topic_of_the_paper_is_used(stories: tuple[EditionStory, ...]) -> None:
    authors = {author.slug for story in stories for author in story.authors}
    topics = {topic.slug for story in stories for topic in story.topics}

    assert authors == {reporter.slug for reporter in REPORTERS}
    assert topics == {topic.slug for topic in TOPICS}

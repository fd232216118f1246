"""The public history of a story, and the page and feeds of the paper's corrections."""

import json
from datetime import timedelta
from xml.etree import ElementTree as ET

import feedparser
import pytest

from broadsheet.accounts.models import User
from broadsheet.contracts.pieces import Page, Redirect
from broadsheet.stories.actions import (
    correct_story,
    expire_story,
    publish_story,
    restore_story,
    revise_story,
    withdraw_story,
)
from broadsheet.stories.models import ChangeKind, StoryPage
from broadsheet.stories.queries import told_corrections
from broadsheet.stories.versions import show_version, withhold_version
from broadsheet.stories.words import StoryWords
from broadsheet.wire.cleaning import is_clean
from broadsheet.wire.models import KilledUse
from press.conftest import NOON, Paper

LATER = NOON + timedelta(hours=1)
EVENING = NOON + timedelta(hours=6)
MORNING = NOON + timedelta(hours=18)
PLACE = "world/uk-and-europe"


def page_at(paper: Paper, path: str) -> str:
    piece = paper.store.pieces[f"page/{path}"]
    assert isinstance(piece, Page)
    return "".join(part for part in piece.parts if isinstance(part, str))


@pytest.fixture
def chief(paper: Paper) -> User:  # the paper comes first
    chief: User = User.objects.create(username="chief", is_superuser=True)
    return chief


@pytest.fixture
def corrected(paper: Paper) -> StoryPage:
    """A story with the headline "Mayor resigns", then "Mayor stays"."""
    story = paper.story("Mayor resigns")
    story.save_revision()
    publish_story(story, by=None, now=NOON)
    revise_story(story, changes=StoryWords(headline="Mayor <stays>"), by=None, now=LATER)
    correct_story(story, note="She did not resign & said so.", by=None, now=LATER)
    paper.press()
    return story


def test_the_history_stands_beside_the_story_and_tells_what_changed(paper: Paper, corrected: StoryPage) -> None:
    page = page_at(paper, f"{PLACE}/{corrected.slug}/versions")

    assert '<del><span class="unseen">[gone: </span>resigns' in page
    assert '<ins><span class="unseen">[new: </span>&lt;stays&gt;' in page
    assert "She did not resign &amp; said so." in page
    assert 'content="noindex"' in page


def test_the_story_links_its_history_and_tells_machines_of_its_corrections(paper: Paper, corrected: StoryPage) -> None:
    page = page_at(paper, f"{PLACE}/{corrected.slug}")

    assert f'href="/{PLACE}/{corrected.slug}/versions/"' in page
    data = json.loads(page.split('<script type="application/ld+json">')[1].split("</script>")[0])
    assert data["headline"] == "Mayor <stays>"
    assert data["correction"] == [
        {"@type": "CorrectionComment", "text": "She did not resign & said so.", "datePublished": LATER.isoformat()}
    ]


def test_a_story_that_was_published_once_has_no_history(paper: Paper) -> None:
    story = paper.story("One word")
    paper.press()

    assert f"page/{PLACE}/{story.slug}/versions" not in paper.store.pieces
    assert "versions/" not in page_at(paper, f"{PLACE}/{story.slug}")


def test_a_withdrawal_takes_history_and_corrections_with_it_in_the_same_press(
    paper: Paper, corrected: StoryPage
) -> None:
    before = len(paper.store.batches)

    withdraw_story(corrected, notice="Gone.", by=None, now=LATER)
    paper.press(now=LATER)

    history = paper.store.pieces[f"page/{PLACE}/{corrected.slug}/versions"]
    assert isinstance(history, Page)
    assert history.status == 410
    places = {f"page/{PLACE}/{corrected.slug}", f"page/{PLACE}/{corrected.slug}/versions", "page/corrections/feed.xml"}
    assert places | {"page/corrections", "page/corrections/2026"} <= paper.store.batches[before]
    words = ("Mayor", "resign")
    for name in ("corrections", "corrections/feed.xml", "corrections/atom.xml", "corrections/feed.json"):
        assert not any(word in page_at(paper, name) for word in words), name
    assert "page/corrections/2026" not in paper.store.pieces


@pytest.mark.parametrize("way", ["withdrawn", "unpublished"])
def test_a_story_that_returns_brings_its_history_back(paper: Paper, corrected: StoryPage, way: str) -> None:
    if way == "withdrawn":
        withdraw_story(corrected, notice="Gone.", by=None, now=LATER)
    else:
        expire_story(corrected, now=LATER)
    paper.press(now=LATER)
    gone = paper.store.pieces[f"page/{PLACE}/{corrected.slug}/versions"]

    if way == "withdrawn":
        chief = User.objects.create(username="chief", is_superuser=True)
        restore_story(corrected, reason="It was right.", by=chief, now=LATER)
    else:
        publish_story(corrected, by=None, now=LATER)
    paper.press(now=LATER)

    back = paper.store.pieces[f"page/{PLACE}/{corrected.slug}/versions"]
    assert isinstance(gone, Page)
    assert isinstance(back, Page)
    assert (gone.status, back.status) == (410, 200)
    assert ("This version was withdrawn." in page_at(paper, f"{PLACE}/{corrected.slug}/versions")) == (
        way == "withdrawn"
    )


def test_a_receipt_is_not_clean_while_the_history_stands(paper: Paper, corrected: StoryPage) -> None:
    use = KilledUse(story_id=corrected.pk, url_path=corrected.url_path)
    history = paper.store.pieces[f"page/{PLACE}/{corrected.slug}/versions"]
    withdraw_story(corrected, notice="Gone.", by=None, now=LATER)
    paper.press(now=LATER)

    clean = is_clean(use, store=paper.store)
    paper.store.pieces[f"page/{PLACE}/{corrected.slug}/versions"] = history

    assert clean
    assert not is_clean(use, store=paper.store)


def test_a_withheld_version_leaves_the_page(paper: Paper, corrected: StoryPage) -> None:
    withhold_version(
        corrected.versions.get(number=1),
        reason="A judge.",
        by=User.objects.create(username="chief", is_superuser=True),
        now=LATER,
    )
    paper.press(now=LATER)

    page = page_at(paper, f"{PLACE}/{corrected.slug}/versions")
    assert "resigns" not in page
    assert "This version was withdrawn for legal reasons." in page


def test_a_history_moves_with_its_story(paper: Paper, corrected: StoryPage) -> None:
    corrected.move(paper.world, pos="last-child")
    paper.press(now=LATER)

    assert paper.store.pieces[f"page/{PLACE}/story-1/versions"] == Redirect(location="/world/story-1/versions/")
    assert "Mayor" in page_at(paper, "world/story-1/versions")


def test_the_corrections_of_the_paper_are_listed_newest_first_with_their_kind(
    paper: Paper, corrected: StoryPage
) -> None:
    revise_story(corrected, changes=StoryWords(headline="Mayor stays on"), by=None, now=LATER)
    later = LATER + timedelta(minutes=1)
    correct_story(corrected, note="For good.", kind=ChangeKind.CLARIFICATION, by=None, now=later)
    paper.press(now=later)

    for name in ("corrections", "corrections/2026"):
        page = page_at(paper, name)
        assert page.index("Clarification") < page.index("For good.") < page.index("She did not resign")
        assert f'href="/{PLACE}/story-1/"' in page
    assert 'href="/corrections/2026/"' in page_at(paper, "corrections")


def test_a_correction_among_the_paper_s_leads_to_what_changed(paper: Paper, corrected: StoryPage) -> None:
    assert f'href="/{PLACE}/{corrected.slug}/versions/"' in page_at(paper, "corrections")


def test_a_correction_that_changed_no_words_promises_no_comparison(paper: Paper) -> None:
    story = paper.story("Mayor resigns")
    story.save_revision()
    publish_story(story, by=None, now=NOON)
    correct_story(story, note="The picture was of another mayor.", by=None, now=LATER)

    paper.press(now=LATER)

    page = page_at(paper, "corrections")
    assert "The picture was of another mayor." in page
    assert "/versions/" not in page


@pytest.mark.parametrize("file", ["feed.xml", "atom.xml"])
def test_corrections_have_feeds_that_a_reader_takes_without_complaint(
    paper: Paper, corrected: StoryPage, file: str
) -> None:
    text = page_at(paper, f"corrections/{file}")

    ET.fromstring(text.encode())  # noqa: S314  our own text
    read = feedparser.parse(text)
    assert not read.bozo
    assert [entry.title for entry in read.entries] == ["Correction: Mayor <stays>"]
    assert read.entries[0].link.endswith(f"/{PLACE}/story-1/")


def test_a_paper_without_corrections_says_so(paper: Paper) -> None:
    paper.story()
    paper.home.title = "The Harbour Mail"
    paper.home.save()
    paper.press()

    assert "There are no corrections so far." in page_at(paper, "corrections")
    assert json.loads(page_at(paper, "corrections/feed.json"))["items"] == []


NOTE = "She did not resign & said so."


@pytest.fixture
def corrected_twice(paper: Paper, corrected: StoryPage) -> StoryPage:
    """As above, then "Mayor sleeps" without a note: what is corrected is a former version."""
    revise_story(corrected, changes=StoryWords(headline="Mayor sleeps"), by=None, now=EVENING)
    publish_story(corrected, by=None, now=EVENING)
    paper.press(now=EVENING)
    return corrected


def everywhere(paper: Paper) -> dict[str, str]:
    """Every piece of the paper's as readers are sent it, by its name."""
    return {name: repr(piece) for name, piece in paper.store.pieces.items() if not isinstance(piece, Redirect)}


def test_a_withheld_version_takes_its_note_with_it_everywhere_and_brings_it_back(
    paper: Paper, corrected_twice: StoryPage, chief: User
) -> None:
    noted = {name for name, words in everywhere(paper).items() if "said so." in words}
    version = corrected_twice.versions.get(number=2)

    withhold_version(version, reason="A court said so", by=chief, now=EVENING)
    paper.press(now=EVENING)
    left = {name for name, words in everywhere(paper).items() if "said so." in words}
    show_version(version, reason="Another court", by=chief, now=EVENING)
    paper.press(now=EVENING)

    place = f"page/{PLACE}/{corrected_twice.slug}"
    assert {place, f"{place}/versions", "page/corrections", "page/corrections/feed.xml"} <= noted
    assert left == set()
    assert {name for name, words in everywhere(paper).items() if "said so." in words} == noted


def test_a_substitute_brings_back_no_note_on_what_was_withdrawn(
    paper: Paper, corrected: StoryPage, chief: User
) -> None:
    withdraw_story(corrected, notice="Gone.", by=None, now=EVENING)
    revise_story(corrected, changes=StoryWords(headline="Ours"), by=None, now=EVENING)

    restore_story(corrected, reason="Without it.", by=chief, now=EVENING)
    paper.press(now=EVENING)

    assert "Ours" in page_at(paper, f"{PLACE}/{corrected.slug}")
    assert not any("said so." in words for words in everywhere(paper).values())


def test_a_note_without_new_words_goes_with_the_version_of_its_moment(
    paper: Paper, corrected_twice: StoryPage, chief: User
) -> None:
    correct_story(corrected_twice, note="She sleeps at home.", by=None, now=EVENING + timedelta(minutes=1))
    revise_story(corrected_twice, changes=StoryWords(headline="Mayor wakes"), by=None, now=MORNING)
    publish_story(corrected_twice, by=None, now=MORNING)

    withhold_version(corrected_twice.versions.get(number=3), reason="A court said so", by=chief, now=MORNING)

    assert [correction.note for correction in told_corrections()] == [NOTE]

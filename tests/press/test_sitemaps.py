"""Sitemaps: every address that readers can open, and none that they cannot, however a story came or went."""

from datetime import UTC, datetime, timedelta

import pytest
from lxml import etree

from broadsheet.contracts.pieces import MentionSlot, Page, Withdrawn
from broadsheet.formats.sitemaps import MOST_NEWS
from broadsheet.joining.joiner import JoinedPage, join_page
from broadsheet.press import sitemaps
from broadsheet.press.actions import order_mapped, press_everything
from broadsheet.press.composer import Composer
from broadsheet.press.models import PressOrder, Sitemap
from broadsheet.press.orders import Mapped, OrderKeyError, Priority, read_key, sitemap_keys
from broadsheet.press.pressing import press_batch
from broadsheet.stories.actions import correct_story, draft_story, publish_story, withdraw_story
from broadsheet.stories.models import Author, StoryPage, Topic
from broadsheet.stories.signals import section_changed

from .conftest import NOON, Paper

SITE = "https://courier.example"
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "n": "http://www.google.com/schemas/sitemap-news/0.9"}
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _site(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROADSHEET_URL", SITE)


def press(paper: Paper) -> None:
    press_everything(now=NOON)
    paper.press()


def joined(paper: Paper, path: str, *, now: datetime = NOON) -> JoinedPage:
    page = paper.store.read(f"page{path}")
    assert isinstance(page, Page), path
    assert dict(page.headers)["content-type"] == "application/xml; charset=utf-8"
    return join_page(page, read=paper.store.read, now=now, token_key=b"k" * 32)


def lines(paper: Paper, path: str, *, now: datetime = NOON) -> dict[str, str]:
    """Path on the site -> lastmod, of a sitemap or an index."""
    tree = etree.fromstring(joined(paper, path, now=now).body)
    found = {
        str(line.findtext("s:loc", namespaces=NAMES)): line.findtext("s:lastmod", namespaces=NAMES) or ""
        for line in tree
    }
    assert all(address.startswith(f"{SITE}/") for address in found)
    return {address.removeprefix(SITE): changed for address, changed in found.items()}


def mapped(paper: Paper) -> dict[str, str]:
    """Every address that the index leads to."""
    return {
        address: changed for path in lines(paper, "/sitemap.xml") for address, changed in lines(paper, path).items()
    }


def news(paper: Paper, *, now: datetime = NOON) -> list[str]:
    tree = etree.fromstring(joined(paper, "/news-sitemap.xml", now=now).body)
    return [str(title) for title in tree.xpath("//n:title/text()", namespaces=NAMES)]


def published(paper: Paper, headline: str = "Ferry sails", *, now: datetime = NOON) -> StoryPage:
    story = draft_story(paper.europe, headline=headline, owner=None, now=now)
    publish_story(story, by=None, now=now)
    return story


def test_a_published_story_stands_in_both_with_its_moments(paper: Paper) -> None:
    press(paper)

    story = published(paper)
    paper.press()

    assert lines(paper, f"/sitemap-stories-{story.pk // 1_000}.xml") == {
        f"/world/uk-and-europe/{story.slug}/": "2026-03-05T12:00:00Z"
    }
    assert news(paper) == ["Ferry sails"]
    body = joined(paper, "/news-sitemap.xml").body.decode()
    assert "<news:name>The Harbour Post</news:name><news:language>en</news:language>" in body
    assert "<news:publication_date>2026-03-05T12:00:00Z</news:publication_date>" in body


def test_the_index_leads_to_fronts_topics_popular_and_corrections_too(paper: Paper) -> None:
    ferries = Topic.objects.create(name="Ferries", slug="ferries")
    Topic.objects.create(name="Of no story", slug="none")
    Author.objects.create(name="Ada Lind", slug="ada-lind")
    story = draft_story(
        paper.europe, headline="Ferry sails", bylines=["Ada Lind"], topics=[ferries], owner=None, now=NOON
    )
    publish_story(story, by=None, now=NOON)
    correct_story(story, note="It was the other ferry.", by=None, now=NOON)

    press(paper)

    found, changing = mapped(paper), f"/world/uk-and-europe/{story.slug}/"
    assert set(found) == {
        "/", "/world/", "/world/uk-and-europe/", "/popular/", "/popular/today/", "/popular/week/",
        "/corrections/", "/corrections/2026/", "/topics/", "/topics/ferries/", "/authors/", "/authors/ada-lind/",
        "/latest/", "/latest/2026-03/", changing,
    }  # fmt: skip
    assert [path for path, changed in found.items() if changed] == [changing]  # of lists nobody says when they changed


def test_a_correction_tells_that_the_story_changed_and_is_no_news(paper: Paper) -> None:
    story = published(paper, now=NOON - 3 * DAY)
    press(paper)

    correct_story(story, note="It was the other ferry.", by=None, now=NOON)
    paper.press()

    assert mapped(paper)[f"/world/uk-and-europe/{story.slug}/"] == "2026-03-05T12:00:00Z"
    assert "/corrections/2026/" in mapped(paper)
    assert news(paper) == []


def test_a_withdrawn_story_leaves_both_with_the_first_batch_of_the_kill(paper: Paper) -> None:
    story, _ = published(paper, "Killed"), published(paper, "Stays")
    press(paper)

    withdraw_story(story, notice="It was wrong.", by=None, now=NOON)
    press_batch(store=paper.store, compose=Composer(now=NOON), now=NOON)

    assert news(paper) == ["Stays"]
    assert not any("killed" in address for address in mapped(paper))
    paper.press()
    assert not any("illed" in text for text in parts_of(paper))


def parts_of(paper: Paper) -> list[str]:
    """What is pressed of sitemaps, before anything is left out."""
    pages = [page for name, page in paper.store.pieces.items() if "sitemap" in name and isinstance(page, Page)]
    slots = [part for page in pages for part in page.parts if isinstance(part, MentionSlot)]
    return [mention.text for slot in slots for mention in slot.mentions]


def test_a_story_that_is_taken_offline_leaves_both_in_the_batch_that_takes_its_page(paper: Paper) -> None:
    story = published(paper, "Offline")
    press(paper)
    batches = len(paper.store.batches)

    story.unpublish()
    paper.press()

    part = f"page/sitemap-stories-{story.pk // 1_000}.xml"
    assert paper.store.batches[batches] >= {f"card/{story.pk}", part, "page/news-sitemap.xml"}


def test_the_list_of_withdrawn_stories_alone_takes_one_out_of_both(paper: Paper) -> None:
    story = published(paper, "Killed")
    press(paper)

    paper.store.press({"withdrawn": Withdrawn(story_ids=frozenset({story.pk}))})

    assert news(paper) == []
    assert not any("killed" in address for address in mapped(paper))


def test_a_story_that_is_taken_offline_or_deleted_leaves_both(paper: Paper) -> None:
    offline, deleted = published(paper, "Offline"), published(paper, "Deleted")
    press(paper)

    offline.unpublish()
    deleted.delete()
    paper.press()

    assert news(paper) == []
    assert not any("/uk-and-europe/" in address.removesuffix("/uk-and-europe/") for address in mapped(paper))
    assert f"/sitemap-stories-{offline.pk // 1_000}.xml" not in lines(paper, "/sitemap.xml")


def test_a_draft_and_a_story_under_embargo_stand_in_neither(paper: Paper) -> None:
    draft_story(paper.europe, headline="Not yet", owner=None, now=NOON)
    paper.story("Held", live=False, embargoed_until=NOON + DAY)

    press(paper)

    assert news(paper) == []
    assert not any("story" in path for path in lines(paper, "/sitemap.xml"))


def test_news_leave_after_two_days_although_nothing_is_pressed(paper: Paper) -> None:
    published(paper, "Early", now=NOON)
    published(paper, "Late", now=NOON + timedelta(hours=5))
    press(paper)

    hours = {hour: news(paper, now=NOON + timedelta(hours=hour)) for hour in (47, 48, 53)}

    assert hours == {47: ["Late", "Early"], 48: ["Late"], 53: []}
    assert joined(paper, "/news-sitemap.xml").valid_until == NOON + timedelta(hours=48)


def test_the_sitemap_of_news_ends_with_the_newest_that_may_be_in_it(
    paper: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemaps, "MOST_NEWS", 2)
    for headline in ("Oldest", "Newer", "Newest"):
        paper.story(headline)

    press(paper)

    assert (MOST_NEWS, news(paper)) == (1_000, ["Newest", "Newer"])


def test_a_story_that_moved_stands_where_it_is(paper: Paper) -> None:
    story = published(paper)
    press(paper)

    story.slug = "elsewhere"
    story.save()
    paper.press()

    assert "/world/uk-and-europe/elsewhere/" in mapped(paper)
    assert "/world/uk-and-europe/ferry-sails/" not in mapped(paper)


def test_stories_of_a_section_that_moved_stand_where_they_are(paper: Paper) -> None:
    story = published(paper)
    press(paper)
    paper.europe.slug = "europe"
    paper.europe.save()

    section_changed.send(sender=type(paper.europe), section=paper.europe, now=NOON)
    paper.press()

    assert f"/world/europe/{story.slug}/" in mapped(paper)
    assert not any("uk-and-europe" in address for address in mapped(paper))


def test_a_topic_stands_in_a_sitemap_as_long_as_it_has_a_page(paper: Paper) -> None:
    ferries = Topic.objects.create(name="Ferries", slug="ferries")
    story = draft_story(paper.europe, headline="Ferry sails", topics=[ferries], owner=None, now=NOON)
    press(paper)
    without = "/topics/ferries/" in mapped(paper)

    publish_story(story, by=None, now=NOON)
    paper.press()
    with_one = "/topics/ferries/" in mapped(paper)
    withdraw_story(story, notice="It was wrong.", by=None, now=NOON)
    paper.press()

    assert (without, with_one, "/topics/ferries/" in mapped(paper)) == (False, True, False)


def test_a_publication_presses_the_part_of_its_thousand_and_no_other(paper: Paper) -> None:
    story = published(paper)
    press(paper)
    PressOrder.objects.all().delete()

    order_mapped([story.pk], Priority.SITEMAPS, now=NOON)

    assert {one.key for one in PressOrder.objects.all()} == {f"sitemap:stories-{story.pk // 1_000}", "sitemap:news"}
    assert [str(key) for key in sitemap_keys(Mapped.STORIES, [5, 999, 1_000, 2_500])] == [
        "sitemap:stories-0", "sitemap:stories-1", "sitemap:stories-2",
    ]  # fmt: skip


def test_the_index_says_when_a_sitemap_changed_and_is_the_same_when_none_did(paper: Paper) -> None:
    story = published(paper)
    press(paper)
    before = lines(paper, "/sitemap.xml")
    batches = len(paper.store.batches)

    press_everything(now=NOON + DAY)
    paper.press(now=NOON + DAY)
    unchanged = lines(paper, "/sitemap.xml"), len(paper.store.batches)
    correct_story(story, note="It was the other ferry.", by=None, now=NOON + DAY)
    paper.press(now=NOON + DAY)

    after = lines(paper, "/sitemap.xml")
    assert unchanged[0] == before
    assert unchanged[1] - batches <= 1  # what says when it was pressed
    assert {path for path in after if after[path] != before[path]} == {
        f"/sitemap-stories-{story.pk // 1_000}.xml", "/sitemap-corrections.xml",
    }  # fmt: skip


def test_a_press_that_died_before_it_wrote_a_sitemap_finds_it_changed_again(paper: Paper) -> None:
    press(paper)
    story = published(paper)
    name = f"page/sitemap-stories-{story.pk // 1_000}.xml"
    paper.press()
    paper.store.pieces.pop(name)

    order_mapped([story.pk], Priority.SITEMAPS, now=NOON + DAY)
    paper.press(now=NOON + DAY)

    assert lines(paper, "/sitemap.xml")[name.removeprefix("page")] == "2026-03-06T12:00:00Z"
    assert paper.store.read(name) is not None


def test_pressing_everything_brings_every_sitemap_back_and_takes_empty_ones_away(paper: Paper) -> None:
    published(paper)
    press(paper)
    before = lines(paper, "/sitemap.xml")
    Sitemap.objects.create(name="stories-77777", changed_at=NOON)
    paper.store.pieces.clear()

    press(paper)

    assert lines(paper, "/sitemap.xml") == before
    assert not Sitemap.objects.filter(name="stories-77777").exists()


@pytest.mark.parametrize("key", ["sitemap:weather-1", "sitemap:stories", "sitemap:stories-x", "sitemap:stories--1"])
def test_a_sitemap_of_nothing_known_is_refused(key: str) -> None:
    with pytest.raises(OrderKeyError, match="names no sitemap"):
        _ = read_key(key).sitemap


def test_a_moment_before_there_was_a_zone_is_told_in_utc(paper: Paper) -> None:
    story = paper.story(first_published_at=datetime(1998, 7, 1, 23, 30, tzinfo=UTC))

    press(paper)

    assert mapped(paper)[f"/world/uk-and-europe/{story.slug}/"] == "1998-07-01T23:30:00Z"

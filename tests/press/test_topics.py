"""Topics as readers have them: a page, its feeds and its list; when they come, when they go, and what presses them."""

import json

import pytest
from lxml import html

from broadsheet.contracts.pieces import Page, Redirect, StoryList
from broadsheet.joining.joiner import join_page
from broadsheet.press import shelves
from broadsheet.press.actions import order, order_story, press_everything
from broadsheet.press.models import PressOrder
from broadsheet.press.orders import WITHDRAWN, Priority, topic_keys
from broadsheet.press.queries import waiting_orders
from broadsheet.press.shelf import Kind, shelf_of
from broadsheet.stories.actions import correct_story, draft_story, publish_story, revise_story, withdraw_story
from broadsheet.stories.models import StoryPage, Topic
from broadsheet.stories.words import StoryWords
from formats.feed_rules import FAULTS

from .conftest import NOON, Paper

FERRIES = "page/topics/ferries"


@pytest.fixture
def ferries(founded: None, db: None) -> Topic:
    return Topic.objects.create(name="Ferries & quays", slug="ferries")


def about(paper: Paper, *topics: Topic, headline: str = "Ferry sails", **fields: object) -> StoryPage:
    """A story that was published by the newsroom's own way."""
    story = draft_story(paper.europe, headline=headline, topics=topics, owner=None, now=NOON)
    for name, value in fields.items():
        setattr(story, name, value)
    story.save_revision()
    publish_story(story, by=None, now=NOON)
    return StoryPage.objects.get(pk=story.pk)


def page_at(paper: Paper, name: str) -> Page:
    page = paper.store.read(name)
    assert isinstance(page, Page)
    return page


def joined(paper: Paper, name: str) -> html.HtmlElement:
    body = join_page(page_at(paper, name), read=paper.store.read, now=NOON, token_key=b"k" * 32).body
    return html.document_fromstring(body.decode())


def headlines(paper: Paper, name: str = FERRIES) -> list[str]:
    return [link.text_content() for link in joined(paper, name).cssselect("main .headline")]


def feed_titles(paper: Paper) -> list[str]:
    feed = join_page(page_at(paper, f"{FERRIES}/feed.json"), read=paper.store.read, now=NOON, token_key=b"k" * 32)
    return [item["title"] for item in json.loads(feed.body)["items"]]


def ordered() -> set[str]:
    return {key for key in PressOrder.objects.values_list("key", flat=True) if key.startswith("topic:")}


def test_a_topic_has_a_page_with_its_stories_newest_first_and_feeds(paper: Paper, ferries: Topic) -> None:
    for number in (1, 2):
        about(paper, ferries, headline=f"Ferry {number}")
    about(paper, headline="About nothing")
    paper.press()

    page = joined(paper, FERRIES)

    assert page.findtext(".//h1") == "Ferries & quays"
    assert headlines(paper) == feed_titles(paper) == ["Ferry 2", "Ferry 1"]
    assert [link.get("href") for link in page.cssselect("head link[rel=alternate]")] == [
        f"/topics/ferries/{file}" for file in ("feed.xml", "atom.xml", "feed.json")
    ]
    assert page.cssselect("link[rel=canonical]")[0].get("href").endswith("/topics/ferries/")
    assert set(FAULTS) == {name.rpartition("/")[2] for name in paper.store.pieces if name.startswith(f"{FERRIES}/")}


def test_a_story_leads_to_its_topics_on_its_page_and_for_machines(paper: Paper, ferries: Topic) -> None:
    story = about(paper, ferries)
    paper.press()

    page = joined(paper, f"page/world/uk-and-europe/{story.slug}")

    (link,) = page.cssselect(".topics a")
    assert (link.get("href"), link.text) == ("/topics/ferries/", "Ferries & quays")
    data = page.cssselect('script[type="application/ld+json"]')[0]
    (thing,) = json.loads(data.text)["about"]
    assert (thing["name"], thing["url"][-16:]) == ("Ferries & quays", "/topics/ferries/")


def test_a_story_kept_out_of_latest_stands_on_no_topic_page_and_leads_to_none(paper: Paper, ferries: Topic) -> None:
    story = about(paper, ferries, in_latest=False)
    paper.press()

    assert paper.store.read(FERRIES) is None
    page = joined(paper, f"page/world/uk-and-europe/{story.slug}")
    assert not page.cssselect(".topics a")
    assert page.cssselect(".topics span")[0].text == "Ferries & quays"


def test_retagging_a_published_story_presses_the_topics_that_it_had_and_has(paper: Paper, ferries: Topic) -> None:
    tides, storms = (Topic.objects.create(name=name, slug=name.lower()) for name in ("Tides", "Storms"))
    story = about(paper, ferries, tides)
    about(paper, ferries, headline="Another")
    paper.press()

    revise_story(story, changes=StoryWords(topics=[tides, storms]), by=None, now=NOON)
    before_it_goes_out = ordered()
    correct_story(story, note="It was the tide.", by=None, now=NOON)

    assert before_it_goes_out == set()
    assert ordered() == {str(key) for key in topic_keys([ferries.pk, tides.pk, storms.pk])}
    paper.press()
    assert headlines(paper) == ["Another"]
    assert headlines(paper, "page/topics/storms") == ["Ferry sails"]


def test_a_draft_makes_no_page_of_its_topic(paper: Paper, ferries: Topic) -> None:
    draft_story(paper.europe, headline="Not yet", topics=[ferries], owner=None, now=NOON)

    paper.press()

    assert ordered() == set()
    assert paper.store.read(FERRIES) is None


def test_a_withdrawn_story_leaves_topic_and_feeds_in_the_batch_of_the_kill(paper: Paper, ferries: Topic) -> None:
    story = about(paper, ferries, headline="Killed")
    about(paper, ferries, headline="Stays")
    paper.press()
    batches = len(paper.store.batches)

    withdraw_story(story, notice="It was wrong.", by=None, now=NOON)
    waiting = {(one.key, one.priority) for one in waiting_orders(NOON)}
    paper.press()

    assert waiting >= {(f"topic:{ferries.pk}", Priority.KILL), ("withdrawn", Priority.KILL)}
    killing = paper.store.batches[batches]
    assert killing >= {"withdrawn", f"list/latest/topic-{ferries.pk}", f"card/{story.pk}"}
    assert headlines(paper) == feed_titles(paper) == ["Stays"]


def test_a_topic_that_lost_its_last_story_is_gone_and_comes_back_with_the_next(paper: Paper, ferries: Topic) -> None:
    story = about(paper, ferries)
    paper.press()

    withdraw_story(story, notice="It was wrong.", by=None, now=NOON)
    paper.press()

    for name in (FERRIES, *(f"{FERRIES}/{file}" for file in FAULTS)):
        page = page_at(paper, name)
        assert page.status == 410
        assert not any("quays" in part for part in page.parts if isinstance(part, str))
    assert paper.store.read(f"list/latest/topic-{ferries.pk}") is None
    about(paper, ferries, headline="Ferry returns")
    paper.press()
    assert (page_at(paper, FERRIES).status, headlines(paper)) == (200, ["Ferry returns"])


def test_a_deleted_story_and_a_deleted_topic_leave_nothing_behind(paper: Paper, ferries: Topic) -> None:
    tides = Topic.objects.create(name="Tides", slug="tides")
    first, second = about(paper, ferries, headline="First"), about(paper, tides, headline="Second")
    paper.press()

    first.delete()
    tides.delete()
    paper.press()

    assert page_at(paper, FERRIES).status == page_at(paper, "page/topics/tides").status == 410
    page = joined(paper, f"page/world/uk-and-europe/{second.slug}")
    assert not page.cssselect(".topics")


def test_a_topic_of_another_name_keeps_its_address_and_one_of_another_address_leads_there(
    paper: Paper, ferries: Topic
) -> None:
    about(paper, ferries)
    paper.press()

    ferries.name = "Ferries"
    ferries.save()
    paper.press()
    renamed = joined(paper, FERRIES).findtext(".//h1")
    ferries.slug = "boats"
    ferries.save()
    paper.press()

    assert renamed == "Ferries"
    assert paper.store.read(FERRIES) == Redirect(location="/topics/boats/")
    assert paper.store.read(f"{FERRIES}/feed.xml") == Redirect(location="/topics/boats/feed.xml")
    assert headlines(paper, "page/topics/boats") == ["Ferry sails"]


def test_an_address_that_another_topic_took_is_that_topics(paper: Paper, ferries: Topic) -> None:
    about(paper, ferries)
    paper.press()
    ferries.slug = "boats"
    ferries.save()
    another = Topic.objects.create(name="Ferries alone", slug="ferries")
    about(paper, another, headline="Of the other")
    paper.press()

    order(topic_keys([ferries.pk]), Priority.LISTS, now=NOON)
    paper.press()

    assert headlines(paper) == ["Of the other"]
    assert headlines(paper, "page/topics/boats") == ["Ferry sails"]


def test_pressing_everything_brings_every_topic_back_and_writes_nothing_twice(paper: Paper, ferries: Topic) -> None:
    Topic.objects.create(name="Of no story", slug="none")
    about(paper, ferries)
    never_seen = Topic.objects.create(name="Never seen", slug="never-seen")
    withdraw_story(about(paper, never_seen), notice="Wrong.", by=None, now=NOON)
    paper.press()
    before = dict(paper.store.pieces)

    paper.store.pieces.clear()
    press_everything(now=NOON)
    paper.press()

    topics = {name for name in paper.store.pieces if name.startswith("page/topics/") and name.count("/") == 2}
    assert topics == {FERRIES}
    assert {name: before[name] for name in topics} == {name: paper.store.pieces[name] for name in topics}
    batches = len(paper.store.batches)
    press_everything(now=NOON)
    paper.press()
    assert len(paper.store.batches) == batches


def test_one_story_presses_its_own_topics_and_no_other(paper: Paper, ferries: Topic) -> None:
    others = [Topic.objects.create(name=f"Topic {number}", slug=f"topic-{number}") for number in range(5)]
    about(paper, ferries, *others)
    story = about(paper, ferries)
    paper.press()
    batches = len(paper.store.batches)

    order_story(story, Priority.PUBLISH, now=NOON)

    assert ordered() == {f"topic:{ferries.pk}"}
    paper.press()
    assert paper.store.batches[batches:] == []


def test_what_no_page_may_name_goes_first_however_many_topics_a_killed_story_has(paper: Paper) -> None:
    topics = [Topic.objects.create(name=f"Topic {number}", slug=f"topic-{number}") for number in range(80)]
    story = about(paper, *topics)
    paper.press()

    withdraw_story(story, notice="It was wrong.", by=None, now=NOON)

    assert str(WITHDRAWN) in {one.key for one in waiting_orders(NOON)}


def test_a_section_of_an_older_release_keeps_the_address_of_topics(paper: Paper, ferries: Topic) -> None:
    section = paper.section("Topics", parent=paper.home)
    own = paper.story(section=section)
    own.slug = "ferries"
    own.save()
    story = about(paper, ferries)
    press_everything(now=NOON)

    paper.press()

    assert page_at(paper, FERRIES).story_id == own.pk
    assert not joined(paper, f"page/world/uk-and-europe/{story.slug}").cssselect(".topics a")


def test_a_topics_list_is_cut_where_others_are(paper: Paper, ferries: Topic) -> None:
    stories = [paper.story() for _ in range(62)]
    ferries.stories.add(*stories)

    paper.press()

    listed = paper.store.read(f"list/latest/topic-{ferries.pk}")
    assert listed == StoryList(story_ids=tuple(story.pk for story in stories[:1:-1]))
    assert len(listed.story_ids) == 60


def newest(topic: Topic) -> list[int]:
    return [spot.story_id for spot in shelves.newest_on(shelf_of(Kind.TOPIC, topic.pk), limit=4)]


@pytest.mark.parametrize("windows", [((0, 2), (2, 5), (5, None)), ((0, 7), (7, None)), ((0, None),)])
def test_a_topic_of_many_stories_is_read_in_parts_and_comes_out_the_same(
    paper: Paper, ferries: Topic, monkeypatch: pytest.MonkeyPatch, windows: tuple[tuple[int, int | None], ...]
) -> None:
    monkeypatch.setattr(shelves, "_FEW", 2)
    monkeypatch.setattr(shelves, "_WINDOWS", windows)
    stories = [paper.story(in_latest=number != 9, live=number != 8) for number in range(12)]
    ferries.stories.add(*stories[:2], *stories[6:])
    rare = Topic.objects.create(name="Rare", slug="rare")
    rare.stories.add(*stories[:3])

    assert newest(ferries) == [stories[place].pk for place in (11, 10, 7, 6)]
    assert newest(rare) == [story.pk for story in stories[2::-1]]


def test_the_index_names_the_topics_that_have_pages_by_their_letters(paper: Paper, ferries: Topic) -> None:
    names = ("Élan", "economy", "1848", "The Night Boats", "Of no story")
    lively, economy, year, boats, _ = (
        Topic.objects.create(name=name, slug=f"t-{place}") for place, name in enumerate(names)
    )
    about(paper, ferries, lively, economy, year, boats)
    paper.press()

    index = joined(paper, "page/topics")

    groups = {part.findtext("h2"): [(link.text, link.get("href")) for link in part.cssselect("a")]
              for part in index.cssselect(".index section")}  # fmt: skip
    assert groups == {
        "#": [("1848", "/topics/t-2/")],
        "E": [("economy", "/topics/t-1/"), ("Élan", "/topics/t-0/")],
        "F": [("Ferries & quays", "/topics/ferries/")],
        "N": [("The Night Boats", "/topics/t-3/")],
    }


def test_the_index_drops_a_topic_whose_last_story_was_taken_back_and_follows_a_new_address(
    paper: Paper, ferries: Topic
) -> None:
    tides = Topic.objects.create(name="Tides", slug="tides")
    story = about(paper, ferries)
    about(paper, tides)
    paper.press()

    withdraw_story(story, notice="It was wrong.", by=None, now=NOON)
    tides.slug = "high-tides"
    tides.save()
    paper.press()

    links = [link.get("href") for link in joined(paper, "page/topics").cssselect(".index a")]
    assert links == ["/topics/high-tides/"]

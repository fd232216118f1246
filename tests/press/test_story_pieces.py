"""What readers get of a story: its page, its card, and what stands where it used to be."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from html import unescape

from wagtail.rich_text import RichText

from broadsheet.contracts.pieces import ENTRY_SHAPES, Card, ListSlot, Page, PieceSlot, Redirect, Role, Shape, TokenSlot
from broadsheet.press.composer import Composer
from broadsheet.press.orders import story_key
from broadsheet.stories.models import Author, Byline, Correction, StoryPage, Topic
from broadsheet.stories.signals import story_moved, story_published, story_withdrawn

from .conftest import NOON, Paper


def publish(story: StoryPage, *, first: bool = True) -> None:
    story_published.send(sender=type(story), story=story, first=first, now=NOON)


def html_of(page: Page) -> str:
    return "".join(part if isinstance(part, str) else "" for part in page.parts)


def slots_of(page: Page) -> dict[str, ListSlot]:
    return {part.list_name: part for part in page.parts if isinstance(part, ListSlot)}


def test_a_published_story_becomes_a_page_and_a_card(paper: Paper) -> None:
    story = paper.story("Ferry <returns> to service", source_credit="Associated Press")

    publish(story)
    paper.press()

    page, card = paper.store.read("page/world/uk-and-europe/story-1"), paper.store.read(f"card/{story.pk}")
    assert isinstance(page, Page)
    assert isinstance(card, Card)
    assert (page.status, page.story_id) == (200, story.pk)
    assert dict(page.headers)["last-modified"] == "Thu, 05 Mar 2026 12:01:00 GMT"
    assert card.url == "/world/uk-and-europe/story-1/"
    assert set(card.shapes) == set(Shape) - ENTRY_SHAPES
    assert all("Ferry &lt;returns&gt; to service" in html for html in card.shapes.values())


def test_the_page_carries_the_marks_that_readers_pages_promise(paper: Paper) -> None:
    story = paper.story("Ferry returns", source_credit="Associated Press")

    publish(story)
    paper.press()

    page = paper.store.read("page/world/uk-and-europe/story-1")
    assert isinstance(page, Page)
    html = html_of(page)
    trail = re.search(r'<nav class="trail" aria-label="Breadcrumb">(.*?)</nav>', html, re.DOTALL)
    assert trail is not None
    assert re.findall(r'href="([^"]+)">([^<]+)<', trail[1]) == [
        ("/world/", "World"),
        ("/world/uk-and-europe/", "UK and Europe"),
    ]
    assert html.count("<h1>") == 1
    assert '<p class="source">Source: Associated Press</p>' in html
    assert TokenSlot(story_id=story.pk) in page.parts
    assert {PieceSlot(name="shell/masthead"), PieceSlot(name="shell/footer")} <= {
        part for part in page.parts if isinstance(part, PieceSlot)
    }


def test_three_lists_stand_beside_a_story_and_none_runs_short(paper: Paper) -> None:
    story = paper.story()

    publish(story)
    paper.press()

    page = paper.store.read("page/world/uk-and-europe/story-1")
    assert isinstance(page, Page)
    own = f"list/latest/{paper.world.pk}"
    notes = ('<p class="why">Latest in World</p>', '<p class="why">Latest</p>')
    assert slots_of(page)["related"].source_notes == notes
    facts = {name: (slot.role, slot.limit, slot.sources) for name, slot in slots_of(page).items()}
    assert facts == {
        "popular": (Role.POPULAR, 5, ("list/popular/all",)),
        "latest": (Role.LATEST, 5, ("list/latest/all",)),
        "related": (Role.RELATED, 5, (own, "list/latest/all")),
    }


def test_a_story_that_shows_no_lists_has_none(paper: Paper) -> None:
    publish(paper.story(shows_lists=False))
    paper.press()

    page = paper.store.read("page/world/uk-and-europe/story-1")
    assert isinstance(page, Page)
    assert slots_of(page) == {}


def test_a_withdrawn_story_leaves_a_plain_notice_and_every_list(paper: Paper) -> None:
    story = paper.story("Terrible mistake")
    publish(story)
    paper.press()
    story.live, story.withdrawn_at, story.withdrawn_notice = False, NOON, "Withdrawn on legal advice"
    story.save(update_fields=["live", "withdrawn_at", "withdrawn_notice"])

    story_withdrawn.send(sender=type(story), story=story, now=NOON)
    paper.press()

    page = paper.store.read("page/world/uk-and-europe/story-1")
    assert isinstance(page, Page)
    assert page.status == 410
    assert "Withdrawn on legal advice" in html_of(page)
    assert "Terrible" not in html_of(page)
    assert paper.store.read(f"card/{story.pk}") is None
    for which in ("all", paper.world.pk, paper.europe.pk):
        assert paper.store.read(f"list/latest/{which}").story_ids == ()
    assert paper.store.read("withdrawn").story_ids == {story.pk}


def test_a_withdrawn_story_that_was_never_pressed_leaves_nothing(paper: Paper) -> None:
    story = paper.story(live=False)

    story_withdrawn.send(sender=type(story), story=story, now=NOON)
    paper.press()

    assert "page/world/uk-and-europe/story-1" not in paper.store.pieces


def test_a_deleted_story_leaves_the_notice_too(paper: Paper) -> None:
    story = paper.story()
    publish(story)
    paper.press()

    story_withdrawn.send(sender=type(story), story=story, now=NOON)
    story.delete()
    paper.press()

    assert paper.store.read("page/world/uk-and-europe/story-1").status == 410


def test_a_story_that_comes_back_has_its_page_and_card_again(paper: Paper) -> None:
    story = paper.story()
    publish(story)
    paper.press()
    story.live, story.withdrawn_at = False, NOON
    story.save(update_fields=["live", "withdrawn_at"])
    story_withdrawn.send(sender=type(story), story=story, now=NOON)
    paper.press()
    story.live, story.withdrawn_at = True, None
    story.save(update_fields=["live", "withdrawn_at"])

    publish(story, first=False)
    paper.press()

    assert paper.store.read("page/world/uk-and-europe/story-1").status == 200
    assert paper.store.read("withdrawn").story_ids == frozenset()
    assert paper.store.read("list/latest/all").story_ids == (story.pk,)


def test_a_story_that_moved_twice_leads_from_both_old_addresses_to_the_new(paper: Paper) -> None:
    story = paper.story()
    publish(story)
    paper.press()

    for slug in ("second", "third"):
        old = f"/world/uk-and-europe/{story.slug}/"
        story.slug = slug
        story.save()
        story_moved.send(sender=type(story), story=story, old_path=old, new_path=f"/world/uk-and-europe/{slug}/")
        paper.press()

    target = Redirect(location="/world/uk-and-europe/third/")
    assert paper.store.read("page/world/uk-and-europe/story-1") == target
    assert paper.store.read("page/world/uk-and-europe/second") == target
    assert isinstance(paper.store.read("page/world/uk-and-europe/third"), Page)


def test_a_story_that_moves_back_stands_at_its_first_address_again(paper: Paper) -> None:
    story = paper.story()
    publish(story)
    paper.press()

    for slug in ("second", "story-1"):
        story.slug = slug
        story.save()
        story_moved.send(sender=type(story), story=story, old_path="/x/", new_path="/y/")
        paper.press()

    assert isinstance(paper.store.read("page/world/uk-and-europe/story-1"), Page)
    assert paper.store.read("page/world/uk-and-europe/second") == Redirect(location="/world/uk-and-europe/story-1/")


def test_a_new_story_at_the_address_of_a_deleted_one_keeps_it(paper: Paper) -> None:
    old = paper.story()
    publish(old)
    paper.press()
    story_withdrawn.send(sender=type(old), story=old, now=NOON)
    old_id = old.pk
    old.delete()
    paper.europe.refresh_from_db()
    new = paper.story("Another")
    new.slug = "story-1"
    new.save()
    publish(new)
    paper.press()

    Composer(now=NOON)(story_key(old_id))
    publish(new, first=False)
    paper.press()

    page = paper.store.read("page/world/uk-and-europe/story-1")
    assert (page.status, page.story_id) == (200, new.pk)


def test_a_story_page_costs_few_queries_however_much_hangs_on_it(
    paper: Paper,
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    story = paper.story()
    author = Author.objects.create(name="Ann Author", slug="ann")
    for number in range(5):
        Byline.objects.create(story=story, name=f"Writer {number}", sort_order=number)
        Byline.objects.create(story=story, author=author, sort_order=10 + number)
        Correction.objects.create(story=story, note=f"Note {number}", made_at=NOON)
        story.topics.add(Topic.objects.create(name=f"Topic {number}", slug=f"topic-{number}"))
    story.save()
    composer = Composer(now=NOON)
    assert composer.edition.paper == "The Harbour Post"

    with django_assert_max_num_queries(11):
        plates = composer(story_key(story.pk))

    page = plates.pieces["page/world/uk-and-europe/story-1"]
    assert "Ann Author" in html_of(page)
    assert "Note 4" in html_of(page)


def test_whoever_shows_a_line_of_a_page_is_given_one(paper: Paper) -> None:
    words = "The ferry &amp; its crew sailed again. " * 9
    told = paper.story(standfirst="It sailed at six.", body=[("text", RichText(f"<p>{words}</p>"))])
    untold = paper.story(body=[("heading", "Six"), ("text", RichText(f"<p>{words}</p><p>More.</p>"))])

    for story in (told, untold):
        publish(story)
    paper.press()

    assert described(paper, told) == "It sailed at six."
    assert described(paper, untold).startswith("The ferry & its crew sailed again. The ferry")
    assert described(paper, untold).endswith("…")
    assert len(described(paper, untold)) <= 200
    for path in ("", "world"):
        assert described_at(paper, path).startswith("The latest stories from ")


def described(paper: Paper, story: StoryPage) -> str:
    return described_at(paper, f"world/uk-and-europe/{story.slug}")


def described_at(paper: Paper, path: str) -> str:
    written = re.search(r'<meta name="description" content="([^"]*)">', paper.text(f"page/{path}"))
    assert written is not None
    return unescape(written[1])

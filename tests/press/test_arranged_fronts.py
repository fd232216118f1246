"""What readers get of a front that an editor arranged, and what a kill leaves of it."""

import importlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from lxml import html

from broadsheet.contracts.pieces import Page
from broadsheet.fronts.models import Arrangement
from broadsheet.fronts.queries import slots_of
from broadsheet.fronts.slots import Banner, Package, Placed, Slots, write_slots
from broadsheet.joining.joiner import join_page
from broadsheet.press.actions import order, press_everything
from broadsheet.press.models import PressOrder
from broadsheet.press.orders import HOME_FRONT, Priority
from broadsheet.related.actions import Outcome, Relations, store_outcome
from broadsheet.related.models import Stage
from broadsheet.stories.models import StoryPage
from broadsheet.stories.signals import story_withdrawn

from .conftest import NOON, Paper

MIGRATION = "broadsheet.fronts.migrations.0002_arrangements"
SOON = NOON + timedelta(hours=2)


def arranged(paper: Paper, slots: Slots) -> None:
    Arrangement.objects.create(front=paper.home, number=1, slots=write_slots(slots), made_at=NOON)
    press_everything(now=NOON)
    paper.press()


def shown(paper: Paper) -> html.HtmlElement:
    page = paper.store.read("page/")
    assert isinstance(page, Page)
    joined = join_page(page, read=paper.store.read, now=NOON, token_key=b"k" * 32)
    return html.document_fromstring(joined.body.decode())


def headlines(paper: Paper, place: str) -> list[str]:
    return [str(link.text_content()) for link in shown(paper).cssselect(f"{place} .headline")]


def placed(*stories: StoryPage) -> tuple[Placed, ...]:
    return tuple(Placed(story_id=story.pk) for story in stories)


def kill(paper: Paper, story: StoryPage) -> None:
    story.live, story.withdrawn_at = False, NOON
    story.save(update_fields=["live", "withdrawn_at"])
    story_withdrawn.send(sender=StoryPage, story=story, now=NOON)
    paper.press()


def test_lead_package_tier_and_banner_stand_as_an_editor_put_them(paper: Paper) -> None:
    stories = [paper.story() for _ in range(12)]
    package = Package(label="The <storm>", story_ids=(stories[1].pk, stories[2].pk))
    banner = Banner(text="Ferries & trains stopped", story_id=stories[0].pk, until=SOON)

    arranged(paper, Slots(lead=placed(stories[0]), tier=placed(stories[3]), package=package, banner=banner))

    assert headlines(paper, ".breaking") == ["Ferries & trains stopped"]
    assert headlines(paper, ".lead") == ["Story 1"]
    assert headlines(paper, ".package") == ["Story 2", "Story 3"]
    assert shown(paper).cssselect(".package h2")[0].text_content() == "The <storm>"
    assert headlines(paper, ".tier")[0] == "Story 4"
    every = [link.get("href") for link in shown(paper).cssselect("[data-list] .headline")]
    assert sorted(every).count("/world/uk-and-europe/story-1/") == 2  # the banner's words, and the story itself
    assert len(set(every)) == len(every) - 1


def test_strips_stand_in_the_editors_order_and_fill_themselves_with_the_best(paper: Paper) -> None:
    sport = paper.section("Sport", parent=paper.home)
    news = [paper.story(section=sport) for _ in range(10)]
    urgent = paper.story("Urgent", section=sport, urgency=4, first_published_at=NOON - timedelta(hours=1))
    lead, tier = placed(paper.story()), placed(*(paper.story() for _ in range(4)))

    arranged(paper, Slots(lead=lead, tier=tier, strips=(sport.pk, paper.europe.pk)))

    names = [str(heading.text_content()) for heading in shown(paper).cssselect(".strip h2")]
    assert names == ["Sport"]  # all that is new in the other stands above
    assert headlines(paper, ".strip")[0] == urgent.title
    assert len(headlines(paper, ".strip")) == 4
    assert len(news) == 10


@pytest.mark.parametrize("where", [".breaking", ".lead", ".package", ".tier"])
def test_a_kill_takes_a_story_off_every_place_of_a_front(paper: Paper, where: str) -> None:
    stories = [paper.story() for _ in range(12)]
    package = Package(label="The storm", story_ids=(stories[1].pk, stories[2].pk))
    banner = Banner(text="Ferries stopped", story_id=stories[4].pk, until=SOON)
    arranged(paper, Slots(lead=placed(stories[0]), tier=placed(stories[3]), package=package, banner=banner))
    killed = {".breaking": stories[4], ".lead": stories[0], ".package": stories[1], ".tier": stories[3]}[where]

    kill(paper, killed)

    page = html.tostring(shown(paper)).decode()
    assert f"/{killed.slug}/" not in page
    assert ("Ferries stopped" in page) is (where != ".breaking")
    assert ("The storm" in page) is (where != ".lead")
    assert len(headlines(paper, ".lead")) == 1
    assert len(headlines(paper, ".tier")) == 4


def test_before_the_front_is_pressed_again_a_killed_storys_banner_is_gone_too(paper: Paper) -> None:
    story = paper.story()
    arranged(paper, Slots(banner=Banner(text="Ferries stopped", story_id=story.pk, until=SOON)))
    del paper.store.pieces[f"card/{story.pk}"]

    assert headlines(paper, ".breaking") == []


def test_a_story_that_is_not_published_waits_unseen(paper: Paper) -> None:
    waiting, other = paper.story("Embargoed", live=False), paper.story()

    arranged(paper, Slots(lead=placed(waiting), banner=Banner(text="Soon", story_id=waiting.pk, until=SOON)))

    assert headlines(paper, ".lead") == [other.title]
    assert "Embargoed" not in html.tostring(shown(paper)).decode()
    assert headlines(paper, ".breaking") == []


def test_a_banner_and_a_package_end(paper: Paper) -> None:
    stories = [paper.story() for _ in range(5)]
    lead = (Placed(story_id=stories[0].pk, until=SOON),)
    package = Package(label="The storm", story_ids=(stories[1].pk, stories[2].pk))
    arranged(paper, Slots(lead=lead, package=package, banner=Banner(text="Soon", story_id=stories[0].pk, until=SOON)))
    before = [headlines(paper, place) for place in (".breaking", ".package")]

    order([HOME_FRONT], Priority.LISTS, now=SOON)
    paper.press(now=SOON)

    assert before == [["Soon"], ["Story 2", "Story 3"]]
    assert [headlines(paper, place) for place in (".breaking", ".package")] == [[], []]


def test_two_agencies_words_of_one_event_take_one_place_as_soon_as_related_stories_know_it(paper: Paper) -> None:
    one, rewritten, other = (paper.story() for _ in range(3))
    arranged(paper, Slots())
    before = [headlines(paper, ".lead"), headlines(paper, ".tier")]
    found = Relations(published_at=NOON, rewrites=frozenset({one.pk}))

    store_outcome(
        Outcome(stage=Stage.PUBLISHED, next_stage=None, done=[], gone=[], relations={rewritten.pk: found}), now=NOON
    )
    ordered = dict(PressOrder.objects.values_list("key", "priority"))
    paper.press()

    assert before == [[other.title], [rewritten.title, one.title]]
    assert (headlines(paper, ".lead"), headlines(paper, ".tier")) == ([other.title], [rewritten.title])
    assert headlines(paper, '[data-list="latest"]') == [one.title]
    assert ordered["front:home"] == Priority.LISTS
    assert "story:" not in " ".join(ordered)


def test_what_was_pinned_before_is_arranged_in_its_order_and_keeps_its_end(paper: Paper) -> None:
    arrange_what_was_pinned = importlib.import_module(MIGRATION).arrange_what_was_pinned
    pins = [
        Pin(front_id=paper.home.pk, story_id=5, place="lead", until=SOON),
        Pin(front_id=paper.home.pk, story_id=6, place="lead"),
        Pin(front_id=paper.home.pk, story_id=7, place="tier"),
    ]

    arrange_what_was_pinned(AppsBefore(pins), None)

    kept = Slots(lead=(Placed(story_id=5, until=SOON), Placed(story_id=6)), tier=(Placed(story_id=7),))
    assert slots_of(paper.home.pk) == kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """A row of the table that was."""

    front_id: int
    story_id: int
    place: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class AppsBefore:
    """The models as the migration finds them: pins in their order, and the real arrangements."""

    pins: list[Pin]

    def get_model(self, app: str, name: str) -> Any:
        return self if name == "FrontPin" else apps.get_model(app, name)

    @property
    def objects(self) -> "AppsBefore":
        return self

    def order_by(self, *_: str) -> list[Pin]:
        return self.pins

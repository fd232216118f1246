"""Whatever arrives, late, twice and out of order, with editors at work between: what must hold all the same."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from broadsheet.stories.actions import publish_story, revise_story
from broadsheet.stories.guards import PublishRefusedError
from broadsheet.stories.models import StoryPage
from broadsheet.stories.words import StoryWords
from broadsheet.wire.actions import receive, settle_due_items
from broadsheet.wire.models import WireItem
from broadsheet.wire.uses import story_words
from broadsheet.wire.verdict import VerdictKind
from wire.newsroom import NOON, Agency, Paper, ninjs

SLUG = "BC-Harbour Fire"
# A database stands behind every step: a tenth of the usual examples each time, all with `--hypothesis-profile=long`.
_FEW = settings().max_examples // 10
UNHURRIED = settings(
    phases=[Phase.explicit, Phase.generate],
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)


@dataclass(frozen=True, slots=True)
class Sent:
    """One revision: `embargo` in hours after noon, `part` 0 for the story itself or the number of a take."""

    version: int
    status: str
    embargo: int | None
    part: int

    @property
    def guid(self) -> str:
        return f"urn:take:{self.part}" if self.part else "urn:main"

    @property
    def word(self) -> str:
        """A word that nothing else says."""
        return f"part{self.part}version{self.version}"

    def document(self) -> bytes:
        slug = f"{SLUG}, {self.part} Add" if self.part == 0 else f"{SLUG}, Take {self.part}"
        return ninjs(
            self.guid,
            version=self.version,
            pubstatus=self.status,
            slugline=slug if self.part else SLUG,
            embargoed=(NOON + timedelta(hours=self.embargo)).isoformat() if self.embargo is not None else None,
            headline=f"Fire in the harbour {self.word}",
            body_xhtml=f"<p>The text of this one is {self.word} and no other.</p>",
        )


def revisions() -> st.SearchStrategy[Sent]:
    statuses = ["usable", "usable", "usable", "withheld", "canceled"]
    return st.builds(
        Sent,
        version=st.integers(1, 4),
        status=st.sampled_from(statuses),
        embargo=st.sampled_from([None, None, 2, 5]),
        part=st.sampled_from([0, 0, 1, 2]),
    )


def kills_no_take(one: Sent) -> bool:
    """A story that readers saw with a killed take is withdrawn and offered back; one that never held it stays."""
    return one.part == 0 or one.status != "canceled"


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside leaves nothing behind."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def readable() -> list[tuple[str, str, bool]]:
    """What readers can open."""
    return [(story.title, str(story.body), story.live) for story in StoryPage.objects.filter(live=True)]


def settle_until(moment: datetime) -> None:
    while settle_due_items(moment):
        pass


def state_after(sent: list[Sent], *, publishing: Agency, ends: datetime) -> dict[str, Any]:
    with undone():
        for number, one in enumerate(sent):
            receive(publishing.source, data=one.document(), name=str(number), now=NOON + timedelta(seconds=number))
        settle_until(ends)
        items = WireItem.objects.order_by("guid")
        return {
            "items": [(item.guid, item.version, item.verdict, bool(item.killed_at)) for item in items],
            "pages": [(title, body) for title, body, _ in readable()],
        }


@pytest.mark.slow
@settings(UNHURRIED, max_examples=_FEW)
@given(
    sent=st.lists(revisions().filter(kills_no_take), max_size=6, unique_by=lambda one: (one.guid, one.version)),
    data=st.data(),
)
@pytest.mark.parametrize("hours", [1, 3, 6])
def test_the_final_state_does_not_depend_on_the_order(
    publishing: Agency, hours: int, sent: list[Sent], data: st.DataObject
) -> None:
    other = data.draw(
        st.permutations(sent + data.draw(st.lists(st.sampled_from(sent), max_size=3) if sent else st.just([])))
    )
    ends = NOON + timedelta(hours=hours)

    assert state_after(sent, publishing=publishing, ends=ends) == state_after(other, publishing=publishing, ends=ends)


class Newsroom(RuleBasedStateMachine):
    """A wire and an editor at work on the same story; `agency` and `paper` are set by the test."""

    agency: Agency
    paper: Paper

    def __init__(self) -> None:
        super().__init__()
        self.now = NOON
        self.sent: list[Sent] = []
        self.killed: set[str] = set()
        self.ours: dict[str, str] = {}
        self.unpublished: set[str] = set()
        self.number = 0

    @initialize()
    def begin(self) -> None:
        self.atomic = transaction.atomic()
        self.atomic.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @rule(one=revisions())
    def arrives(self, one: Sent) -> None:
        self._receive(one)

    @precondition(lambda self: self.sent)
    @rule(data=st.data())
    def arrives_again(self, data: st.DataObject) -> None:
        self._receive(data.draw(st.sampled_from(self.sent)))

    @precondition(lambda _: StoryPage.objects.exists())
    @rule(field=st.sampled_from(["headline", "standfirst", "body_html"]))
    def an_editor_writes(self, field: str) -> None:
        self.number += 1
        word = f"ours{field.replace('_', '')}{self.number}x"
        text = f"<p>{word}</p>" if field == "body_html" else word
        revise_story(self._story(), changes=StoryWords(**{field: text}), by=self.paper.chief, now=self.now)
        self.unpublished.discard(self.ours.get(field, ""))
        self.ours[field] = word
        self.unpublished.add(word)

    @precondition(lambda _: StoryPage.objects.exists())
    @rule()
    def an_editor_publishes(self) -> None:
        try:
            with transaction.atomic():
                publish_story(self._story(), by=self.paper.chief, now=self.now)
        except PublishRefusedError:
            return
        self.unpublished.clear()

    @rule(hours=st.sampled_from([1, 2, 5]))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        settle_until(self.now)

    @invariant()
    def a_kill_is_final(self) -> None:
        for item in WireItem.objects.filter(guid__in=self.killed):
            assert item.verdict == VerdictKind.KILLED
        if "urn:main" in self.killed:
            assert not readable()

    @invariant()
    def no_word_of_a_killed_item_is_readable(self) -> None:
        self._nothing_readable_of(guids=self.killed)

    @invariant()
    def no_withheld_or_embargoed_word_is_readable(self) -> None:
        held = WireItem.objects.exclude(verdict__in=[VerdictKind.PUBLISHABLE, VerdictKind.DESK_ONLY])
        self._nothing_readable_of(guids=set(held.values_list("guid", flat=True)))

    @invariant()
    def an_editor_s_words_stand(self) -> None:
        if not self.ours:
            return
        words = story_words(self._story())
        said = {"headline": words["headline"], "standfirst": words["standfirst"], "body_html": " ".join(words["body"])}
        for field, word in self.ours.items():
            assert word in said[field]

    @invariant()
    def nobody_but_an_editor_publishes_an_editor_s_unfinished_words(self) -> None:
        for title, body, _ in readable():
            assert not [word for word in self.unpublished if word in f"{title} {body}"]

    def _receive(self, one: Sent) -> None:
        self.now += timedelta(seconds=1)
        self.sent.append(one)
        receive(self.agency.source, data=one.document(), name="item", now=self.now)
        if one.status == "canceled":
            self.killed.add(one.guid)

    def _story(self) -> StoryPage:
        story: StoryPage = StoryPage.objects.get()
        return story

    def _nothing_readable_of(self, *, guids: set[str]) -> None:
        words = [one.word for one in self.sent if one.guid in guids]
        for title, body, _ in readable():
            assert not [word for word in words if word in f"{title} {body}"]


@pytest.mark.slow
def test_wire_and_editors_at_work_on_one_story(publishing: Agency, paper: Paper) -> None:
    machine = type("NewsroomHere", (Newsroom,), {"agency": publishing, "paper": paper})

    run_state_machine_as_test(machine, settings=settings(UNHURRIED, max_examples=_FEW, stateful_step_count=12))

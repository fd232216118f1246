"""What the desk says it does with an item."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from broadsheet.contracts.news import Kind, Link, NewsItem, Signal, Status
from broadsheet.wire.explaining import what_the_desk_does
from broadsheet.wire.verdict import VerdictKind, verdict_of

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
STORY = NewsItem(guid="urn:a", format="ninjs", headline="Rain falls", body_html="<p>All day.</p>")


def told(item: NewsItem) -> str:
    return "\n".join(what_the_desk_does(item, verdict=verdict_of(item, now=NOON), now=NOON))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "A route that publishes by itself may publish it"),
        ({"status": Status.CANCELED}, "withdrawn at once"),
        ({"status": Status.CANCELED}, "final"),
        ({"status": Status.CANCELED, "kind": Kind.PICTURE}, "all its renditions leave every page"),
        ({"status": Status.WITHHELD}, "hidden at once"),
        ({"embargoed_until": NOON + timedelta(hours=1)}, "before 01 June 2026 13:00:00 UTC"),
        ({"unreadable_embargo": "Friday"}, "until an editor has set when the embargo ends"),
        ({"signals": frozenset({Signal.CORRECTION})}, "public correction note"),
        ({"signals": frozenset({Signal.UPDATE})}, "what the newsroom changed itself stays"),
        ({"version": 4}, "what the newsroom changed itself stays"),
        ({"signals": frozenset({Signal.REPEAT})}, "counted and dropped"),
        ({"signals": frozenset({Signal.FLASH})}, "pinned on top of the desk's list and rings, with a sound"),
        ({"signals": frozenset({Signal.BULLETIN})}, "list of alerts"),
        ({"signals": frozenset({Signal.ADVISORY})}, "no story can be made of it"),
        ({"signals": frozenset({Signal.TEST})}, "does not show it"),
        ({"signals": frozenset({Signal.ADD})}, "beside the story that it adds to"),
        ({"kind": Kind.PICTURE}, "can be placed in stories"),
        ({"kind": Kind.PACKAGE, "links": (Link(guid="b", rel="member"),)}, "one member"),
        ({"editors_note": "Please note: kill BC-Oil"}, "may mean another item"),
        ({"editors_note": "Adds quotes"}, "never published"),
        ({"usage_terms": "No archive"}, "terms are shown before it is used"),
        ({"refused_uses": ("use on the web",)}, "Refused here: use on the web."),
        ({"expires_at": NOON}, "no longer offered"),
        ({"expires_at": NOON + timedelta(days=1)}, "offered until 02 June 2026 12:00 UTC"),
        ({"links": (Link(guid="urn:b", rel="idref:canceled"),)}, "urn:b"),
        ({"body_html": ""}, "it has no body yet"),
        ({"warnings": ("Mended.",)}, "read leniently: Mended."),
    ],
)
def test_every_row_of_the_signal_table_is_told_in_a_sentence(changes: dict[str, object], words: str) -> None:
    assert words in told(replace(STORY, **changes))


def test_nothing_of_a_killed_item_is_offered() -> None:
    killed = replace(STORY, status=Status.CANCELED, signals=frozenset({Signal.FLASH, Signal.CORRECTION}))

    assert "can make a story" not in told(killed)
    assert "pinned" not in told(killed)
    assert "corrected" not in told(killed)


@pytest.mark.parametrize("kind", list(VerdictKind))
def test_there_is_a_sentence_for_every_verdict(kind: VerdictKind) -> None:
    items = {
        VerdictKind.KILLED: replace(STORY, status=Status.CANCELED),
        VerdictKind.WITHHELD: replace(STORY, status=Status.WITHHELD),
        VerdictKind.EMBARGO_UNREADABLE: replace(STORY, unreadable_embargo="Friday"),
        VerdictKind.EMBARGOED: replace(STORY, embargoed_until=NOON + timedelta(days=1)),
        VerdictKind.DESK_ONLY: replace(STORY, kind=Kind.VIDEO),
        VerdictKind.PUBLISHABLE: STORY,
    }

    assert verdict_of(items[kind], now=NOON).kind is kind
    assert all(sentence.endswith(".") for sentence in told(items[kind]).split("\n"))

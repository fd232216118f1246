from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from broadsheet.contracts.pieces import (
    Candidate,
    Card,
    ChangedSlot,
    Fragment,
    ListSlot,
    Mention,
    MentionSlot,
    Page,
    Piece,
    PieceError,
    PieceSlot,
    Role,
    Shape,
    StoryList,
    TokenSlot,
    Withdrawn,
)
from broadsheet.joining.joiner import JoinedPage, join_page
from broadsheet.joining.tokens import read_token

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
AN_HOUR_LATER = NOW + timedelta(hours=1)
KEY = b"k" * 32
LATEST = ListSlot(
    role=Role.LATEST,
    list_name="latest",
    shape=Shape.LINE,
    limit=3,
    sources=("list/latest/all",),
    opening='<ul data-list="latest">',
    closing="</ul>",
)
FEED = ListSlot(
    role=Role.LATEST,
    list_name="feed",
    shape=Shape.JSON,
    limit=3,
    sources=("list/latest/all",),
    item_opening="",
    item_closing="",
    between=",",
)


def card(story_id: int, *, age: timedelta = timedelta()) -> Card:
    html = f'<a href="/s{story_id}/">Story {story_id}</a>'
    return Card(story_id=story_id, url=f"/s{story_id}/", published_at=NOW - age, shapes={Shape.LINE: html})


def entry(story_id: int, *, age: timedelta = timedelta(), changed_at: datetime | None = None) -> Card:
    shapes = {Shape.JSON: f'{{"id":{story_id}}}'}
    return Card(story_id=story_id, url="/s/", published_at=NOW - age, shapes=shapes, changed_at=changed_at)


def joined(page: Page, pieces: Mapping[str, Piece], *, now: datetime = NOW) -> JoinedPage:
    return join_page(page, read=pieces.get, now=now, token_key=KEY)


def test_every_kind_of_slot_is_filled_in_its_place() -> None:
    page = Page(
        parts=('<body data-hit="', TokenSlot(story_id=7), '">', PieceSlot(name="shell/menu"), LATEST, "</body>"),
        story_id=7,
    )
    pieces = {
        "shell/menu": Fragment(html="<nav>Menu</nav>"),
        "list/latest/all": StoryList(story_ids=(7, 2, 1)),
        "card/7": card(7),
        "card/2": card(2),
        "card/1": card(1),
    }

    result = joined(page, pieces)

    html = result.body.decode()
    token = html.partition('data-hit="')[2].partition('"')[0]
    assert read_token(token, today=NOW.date(), key=KEY) == 7
    assert html.replace(token, "T") == (
        '<body data-hit="T"><nav>Menu</nav><ul data-list="latest"><li><a href="/s2/">Story 2</a></li>'
        '<li><a href="/s1/">Story 1</a></li></ul></body>'
    )


def test_a_list_without_a_story_leaves_no_empty_frame() -> None:
    result = joined(Page(parts=("a", LATEST, "b")), {})

    assert result.body == b"ab"


def test_the_note_of_a_candidate_follows_its_card() -> None:
    slot = ListSlot(
        role=Role.RELATED,
        list_name="related",
        shape=Shape.LINE,
        limit=1,
        candidates=(Candidate(story_id=1, note="<small>also about ferries</small>"),),
    )

    result = joined(Page(parts=(slot,)), {"card/1": card(1)})

    assert result.body == b'<li><a href="/s1/">Story 1</a><small>also about ferries</small></li>'


def test_a_withdrawn_story_is_named_nowhere() -> None:
    pieces = {
        "withdrawn": Withdrawn(story_ids=frozenset({2})),
        "list/latest/all": StoryList(story_ids=(2, 1)),
        "card/2": card(2),
        "card/1": card(1),
    }

    result = joined(Page(parts=(LATEST,)), pieces)

    assert b"Story 2" not in result.body
    assert b"Story 1" in result.body


def test_a_card_without_the_shape_gives_its_place_to_the_next() -> None:
    faceless = Card(story_id=2, url="/s2/", published_at=NOW, shapes={Shape.LEAD: "<h2>Two</h2>"})
    pieces = {"list/latest/all": StoryList(story_ids=(2, 1)), "card/2": faceless, "card/1": card(1)}

    result = joined(Page(parts=(LATEST,)), pieces)

    assert result.body == b'<ul data-list="latest"><li><a href="/s1/">Story 1</a></li></ul>'


def test_a_story_of_seven_days_stands_as_old_and_the_page_knows_when_the_next_one_will() -> None:
    pieces = {
        "list/latest/all": StoryList(story_ids=(1, 2)),
        "card/1": card(1, age=timedelta(days=6, hours=23)),
        "card/2": card(2, age=timedelta(days=7)),
    }

    result = joined(Page(parts=(LATEST,)), pieces)

    assert b'<li><a href="/s1/">' in result.body
    assert b'<li class="old"><a href="/s2/">' in result.body
    assert result.valid_until == NOW + timedelta(hours=1)


def test_an_item_with_a_class_of_its_own_keeps_it_beside_old() -> None:
    slot = ListSlot(
        role=Role.LATEST,
        list_name="latest",
        shape=Shape.LINE,
        limit=1,
        candidates=(Candidate(story_id=1),),
        item_opening='<li class="ranked">',
    )

    result = joined(Page(parts=(slot,)), {"card/1": card(1, age=timedelta(days=9))})

    assert result.body.startswith(b'<li class="old ranked">')


def test_a_rank_is_the_same_whatever_a_page_leaves_out_and_what_fills_up_has_none() -> None:
    popular = replace(
        LATEST, role=Role.POPULAR, list_name="popular", sources=("list/popular/all",), opening="", closing="", limit=4
    )
    cards = {f"card/{number}": card(number) for number in range(1, 7)}
    pieces = {
        "list/popular/all": StoryList(story_ids=(1, 2, 3, 4, 5, 6), ranked=4),
        "withdrawn": Withdrawn(story_ids=frozenset({3})),
        **cards,
    }

    elsewhere = joined(Page(parts=(popular,)), pieces).body.decode()
    beside_itself = joined(Page(parts=(popular,), story_id=1), pieces).body.decode()

    # The third was withdrawn: nobody is third behind it any more.
    assert elsewhere == "".join(
        f'<li{mark}><a href="/s{number}/">Story {number}</a></li>'
        for number, mark in ((1, ""), (2, ""), (4, ""), (5, ' class="unranked"'))
    )
    assert beside_itself == "".join(
        f'<li{mark}><a href="/s{number}/">Story {number}</a></li>'
        for number, mark in ((2, ' value="2"'), (4, ' value="3"'), (5, ' class="unranked"'), (6, ' class="unranked"'))
    )


def test_a_page_holds_until_its_list_grows_stale() -> None:
    stale_at = NOW + timedelta(minutes=35)
    pieces = {"list/latest/all": StoryList(story_ids=(1,), stale_at=stale_at), "card/1": card(1)}

    fresh = joined(Page(parts=(LATEST,)), pieces)
    stale = joined(Page(parts=(LATEST,)), pieces, now=stale_at)

    assert fresh.valid_until == stale_at
    assert stale.body == b""


def test_a_page_with_a_token_holds_until_midnight() -> None:
    result = joined(Page(parts=(TokenSlot(story_id=1),)), {})

    assert result.valid_until == datetime(2026, 11, 25, tzinfo=UTC)


def test_a_page_without_anything_that_ages_holds_for_ever() -> None:
    assert joined(Page(parts=("<p>",)), {}).valid_until is None


def test_a_page_hangs_on_all_it_looked_for_also_on_what_is_not_there() -> None:
    pieces = {"list/latest/all": StoryList(story_ids=(1, 2)), "card/2": card(2)}

    result = joined(Page(parts=(PieceSlot(name="shell/menu"), LATEST)), pieces)

    assert result.names == {"shell/menu", "list/latest/all", "withdrawn", "card/1", "card/2"}


def test_a_damaged_piece_costs_its_place_and_never_the_page() -> None:
    def read(name: str) -> Piece | None:
        if name == "shell/menu":
            raise PieceError("'shell/menu': damaged")
        return None

    result = join_page(Page(parts=("a", PieceSlot(name="shell/menu"), "b")), read=read, now=NOW, token_key=KEY)

    assert result.body == b"ab"
    assert result.damaged == ("'shell/menu': damaged",)


def test_a_piece_of_another_kind_in_a_slot_is_left_out() -> None:
    result = joined(Page(parts=("a", PieceSlot(name="card/1"), "b")), {"card/1": card(1)})

    assert result.body == b"ab"


@pytest.mark.parametrize("slot", [LATEST, FEED])
def test_no_list_is_shown_while_nobody_can_tell_which_stories_were_killed(slot: ListSlot) -> None:
    pieces = {"list/latest/all": StoryList(story_ids=(1,)), "card/1": card(1), "entry/1": entry(1)}

    def read(name: str) -> Piece | None:
        if name == "withdrawn":
            raise PieceError("'withdrawn': damaged")
        return pieces.get(name)

    result = join_page(Page(parts=("a", slot, "b")), read=read, now=NOW, token_key=KEY)

    assert result.body == b"ab"
    assert result.damaged == ("'withdrawn': damaged",)


def test_a_feed_is_a_list_of_entries_with_something_between_two_of_them() -> None:
    pieces = {
        "withdrawn": Withdrawn(story_ids=frozenset({3})),
        "list/latest/all": StoryList(story_ids=(4, 3, 2, 1)),
        **{f"entry/{number}": entry(number) for number in (3, 2, 1)},
        **{f"card/{number}": card(number) for number in (4, 3, 2, 1)},
    }

    result = joined(Page(parts=("[", FEED, "]")), pieces)

    assert result.body == b'[{"id":2},{"id":1}]'
    assert not [name for name in result.names if name.startswith("card/")]


def test_a_feed_is_the_same_after_seven_days() -> None:
    pieces = {"list/latest/all": StoryList(story_ids=(1,)), "entry/1": entry(1, age=timedelta(days=6))}

    result = joined(Page(parts=(FEED,)), pieces)

    assert result.valid_until is None


def test_a_feed_changed_when_the_last_of_its_stories_did() -> None:
    pieces = {
        "withdrawn": Withdrawn(story_ids=frozenset({3})),
        "list/latest/all": StoryList(story_ids=(3, 2, 1)),
        "entry/3": entry(3, changed_at=NOW + timedelta(hours=9)),
        "entry/2": entry(2),
        "entry/1": entry(1, age=timedelta(days=1), changed_at=NOW + timedelta(hours=1)),
    }

    full, empty = joined(Page(parts=(ChangedSlot(), FEED)), pieces), joined(Page(parts=(ChangedSlot(), FEED)), {})

    assert full.body.startswith(b"2026-11-24T13:00:00Z{")
    assert empty.body == b"1970-01-01T00:00:00Z"


MENTIONS = MentionSlot(
    mentions=(
        Mention(story_id=3, text="<3>", until=AN_HOUR_LATER),
        Mention(story_id=2, text="<2>", until=NOW),
        Mention(story_id=1, text="<1>"),
    )
)


def test_a_mention_stands_until_its_moment_and_the_page_as_long() -> None:
    now, later = (joined(Page(parts=("[", MENTIONS, "]")), {}, now=at) for at in (NOW, AN_HOUR_LATER))

    assert (now.body, now.valid_until) == (b"[<3><1>]", AN_HOUR_LATER)
    assert (later.body, later.valid_until) == (b"[<1>]", None)


def test_a_withdrawn_story_is_mentioned_nowhere_and_asks_for_no_card() -> None:
    pieces = {"withdrawn": Withdrawn(story_ids=frozenset({3}))}

    result = joined(Page(parts=("[", MENTIONS, "]")), pieces)

    assert (result.body, result.names, result.valid_until) == (b"[<1>]", {"withdrawn"}, None)


def test_no_story_is_mentioned_while_nobody_can_tell_which_were_killed() -> None:
    def read(name: str) -> Piece | None:
        raise PieceError(f"{name!r}: damaged")

    result = join_page(Page(parts=("[", MENTIONS, "]")), read=read, now=NOW, token_key=KEY)

    assert (result.body, result.damaged) == (b"[]", ("'withdrawn': damaged",))

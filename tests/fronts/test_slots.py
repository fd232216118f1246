"""What an editor arranged: which arrangements may be saved, what of them holds, and their JSON."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.fronts.slots import (
    Banner,
    Package,
    Placed,
    Slots,
    SlotsError,
    check,
    holding,
    read_slots,
    write_slots,
)

NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)

ids = st.integers(1, 2**63 - 1)
moments = st.datetimes(timezones=st.just(UTC))
placed_ones = st.lists(st.builds(Placed, story_id=ids, until=st.none() | moments), max_size=4).map(tuple)
lines = st.text(st.characters(categories=["L", "P"]), min_size=1, max_size=40)
arrangements = st.builds(
    Slots,
    lead=placed_ones,
    tier=placed_ones,
    package=st.none() | st.builds(Package, label=lines, story_ids=st.lists(ids, max_size=5).map(tuple)),
    strips=st.none() | st.lists(ids, max_size=4).map(tuple),
    banner=st.none() | st.builds(Banner, text=lines, story_id=ids, until=moments),
)


@given(arrangements)
def test_an_arrangement_is_the_same_once_it_was_stored(slots: Slots) -> None:
    assert read_slots(write_slots(slots), zone=UTC) == slots


def test_a_time_without_a_zone_is_one_of_the_editors_clock() -> None:
    said = {"lead": [{"story": 3, "until": "2026-07-01T18:00"}]}

    slots = read_slots(said, zone=ZoneInfo("Europe/London"))

    assert slots.lead[0].until == datetime(2026, 7, 1, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    "said",
    [
        None,
        [],
        "lead",
        {"lead": 3},
        {"lead": [{"story": "<script>"}]},
        {"lead": [{"story": 0}]},
        {"lead": [{"story": 2**63}]},
        {"lead": [{"story": 1e400}]},
        {"lead": [{}]},
        {"tier": [{"story": 1, "until": "soon"}]},
        {"package": {"label": "Storm"}},
        {"strips": ["x"]},
        {"banner": {"text": "Storm", "story": 1}},
        {"banner": {"text": "Storm", "story": 1, "until": ""}},
    ],
)
def test_what_is_no_arrangement_is_refused(said: object) -> None:
    with pytest.raises(SlotsError):
        read_slots(said, zone=UTC)


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["lead", "tier", "package", "strips", "banner", "story", "until", "label", "stories"]),
                inner,
                max_size=4,
            )
        ),
        max_leaves=12,
    )
)
def test_whatever_is_sent_is_read_or_refused(said: object) -> None:
    with suppress(SlotsError):
        assert isinstance(read_slots(said, zone=UTC), Slots)


@pytest.mark.parametrize(
    ("slots", "said"),
    [
        (Slots(lead=(Placed(story_id=1),), tier=(Placed(story_id=1),)), "two places"),
        (Slots(lead=tuple(Placed(story_id=number) for number in range(1, 7))), "At most 5"),
        (Slots(package=Package(label="Storm", story_ids=(1, 2))), "pin the story that leads"),
        (Slots(lead=(Placed(story_id=9),), package=Package(label="Storm", story_ids=(1,))), "2 to 5"),
        (Slots(lead=(Placed(story_id=9),), package=Package(label="Storm", story_ids=(1, 2, 3, 4, 5, 6))), "2 to 5"),
        (Slots(lead=(Placed(story_id=9),), package=Package(label="", story_ids=(1, 2))), "needs a label"),
        (Slots(strips=(1, 1)), "one strip"),
        (Slots(banner=Banner(text="", story_id=1, until=NOON)), "line of words"),
        (Slots(banner=Banner(text="a" * 121, story_id=1, until=NOON)), "120 letters"),
    ],
)
def test_an_arrangement_that_breaks_a_rule_says_which(slots: Slots, said: str) -> None:
    with pytest.raises(SlotsError, match=said):
        check(slots)


def test_what_ran_out_is_gone_and_what_readers_cannot_open_waits() -> None:
    slots = Slots(
        lead=(Placed(story_id=1, until=NOON), Placed(story_id=2, until=NOON + HOUR)),
        tier=(Placed(story_id=3), Placed(story_id=4)),
        banner=Banner(text="Storm", story_id=4, until=NOON + HOUR),
    )

    held = holding(slots, is_open=lambda story_id: story_id != 4, now=NOON)

    assert held == Slots(lead=slots.lead[1:], tier=slots.tier[:1])


def test_a_package_goes_with_the_lead_that_it_hangs_under() -> None:
    package = Package(label="Storm", story_ids=(2, 3))
    slots = Slots(lead=(Placed(story_id=1, until=NOON + HOUR), Placed(story_id=4)), package=package)

    before = holding(slots, is_open=lambda _: True, now=NOON)
    after = holding(slots, is_open=lambda _: True, now=NOON + HOUR)

    assert before.package == package
    assert (after.lead, after.package) == (slots.lead[1:], None)

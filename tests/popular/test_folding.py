"""One beacon in, a fold out: who counts, as whom, and what is dropped with which reason."""

from datetime import timedelta

import pytest
from datasketches import hll_sketch

from broadsheet.contracts.audience import Source
from broadsheet.popular.agents import NEW_AGENTS_A_SECOND, AgentJudge, Verdict
from broadsheet.popular.folding import HitFolder, prefix_of
from popular.hits import FIREFOX, MORNING, TODAY, addresses, flushed, make_folder, make_hit


def readers_of(folder: HitFolder, *, story_id: int = 7) -> int:
    folds = [fold for fold in flushed(folder).folds.values() if fold.story_id == story_id]
    return round(sum(hll_sketch.deserialize(fold.all_readers).get_estimate() for fold in folds))


def dropped_by(folder: HitFolder) -> dict[str, int]:
    return flushed(folder).dropped_since(0)


def test_a_thousand_readers_are_counted_within_two_percent(folder: HitFolder) -> None:
    folder.fold(make_hit(address=address) for address in addresses(1000))

    assert readers_of(folder) == pytest.approx(1000, rel=0.02)


def test_a_reload_storm_counts_once(folder: HitFolder) -> None:
    folder.fold(make_hit(now=MORNING + second / 10) for second in range(1000))

    assert readers_of(folder) == 1


def test_one_host_with_ten_thousand_user_agents_is_sixteen_readers_at_most(folder: HitFolder) -> None:
    folder.fold(make_hit(user_agent=f"{FIREFOX} {agent}", now=MORNING + agent / 400) for agent in range(10_000))

    assert 12 <= readers_of(folder) <= 16


def test_a_whole_network_is_sixteen_readers_at_most(folder: HitFolder) -> None:
    folder.fold(make_hit(address=f"192.0.2.{host}") for host in range(256))

    assert 12 <= readers_of(folder) <= 16


def test_an_ipv6_customer_is_sixteen_readers_at_most(folder: HitFolder) -> None:
    folder.fold(make_hit(address=f"2001:db8:0:12{host % 256:02x}::{host:x}") for host in range(5000))

    assert 12 <= readers_of(folder) <= 16


def test_an_ipv4_address_written_as_ipv6_is_the_same_network() -> None:
    assert prefix_of("::ffff:192.0.2.44") == prefix_of("192.0.2.1")
    assert prefix_of("192.0.2.1") != prefix_of("192.0.3.1")
    assert prefix_of("2001:db8::1") != prefix_of("2001:db8:0:100::1")


@pytest.mark.parametrize("address", ["", "unix:", "300.1.1.1", "192.0.2", "2001:::1", "a\0b", "192.0.2.1\0"])
def test_what_is_no_address_is_dropped_with_its_reason(folder: HitFolder, address: str) -> None:
    folder.fold([make_hit(address=address)])

    assert dropped_by(folder) == {"address_unreadable": 1}


def test_every_dropped_hit_has_its_reason(folder: HitFolder) -> None:
    folder.fold(
        [
            make_hit(origin=""),
            make_hit(origin="https://elsewhere.example"),
            make_hit(token="7.AAAAAAAAAAAAAAAA"),
            make_hit(token="nonsense"),
            make_hit(user_agent="Mozilla/5.0 (compatible; Googlebot/2.1)"),
            make_hit(user_agent=""),
        ]
    )

    assert dropped_by(folder) == {"origin_missing": 1, "origin_foreign": 1, "token_bad": 2, "agent_bot": 2}
    assert readers_of(folder) == 0


def test_yesterdays_token_counts_and_the_day_befores_does_not(folder: HitFolder) -> None:
    folder.fold([make_hit(day=TODAY - timedelta(days=1)), make_hit(day=TODAY - timedelta(days=2))])

    assert dropped_by(folder) == {"token_bad": 1}


def test_a_token_read_before_does_not_outlive_its_day(folder: HitFolder) -> None:
    two_days = 2 * 86_400
    folder.fold([make_hit()])

    folder.fold([make_hit(now=MORNING + two_days)])

    assert dropped_by(folder) == {"token_bad": 1}


def test_a_view_that_asks_not_to_be_counted_leaves_no_hash(folder: HitFolder) -> None:
    folder.fold([make_hit(do_not_count=True)] * 3)

    (fold,) = flushed(folder).folds.values()
    assert fold.unhashed_views == 3
    assert hll_sketch.deserialize(fold.all_readers).is_empty()


def test_hits_from_the_popular_list_are_kept_apart(folder: HitFolder) -> None:
    led, own = addresses(300)[:200], addresses(300)[200:]
    folder.fold(make_hit(address=address, came_from="popular") for address in led)
    folder.fold(make_hit(address=address, came_from="latest") for address in own)

    (fold,) = flushed(folder).folds.values()
    assert hll_sketch.deserialize(fold.all_readers).get_estimate() == pytest.approx(300, rel=0.03)
    assert hll_sketch.deserialize(fold.unled_readers).get_estimate() == pytest.approx(100, rel=0.03)


def test_a_reader_belongs_to_the_place_he_came_from_first(folder: HitFolder) -> None:
    came_from = ["front", "breaking", "popular", "related", "inbody", "search", "engine", "site", "direct", "", "what"]

    for place, address in zip(came_from, addresses(len(came_from)), strict=True):
        folder.fold([make_hit(address=address, came_from=place), make_hit(address=address, came_from="front")])
    [flush] = folder.flushes()

    assert {source: round(readers) for source, readers in flush.folds[0].sources.items()} == {
        Source.FRONT: 2, Source.LIST: 3, Source.SEARCH: 1, Source.ENGINE: 1, Source.SITE: 1, Source.DIRECT: 1,
        Source.PAGE: 2,
    }  # fmt: skip


def test_one_host_cannot_drive_a_place_up(folder: HitFolder) -> None:
    folder.fold(make_hit(came_from="engine", user_agent=f"{FIREFOX} {number}") for number in range(2_000))
    [flush] = folder.flushes()

    assert round(flush.folds[0].sources[Source.ENGINE]) <= 16


def test_a_hit_on_the_second_of_a_new_bucket_belongs_to_it(folder: HitFolder) -> None:
    folder.fold([make_hit(now=MORNING + 299.9), make_hit(now=MORNING + 300)])

    assert sorted(bucket for _, bucket, _ in flushed(folder).folds) == [MORNING, MORNING + 300]


def test_a_clock_set_back_never_opens_a_closed_bucket(folder: HitFolder) -> None:
    folder.fold([make_hit(now=MORNING + 300), make_hit(story_id=8, now=MORNING)])

    assert {bucket for _, bucket, _ in flushed(folder).folds} == {MORNING + 300}


def test_a_reader_is_another_number_on_another_day(folder: HitFolder) -> None:
    folder.fold([make_hit(), make_hit(now=MORNING + 86_400)])

    first, second = flushed(folder).folds.values()
    assert first.all_readers != second.all_readers


def test_two_workers_give_a_reader_the_same_number() -> None:
    one, two = make_folder("one"), make_folder("two")
    one.fold([make_hit()])
    two.fold([make_hit()])

    first, second = flushed(one, two).folds.values()

    assert first.all_readers == second.all_readers


def test_what_the_store_has_of_a_closed_bucket_is_forgotten(folder: HitFolder) -> None:
    folder.fold([make_hit()])
    flushed(folder)

    folder.turn(now=MORNING + 300)

    assert folder._tallies == {}
    assert folder.flushes() == ()


def test_more_stories_than_memory_has_room_for_are_dropped_and_counted(
    folder: HitFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("broadsheet.popular.folding.MOST_TALLIES", 2)

    folder.fold(make_hit(story_id) for story_id in (1, 2, 3, 1))

    assert dropped_by(folder) == {"tallies_full": 1}


def test_a_flood_of_new_agents_cannot_keep_known_ones_from_being_judged() -> None:
    judge = AgentJudge(is_bot=lambda agent: "bot" in agent)
    judge.judge(FIREFOX, now=MORNING)

    verdicts = [judge.judge(f"agent {number}", now=MORNING + 1) for number in range(NEW_AGENTS_A_SECOND + 5)]

    assert verdicts.count(Verdict.UNJUDGED) == 5
    assert judge.judge(FIREFOX, now=MORNING + 1) is Verdict.READER
    assert judge.judge("agent new", now=MORNING + 2) is Verdict.READER


def test_the_judge_remembers_a_bounded_number_of_agents() -> None:
    judge = AgentJudge(is_bot=lambda _: False)

    for number in range(50_000):
        judge.judge(f"agent {number}", now=number / 100)

    assert len(judge._young) + len(judge._old) <= 20_000

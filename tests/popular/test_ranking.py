"""From folds to ranks: once a story and day, half-life, steadiness, widening, and attackers who come to nothing."""

from datetime import UTC, datetime, timedelta

import pytest

from broadsheet.contracts.audience import PopularList
from broadsheet.popular.folding import HitFolder
from broadsheet.popular.ranking import RANKS, WINDOWS, rank, scores_in
from broadsheet.popular.tallying import Growth, Tally
from popular.hits import FIREFOX, MORNING, TODAY, addresses, flushed, make_folder, make_hit

NOW = datetime.fromtimestamp(MORNING, tz=UTC)


def readers_in(tally: Tally, *, story_id: int = 7) -> list[int]:
    return [round(growth.readers) for _, growth in sorted(tally.growth().get(story_id, {}).items())]


def tally_of(*folders: HitFolder) -> Tally:
    tally = Tally()
    tally.feed(flushed(*folders).folds_since(0))
    return tally


def growth_of(**readers: float) -> dict[int, dict[int, Growth]]:
    """`s1=100` is story 1 with a hundred readers in the newest bucket."""
    return {int(name[1:]): {int(MORNING): Growth(readers=number, weighted=number)} for name, number in readers.items()}


def list_of(*story_ids: int, hours: int = 6) -> PopularList:
    return PopularList(story_ids=story_ids, made_at=NOW, window_hours=hours, half_life_hours=3.0, counted_readers=0)


def ranked(growth: dict[int, dict[int, Growth]], *, before: PopularList | None = None) -> PopularList:
    return rank(growth, eligible=set(growth), now=NOW + timedelta(seconds=30), before=before)


def test_a_reader_who_reloads_for_hours_counts_in_the_first_bucket_alone(folder: HitFolder) -> None:
    folder.fold(make_hit(now=MORNING + 60 * minute) for minute in range(180))

    tally = tally_of(folder)

    assert readers_in(tally) == [1] + [0] * 35


def test_the_same_reader_counts_again_on_the_next_day(folder: HitFolder) -> None:
    midnight = MORNING + 16 * 3600
    folder.fold([make_hit(now=midnight - 1), make_hit(now=midnight)])

    tally = tally_of(folder)

    assert readers_in(tally) == [1, 1]


def test_readers_that_two_workers_saw_are_counted_once() -> None:
    one, two = make_folder("one"), make_folder("two")
    one.fold(make_hit(address=address) for address in addresses(600))
    two.fold(make_hit(address=address) for address in addresses(900)[300:])

    tally = tally_of(one, two)

    assert readers_in(tally)[0] == pytest.approx(900, rel=0.02)


def test_feeding_the_same_folds_again_changes_nothing(folder: HitFolder) -> None:
    folder.fold(make_hit(address=address, do_not_count=number % 9 == 0) for number, address in enumerate(addresses(99)))
    folds = flushed(folder).folds_since(0)
    tally = Tally()
    tally.feed(folds)
    before = {story_id: dict(buckets) for story_id, buckets in tally.growth().items()}

    is_new = tally.feed(folds)

    assert not is_new
    assert tally.growth() == before


def test_a_tally_read_again_after_a_restart_says_what_the_one_before_said(folder: HitFolder) -> None:
    live = Tally()
    store = flushed()
    for number, address in enumerate(addresses(2000)):
        folder.fold([make_hit(address=address, now=MORNING + number)])
        if number % 50 == 0:
            for flush in folder.flushes():
                store.put(flush)
            live.feed(store.folds_since(int(MORNING + number - 600)))
    for flush in folder.flushes():
        store.put(flush)
    live.feed(store.folds_since(0))

    again = Tally()
    again.feed(store.folds_since(0))

    assert readers_in(again) == pytest.approx(readers_in(live), rel=0.03)


def test_a_hit_from_the_list_counts_three_tenths_until_the_reader_comes_by_himself(folder: HitFolder) -> None:
    folder.fold([make_hit(came_from="popular"), make_hit(now=MORNING + 300)])

    first, second = (growth.weighted for growth in tally_of(folder).growth()[7].values())

    assert first == pytest.approx(0.3, abs=0.01)
    assert second == pytest.approx(0.7, abs=0.01)


def test_half_the_readers_are_worth_as_much_one_half_life_later() -> None:
    old = {int(MORNING) - 3 * 3600: Growth(readers=210, weighted=210)}
    new = {int(MORNING): Growth(readers=100, weighted=100)}
    rest = growth_of(s3=50, s4=50, s5=50)

    assert ranked({1: old, 2: new, **rest}).story_ids[:2] == (1, 2)
    assert ranked({1: {key: Growth(readers=190, weighted=190) for key in old}, 2: new, **rest}).story_ids[:2] == (2, 1)


def test_ranks_do_not_swap_within_noise_and_do_when_the_gap_is_clear() -> None:
    rest = {"s3": 50.0, "s4": 40.0, "s5": 30.0}
    before = list_of(1, 2, 3, 4, 5)

    assert ranked(growth_of(s1=1000, s2=1020, **rest), before=before).story_ids == (1, 2, 3, 4, 5)
    assert ranked(growth_of(s1=1000, s2=1150, **rest), before=before).story_ids == (2, 1, 3, 4, 5)


def test_a_breaking_story_climbs_past_all_at_once() -> None:
    growth = growth_of(s1=500, s2=400, s3=300, s4=200, s5=100, s9=900)

    assert ranked(growth, before=list_of(1, 2, 3, 4, 5)).story_ids[0] == 9


def test_the_window_widens_when_too_few_were_read_and_narrows_when_enough_are() -> None:
    few = growth_of(s1=100, s2=90)
    yesterday = {story_id: {int(MORNING) - 20 * 3600: Growth(readers=40, weighted=40)} for story_id in (3, 4, 5, 6)}
    just_enough = growth_of(s1=100, s2=90, s3=12, s4=12, s5=12)

    assert ranked(few).window_hours == 168
    assert ranked({**few, **yesterday}).window_hours == 24
    assert ranked(just_enough).window_hours == 6
    assert ranked(just_enough, before=list_of(1, hours=24)).window_hours == 24


def test_only_eligible_stories_are_ranked() -> None:
    made = rank(growth_of(s1=100, s2=90), eligible={2}, now=NOW, before=list_of(1, 2))

    assert made.story_ids == (2,)


def test_a_list_has_an_end() -> None:
    assert len(ranked(growth_of(**{f"s{number}": 100.0 for number in range(1, 60)})).story_ids) == RANKS


def test_no_readers_make_an_empty_list() -> None:
    assert ranked({}).story_ids == ()


def honest(folder: HitFolder, *, readers: int) -> None:
    for story_id in range(1, 7):
        folder.fold(
            make_hit(story_id, address=address, now=MORNING + number % 300, do_not_count=number % 10 == 0)
            for number, address in enumerate(addresses(readers))
        )


def test_an_attacker_moves_nothing_into_the_list_against_honest_readers(folder: HitFolder) -> None:
    honest(folder, readers=1000)
    folder.fold(make_hit(66, user_agent=f"{FIREFOX} {agent}", now=MORNING + agent / 400) for agent in range(10_000))
    folder.fold(make_hit(67, address=f"198.51.100.{host}") for host in range(256))
    folder.fold([make_hit(68, do_not_count=True)] * 50_000)
    folder.fold(make_hit(68, address=address) for address in addresses(20))
    folder.fold(make_hit(69, came_from="popular", address=address) for address in addresses(1000))

    tally = tally_of(folder)
    made = ranked(dict(tally.growth()))

    assert set(made.story_ids[:6]) == {1, 2, 3, 4, 5, 6}


def test_views_that_ask_not_to_be_counted_lift_a_story_by_no_more_than_is_ordinary() -> None:
    growth = growth_of(s1=1000, s2=950, s3=900, s4=800, s5=700)
    for buckets in growth.values():
        buckets[int(MORNING)].unhashed_views = round(buckets[int(MORNING)].readers / 10)
    growth[5][int(MORNING)].unhashed_views = 1_000_000

    assert ranked(growth).story_ids == (1, 2, 3, 4, 5)


def test_old_growth_is_put_together_and_tells_the_same(folder: HitFolder) -> None:
    hours, until_midnight = 30, 16 * 3600
    store = flushed()
    for number, address in enumerate(addresses(hours * 12)):
        seconds = number * 300
        day = TODAY + timedelta(days=seconds >= until_midnight)
        folder.fold([make_hit(address=address, now=MORNING + seconds, day=day)])
        for flush in folder.flushes():
            store.put(flush)
            folder.settle(flush)
    end = MORNING + hours * 3600
    fine, coarse = Tally(), Tally()
    fine.feed(store.folds_since(0))

    coarse.feed(store.folds_since(0), now=end)
    is_new = coarse.feed(store.folds_since(int(end) - 3600), now=end + 60)
    coarse.forget_before(0, now=end + 60)

    assert not is_new
    assert [when for when in coarse.growth()[7] if when > end - 3600] == [
        when for when in fine.growth()[7] if when > end - 3600
    ]
    assert len(coarse.growth()[7]) < len(fine.growth()[7]) / 2
    assert sum(readers_in(coarse)) == pytest.approx(sum(readers_in(fine)), abs=2)
    for window in WINDOWS:
        [exact] = scores_in(fine.growth(), window=window, now=datetime.fromtimestamp(end, UTC))
        [kept] = scores_in(coarse.growth(), window=window, now=datetime.fromtimestamp(end, UTC))
        assert kept.points == pytest.approx(exact.points, rel=0.01)


def test_old_growth_is_forgotten(folder: HitFolder) -> None:
    folder.fold([make_hit(), make_hit(8, now=MORNING + 600)])
    tally = tally_of(folder)

    tally.forget_before(int(MORNING) + 600, now=MORNING + 600)

    assert list(tally.growth()) == [8]

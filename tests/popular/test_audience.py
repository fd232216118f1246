"""What the newsroom sees of its readers: crowds of stories, sections and the paper, and where they came from."""

from datetime import UTC, datetime, timedelta

from broadsheet.contracts.audience import Source
from broadsheet.popular.audience import LINE_POINTS, MOST_STORIES, Audience, audience_of, audience_told, told
from broadsheet.popular.folding import HitFolder
from broadsheet.popular.tallying import Growth, Tally
from popular.hits import MORNING, addresses, flushed, make_folder, make_hit

NOW = datetime(2026, 6, 1, 12, 10, tzinfo=UTC)
WORLD, EUROPE = 3, 4


def ago(minutes: int) -> int:
    return int((NOW - timedelta(minutes=minutes)).timestamp()) // 300 * 300


def growth_of(**readers: float) -> dict[int, Growth]:
    """Buckets so many minutes ago: `_5=3.0`."""
    return {ago(int(name[1:])): Growth(readers=won) for name, won in readers.items()}


def audience(
    growth: dict[int, dict[int, Growth]],
    *,
    places: dict[int, tuple[int, ...]] | None = None,
    sources: dict[int, dict[Source, float]] | None = None,
) -> Audience:
    standing = dict.fromkeys(growth, (WORLD,)) if places is None else places
    return audience_of(growth, sources=sources or {}, places=standing, dropped={}, now=NOW)


def test_readers_of_ten_minutes_of_the_hour_and_of_the_day_are_told_apart() -> None:
    seen = audience({7: growth_of(_5=3, _40=5, _600=7, _1600=11)})

    assert (seen.everyone.now, seen.everyone.hour, seen.everyone.day) == (3, 8, 15)


def test_a_line_has_a_number_each_half_hour_and_ends_with_the_open_one() -> None:
    [(_, crowd)] = audience({7: growth_of(_5=3, _15=4, _60=5)}).stories

    assert len(crowd.line) == LINE_POINTS
    assert crowd.line[-3:] == (5, 4, 3)
    assert sum(crowd.line) == crowd.day


def test_the_busiest_now_come_first_and_those_whom_nobody_read_today_are_left_out() -> None:
    growth = {1: growth_of(_5=1, _50=90), 2: growth_of(_5=2), 3: growth_of(_50=95), 4: growth_of(_1600=9)}

    assert [story_id for story_id, _ in audience(growth).stories] == [2, 1, 3]


def test_there_is_an_end_of_stories_but_not_of_what_the_paper_counts() -> None:
    seen = audience({number: growth_of(_5=1) for number in range(1, MOST_STORIES + 21)})

    assert (len(seen.stories), seen.everyone.now) == (MOST_STORIES, MOST_STORIES + 20)


def test_a_section_has_the_readers_of_all_that_stands_in_it_and_a_hidden_story_has_none() -> None:
    growth = {1: growth_of(_5=10), 2: growth_of(_5=4), 3: growth_of(_5=100)}

    seen = audience(growth, places={1: (EUROPE, WORLD), 2: (WORLD,)})

    assert [(section, crowd.now) for section, crowd in seen.sections] == [(WORLD, 14), (EUROPE, 10)]
    assert (seen.everyone.now, [story_id for story_id, _ in seen.stories]) == (14, [1, 2])


def test_what_was_put_into_json_comes_back() -> None:
    seen = audience({7: growth_of(_5=3)}, sources={7: {Source.FRONT: 2.0, Source.SITE: 1.0}})

    assert seen.everyone.sources == {Source.FRONT: 2, Source.SITE: 1}
    assert audience_told(told(seen), made_at=NOW) == seen


def test_places_share_the_readers_who_were_new() -> None:
    one, two = make_folder("one"), make_folder("two")
    known, fresh = addresses(20)[:10], addresses(20)[10:]
    one.fold(make_hit(address=address, came_from="front") for address in known)
    two.fold(make_hit(address=address, came_from="engine") for address in known + fresh)
    tally = Tally()

    tally.feed(flushed(one, two).folds_since(0))

    sent = tally.sources_since(int(MORNING) - 300)[7]
    assert {source: round(readers) for source, readers in sent.items()} == {Source.FRONT: 10, Source.ENGINE: 10}
    assert tally.sources_since(int(MORNING) + 300) == {}


def test_places_are_kept_for_an_hour_alone(folder: HitFolder) -> None:
    tally = Tally()
    for bucket in range(30):
        folder.fold([make_hit(address=f"10.0.{bucket}.1", now=MORNING + bucket * 300, came_from="site")])
        tally.feed(flushed(folder).folds_since(0))

    assert round(sum(tally.sources_since(0)[7].values())) == 13

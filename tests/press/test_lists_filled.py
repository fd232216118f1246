"""The lists of real pages once they are joined: who takes a story first, and that none runs short."""

from lxml import html

from broadsheet.contracts.audience import PopularList
from broadsheet.contracts.pieces import Page
from broadsheet.fronts.models import Arrangement
from broadsheet.fronts.slots import Placed, Slots, write_slots
from broadsheet.joining.joiner import join_page
from broadsheet.popular.actions import store_rankings
from broadsheet.press.actions import press_everything
from broadsheet.stories.models import StoryPage

from .conftest import NOON, Paper


def busy(paper: Paper) -> list[StoryPage]:
    """Forty stories in two sections; the oldest ten are those most read, so that Popular is not what Latest is."""
    sport = paper.section("Sport", parent=paper.home)
    stories = [paper.story(section=section) for _ in range(20) for section in (paper.world, sport)]
    store_rankings({"all": ranking(stories[:10]), str(paper.world.pk): ranking(stories[:10:2])}, now=NOON)
    return stories


def ranking(stories: list[StoryPage]) -> PopularList:
    return PopularList(
        story_ids=tuple(story.pk for story in stories),
        made_at=NOON,
        window_hours=3,
        half_life_hours=3,
        counted_readers=900,
    )


def press(paper: Paper) -> None:
    press_everything(now=NOON)
    paper.press()


def joined(paper: Paper, path: str) -> html.HtmlElement:
    page = paper.store.read(f"page/{path}")
    assert isinstance(page, Page)
    return html.document_fromstring(join_page(page, read=paper.store.read, now=NOON, token_key=b"k" * 32).body.decode())


def standing(paper: Paper, path: str) -> list[tuple[str, list[str]]]:
    """Each list of a page from the top down: its class and the addresses of its stories."""
    lists = joined(paper, path).cssselect("[data-list]")
    return [(str(each.get("class")), [str(link.get("href")) for link in each.cssselect(".headline")]) for each in lists]


def addresses(stories: list[StoryPage]) -> list[str]:
    return [f"/{story.url_path.split('/', 2)[2]}" for story in stories]


def test_home_is_filled_from_the_top_of_the_page_down(paper: Paper) -> None:
    stories = busy(paper)
    newest = addresses(stories[::-1])
    pinned, popular = stories[3], addresses(stories[:10])
    slots = write_slots(Slots(lead=(Placed(story_id=pinned.pk),)))
    Arrangement.objects.create(front=paper.home, number=1, slots=slots, made_at=NOON)

    press(paper)

    (lead, tier, latest, most_read, world, sport), free = standing(paper, ""), list(newest)
    assert lead == ("lead", addresses([pinned]))
    for kind, shown in (tier, latest):
        free = [address for address in free if address not in lead[1]]
        assert shown == free[: len(shown)], kind
        free = free[len(shown) :]
    assert most_read == ("list", [address for address in popular if address not in lead[1]][:5])
    free = [address for address in free if address not in most_read[1]]
    for (kind, shown), section in ((world, "/world/"), (sport, "/sport/")):
        assert (kind, shown) == ("strip", [address for address in free if address.startswith(section)][:4])
    assert [len(shown) for _, shown in standing(paper, "")] == [1, 4, 5, 5, 4, 4]


def test_a_section_is_filled_from_the_top_down_but_for_its_ranks_and_its_river_has_what_is_left(paper: Paper) -> None:
    stories = busy(paper)
    own = [address for address in addresses(stories[::-1]) if address.startswith("/world/")]
    popular = addresses(stories[:10:2])

    press(paper)

    lead, tier, latest, river, most_read = standing(paper, "world")
    assert most_read[1] == popular
    free = [address for address in own if address not in popular]
    assert [*lead[1], *tier[1]] == free[:5]
    named = {*popular, *free[:5]}
    assert latest[1] == [address for address in addresses(stories[::-1]) if address not in named][:5]
    assert river == ("river", [address for address in free[5:] if address not in latest[1]])


def test_no_list_of_a_story_runs_short_though_all_would_name_the_same_stories(paper: Paper) -> None:
    stories = [paper.story() for _ in range(16)]  # with its own, just enough for three lists of five
    store_rankings({"all": ranking(stories[::-1])}, now=NOON)

    press(paper)

    shown = [address for _, each in standing(paper, "world/uk-and-europe/story-1") for address in each]
    assert len(shown) == len(set(shown)) == 15
    assert "/world/uk-and-europe/story-1/" not in shown

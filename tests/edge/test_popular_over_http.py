"""Popular's pages and figures as readers get them, while the newsroom works: killed, kept out, grown old."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from broadsheet.contracts.audience import PopularList
from broadsheet.contracts.pieces import Card, Piece, Shape, StoryList, Withdrawn
from broadsheet.popular.ranking import Span
from broadsheet.press.composing.edition import Edition, SectionFacts
from broadsheet.press.composing.lists import popular_list
from broadsheet.press.composing.popular import SPAN_PATHS, popular_page
from broadsheet.press.composing.popularity import RankedStory, popularity
from edge.running import RunningEdge, eventually

NOW = datetime.now(UTC)  # when the suite began, too long ago for a list, which is made in its test
EDITION = Edition(
    paper="The Harbour Post",
    home_id=1,
    guid="urn:uuid:0",
    site_url="https://paper.example",
    language="en-gb",
    now=NOW,
    sections=(SectionFacts(page_id=7, guid="urn:uuid:7", place="0001", depth=3, name="World", path="/world/"),),
)
NAMES = {number: RankedStory(headline=f"Headline {number}", path=f"/world/s{number}/") for number in (1, 2, 3)}


def pressed(
    ids: tuple[int, ...], *, made_at: datetime | None = None, section: tuple[int, ...] = (1, 2)
) -> Mapping[str, Piece]:
    """What the press would write for these ranks of the paper, and those of a section; made now unless told when."""
    when = made_at or datetime.now(UTC)

    def ranking(ranked: tuple[int, ...]) -> PopularList:
        return PopularList(story_ids=ranked, made_at=when, window_hours=6, half_life_hours=3.0, counted_readers=99)

    rankings = {**{str(span): ranking(ids) for span in Span}, "all": ranking(ids), "7": ranking(section)}
    stories = {number: NAMES[number] for number in ids}
    plates = [
        popularity(rankings, stories=stories, kept_out=4, edition=EDITION),
        *(popular_page(span, rankings[span], kept_out=4, edition=EDITION) for span in Span),
        *(popular_list(name, each, eligible=frozenset(ids)) for name, each in rankings.items()),
    ]
    return {name: piece for each in plates for name, piece in each.pieces.items()}


def card(number: int) -> Card:
    html = f'<h2><a class="headline" href="/world/s{number}/">Headline {number}</a></h2>'
    return Card(story_id=number, url=f"/world/s{number}/", published_at=NOW, shapes={Shape.RANKED: html})


@pytest.fixture(autouse=True)
def _site(edge: RunningEdge) -> None:
    nobody: dict[str, Piece] = {"withdrawn": Withdrawn(story_ids=frozenset())}
    edge.store.press({**nobody, **pressed((3, 1, 2)), **{f"card/{number}": card(number) for number in NAMES}})
    for path in SPAN_PATHS.values():
        eventually(lambda path=path: told(edge, path), wanted=lambda found: found == [3, 1, 2])


def told(edge: RunningEdge, path: str) -> list[int]:
    """The stories that a page names, in their order."""
    text = edge.client.get(path).text
    places = {number: text.find(f">Headline {number}<") for number in NAMES}
    return sorted((number for number, place in places.items() if place >= 0), key=lambda number: places[number])


def figures(edge: RunningEdge) -> dict[str, list[str]]:
    lists = json.loads(edge.client.get("/popularity.json").text)["lists"]
    return {each["name"]: [story["url"] for story in each["stories"]] for each in lists}


def test_the_figures_are_json_that_every_page_may_read_also_when_they_did_not_change(edge: RunningEdge) -> None:
    answer = edge.client.get("/popularity.json", headers={"accept-encoding": "br"})
    again = edge.client.get(
        "/popularity.json", headers={"if-none-match": answer.headers["etag"], "accept-encoding": "br"}
    )

    said = answer.json()
    assert answer.headers["content-type"] == "application/json"
    assert [one.headers["access-control-allow-origin"] for one in (answer, again)] == ["*", "*"]
    assert (again.status_code, answer.headers["content-encoding"]) == (304, "br")
    assert said["kept_out_by_editors"] == 4
    assert [each["name"] for each in said["lists"][-2:]] == ["Popular this week", "World"]
    assert figures(edge)["World"] == ["https://paper.example/world/s1/", "https://paper.example/world/s2/"]


def test_a_killed_story_is_gone_from_pages_and_figures_at_one_moment(edge: RunningEdge) -> None:
    killed = {"withdrawn": Withdrawn(story_ids=frozenset({1})), **pressed((3, 2), section=(2,))}

    edge.store.press({name: piece for name, piece in killed.items() if not isinstance(piece, StoryList)})

    for path in SPAN_PATHS.values():
        eventually(lambda path=path: told(edge, path), wanted=lambda found: found == [3, 2])
    assert "/world/s1/" not in edge.client.get("/popularity.json").text
    assert len(figures(edge)["Popular now"]) == 2


def test_a_list_that_nobody_renews_hides_and_its_page_says_when_it_was_made(edge: RunningEdge) -> None:
    made_at = datetime.now(UTC) - timedelta(hours=2)

    edge.store.press(pressed((3, 1, 2), made_at=made_at))

    eventually(lambda: told(edge, "/popular/today/"), wanted=lambda found: found == [])
    page = edge.client.get("/popular/today/").text
    assert f'datetime="{made_at:%Y-%m-%dT%H:%M:%S}' in page
    assert f'"made_at":"{made_at:%Y-%m-%dT%H:%M:%SZ}"' in edge.client.get("/popularity.json").text


def test_an_address_without_its_slash_leads_to_the_page(edge: RunningEdge) -> None:
    answer = edge.client.get("/popular")

    assert (answer.status_code, answer.headers["location"]) == (301, "/popular/")

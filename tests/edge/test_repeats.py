"""Lists that may repeat one another, where a paper wants them so: BROADSHEET_REPEATS, asked of real edges."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from broadsheet.contracts.pieces import Card, ListSlot, Page, Piece, Role, Shape, StoryList, Withdrawn
from broadsheet.stores.pieces import FolderPieceStore
from edge.running import running_edge

NOW = datetime.now(UTC)


def listing(role: Role, source: str) -> ListSlot:
    name = f"list/{source}/all"
    return ListSlot(
        role=role,
        list_name=source,
        shape=Shape.LINE,
        limit=3,
        sources=(name,),
        opening=f"<ul>{source}: ",
        closing="</ul>",
        item_opening="",
        item_closing="",
        between=" ",
    )


SITE: dict[str, Piece] = {
    "page/world/ferry": Page(
        parts=(listing(Role.LATEST, "latest"), listing(Role.POPULAR, "popular")),
        story_id=1,
    ),
    "list/latest/all": StoryList(story_ids=(6, 5, 4, 3, 2, 1)),
    "list/popular/all": StoryList(story_ids=(1, 5, 9, 6, 2)),
    "withdrawn": Withdrawn(story_ids=frozenset({9})),
    **{
        f"card/{number}": Card(story_id=number, url=f"/s{number}/", published_at=NOW, shapes={Shape.LINE: f"s{number}"})
        for number in range(1, 10)
    },
}


@pytest.mark.parametrize(
    ("settings", "wanted"),
    [
        ({}, "<ul>latest: s4 s3</ul><ul>popular: s5 s6 s2</ul>"),
        ({"BROADSHEET_REPEATS": "allow"}, "<ul>latest: s6 s5 s4</ul><ul>popular: s5 s6 s2</ul>"),
    ],
)
def test_lists_repeat_one_another_only_where_that_is_allowed(
    tmp_path: Path, settings: dict[str, str], wanted: str
) -> None:
    FolderPieceStore(tmp_path / "pieces").press(SITE)

    with running_edge(tmp_path, **settings) as edge:
        page = edge.client.get("/world/ferry/").text

    # Neither way the page's own story (1) nor a withdrawn one (9).
    assert page == wanted

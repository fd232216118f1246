from collections.abc import Iterator

import pytest

from broadsheet.searching.index import StoryIndex
from edge.running import RunningEdge, eventually, running_edge
from edge.searched_paper import PAGES, STORIES, fill, pieces_of


@pytest.fixture(scope="module")
def edge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningEdge]:
    with running_edge(tmp_path_factory.mktemp("home")) as running:
        yield running


@pytest.fixture(scope="module")
def index(edge: RunningEdge) -> Iterator[StoryIndex]:
    edge.store.press(PAGES)
    for one in STORIES:
        edge.store.press(pieces_of(one))
    filled = fill(edge.home)
    eventually(lambda: edge.client.get("/search/?q=ferry").text, wanted=lambda text: "Ferries" in text)
    yield filled
    filled.close()
